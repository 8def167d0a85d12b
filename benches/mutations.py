"""Read model files that were changed at random, and write a record of what happened.

nice -n 10 python -m benches.mutations --count 1000000 --seed 0 --out benches/records/2026-11-24-mutations-python.json

Each file is one of `tests/vectors`, changed once to three times: bits flipped, cut off, parts moved or repeated, or a value of
its documents or its data edited and both checksums computed anew, so that the checks behind them are reached. Only such a file
may be accepted, and whatever is must be restored and asked. The documented errors are counted; any other ends the run and
leaves the file in `build`, as does a file that takes ten seconds. The address space is limited: to ask for memory that a file
does not hold is an error as well.
"""

import argparse
import collections
import contextlib
import copy
import datetime as dt
import hashlib
import importlib.metadata
import io
import json
import platform
import random
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from mlmeta.errors import MissingProviderError, MlmetaError, ModelFileError, UnknownAlgorithmError
from mlmeta.modelfile import canonical, container, document
from mlmeta.modelfile.files import ModelFile
from mlmeta.models import schema

from benches.record import processor

VECTORS = Path(__file__).resolve().parents[1] / "tests" / "vectors"
DOCUMENTED = (ModelFileError, MissingProviderError, UnknownAlgorithmError)
SECONDS = 10
SPARE = 1 << 29  # bytes of address space beyond what is taken before the first file
ZEROS = "0" * 64
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 7, 2**31, 2**53, -(2**53)),
    *("", "a", "X", "labels", "float64", "string", "F64", "BOOL", "\x00", "ß\U0001f600", "../x", "9" * 300),
    *([], {}, [[]], [1, 2], ["a", "b"], [None], {"real": "nan"}, {"real": "0x1.8000000000000p+1"}, {"tensor": "sample.X"}),
    *({"opaque": "x"}, {"map": [[1, 2]]}, {"map": [[[1], 2]]}, [[[[[[[]]]]]]]),
)


class Vector:
    """A true file, taken apart."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        length = int.from_bytes(content[:8], "little")
        self.header = json.loads(content[8 : 8 + length])
        metadata = self.header.pop("__metadata__")
        self.documents = [json.loads(metadata["mlmeta"]), json.loads(metadata["mlmeta.provenance"])]
        self.data = content[8 + length :]


def flipped(draw: random.Random, content: bytes) -> bytes:
    """Return the bytes with one to eight bits flipped."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 1, 2, 8))):
        if changed:
            changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def cut(draw: random.Random, content: bytes) -> bytes:
    """Return the bytes cut off somewhere."""
    return content[: draw.randrange(len(content) + 1)]


def spliced(draw: random.Random, content: bytes) -> bytes:
    """Return the bytes with a part of them put in, repeated, or taken out."""
    begin, end = sorted(draw.randrange(len(content) + 1) for _ in range(2))
    end = min(end, begin + draw.choice((1, 8, 64, 4096)))
    at = draw.randrange(len(content) + 1)
    if draw.random() < 0.5:
        return content[:begin] + content[end:]
    return content[:at] + content[begin:end] + content[at + (0 if draw.random() < 0.5 else end - begin) :]


def prefixed(draw: random.Random, content: bytes) -> bytes:
    """Return the bytes with another length of the header."""
    true = int.from_bytes(content[:8].ljust(8, b"\0"), "little")
    lengths = [0, 1, 2, 56, 2**31, 2**32, 2**53, 2**63 - 1, 2**64 - 1, max(true + 64 * draw.randrange(-3, 4), 0)]
    return draw.choice(lengths).to_bytes(8, "little") + content[8:]


def places(node: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return where in a document something can be edited: (container, key)."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        found.append((node, key))
        if isinstance(value, dict | list):
            places(value, found)
    return found


def edit(draw: random.Random, node: Any) -> None:
    """Change one value, name or length in a document."""
    found = places(node, [])
    if not found:
        return
    where, key = draw.choice(found)
    value = where[key]
    match draw.randrange(6):
        case 0 if type(value) is int:
            where[key] = value + draw.choice((-64, -8, -1, 1, 8, 64))
        case 1 if isinstance(where, dict):
            where[draw.choice((key + "x", key[:-1], "kind", "steps", "params.a", "ranges.X.min"))] = where.pop(key)
        case 2:
            del where[key]
        case 3:
            other, name = draw.choice(found)
            where[key] = copy.deepcopy(other[name])
        case 4 if isinstance(where, list):
            where.append(copy.deepcopy(value))
        case _:
            where[key] = copy.deepcopy(draw.choice(ODD))


def resealed(draw: random.Random, vector: Vector) -> bytes:
    """Return a file whose documents or data were edited, with the checksums of the lie."""
    header, (told, provenance), data = copy.deepcopy(vector.header), copy.deepcopy(vector.documents), bytearray(vector.data)
    for _ in range(draw.choice((1, 1, 2, 3))):
        match draw.randrange(10):
            case 0 if data:
                at = draw.randrange(len(data)) // 8 * 8
                some = draw.choice((0.0, -1.0, 1e308, 5e-324, float("nan"), float("inf"), draw.uniform(-9, 9)))
                data[at : at + 8] = np.float64(some).tobytes()[: len(data) - at]
            case 1:
                edit(draw, provenance)
            case 2 | 3:
                edit(draw, header)
            case _:
                edit(draw, told)
    told["state_sha256"] = ZEROS
    told["state_sha256"] = digest(text(told).encode(), covered(header, data, sample=False))
    metadata = {"mlmeta": text(told), "mlmeta.provenance": text(provenance), "mlmeta.sha256": ZEROS}
    start = text({**header, "__metadata__": metadata}).encode()
    start += b" " * (-(8 + len(start)) % 64)
    start = len(start).to_bytes(8, "little") + start
    sealed = digest(start, covered(header, data, sample=True))
    return start.replace(f'"mlmeta.sha256":"{ZEROS}"'.encode(), f'"mlmeta.sha256":"{sealed}"'.encode(), 1) + data


def text(value: Any) -> str:
    """Return canonical JSON, or what is nearest to it."""
    try:
        return canonical.dumps(value)
    except ModelFileError:
        return json.dumps(value, separators=(",", ":"), sort_keys=True)


def covered(header: dict[str, Any], data: bytearray, *, sample: bool) -> bytes:
    """Return the data that one of the checksums covers, as far as the header makes sense."""
    found = []
    for name, entry in header.items():
        with contextlib.suppress(TypeError, ValueError, KeyError):
            begin, end = entry["data_offsets"]
            if name.startswith("sample.") == sample:
                found.append((begin, data[begin:end]))
    with contextlib.suppress(TypeError):
        found.sort(key=lambda item: item[0])
    return b"".join(part for _, part in found)


def digest(*parts: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(b"".join(parts)).hexdigest()


def changed(draw: random.Random, vectors: list[Vector]) -> tuple[str, bytes]:
    """Return the sort of a change and the bytes of a file, which are not those of a true one."""
    vector, sort, found = draw.choice(vectors), "resealed", b""
    while found in (b"", vector.content):
        if draw.random() < 0.6:
            sort, found = "resealed", resealed(draw, vector)
        else:
            change: Callable[[random.Random, bytes], bytes] = draw.choice((flipped, cut, spliced, prefixed))
            sort, found = change.__name__, change(draw, vector.content)
    return sort, found


def verdict(content: bytes) -> str:
    """Return what reading, restoring and asking a file ends with."""
    try:
        told, provenance, tensors = container.unpack(content)
        file = ModelFile(told, provenance, tensors, document.read(told, provenance, tensors))
        model = file.restore("sklearn")
    except DOCUMENTED as error:
        return type(error).__name__
    try:
        schema.answer(model, np.zeros((2, told["n_features"])))
    except (MlmetaError, ValueError, TypeError) as error:  # the class itself looks at its parameters when it is asked
        return f"accepted, {type(error).__name__} when asked"
    return "accepted and answered"


def too_long(*_: object) -> None:
    """End the run."""
    message = f"a file took more than {SECONDS} s"
    raise TimeoutError(message)


def main() -> int:
    """Run and write the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    vectors = [Vector(path.read_bytes()) for path in sorted(VECTORS.glob("*.mlm"))]
    assert {verdict(vector.content) for vector in vectors} == {"accepted and answered"}
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + SPARE, taken + SPARE))
    signal.signal(signal.SIGALRM, too_long)
    draw, counts, slowest = random.Random(options.seed), collections.Counter[tuple[str, str]](), 0.0
    start = time.perf_counter()
    for number in range(options.count):
        sort, content = changed(draw, vectors)
        begin = time.perf_counter()
        signal.alarm(SECONDS)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                end = verdict(content)
            assert sort == "resealed" or not end.startswith("accepted"), f"{sort} {end}: a checksum covers each byte"
            counts[sort, end] += 1
        except BaseException:
            kept = VECTORS.parents[1] / "build" / "mutated.mlm"
            kept.write_bytes(content)
            print(f"file {number} of seed {options.seed} is kept as {kept}", file=sys.stderr)
            raise
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - begin)
    record = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "command": f"python -m benches.mutations --count {options.count} --seed {options.seed}",
        "machine": processor(),
        "versions": {"python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in ("mlmeta", "numpy")},
        "files": options.count,
        "vectors": len(vectors),
        "seconds": round(time.perf_counter() - start, 1),
        "slowest_milliseconds": round(1000 * slowest, 1),
        "address_space_beyond_start_bytes": SPARE,
        "peak_resident_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "counts": {
            sort: {end: n for (s, end), n in sorted(counts.items()) if s == sort} for sort in sorted({s for s, _ in counts})
        },
    }
    told = json.dumps(record, indent=2)
    if options.out:
        options.out.write_text(told + "\n")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
