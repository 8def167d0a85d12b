"""The header of a model file: how long it is, that it is canonical JSON, and where each tensor's bytes must be."""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from mlmeta.errors import ModelFileError
from mlmeta.modelfile import canonical
from mlmeta.modelfile.limits import Limits

__all__ = ["ALIGNMENT", "DTYPES", "MOST_DIMENSIONS", "Place", "file_order", "is_name", "length", "parse", "places"]

_CODES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "|u1", "BOOL": "|b1"}
DTYPES = {name: np.dtype(code) for name, code in _CODES.items()}
ENTRY = {"data_offsets", "dtype", "shape"}
ALIGNMENT = 64
MOST_DIMENSIONS = 4
LARGEST_ARRAY = 2**63 - 1  # bytes

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,127}")
_PICKLES = (b"\x80", b"\x1f\x8b", b"x\x9c", b"BZh", b"\xfd7zXZ")


class Place(NamedTuple):
    """Where a tensor is in the data, and what it is."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    begin: int
    end: int


def is_name(name: str) -> bool:
    """Return whether a tensor may have this name."""
    return _NAME.fullmatch(name) is not None


def file_order(name: str, dtype: np.dtype[Any]) -> tuple[int, str]:
    """Return what tensors are sorted by in a file: large elements first, so that each is aligned without holes."""
    return -dtype.itemsize, name


def length(content: memoryview, limits: Limits) -> int:
    """Return the length that a file says its header has.

    Raises
    ------
    ModelFileError
        It is impossible, or larger than the limit.
    """
    if len(content) < 8:
        message = f"The file has {len(content)} bytes: too short for a model file."
        raise ModelFileError(message)
    found = int.from_bytes(content[:8], "little")
    if found > len(content) - 8 or found < 2 or (8 + found) % ALIGNMENT:
        message = f"The header length {found} is impossible for a file of {len(content)} bytes.{_guess(bytes(content[:9]))}"
        raise ModelFileError(message)
    if found > limits.header_bytes:
        message = f"The header length {found} is larger than {limits.header_bytes} bytes; raise the limit if you trust the file."
        raise ModelFileError(message)
    return found


def _guess(start: bytes) -> str:
    """Return what a file may be whose header length is impossible: a pickle (plain or as joblib compresses it), or anything."""
    if start[8:] == b"{":
        return ""
    if start.startswith(_PICKLES):
        return (
            " It looks like a pickle or a compressed file: mlmeta reads none. Save the fitted model with mlmeta.save, or if you "
            "trust who wrote the file, convert it: mlmeta convert FILE -o MODEL.mlm --trust-pickle."
        )
    return " It is no model file."


def parse(content: memoryview) -> dict[str, Any]:
    """Return the object that the header's bytes, padding included, are the canonical text of.

    Raises
    ------
    ModelFileError
        They are not.
    """
    try:
        text = str(content, "utf-8")
    except UnicodeDecodeError as error:
        message = f"The header is no UTF-8: {error}."
        raise ModelFileError(message) from error
    stripped = text.rstrip(" ")
    if len(text) - len(stripped) >= ALIGNMENT:
        message = "The header is padded by more than it needs."
        raise ModelFileError(message)
    return canonical.loads_object(stripped, "header")


def places(entries: Mapping[str, Any], size: int, limits: Limits) -> dict[str, Place]:
    """Return where each tensor is, in file order, once the entries are known to tile the `size` bytes of data.

    Raises
    ------
    ModelFileError
        An entry is none, or the offsets leave a hole, overlap or end elsewhere than the data.
    """
    if len(entries) > limits.tensors:
        message = f"The file has {len(entries)} tensors, at most {limits.tensors} are read."
        raise ModelFileError(message)
    found = {name: _place(name, entry) for name, entry in entries.items()}
    offset = 0
    ordered = sorted(found, key=lambda name: file_order(name, found[name].dtype))
    for name in ordered:
        place = found[name]
        if place.end > size:
            message = f"data: the file ends {place.end - size} bytes before the end of the tensor {name!r}: it was cut off."
            raise ModelFileError(message)
        expected = offset + math.prod(place.shape) * place.dtype.itemsize
        if place.begin != offset or place.end != expected:
            message = f"data_offsets of {name!r} are {[place.begin, place.end]}, expected {[offset, expected]}."
            raise ModelFileError(message)
        offset = place.end
    if offset != size:
        message = f"data: {size - offset} bytes follow the last tensor."
        raise ModelFileError(message)
    return {name: found[name] for name in ordered}


def _place(name: str, entry: Any) -> Place:
    if not is_name(name):
        message = f"{name[:80]!r} is no tensor name."
        raise ModelFileError(message)
    if not isinstance(entry, dict) or entry.keys() != ENTRY:
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
    if math.prod([size or 1 for size in shape]) * DTYPES[dtype].itemsize > LARGEST_ARRAY:  # a zero must not hide an overflow
        message = f"The shape of {name!r} is {shape!r}: larger than any array."
        raise ModelFileError(message)
    return Place(DTYPES[dtype], tuple(shape), *offsets)


def _naturals(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    for item in value:  # noqa: SIM110  # quicker than all(), and a file may have thousands of tensors
        if type(item) is not int or item < 0:
            return False
    return True
