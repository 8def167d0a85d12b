"""The bytes of a model file: a strict profile of safetensors with checksums."""

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ModelFileError
from mlmeta.modelfile import canonical

__all__ = ["pack", "state_digest", "unpack"]

DTYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "|u1", "BOOL": "|b1"}
NAMES = {np.dtype(code): name for name, code in DTYPES.items()}
ALIGNMENT = 64
LARGEST_HEADER = 1 << 20
MOST_TENSORS = 4096
MOST_DIMENSIONS = 4
LARGEST_ARRAY = 2**63 - 1  # bytes
ZEROS = "0" * 64
METADATA = ("mlmeta", "mlmeta.provenance", "mlmeta.sha256")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,127}")


def pack(document: Mapping[str, Any], provenance: Mapping[str, Any], tensors: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the bytes of a model file.

    Parameters
    ----------
    document : mapping
        The state; its `state_sha256` is computed here.
    provenance : mapping
        Where it came from.
    tensors : mapping of str to ndarray
        Arrays of a dtype that files know.

    Raises
    ------
    ModelFileError
        A name, dtype or value that a file cannot hold.
    """
    ordered = _ordered(tensors)
    entries, offset = {}, 0
    for name, array in ordered:
        entries[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    data = b"".join(array.tobytes() for _, array in ordered)
    state = canonical.dumps({**document, "state_sha256": state_digest(document, data)})
    metadata = {"mlmeta": state, "mlmeta.provenance": canonical.dumps(dict(provenance)), "mlmeta.sha256": ZEROS}
    header = canonical.dumps({**entries, "__metadata__": metadata}).encode("utf-8")
    header += b" " * (-(8 + len(header)) % ALIGNMENT)
    if len(header) > LARGEST_HEADER:
        message = f"The header has {len(header)} bytes, at most {LARGEST_HEADER} are allowed."
        raise ModelFileError(message)
    whole = len(header).to_bytes(8, "little") + header + data
    digest = hashlib.sha256(whole).hexdigest()
    return whole.replace(_digest_field(ZEROS), _digest_field(digest), 1)


def _digest_field(digest: str) -> bytes:
    # The key sorts last in `__metadata__`, and inside the two documents every quote is escaped: this text occurs once.
    return f'"mlmeta.sha256":"{digest}"}}'.encode()


def state_digest(document: Mapping[str, Any], data: bytes | memoryview) -> str:
    """Return the SHA-256 of a state: its document with the digits as zeros, then the tensor data."""
    digest = hashlib.sha256(canonical.dumps({**document, "state_sha256": ZEROS}).encode("utf-8"))
    digest.update(data)
    return digest.hexdigest()


def _ordered(tensors: Mapping[str, NDArray[Any]]) -> list[tuple[str, NDArray[Any]]]:
    """Return the tensors in file order: large elements first, then by name, so that each is aligned without holes."""
    found = []
    for name, array in tensors.items():
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        if not _NAME.fullmatch(name) or little.dtype not in NAMES or array.ndim > MOST_DIMENSIONS:
            message = f"The tensor {name!r} of dtype {array.dtype} and {array.ndim} dimensions cannot be stored."
            raise ModelFileError(message)
        if little.dtype.kind == "f" and not np.isfinite(little).all():
            message = f"The tensor {name!r} is not finite, so it is not stored."
            raise ModelFileError(message)
        found.append((name, little.reshape(array.shape)))
    return sorted(found, key=lambda item: (-item[1].itemsize, item[0]))


def unpack(content: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, NDArray[Any]]]:
    """Return document, provenance and tensors (read-only views of `content`) of a model file's bytes.

    Raises
    ------
    ModelFileError
        The bytes are not exactly what the format says; the message names the field.
    """
    header, data = _split(content)
    metadata = header.pop("__metadata__", None)
    if not isinstance(metadata, dict) or sorted(metadata) != sorted(METADATA):
        message = f"__metadata__ must hold exactly {', '.join(METADATA)}."
        raise ModelFileError(message)
    if not all(isinstance(text, str) for text in metadata.values()):
        message = "__metadata__ must hold strings only."
        raise ModelFileError(message)
    tensors = _tensors(header, data)
    _check_file_digest(content, metadata["mlmeta.sha256"], len(content) - len(data))
    document = canonical.loads(metadata["mlmeta"], "mlmeta")
    provenance = canonical.loads(metadata["mlmeta.provenance"], "mlmeta.provenance")
    if not isinstance(document, dict) or not isinstance(provenance, dict):
        message = "mlmeta and mlmeta.provenance must be JSON objects."
        raise ModelFileError(message)
    if document.get("state_sha256") != state_digest(document, data):
        message = "state_sha256 is not the checksum of the state."
        raise ModelFileError(message)
    return document, provenance, tensors


def _guess(content: bytes) -> str:
    """Return what a file may be whose header length is impossible: a pickle (plain or as joblib compresses it), or anything."""
    if content.startswith((b"\x80", b"\x1f\x8b", b"x\x9c", b"BZh", b"\xfd7zXZ")):
        return " It looks like a pickle or a compressed file: mlmeta reads none. Save the fitted model with mlmeta.save."
    return "" if content[8:9] == b"{" else " It is no model file."


def _split(content: bytes) -> tuple[dict[str, Any], memoryview]:
    if len(content) < 8:
        message = f"The file has {len(content)} bytes: too short for a model file."
        raise ModelFileError(message)
    length = int.from_bytes(content[:8], "little")
    if length > LARGEST_HEADER or length > len(content) - 8 or length < 2 or (8 + length) % ALIGNMENT:
        message = f"The header length {length} is impossible for a file of {len(content)} bytes.{_guess(content)}"
        raise ModelFileError(message)
    try:
        text = content[8 : 8 + length].decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The header is no UTF-8: {error}."
        raise ModelFileError(message) from error
    stripped = text.rstrip(" ")
    if len(text) - len(stripped) >= ALIGNMENT:
        message = "The header is padded by more than it needs."
        raise ModelFileError(message)
    header = canonical.loads(stripped, "header")
    if not isinstance(header, dict):
        message = "The header is no JSON object."
        raise ModelFileError(message)
    return header, memoryview(content)[8 + length :]


def _tensors(header: Mapping[str, Any], data: memoryview) -> dict[str, NDArray[Any]]:
    if len(header) > MOST_TENSORS:
        message = f"{len(header)} tensors, at most {MOST_TENSORS} are read."
        raise ModelFileError(message)
    sizes = {name: _entry(name, entry) for name, entry in header.items()}
    offset, found = 0, {}
    for name in sorted(sizes, key=lambda name: (-sizes[name][0].itemsize, name)):
        dtype, shape, count = sizes[name]
        begin, end = header[name]["data_offsets"]
        if end > len(data):
            message = f"The file ends {end - len(data)} bytes before the end of the tensor {name!r}: it was cut off."
            raise ModelFileError(message)
        if begin != offset or end != offset + count * dtype.itemsize:
            message = f"data_offsets of {name!r} are {[begin, end]}, expected {[offset, offset + count * dtype.itemsize]}."
            raise ModelFileError(message)
        array = np.frombuffer(data[begin:end], dtype=dtype).reshape(shape)
        if dtype.kind == "f" and not np.isfinite(array).all():
            message = f"The tensor {name!r} is not finite."
            raise ModelFileError(message)
        if dtype.kind == "b" and count and np.frombuffer(data[begin:end], dtype=np.uint8).max() > 1:
            message = f"The tensor {name!r} holds a byte that is no boolean."
            raise ModelFileError(message)
        found[name], offset = array, end
    if offset != len(data):
        message = f"{len(data) - offset} bytes follow the last tensor."
        raise ModelFileError(message)
    return found


def _entry(name: str, entry: Any) -> tuple[np.dtype[Any], list[int], int]:
    if not _NAME.fullmatch(name):
        message = f"{name[:80]!r} is no tensor name."
        raise ModelFileError(message)
    if not isinstance(entry, dict) or sorted(entry) != ["data_offsets", "dtype", "shape"]:
        message = f"The entry of {name!r} must hold exactly data_offsets, dtype and shape."
        raise ModelFileError(message)
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in DTYPES:
        message = f"The dtype of {name!r} is {dtype!r}, expected one of {', '.join(DTYPES)}."
        raise ModelFileError(message)
    if not _naturals(shape) or len(shape) > MOST_DIMENSIONS:
        message = f"The shape of {name!r} is {shape!r}, expected at most {MOST_DIMENSIONS} sizes."
        raise ModelFileError(message)
    if not _naturals(offsets) or len(offsets) != 2:
        message = f"data_offsets of {name!r} are {offsets!r}, expected two offsets."
        raise ModelFileError(message)
    found = np.dtype(DTYPES[dtype])
    if math.prod(max(size, 1) for size in shape) * found.itemsize > LARGEST_ARRAY:  # a zero must not hide an overflow
        message = f"The shape of {name!r} is {shape!r}: larger than any array."
        raise ModelFileError(message)
    return found, shape, math.prod(shape)


def _naturals(value: Any) -> bool:
    return isinstance(value, list) and all(type(item) is int and item >= 0 for item in value)


def _check_file_digest(content: bytes, written: str, start: int) -> None:
    field = _digest_field(written)
    at = content.rfind(field, 0, start)
    if not re.fullmatch(r"[0-9a-f]{64}", written) or at < 0:
        message = "mlmeta.sha256 must be 64 hexadecimal digits."
        raise ModelFileError(message)
    digest = hashlib.sha256(content[:at])
    digest.update(_digest_field(ZEROS))
    digest.update(memoryview(content)[at + len(field) :])
    if digest.hexdigest() != written:
        message = "mlmeta.sha256 is not the checksum of the file: it was changed or damaged."
        raise ModelFileError(message)
