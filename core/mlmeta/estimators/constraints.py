"""The domains of parameters in scikit-learn's words, for its checks and its tools that read `_parameter_constraints`."""

import numbers
from collections.abc import Iterable, Mapping
from typing import Any

from mlmeta.specs.domains import Choice, Interval, Options
from mlmeta.specs.parameters import Parameter

__all__ = ["constraints"]

PLAIN: Mapping[str, Any] = {
    "None": None,
    "bool": "boolean",
    "int": numbers.Integral,
    "float": numbers.Real,
    "str": str,
    "array": "array-like",
    "callable": callable,
    "dict": dict,
}


def constraints(declared: Mapping[str, Parameter], names: Iterable[str]) -> dict[str, Any]:
    """Return scikit-learn's constraint of each parameter in `names`; `"no_validation"` for those that are not declared.

    Only scikit-learn reads them, so it is there: intervals and options become objects of its own classes.
    """
    return {name: [_constraint(c) for c in declared[name].choices] if name in declared else "no_validation" for name in names}


def _constraint(choice: Choice) -> Any:
    from sklearn.utils import _param_validation as peer  # noqa: PLC0415  # no public name for these two classes

    domain = choice.domain
    if isinstance(domain, Options):
        return peer.StrOptions(set(domain))
    if isinstance(domain, Interval):
        left = domain.low is not None and domain.closed in ("both", "left")
        right = domain.high is not None and domain.closed in ("both", "right")
        closed = {(True, True): "both", (True, False): "left", (False, True): "right", (False, False): "neither"}[left, right]
        return peer.Interval(PLAIN[choice.name], domain.low, domain.high, closed=closed)
    return PLAIN.get(choice.name, choice.python or object)
