"""The least and the largest value of each column in training, which a model remembers and its file tells."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlmeta.data.sparse import CSR

__all__ = ["Ranges", "keep", "kept", "merged", "of_rows"]

Floats: TypeAlias = NDArray[np.floating[Any]]
Ranges: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]

WIDTH = 1 << 11  # numbers that are compared at once: NumPy is slow at reducing narrow rows
BLOCK = 1 << 17  # numbers: the second look at a block finds it in the processor's cache
SHARE = 1 << 21  # numbers for which a thread is worth its start


def of_rows(data: Floats | CSR, n_threads: int = 1) -> Ranges:
    """Return the least and the largest value of each column of `data` (n, d), each of shape (d,).

    NaN is a missing value and counts for nothing; in sparse rows what is not stored is zero. A column of missing values has NaN.
    """
    least, largest = _sparse(data) if isinstance(data, CSR) else _dense(data, n_threads)
    return least.astype(np.float64), largest.astype(np.float64)


def merged(before: Ranges | None, now: Ranges) -> Ranges | None:
    """Return the ranges of two parts of the data; None, which is unknown, stays unknown."""
    return None if before is None else (np.fmin(before[0], now[0]), np.fmax(before[1], now[1]))


def _dense(data: Floats, n_threads: int) -> tuple[Floats, Floats]:
    n_threads = min(n_threads, len(data), data.size // SHARE)
    if n_threads < 2:
        return _of_part(data)
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # only large data need it

    cuts = [len(data) * index // n_threads for index in range(n_threads + 1)]
    try:
        with ThreadPoolExecutor(n_threads) as pool:
            lows, highs = zip(*pool.map(_of_part, (data[start:stop] for start, stop in pairwise(cuts))), strict=True)
    except RuntimeError:  # no thread can be started: memory or processes are limited
        return _of_part(data)
    return np.fmin.reduce(lows), np.fmax.reduce(highs)


def _of_part(data: Floats) -> tuple[Floats, Floats]:
    n_columns = data.shape[1]
    side_by_side = max(1, min(len(data), WIDTH // n_columns))
    whole = len(data) - len(data) % side_by_side
    least, largest = _extremes(_blocks(data[:whole].reshape(-1, side_by_side * n_columns)))
    parts = [(least.reshape(-1, n_columns), largest.reshape(-1, n_columns)), (data[whole:], data[whole:])]
    low, high = (np.concatenate(ends) for ends in zip(*parts, strict=True))
    return np.fmin.reduce(low), np.fmax.reduce(high)


def _blocks(rows: Floats) -> Iterator[Floats]:
    height = max(16, BLOCK // rows.shape[1])
    return (rows[start : start + height] for start in range(0, len(rows), height))


def _extremes(blocks: Iterator[Floats]) -> tuple[Floats, Floats]:
    found = []
    for block in blocks:
        low, high = block.min(axis=0), block.max(axis=0)
        if np.isnan(low).any():  # rarely, and what passes over missing values is slower
            low, high = np.fmin.reduce(block), np.fmax.reduce(block)
        found.append((low, high))
    lows, highs = zip(*found, strict=True)
    return np.fmin.reduce(lows), np.fmax.reduce(highs)


def _sparse(rows: CSR) -> tuple[Floats, Floats]:
    n_rows, n_columns = rows.shape
    n_entries = int(rows.indptr[-1])
    data, columns = rows.data[:n_entries], rows.indices[:n_entries]
    stored = np.bincount(columns, minlength=n_columns)
    ends = []
    for smaller in (np.fmin, np.fmax):
        end = np.full(n_columns, np.nan, dtype=data.dtype)
        smaller.at(end, columns, data)
        ends.append(np.where(stored < n_rows, smaller(end, 0), end))
    return ends[0], ends[1]


def keep(estimator: Any, ranges: Ranges | None, tensors: Mapping[str, NDArray[Any]]) -> None:
    """Store the ranges of a loaded model in an object of any class, until it is fitted again."""
    if hasattr(type(estimator), "__mlmeta_kind__"):
        estimator._ranges = ranges
    elif ranges is not None:  # its own `fit` knows nothing of them, and would leave them with another model
        estimator._mlmeta_ranges = ranges, _digest(tensors)


def kept(estimator: Any, tensors: Mapping[str, NDArray[Any]]) -> Ranges | None:
    """Return the ranges of a fitted object; None when they are unknown, or a column had no value."""
    if hasattr(type(estimator), "__mlmeta_kind__"):
        found = getattr(estimator, "_ranges", None)
    else:
        found, digest = getattr(estimator, "_mlmeta_ranges", (None, ""))
        found = None if found is None or digest != _digest(tensors) else found
    return None if found is None or np.isnan(found[0]).any() else found


def _digest(tensors: Mapping[str, NDArray[Any]]) -> str:
    import hashlib  # noqa: PLC0415  # a twentieth of what `from mlmeta import cluster` takes

    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].dtype.name} {tensors[name].shape} ".encode())
        digest.update(np.ascontiguousarray(tensors[name]).data)
    return digest.hexdigest()
