"""Rules between the parameters of a spec, declared beside their domains: what one value asks of another parameter."""

import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mlmeta.errors import InvalidParameterError
from mlmeta.specs.domains import Choice

__all__ = ["Condition", "Requires", "given", "other_than"]

Value = str | float | bool | Choice | None
"""One value, or all those of an arm of a domain: `Choice("callable")`."""


@dataclass(frozen=True)
class Condition:
    """A parameter has one of these values, or with `negated` none of them; made by `given` and `other_than`."""

    parameter: str
    values: tuple[Value, ...]
    negated: bool = False

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Return whether the parameters `values`, each in its own domain, meet the condition."""
        return any(_matches(known, values[self.parameter]) for known in self.values) != self.negated

    def as_json(self) -> dict[str, Any]:
        """Return the condition as data."""
        values = [value.as_json() if isinstance(value, Choice) else value for value in self.values]
        return {"parameter": self.parameter, "values": values, "negated": self.negated}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Condition":
        """Return the condition that `as_json` wrote."""
        values = tuple(Choice.from_json(value) if isinstance(value, dict) else value for value in data["values"])
        return cls(data["parameter"], values, data["negated"])

    def __str__(self) -> str:
        """Return the values in words: what stands after "is" or "must be"."""
        listed = " or ".join(str(value) if isinstance(value, Choice) else repr(value) for value in self.values)
        return f"other than {listed}" if self.negated else listed


def given(parameter: str, *values: Value) -> Condition:
    """Return the condition that a parameter has one of these values.

    Examples
    --------
    >>> given("solver", "sag", "saga").holds({"solver": "saga"})
    True
    """
    return Condition(parameter, values)


def other_than(parameter: str, *values: Value) -> Condition:
    """Return the condition that a parameter has none of these values.

    Examples
    --------
    >>> other_than("p", None).holds({"p": 1.5})
    True
    """
    return Condition(parameter, values, negated=True)


def _matches(known: Value, value: object) -> bool:
    if isinstance(known, Choice):
        return known.accepts(value)
    # An array compares by element, and its truth is an error: only what is plain is compared. NumPy's bool is no number.
    plain = isinstance(value, str | numbers.Real) or type(value).__name__ == "bool"
    return known is value or (plain and bool(value == known))


@dataclass(frozen=True)
class Requires:
    """Where the condition `when` holds, `then` must hold too: `class Forest(..., requires=(Requires(...),))`.

    Attributes
    ----------
    when, then : Condition
        About one parameter each.
    why : str
        The reason, as one sentence for the user.
    otherwise : {"refused", "warned", "ignored"}
        What happens to a fit that breaks the rule. The base class refuses; where the provider warns, or the value of `when`
        has no effect, the rule only tells.

    Examples
    --------
    >>> Requires(given("oob_score", True), given("bootstrap", True), "No row is out of bag without a bootstrap.").sentence()
    'when oob_score is True, bootstrap must be True, else the fit is refused'
    """

    when: Condition
    then: Condition
    why: str
    otherwise: Literal["refused", "warned", "ignored"] = "refused"

    def check(self, values: Mapping[str, Any], owner: str) -> None:
        """Raise InvalidParameterError if the parameters `values` break a rule that is not only told."""
        if self.otherwise != "refused" or not self.when.holds(values) or self.then.holds(values):
            return
        when, then = self.when.parameter, self.then.parameter
        message = (
            f"The {then!r} parameter of {owner} must be {self.then} when {when!r} is {self.when}. "
            f"Got {then}={values[then]!r} and {when}={values[when]!r} instead. {self.why}"
        )
        raise InvalidParameterError(message)

    def sentence(self) -> str:
        """Return the rule in words, without its reason."""
        fate = {
            "refused": "the fit is refused",
            "warned": "a warning says what is done",
            "ignored": f"{self.when.parameter} has no effect",
        }[self.otherwise]
        return f"when {self.when.parameter} is {self.when}, {self.then.parameter} must be {self.then}, else {fate}"

    def as_json(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"when": self.when.as_json(), "then": self.then.as_json(), "otherwise": self.otherwise, "why": self.why}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Requires":
        """Return the rule that `as_json` wrote."""
        return cls(Condition.from_json(data["when"]), Condition.from_json(data["then"]), data["why"], data["otherwise"])
