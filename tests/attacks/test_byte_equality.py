"""Files of generated states: what Python writes, Rust reads and writes again byte for byte; the state's checksum is the same."""

import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mlmeta.modelfile import container, values

MANY = 10_000
FEW = 300

KINDS = st.sampled_from(["cluster.KMeans", "a/b.C", "acme-tools.x_y/linear_model.Some_Thing2", "_a.b.c"])
INTEGERS = st.integers(-(2**53), 2**53)
REALS = st.floats().map(lambda value: {"real": values.real(value)})
KEYS = st.none() | st.booleans() | INTEGERS | st.text(max_size=6) | st.floats(allow_nan=False)
SCALARS = st.none() | st.booleans() | INTEGERS | REALS | st.text(max_size=8) | st.builds(lambda name: {"opaque": name}, st.text())


def as_map(found):
    """Return a dictionary in the encoding of a file: of equal keys such as 1 and True, a dictionary keeps one."""
    return {"map": [[{"real": values.real(key)} if isinstance(key, float) else key, item] for key, item in found.items()]}


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3).map(as_map),
    max_leaves=6,
)
NAMES = st.text("abzAZ_019.", min_size=1, max_size=12).filter(lambda name: name[0] not in "019.")
STEP_NAMES = st.text(min_size=1, max_size=5).filter(lambda name: "__" not in name)
CLASSES = (
    st.none()
    | st.lists(st.text(max_size=5), min_size=2, max_size=4, unique=True)
    | st.lists(INTEGERS, min_size=2, max_size=4, unique=True)
    | st.permutations([True, False])
)
DTYPES = ("<f8", "<f4", "<i8", "<i4", "|u1", "|b1")
FIELD_TYPES = {
    "float64": "<f8",
    "float32": "<f4",
    "int64": "<i8",
    "int32": "<i4",
    "uint8": "|u1",
    "bool": "|b1",
    "string": "<i8",
}


def filled(dtype, shape, seed):
    """Return an array of any bits that the dtype allows: with negative zeros, subnormals and the largest numbers."""
    count = int(np.prod(shape))
    bits = np.random.default_rng(seed).bytes(count * 8)
    found = np.frombuffer(bits, dtype=np.uint8)[: count * np.dtype(dtype).itemsize]
    if dtype == "|b1":
        return (found % 2).astype(bool).reshape(shape)
    array = found.view(dtype).reshape(shape)
    return np.where(np.isfinite(array), array, array.dtype.type(-0.0)) if array.dtype.kind == "f" else array


SEEDS = st.integers(0, 2**32 - 1)
ARRAYS = st.builds(filled, st.sampled_from(DTYPES), st.lists(st.integers(0, 3), max_size=4), SEEDS)


@st.composite
def models(draw, tensors, prefix):
    """Draw what the document says of one model, and add its tensors."""
    params = draw(st.dictionaries(st.text(max_size=6), VALUES, max_size=3))
    for name, array in draw(st.dictionaries(NAMES, ARRAYS, max_size=2)).items():
        tensors[f"{prefix}params.{name}"] = array
        params[name] = [*draw(st.sampled_from([[], [None]])), {"tensor": f"{prefix}params.{name}"}]
    for name, array in draw(st.dictionaries(NAMES, ARRAYS, max_size=3)).items():
        if not name.startswith(("params.", "sample.", "ranges.")):
            tensors[f"{prefix}{name}"] = array
    return {
        "kind": draw(KINDS),
        "spec_version": draw(st.integers(1, 2**53)),
        "state_version": draw(st.integers(1, 9)),
        "params": params,
        "n_features": draw(st.integers(1, 3)),
        "classes": draw(CLASSES),
    }


@st.composite
def fields(draw, part, classes, tensors):
    """Draw the inputs or outputs of a schema and their sample, and add its tensors."""
    entries, sample = [], {}
    for name in draw(st.lists(st.text(max_size=5), max_size=3, unique=True)):
        dtype = draw(st.sampled_from(sorted(FIELD_TYPES)))
        shape = [-1, *draw(st.lists(st.integers(-1, 3), max_size=2))]
        entry = dict.fromkeys(("min", "max")) | {"name": name, "dtype": dtype, "shape": shape}
        entries.append({**entry, "description": draw(st.text(max_size=9)), "on_request": draw(st.booleans())})
        if len(shape) == 2 and shape[1] >= 0 and draw(st.booleans()):
            ends = np.sort([filled("<f8", shape[1:], draw(SEEDS)) for _ in "ab"], axis=0)
            for end, array in zip(("min", "max"), ends, strict=True):
                entries[-1][end] = f"ranges.{part}{len(entries)}.{end}"
                tensors[entries[-1][end]] = array
        if draw(st.booleans()) and (dtype != "string" or classes is not None):
            array = filled(FIELD_TYPES[dtype], [2 if size == -1 else size for size in shape], draw(SEEDS))
            sample[name] = f"sample.{part}{len(entries)}"
            tensors[sample[name]] = array % len(classes) if dtype == "string" else array
    return entries, sample


@st.composite
def files(draw):
    """Draw the document, the provenance and the tensors of a file."""
    tensors = {}
    if draw(st.booleans()):
        names = draw(st.lists(STEP_NAMES, min_size=1, max_size=3, unique=True))
        steps = [{"name": name, **draw(models(tensors, f"steps.{index}."))} for index, name in enumerate(names)]
        own = {"kind": "chain", "spec_version": 1, "state_version": 1, "params": {}}
        own |= {"n_features": steps[0]["n_features"], "classes": steps[-1]["classes"]}
    else:
        steps, own = [], draw(models(tensors, ""))
    (inputs, given), (outputs, expected) = (draw(fields(part, own["classes"], tensors)) for part in ("i", "o"))
    width = own["n_features"]
    described = {
        "format": 1,
        **own,
        "feature_names": draw(st.none() | st.lists(st.text(max_size=5), min_size=width, max_size=width)),
        "steps": steps,
        "schema": {"inputs": inputs, "outputs": outputs},
        "sample": {"inputs": given, "outputs": expected},
    }
    numbers = st.recursive(INTEGERS | REALS, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
    provenance = {
        "provider": {key: draw(st.text(max_size=6)) for key in ("dist", "name", "version")},
        "core_version": draw(st.text(max_size=6)),
        "created": draw(st.datetimes()).strftime("2026-%m-%dT%H:%M:%SZ"),
        "training": draw(st.dictionaries(st.text(max_size=6), numbers, max_size=3)),
    }
    return described, provenance, tensors


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_files_of_python_are_read_in_rust_and_written_again_byte_for_byte(in_rust, in_python, count):
    seen = {"chains": 0, "beyond ASCII": 0, "ranges": 0, "samples": 0}

    @settings(max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(files())
    def check(file):
        content = container.pack(*file)
        told = in_rust(content)
        assert told == in_python(content)
        assert told.startswith("read ")
        head = content[8 : 8 + struct.unpack("<Q", content[:8])[0]].decode()
        seen["chains"] += bool(file[0]["steps"])
        seen["beyond ASCII"] += not head.isascii()
        seen["ranges"] += any(name.startswith("ranges.") for name in file[2])
        seen["samples"] += any(name.startswith("sample.") for name in file[2])

    check()
    assert all(times > count // 20 for times in seen.values()), seen
