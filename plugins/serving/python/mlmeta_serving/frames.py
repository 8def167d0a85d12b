"""Frames between the server and a worker: a length, a JSON document, and the raw bytes of its arrays.

A frame is an unsigned 32-bit little-endian length, as many bytes of JSON (an object with a `type`), then the little-endian
row-major bytes of every array that the document lists with `bytes`, in that order. Text travels in the document itself, as
the list `data` of its array. The first frame is the model's: `bytes`, and the bytes of its file.
"""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["DTYPES", "encode", "read", "read_model"]

DTYPES = {"float64": "<f8", "float32": "<f4", "int64": "<i8", "int32": "<i4", "uint8": "|u1", "bool": "|b1"}


def read(stream: BinaryIO) -> tuple[dict[str, Any], dict[str, NDArray[Any]]] | None:
    """Return the next document with its input arrays by name, or None at the end of the stream."""
    prefix = stream.read(4)
    if not prefix:
        return None
    document: dict[str, Any] = json.loads(_exactly(stream, int.from_bytes(prefix, "little")))
    return document, {entry["name"]: _array(stream, entry) for entry in document.get("inputs", [])}


def read_model(stream: BinaryIO) -> bytes:
    """Return the bytes of the model file, which the first frame holds.

    Raises
    ------
    EOFError
        The stream ends before.
    """
    document = json.loads(_exactly(stream, int.from_bytes(_exactly(stream, 4), "little")))
    return _exactly(stream, document["bytes"])


def encode(document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]] | None = None) -> bytes:
    """Return the frame of a document, with `arrays` as its outputs.

    Raises
    ------
    TypeError
        An array has a dtype that frames do not know.
    """
    content, raw = dict(document), []
    if arrays is not None:
        described = [_describe(name, array) for name, array in arrays.items()]
        content["outputs"] = [entry for entry, _ in described]
        raw = [data for _, data in described]
    text = json.dumps(content, ensure_ascii=False).encode("utf-8")
    return b"".join([len(text).to_bytes(4, "little"), text, *raw])


def _array(stream: BinaryIO, entry: Mapping[str, Any]) -> NDArray[Any]:
    if entry["dtype"] == "string":
        return np.array(entry["data"], dtype=object).reshape(entry["shape"])
    data = bytearray(_exactly(stream, entry["bytes"]))  # a bytearray, so that the array may be written to
    return np.frombuffer(data, dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])


def _describe(name: str, array: NDArray[Any]) -> tuple[dict[str, Any], bytes]:
    """Return the entry and the raw bytes of an output."""
    shape = list(array.shape)
    if array.dtype.kind in "UO":
        data = array.ravel().tolist()
        if not all(isinstance(text, str) for text in data):
            message = f"Output {name!r} holds objects that are no strings."
            raise TypeError(message)
        return {"name": name, "dtype": "string", "shape": shape, "data": data}, b""
    if array.dtype.name not in DTYPES:
        message = f"Output {name!r} has dtype {array.dtype}, expected one of {', '.join(DTYPES)} or strings."
        raise TypeError(message)
    raw = np.ascontiguousarray(array, dtype=DTYPES[array.dtype.name]).tobytes()
    return {"name": name, "dtype": array.dtype.name, "shape": shape, "bytes": len(raw)}, raw


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        message = "The stream ended within a frame."
        raise EOFError(message)
    return data
