"""scikit-learn's constraints of parameters, and their defaults, in the words of specs."""

import inspect
import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.utils import _param_validation as peer

__all__ = ["default", "domain"]

Arm = dict[str, Any]

SEEDS: list[Arm] = [
    {"type": "int", "low": 0, "high": 2**32 - 1, "closed": "both"},
    {"type": "RandomState"},
    {"type": "None"},
]
WORDS: dict[str, list[Arm]] = {
    "array-like": [{"type": "array", "ndim": None}],
    "sparse matrix": [{"type": "sparse"}],
    "boolean": [{"type": "bool"}],
    "random_state": SEEDS,
    "verbose": [{"type": "int", "low": 0, "high": None, "closed": "left"}, {"type": "bool"}],
    "cv_object": [{"type": "int", "low": 2, "high": None, "closed": "left"}, {"type": "cv"}, {"type": "None"}],
    "missing_values": [{"type": "int"}, {"type": "float"}, {"type": "str"}, {"type": "None"}],
}
TYPES: dict[Any, Arm] = {
    None: {"type": "None"},
    callable: {"type": "callable"},
    numbers.Integral: {"type": "int"},
    numbers.Real: {"type": "float"},
    np.ndarray: {"type": "array", "ndim": None},
    type: {"type": "dtype"},
}


def domain(constraints: Any) -> list[Arm]:
    """Return the arms of a parameter's domain; what scikit-learn hides is left out, and no constraint is anything."""
    if isinstance(constraints, str):  # "no_validation"
        return [{"type": "any"}]
    found: list[Arm] = []
    for constraint in constraints:
        found += [arm for arm in _arms(constraint) if arm not in found]
    return found or [{"type": "any"}]


def _arms(constraint: Any) -> list[Arm]:
    if isinstance(constraint, str):
        return WORDS.get(constraint, [{"type": constraint}])
    if isinstance(constraint, peer.Hidden):
        return []
    if isinstance(constraint, peer.Interval):
        name = "int" if constraint.type is numbers.Integral else "float"
        low, high = _bound(constraint.left), _bound(constraint.right)
        return [{"type": name, "low": low, "high": high, "closed": constraint.closed}]
    if isinstance(constraint, peer.StrOptions):
        return [{"type": "str", "options": sorted(constraint.options)}]
    if isinstance(constraint, peer.Options):  # of numbers, types or booleans: a spec names options only of texts
        return [_of_type(constraint.type)]
    if isinstance(constraint, peer.HasMethods):
        fits = any("fit" in method or method == "transform" for method in constraint.methods)
        return [{"type": "estimator" if fits else f"object with {', '.join(sorted(constraint.methods))}"}]
    if isinstance(constraint, peer.MissingValues):
        return WORDS["missing_values"]
    return [_of_type(constraint)]


def _of_type(found: Any) -> Arm:
    if found in TYPES:
        return TYPES[found]
    names = {"dict", "list", "tuple", "str", "bool", "float", "int"}
    name = {"Mapping": "dict", "MutableMapping": "dict"}.get(found.__name__, found.__name__)
    return {"type": name if name in names else found.__name__}


def _bound(value: Any) -> float | None:
    if value is None or math.isinf(value):
        return None
    return int(value) if isinstance(value, numbers.Integral) else float(value)


def default(value: Any) -> Any:
    """Return a default as a spec's JSON has it: numbers that JSON lacks as `real`, functions and classes as `reference`."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"real": str(value)}
    if isinstance(value, tuple):
        return [default(item) for item in value]
    if inspect.isclass(value) or callable(value):
        return {"reference": f"{_home(value)}:{value.__name__}"}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    message = f"The default {value!r} of type {type(value).__name__} has no form as data."
    raise TypeError(message)


def _home(value: Any) -> str:
    """Return the shortest public module that has a function or class."""
    parts: list[str] = [part for part in value.__module__.split(".") if not part.startswith("_")]
    return ".".join(parts)


def constraints_of(made: Any) -> Mapping[str, Any]:
    """Return the constraints that scikit-learn checks in `fit`, by parameter; those that it does not check are missing."""
    found: Mapping[str, Any] = getattr(made, "_parameter_constraints", {})
    return found
