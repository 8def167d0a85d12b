"""What a row of a manifest says of parameters, held to the spec: a misspelt name or value would decline nothing, in silence."""

import ast
import builtins
from typing import Any

from mlmeta.errors import nearest
from mlmeta.plugins.manifest import Row
from mlmeta.providers.selection import OTHER

__all__ = ["flaw"]

WORDS = ("callable", "array", OTHER)
"""What `unsupported` may say beside values and types."""

TYPES = ("ndarray", "RandomState", "Generator", "NoneType")
"""Types that values have, beside Python's own."""


def flaw(row: Row, spec: Any) -> str:
    """Return what is wrong with a row's `unsupported`, with the nearest name; empty if nothing is.

    Parameters
    ----------
    row : Row
    spec : spec class
        Of the row's kind.
    """
    declared = spec.parameters()
    for name, values in row.unsupported.items():
        if name not in declared:
            return f"'unsupported' names {name!r}, which is no parameter of {row.kind}.{nearest(name, declared)}"
        options = [option for choice in declared[name].choices for option in choice.options()]
        for value in values:
            if value not in options and not _is_word(value, declared[name]):
                known = ", ".join(map(repr, [*options, *WORDS]))
                advice = nearest(value, [*options, *WORDS, *TYPES])
                return f"'unsupported' of {name!r} has {value!r}, which it never is; known: {known}, and names of types.{advice}"
    return ""


def _is_word(value: str, parameter: Any) -> bool:
    """Return whether a text stands for values of a parameter: a word, a type, or a number as Python writes it."""
    if value in WORDS or value in TYPES or isinstance(getattr(builtins, value, None), type):
        return True
    if any(choice.name == value or getattr(choice.python, "__name__", "") == value for choice in parameter.choices):
        return True
    try:
        plain = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return any(choice.name == "str" and choice.domain is None for choice in parameter.choices)
    return any(choice.accepts(plain) for choice in parameter.choices)
