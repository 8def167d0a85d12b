"""What a parameter may be: the annotations a spec uses and the check they stand for."""

import math
import numbers
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

__all__ = ["HINT", "REQUIRED", "Array", "Choice", "Domain", "Interval", "Options"]

HINT = "execution hint"
"""Marks a parameter that cannot change the result: `Annotated[bool, HINT]`. A provider may ignore it."""

REQUIRED = "required"
"""Marks a parameter that has no default: `Annotated[Any, REQUIRED]`. Only what is made of other estimators has such."""

Closed = Literal["both", "left", "right", "neither"]


class Domain(Protocol):
    """A set of values within a type."""

    def holds(self, value: Any) -> bool:
        """Return whether `value`, which has the right type, is in the set."""

    def as_json(self) -> dict[str, Any]:
        """Return the set as data."""


@dataclass(frozen=True)
class Interval:
    """The numbers between `low` and `high`; None is no bound."""

    low: float | None
    high: float | None
    closed: Closed = "both"

    def holds(self, value: Any) -> bool:
        """Return whether `value` lies in the interval (NaN never does)."""
        if isinstance(value, numbers.Real) and math.isnan(value):
            return False
        left = self.low is None or (value >= self.low if self.closed in ("both", "left") else value > self.low)
        right = self.high is None or (value <= self.high if self.closed in ("both", "right") else value < self.high)
        return left and right

    def as_json(self) -> dict[str, Any]:
        """Return the interval as data."""
        return {"low": self.low, "high": self.high, "closed": self.closed}

    def __str__(self) -> str:
        left = "(-inf" if self.low is None else f"{'[' if self.closed in ('both', 'left') else '('}{self.low}"
        right = "inf)" if self.high is None else f"{self.high}{']' if self.closed in ('both', 'right') else ')'}"
        return f" in the range {left}, {right}"


class Options(tuple[str, ...]):
    """One of these strings."""

    __slots__ = ()

    def __new__(cls, *values: str) -> "Options":
        """Return the options in the order given."""
        return super().__new__(cls, values)

    def holds(self, value: Any) -> bool:
        """Return whether `value` is one of the options."""
        return value in self

    def as_json(self) -> dict[str, Any]:
        """Return the options as data."""
        return {"options": list(self)}

    def __str__(self) -> str:
        return f" among {{{', '.join(map(repr, sorted(self)))}}}"


@dataclass(frozen=True)
class Array:
    """Anything NumPy turns into an array of `ndim` dimensions, or of any number; its shape is checked in `fit`."""

    ndim: int | None

    def holds(self, value: Any) -> bool:
        """Return whether `value` looks like an array: the numbers are checked where it is used."""
        return hasattr(value, "__array__") or (hasattr(value, "__len__") and not isinstance(value, str | bytes | dict))

    def as_json(self) -> dict[str, Any]:
        """Return the rank as data."""
        return {"ndim": self.ndim}

    def __str__(self) -> str:
        return "" if self.ndim is None else f" of {self.ndim} dimensions"


_ARTICLE = {
    "int": "an int",
    "float": "a float",
    "str": "a str",
    "bool": "a bool",
    "array": "an array-like",
    "callable": "a callable",
    "dict": "a dict",
    "list": "a list",
    "tuple": "a tuple",
    "any": "anything",
    "cv": "a splitter or an iterable of splits",
    "estimator": "an estimator",
    "sparse": "a sparse matrix",
    "dtype": "a dtype",
    "None": "None",
}


@dataclass(frozen=True)
class Choice:
    """One arm of a parameter's domain: the name of a type, and a set of values within it."""

    name: str
    domain: Interval | Options | Array | None = None
    python: type[Any] | None = None

    def accepts(self, value: Any) -> bool:
        """Return whether `value` belongs to this arm. NumPy's numbers count; True is no number of anything."""
        return self._right_type(value) and (self.domain is None or self.domain.holds(value))

    def _right_type(self, value: Any) -> bool:
        match self.name:
            case "None":
                return value is None
            case "bool":
                return isinstance(value, bool) or type(value).__name__ == "bool"  # numpy.bool
            case "int":
                return isinstance(value, numbers.Integral) and not isinstance(value, bool)
            case "float":
                return isinstance(value, numbers.Real) and not isinstance(value, bool)
            case "str":
                return isinstance(value, str)
            case "array":
                return True  # the domain decides
            case "callable":
                return callable(value)
            case "dict":
                return isinstance(value, dict)
            case _:
                return self.python is None or isinstance(value, self.python)

    def options(self) -> Iterator[str]:
        """Yield the strings of the domain, for advice."""
        if isinstance(self.domain, Options):
            yield from self.domain

    def as_json(self) -> dict[str, Any]:
        """Return the arm as data."""
        return {"type": self.name, **(self.domain.as_json() if self.domain else {})}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Choice":
        """Return the arm that `as_json` wrote."""
        if "options" in data:
            return cls(data["type"], Options(*data["options"]))
        if "ndim" in data:
            return cls(data["type"], Array(data["ndim"]))
        if "closed" in data:
            return cls(data["type"], Interval(data["low"], data["high"], data["closed"]))
        return cls(data["type"])

    def __str__(self) -> str:
        return f"{_ARTICLE.get(self.name, f'an instance of {self.name}')}{self.domain or ''}"
