"""The bytes of a model file: a strict profile of safetensors with two checksums, which together cover each byte once."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ModelFileError
from mlmeta.modelfile import canonical, header
from mlmeta.modelfile.limits import DEFAULT, Limits

__all__ = ["FORMAT", "SAMPLE", "pack", "unpack"]

Parts: TypeAlias = Iterable[tuple[str, memoryview]]
Unpacked: TypeAlias = tuple[dict[str, Any], dict[str, Any], dict[str, NDArray[Any]]]

FORMAT = 1

SAMPLE = "sample."
"""What the names of those tensors start with that are no part of the state."""

ZEROS = "0" * 64
METADATA = ("mlmeta", "mlmeta.provenance", "mlmeta.sha256")
NAMES = {dtype: name for name, dtype in header.DTYPES.items()}

_DIGITS = re.compile(r"[0-9a-f]{64}")


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
        A name, dtype or value that a file cannot hold, or more than a file may hold.
    """
    ordered = _ordered(tensors)
    parts = [(name, array.reshape(-1).view(np.uint8).data) for name, array in ordered.items()]
    blank = canonical.dumps({**document, "state_sha256": ZEROS})
    state = canonical.dumps({**document, "state_sha256": _state_digest(blank, parts)})
    metadata = {"mlmeta": state, "mlmeta.provenance": canonical.dumps(dict(provenance)), "mlmeta.sha256": ZEROS}
    text = canonical.dumps({**_entries(ordered), "__metadata__": metadata}).encode("utf-8")
    text += b" " * (-(8 + len(text)) % header.ALIGNMENT)
    if len(text) > DEFAULT.header_bytes:
        message = f"The header has {len(text)} bytes, at most {DEFAULT.header_bytes} are allowed."
        raise ModelFileError(message)
    start = len(text).to_bytes(8, "little") + text
    sealed = start.replace(_digest_field(ZEROS), _digest_field(_file_digest(start, parts)), 1)
    return b"".join([sealed, *(part for _, part in parts)])


def _ordered(tensors: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the tensors in file order, as little-endian contiguous arrays.

    Raises
    ------
    ModelFileError
        A file cannot hold one of them, or so many.
    """
    if len(tensors) > DEFAULT.tensors:
        message = f"The model has {len(tensors)} tensors, at most {DEFAULT.tensors} are stored."
        raise ModelFileError(message)
    found = {}
    for name, array in tensors.items():
        little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        if not header.is_name(name) or little.dtype not in NAMES or array.ndim > header.MOST_DIMENSIONS:
            message = f"The tensor {name!r} of dtype {array.dtype} and {array.ndim} dimensions cannot be stored."
            raise ModelFileError(message)
        if little.dtype.kind == "f" and not np.isfinite(little).all():
            message = f"The tensor {name!r} is not finite, so it is not stored."
            raise ModelFileError(message)
        found[name] = little.reshape(array.shape)
    return {name: found[name] for name in sorted(found, key=lambda name: header.file_order(name, found[name].dtype))}


def _entries(ordered: Mapping[str, NDArray[Any]]) -> Mapping[str, Any]:
    entries, offset = {}, 0
    for name, array in ordered.items():
        end = offset + array.nbytes
        entries[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [offset, end]}
        offset = end
    return entries


def unpack(content: bytes | memoryview, limits: Limits = DEFAULT) -> Unpacked:
    """Return document, provenance and tensors (views of `content`) of a model file's bytes.

    Raises
    ------
    ModelFileError
        The bytes are not exactly what the format says; the message names the field.
    """
    whole = memoryview(content)
    start = 8 + header.length(whole, limits)
    entries = header.parse(whole[8:start])
    metadata = _metadata(entries.pop("__metadata__", None))
    places = header.places(entries, len(whole) - start, limits)
    parts = [(name, whole[start + place.begin : start + place.end]) for name, place in places.items()]
    document = canonical.loads_object(metadata["mlmeta"], "mlmeta")
    _check_format(document.get("format"))
    _check_file_digest(bytes(whole[:start]), metadata["mlmeta.sha256"], parts)
    if document.get("state_sha256") != _state_digest(_blank(metadata["mlmeta"], document), parts):
        message = "state_sha256 is not the checksum of the state."
        raise ModelFileError(message)
    provenance = canonical.loads_object(metadata["mlmeta.provenance"], "mlmeta.provenance")
    return document, provenance, {name: _array(name, part, places[name]) for name, part in parts}


def _metadata(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or sorted(found) != sorted(METADATA):
        message = f"__metadata__ must hold exactly {', '.join(METADATA)}."
        raise ModelFileError(message)
    if not all(isinstance(text, str) for text in found.values()):
        message = "__metadata__ must hold strings only."
        raise ModelFileError(message)
    return found


def _array(name: str, part: memoryview, place: header.Place) -> NDArray[Any]:
    array = np.frombuffer(part, dtype=place.dtype).reshape(place.shape)
    if place.dtype.kind == "f" and not np.isfinite(array).all():
        message = f"The tensor {name!r} is not finite."
        raise ModelFileError(message)
    if place.dtype.kind == "b" and array.size and np.frombuffer(part, dtype=np.uint8).max() > 1:
        message = f"The tensor {name!r} holds a byte that is no boolean."
        raise ModelFileError(message)
    return array


def _check_format(found: Any) -> None:
    # Before all other checks: another format may have other keys and checksums.
    if found != FORMAT or found is True:
        message = f"format {found!r} is not known here; this version reads format {FORMAT}."
        raise ModelFileError(message)


def _blank(text: str, document: Mapping[str, Any]) -> str:
    """Return the canonical text of a document with zeros for the digits of its checksum."""
    written = f'"state_sha256":"{document.get("state_sha256")}"'
    if text.count(written) == 1:
        return text.replace(written, f'"state_sha256":"{ZEROS}"')
    return canonical.dumps({**document, "state_sha256": ZEROS})  # a parameter has that name too, or there are no digits


def _state_digest(blank: str, parts: Parts) -> str:
    """Return the checksum of a state: its document with zeros for the digits, then the data that is no sample's."""
    return _digest(blank.encode("utf-8"), (part for name, part in parts if not name.startswith(SAMPLE)))


def _file_digest(start: bytes, parts: Parts) -> str:
    """Return the checksum of what comes before the data, with zeros for the digits, then of the sample's data."""
    return _digest(start, (part for name, part in parts if name.startswith(SAMPLE)))


def _digest(start: bytes, parts: Iterator[memoryview]) -> str:
    digest = hashlib.sha256(start)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _digest_field(digest: str) -> bytes:
    # The key sorts last in `__metadata__`, and inside the two documents every quote is escaped: this text occurs once.
    return f'"mlmeta.sha256":"{digest}"}}'.encode()


def _check_file_digest(start: bytes, written: str, parts: Parts) -> None:
    if not _DIGITS.fullmatch(written) or start.count(_digest_field(written)) != 1:
        message = "mlmeta.sha256 must be 64 hexadecimal digits."
        raise ModelFileError(message)
    blank = start.replace(_digest_field(written), _digest_field(ZEROS), 1)
    if _file_digest(blank, parts) != written:
        message = "mlmeta.sha256 is not the checksum of the file: it was changed or damaged."
        raise ModelFileError(message)
