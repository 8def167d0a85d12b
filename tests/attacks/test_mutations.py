"""Files that were changed at random: both readers say the same of each, and refuse with a word, not with a crash."""

import hashlib
import json
import random
import struct
from pathlib import Path

import pytest

MANY = 20_000
FEW = 2_000
HERE = Path(__file__).parent
VECTORS = HERE.parent / "vectors"
ZEROS = "0" * 64
SIZES = {"F64": 8, "F32": 4, "I64": 8, "I32": 4, "U8": 1, "BOOL": 1}
NUMBERS = [None, True, False, 0, 1, -1, 2, 3, 2**53, 2**53 + 1, 1.5]
TEXTS = ["", "X", "labels", "a/b.C", "chain", "mean_", "params.a", "sample.X", "ranges.X.min", "steps.0.x", "F32", "é", "\x00"]
TAGS = [{"real": "0x1.8000000000000p+1"}, {"real": "nan"}, {"opaque": "x"}, {"map": [[1, 2]]}, {"map": [[1, 2], [True, 3]]}]
ATOMS = [*NUMBERS, *TEXTS, *TAGS, {"tensor": "params.a"}, "float64", [], {}, [1], ["a", "b"], [1, 2]]
SPELLINGS = ["", *'09-.e"\\ {}[],:é', "\\u0000", "\\ud800", "\U0001f600"]


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def seal(header, document, provenance, data):
    """Return a file with these texts and right checksums, as far as the entries say where the data of the sample is."""
    parts = {True: b"", False: b""}
    if isinstance(header, dict):
        for name, entry in sorted(header.items(), key=lambda item: order(*item)):
            try:
                begin, end = entry["data_offsets"]
                parts[name.startswith("sample.")] += data[begin:end]
            except (TypeError, KeyError, ValueError):
                pass
    digits = hashlib.sha256(document.encode("utf-8", "surrogatepass") + parts[False]).hexdigest()
    metadata = {"mlmeta": document.replace(ZEROS, digits), "mlmeta.provenance": provenance, "mlmeta.sha256": ZEROS}
    text = canonical({**header, "__metadata__": metadata} if isinstance(header, dict) else header)
    encoded = text.encode("utf-8", "surrogatepass")
    encoded += b" " * (-(8 + len(encoded)) % 64)
    head = struct.pack("<Q", len(encoded)) + encoded
    return head.replace(ZEROS.encode(), hashlib.sha256(head + parts[True]).hexdigest().encode(), 1) + data


def order(name, entry):
    dtype = entry.get("dtype") if isinstance(entry, dict) else None
    return -SIZES.get(dtype if isinstance(dtype, str) else "", 0), name


def nodes(value, found):
    """Collect every container within a JSON value."""
    if isinstance(value, dict | list):
        found.append(value)
        for inner in value.values() if isinstance(value, dict) else value:
            nodes(inner, found)
    return found


def edited(chance, value):
    """Return a JSON value with one place changed."""
    value = json.loads(json.dumps(value))
    node = chance.choice(nodes(value, []))
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    other = chance.choice(ATOMS)
    match chance.randrange(5):
        case 0 if keys:
            del node[chance.choice(keys)]
        case 1 if isinstance(node, dict):
            node[chance.choice(["a", "X", "name", "params.a", "sample.X", "steps.0.a", "é"])] = other
        case 2 if isinstance(node, list):
            node.insert(chance.randrange(len(node) + 1), other)
        case 3 if len(keys) > 1:
            one, two = chance.sample(keys, 2)
            node[one], node[two] = node[two], node[one]
        case _ if keys:
            node[chance.choice(keys)] = other
    return value


def respelt(chance, text):
    """Return a text with a few characters changed."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(SPELLINGS) + text[at + chance.randrange(3) :]


def mutated(chance, bases):
    """Return the bytes of a changed file."""
    content = chance.choice(bases)
    start = 8 + struct.unpack("<Q", content[:8])[0]
    data = content[start:]
    way = chance.randrange(10)
    if way == 0:
        return content[: chance.randrange(len(content))]
    if way == 1:
        changed = bytearray(content)
        for _ in range(chance.choice([1, 1, 2, 8])):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    if way == 2:
        other = chance.choice(bases)
        begin, end = sorted(chance.randrange(len(other)) for _ in "ab")
        at = chance.randrange(len(content))
        return content[:at] + other[begin:end] + content[at + chance.choice([0, end - begin]) :]
    header = json.loads(content[8:start])
    metadata = header.pop("__metadata__")
    document = json.loads(metadata["mlmeta"]) | {"state_sha256": ZEROS}
    provenance = json.loads(metadata["mlmeta.provenance"])
    texts = [canonical(document), canonical(provenance)]
    if way == 3:
        return seal(edited(chance, header), *texts, data)
    if way == 4 and data:
        at = chance.randrange(0, len(data), 8)
        wild = struct.pack("<d", chance.choice([float("nan"), float("inf"), -0.0, 5e-324, 1e300, 1.0]))
        return seal(header, *texts, (data[:at] + wild + data[at + 8 :])[: len(data)])
    if way == 5:
        return seal(header, texts[0], canonical(edited(chance, provenance)), data)
    if way == 6:
        return seal(header, respelt(chance, texts[0]), texts[1], data)
    for _ in range(chance.choice([1, 1, 2])):
        document = edited(chance, document)
    return seal(header, canonical(document), texts[1], data)


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_both_readers_say_the_same_of_changed_files(in_rust, in_python, count, tmp_path):
    bases = [path.read_bytes() for path in sorted([*HERE.glob("honest-*.mlm"), *VECTORS.glob("*.mlm")])]
    chance = random.Random(20261123)
    told = {"read": 0, "refused": 0}
    for index in range(count):
        content = mutated(chance, bases)
        rust, python = in_rust(content), in_python(content)
        same = rust.startswith("refused ") if python.startswith("refused ") else rust == python
        if not same:
            (tmp_path / "differs.mlm").write_bytes(content)
            pytest.fail(f"file {index}, kept as {tmp_path / 'differs.mlm'}: Rust {rust!r}, Python {python!r}")
        told[rust.partition(" ")[0]] += 1
    assert told["read"] > count // 50, told
    assert told["refused"] > count // 2, told
