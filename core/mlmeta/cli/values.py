"""A parameter's value from the text of a command line, by the arms of its domain."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mlmeta.errors import InvalidParameterError
from mlmeta.specs.domains import Choice, Options
from mlmeta.specs.parameters import Parameter

__all__ = ["placeholder", "value_of"]

_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def value_of(parameter: Parameter, text: str, owner: str) -> Any:
    """Return what `text` means as the value of a parameter.

    Parameters
    ----------
    parameter : Parameter
        Its first arm that can be read from the text and accepts what was read decides.
    text : str
        `3`, `1e-4`, `k-means++`, `true`, `none`, `[[0, 0], [9, 9]]` or `centres.npy` for an array, `0,1` for a tuple,
        `{"yes": 2}` for a dict.
    owner : str
        The estimator's name, for messages.

    Raises
    ------
    InvalidParameterError
        No arm accepts it; the message says what is expected, and the nearest option.

    Examples
    --------
    >>> from mlmeta import cluster
    >>> value_of(cluster.KMeans.parameters()["n_init"], "3", "KMeans")
    3
    """
    readings = [value for choice in parameter.choices for value in _readings(choice, text)]
    for value in readings:
        if any(choice.accepts(value) for choice in parameter.choices):
            return value
    given: Any = readings[0] if readings else text
    parameter.check(given, owner)
    return given


def _readings(choice: Choice, text: str) -> Iterator[Any]:
    """Yield what the text is in an arm of a domain: nothing, or one value."""
    try:
        match choice.name:
            case "int":
                yield int(text)
            case "float":
                yield float(text)
            case "bool":
                yield _TRUTHS[text.lower()]
            case "None" if text.lower() == "none":
                yield None
            case "str" if not isinstance(choice.domain, Options) or text in choice.domain:
                yield text
            case "array":
                yield _array(text)
            case "tuple" | "list":
                numbers = [_number(part) for part in text.strip("()[]").split(",")]
                yield tuple(numbers) if choice.name == "tuple" else numbers
            case "dict" if isinstance(found := json.loads(text), dict):
                yield {_key(key): value for key, value in found.items()}
    except InvalidParameterError:
        raise
    except (ValueError, KeyError):  # this arm cannot be read from the text
        return


def _array(text: str) -> Any:
    """Return nested lists as they are written, or the array in the `.npy` file of that name."""
    if not text.endswith(".npy"):
        found = json.loads(text)
        if not isinstance(found, list):
            raise ValueError(text)
        return found
    try:
        return np.load(Path(text), allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        message = f"{text} cannot be read as an array: {error}"
        raise InvalidParameterError(message) from error


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _key(text: str) -> str | int:
    """Return a key of JSON, which knows only text, as the whole number that labels are when it reads as one."""
    return int(text) if re.fullmatch(r"-?\d+", text) else text


_PLACEHOLDERS = {"int": "INT", "float": "FLOAT", "str": "TEXT", "bool": "BOOL", "array": "ARRAY", "dict": "JSON", "None": "none"}


def placeholder(parameter: Parameter) -> str:
    """Return what stands for the value in a usage line; empty when no text can give one.

    Examples
    --------
    >>> from mlmeta import cluster
    >>> placeholder(cluster.KMeans.parameters()["init"])
    'TEXT|ARRAY'
    """
    found = {"tuple": "A,B", "list": "A,B"} | _PLACEHOLDERS
    words = dict.fromkeys(found[choice.name] for choice in parameter.choices if choice.name in found)
    return "" if set(words) <= {"none"} else "|".join(words)
