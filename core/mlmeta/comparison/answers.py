"""How two fitted estimators differ, attribute by attribute."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Difference", "differences"]

Difference = tuple[str, str]
"""The name of a fitted attribute, and in words how it differs; "" when all bits are the same."""

RENAMED = "after the clusters are renamed"

A_FEW = 200
"""The most clusters that are matched: the table of pairs has their square."""


def differences(reference: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]]) -> tuple[Difference, ...]:
    """Return how the fitted attributes of `other` differ from those of `reference`, for the names that both have.

    The numbers of clusters mean nothing: where `labels_` agree better under other numbers, they and the centres are compared
    under these, and the words say so.
    """
    names = renaming(reference.get("labels_"), other.get("labels_"))
    found = []
    for name in (name for name in reference if name in other):
        one, two = reference[name], other[name]
        told = difference(one, two)
        if told and names is not None and name == "labels_":
            told = f"{difference(one, names[two].astype(two.dtype)) or 'the same'} {RENAMED}"
        elif told and names is not None and name == "cluster_centers_" and one.shape == two.shape and len(two) == len(names):
            told = f"{difference(one, two[np.argsort(names)]) or 'the same'} {RENAMED}"
        found.append((name, told))
    return tuple(found)


def renaming(reference: NDArray[Any] | None, other: NDArray[Any] | None) -> NDArray[np.intp] | None:
    """Return the name in `reference` of each cluster of `other`, so that many labels agree; None where that is no better.

    Parameters
    ----------
    reference, other : ndarray of shape (n_samples,), or None
        Labels from 0 on.

    Examples
    --------
    >>> renaming(np.array([0, 0, 1, 2]), np.array([2, 2, 0, 1]))
    array([1, 2, 0])
    """
    if reference is None or other is None or reference.shape != other.shape or not _are_clusters(reference, other):
        return None
    size = int(max(reference.max(), other.max())) + 1
    shared = np.bincount(reference.astype(np.intp) * size + other, minlength=size * size).reshape(size, size)
    names = np.full(size, -1)
    left = shared.copy()
    for _ in range(size):  # the pair with the most rows in common first: exact where the clusterings are the same
        mine, theirs = np.unravel_index(left.argmax(), left.shape)
        names[theirs] = mine
        left[mine], left[:, theirs] = -1, -1
    return names if shared[names, np.arange(size)].sum() > np.trace(shared) else None


def _are_clusters(*labels: NDArray[Any]) -> bool:
    return all(one.ndim == 1 and one.size and one.dtype.kind in "iu" and one.min() >= 0 and one.max() < A_FEW for one in labels)


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
