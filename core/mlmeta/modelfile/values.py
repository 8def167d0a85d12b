"""Parameter values as data: floats as hexadecimal text, arrays as tensors, what is no data as its type's name."""

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ModelFileError

__all__ = ["OPAQUE", "decode", "encode", "plain", "real", "unreal"]

OPAQUE = object()
"""Stands for a value that a file names but cannot hold: the loaded model has the default instead."""

_REAL = re.compile(r"-?0x(?:1\.[0-9a-f]{13}p[+-][0-9]{1,4}|0\.[0-9a-f]{13}p-1022|0\.0p\+0)|-?inf|nan")


def real(value: float) -> str:
    """Return a float64 as hexadecimal text, exactly."""
    return float(value).hex() if math.isfinite(value) else str(float(value))


def unreal(text: object, where: str) -> float:
    """Return the float64 of hexadecimal text.

    Raises
    ------
    ModelFileError
        Not written as `real` writes it.
    """
    if not isinstance(text, str) or not _REAL.fullmatch(text):
        message = f"{where}: {text!r} is no hexadecimal float64."
        raise ModelFileError(message)
    try:
        value = float.fromhex(text)
    except (OverflowError, ValueError) as error:
        message = f"{where}: {text!r} is no float64."
        raise ModelFileError(message) from error
    if real(value) != text:
        message = f"{where}: {text!r} is not written as a float64 is ({real(value)})."
        raise ModelFileError(message)
    return value


def encode(value: Any, where: str, tensors: dict[str, NDArray[Any]]) -> Any:
    """Return `value` as canonical data; an array is added to `tensors` under the name `where`."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, np.generic):
        return encode(value.item(), where, tensors)
    if isinstance(value, int):
        return value if abs(value) <= 2**53 else {"opaque": "int"}
    if isinstance(value, float):
        return {"real": real(value)}
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "fiub" or not np.isfinite(value).all():
            return {"opaque": "ndarray"}
        tensors[where] = _storable(value)
        return {"tensor": where}
    if isinstance(value, list | tuple):
        return [encode(item, f"{where}.{index}", tensors) for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        rows = list(enumerate(value.items()))
        return {"map": [[encode(k, f"{where}.{i}.key", tensors), encode(v, f"{where}.{i}", tensors)] for i, (k, v) in rows]}
    return {"opaque": type(value).__name__}


def _storable(value: NDArray[Any]) -> NDArray[Any]:
    """Return the array in the nearest dtype that files know."""
    target = {"f": "f4" if value.dtype == np.float32 else "f8", "b": "?"}.get(value.dtype.kind)
    if target is None:
        target = "u1" if value.dtype == np.uint8 else "i4" if value.dtype == np.int32 else "i8"
    return np.ascontiguousarray(value, dtype=target)


def decode(value: Any, where: str, tensors: Mapping[str, NDArray[Any]]) -> Any:
    """Return the value that `encode` wrote.

    Raises
    ------
    ModelFileError
        An object that is no tag, or a tensor that is not there.
    """
    if not isinstance(value, list | dict):
        return value
    if isinstance(value, list):
        return [decode(item, f"{where}[{index}]", tensors) for index, item in enumerate(value)]
    match value:
        case {"real": text} if len(value) == 1:
            return unreal(text, where)
        case {"tensor": str(name)} if len(value) == 1 and name in tensors:
            return tensors[name]
        case {"opaque": str()} if len(value) == 1:
            return OPAQUE
        case {"map": list(rows)} if len(value) == 1 and all(isinstance(row, list) and len(row) == 2 for row in rows):
            return _map(rows, where, tensors)
    message = f"{where}: {value!r} is no value; expected one of real, tensor, opaque, map."
    raise ModelFileError(message)


def plain(value: Any) -> Any:
    """Return data of a document with reals as numbers and maps as objects, for programs that read JSON.

    JSON has no infinities and no NaN: they are the texts `inf`, `-inf` and `nan`. A map with a key that is no text keeps its
    tag, and so does what stands for a tensor or for a value that a file cannot hold.
    """
    match value:
        case {"real": str(text)} if len(value) == 1:
            number = float.fromhex(text)
            return number if math.isfinite(number) else text
        case {"map": list(rows)} if len(value) == 1:
            told = [(plain(key), plain(item)) for key, item in rows]
            return dict(told) if all(isinstance(key, str) for key, _ in rows) else {"map": [list(row) for row in told]}
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
    return value


def _map(rows: list[list[Any]], where: str, tensors: Mapping[str, NDArray[Any]]) -> dict[Any, Any]:
    keys = [decode(key, where, tensors) for key, _ in rows]
    plain = all(key is None or (isinstance(key, str | int | float) and key == key) for key in keys)  # NaN is not itself
    if not plain or len(set(keys)) != len(keys):
        message = f"{where}: the keys of a map must be null, booleans, integers, strings or reals but 'nan', and differ."
        raise ModelFileError(message)
    return {key: decode(item, where, tensors) for key, (_, item) in zip(keys, rows, strict=True)}
