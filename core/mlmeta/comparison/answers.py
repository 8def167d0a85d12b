"""How two fitted estimators differ, attribute by attribute."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Difference", "differences"]

Difference = tuple[str, str]
"""The name of a fitted attribute, and in words how it differs; "" when all bits are the same."""


def differences(reference: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]]) -> tuple[Difference, ...]:
    """Return how the fitted attributes of `other` differ from those of `reference`, for the names that both have."""
    return tuple((name, difference(reference[name], other[name])) for name in reference if name in other)


def difference(a: NDArray[Any], b: NDArray[Any]) -> str:
    """Return in words how `b` differs from `a`.

    Examples
    --------
    >>> difference(np.array([0, 1, 1, 1]), np.array([0, 1, 1, 2]))
    '25 % of the values differ'
    >>> difference(np.array(4), np.array(5))
    '5, not 4'
    >>> difference(np.array([1.0, 2.0]), np.array([1.0, 2.0 + 2e-9]))
    'by up to 1e-09 of the largest'
    >>> difference(np.ones(3), np.ones(3))
    ''
    """
    if a.shape != b.shape:
        return f"shape {b.shape}, not {a.shape}"
    numbers = {a.dtype.kind, b.dtype.kind} <= set("biuf")
    equal = (a == b) | ((a != a) & (b != b)) if numbers else a.astype(str) == b.astype(str)  # NaN is not itself
    if np.all(equal):
        return "" if a.dtype == b.dtype else f"equal as {b.dtype}, not {a.dtype}"
    if "f" in a.dtype.kind + b.dtype.kind:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return f"by up to {np.nanmax(np.abs(a.astype(np.float64) - b)) / np.nanmax(np.abs(a)):.1g} of the largest"
    return f"{b}, not {a}" if a.ndim == 0 else f"{100 * np.mean(~equal):.3g} % of the values differ"
