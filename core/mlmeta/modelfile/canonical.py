"""Canonical JSON: one text for one value, so that equal documents have equal bytes; and a strict reader of it.

Keys are sorted by UTF-16 code units (RFC 8785), nothing is padded, the only numbers are integers within 2^53.
"""

import json
from typing import Any

from mlmeta.errors import ModelFileError

__all__ = ["dumps", "loads"]

LARGEST = 2**53
DEPTH = 32


def dumps(value: Any) -> str:
    """Return the canonical text of a value made of dict, list, str, int, bool and None.

    Raises
    ------
    ModelFileError
        A value has no canonical form: a float, a large integer, a key that is no string, a lone surrogate.
    """
    _check(value, "document", DEPTH)
    text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"A string is no valid Unicode: {error}."
        raise ModelFileError(message) from error
    return text


def loads(text: str, what: str) -> Any:
    """Return the value of a canonical text; `what` names it in messages.

    Raises
    ------
    ModelFileError
        Not JSON, nested too deeply, duplicate keys, other numbers, or not the canonical form.
    """
    depth = _depth(text)
    if depth > DEPTH:
        message = f"{what}: nested {depth} deep or more, at most {DEPTH} is read."
        raise ModelFileError(message)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float, parse_int=_integer)
    except ValueError as error:
        message = f"{what} is no canonical JSON: {error}"
        raise ModelFileError(message) from error
    if dumps(value) != text:
        message = f"{what} is not in canonical form (sorted keys, no white space)."
        raise ModelFileError(message)
    return value


def _depth(text: str) -> int:
    """Return how deeply brackets nest, strings aside, looking no further than one past the limit."""
    depth = deepest = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEPTH:
                break
        elif character in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        message = f"duplicate key {next(key for key in keys if keys.count(key) > 1)!r}"
        raise ValueError(message)
    return found


def _no_float(text: str) -> Any:
    message = f"the number {text[:40]!r} is no integer"
    raise ValueError(message)


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST:
        message = f"the integer {text[:40]!r} is beyond 2^53"
        raise ValueError(message)
    return int(text)


def _check(value: Any, where: str, depth: int) -> None:
    if depth < 0:
        message = f"{where} is nested more than {DEPTH} deep."
        raise ModelFileError(message)
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            message = f"{where} is {value}, beyond 2^53."
            raise ModelFileError(message)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]", depth - 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                message = f"{where} has the key {key!r}, which is no string."
                raise ModelFileError(message)
            _check(item, f"{where}.{key}", depth - 1)
    else:
        message = f"{where} is a {type(value).__name__}, which has no canonical JSON."
        raise ModelFileError(message)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _sorted(value[key]) for key in keys}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
