"""Canonical JSON: one text for one value, so that equal documents have equal bytes; and a strict reader of it.

Keys are sorted by UTF-16 code units (RFC 8785), nothing is padded, the only numbers are integers within 2^53.
"""

import json
import re
from itertools import pairwise
from typing import Any

from mlmeta.errors import ModelFileError

__all__ = ["dumps", "loads", "loads_object"]

LARGEST = 2**53
DEPTH = 32

_LONG_NUMBER = re.compile(r"[0-9]{16}")  # as 2^53 has
_NO_BRACKET = re.compile(r"[^\[\]{}]+")


def dumps(value: Any) -> str:
    """Return the canonical text of a value made of dict, list, str, int, bool and None.

    Raises
    ------
    ModelFileError
        A value has no canonical form: a float, a large integer, a key that is no string, a lone surrogate.
    """
    _check(value, "document", DEPTH)
    return _text(value, "document")


def loads(text: str, what: str) -> Any:
    """Return the value of a canonical text; `what` names it in messages.

    Raises
    ------
    ModelFileError
        Not JSON, nested too deeply, duplicate keys, other numbers, or not the canonical form.
    """
    outside = _outside_strings(text)
    depth = _depth(outside)
    if depth > DEPTH:
        message = f"{what}: nested {depth} deep or more, at most {DEPTH} is read."
        raise ModelFileError(message)
    try:
        value = _decode_strictly(text) if _LONG_NUMBER.search(outside) else _decode(text)
        canonical = _text(value, what) == text
        if not canonical:
            _decode_strictly(text)  # if a key is there twice this says which one
    except ValueError as error:
        if isinstance(error, ModelFileError):
            raise
        message = f"{what} is no canonical JSON: {error}"
        raise ModelFileError(message) from error
    if not canonical:
        message = f"{what} is not in canonical form (sorted keys, no white space)."
        raise ModelFileError(message)
    return value


def loads_object(text: str, what: str) -> dict[str, Any]:
    """Return the value of a canonical text that is an object.

    Raises
    ------
    ModelFileError
        As `loads`, or another value.
    """
    value = loads(text, what)
    if not isinstance(value, dict):
        message = f"{what} is no JSON object."
        raise ModelFileError(message)
    return value


def _text(value: Any, what: str) -> str:
    text = _encode(value)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            message = f"{what}: a string is no valid Unicode: {error}."
            raise ModelFileError(message) from error
        if max(text) > "\uffff":  # up to there, code points sort as UTF-16 code units do
            return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))
    return text


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True).encode


def _outside_strings(text: str) -> str:
    """Return what a JSON text has outside of its strings, as far as it is JSON."""
    if "\\" in text:  # every quotation mark that is left begins or ends a string
        text = text.replace("\\\\", "").replace('\\"', "")
    return "".join(text.split('"')[::2])


def _depth(outside: str) -> int:
    """Return how deeply brackets nest, looking no further than one past the limit."""
    brackets = _NO_BRACKET.sub("", outside)
    if len(brackets) <= 2 * DEPTH:  # too few to nest too deeply, where each is closed; anything else is no JSON
        return len(brackets) // 2
    depth = deepest = 0
    for bracket in brackets:
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEPTH:
                break
        else:
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = sorted(key for key, _ in pairs)
        twice = next(key for key, following in pairwise(keys) if key == following)
        message = f"duplicate key {twice[:80]!r}"
        raise ValueError(message)
    return found


def _no_float(text: str) -> Any:
    message = f"the number {text[:40]!r} is no integer"
    raise ValueError(message)


def _integer(text: str) -> int:
    value = int(text) if len(text) < 18 else None
    if value is None or not -LARGEST <= value <= LARGEST:
        message = f"the integer {text[:40]!r} is beyond 2^53"
        raise ValueError(message)
    return value


_decode = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float).decode
_decode_strictly = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float, parse_int=_integer
).decode


def _check(value: Any, where: str, depth: int) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            message = f"{where} is {value}, beyond 2^53."
            raise ModelFileError(message)
        return
    if not isinstance(value, list | dict):
        message = f"{where} is a {type(value).__name__}, which has no canonical JSON."
        raise ModelFileError(message)
    if depth < 1:
        message = f"{where} is nested more than {DEPTH} deep."
        raise ModelFileError(message)
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]", depth - 1)
        return
    for key, item in value.items():
        if not isinstance(key, str):
            message = f"{where} has the key {key!r}, which is no string."
            raise ModelFileError(message)
        _check(item, f"{where}.{key}", depth - 1)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _sorted(value[key]) for key in keys}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
