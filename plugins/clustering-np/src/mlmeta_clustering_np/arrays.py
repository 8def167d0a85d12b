"""The array types of this package, and the blocks of rows that bound its memory."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from mlmeta.data.sparse import CSR
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""float32 or float64, as the data came."""

Rows: TypeAlias = Floats | CSR
"""The rows of a fit, dense or sparse."""

Doubles: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.int32]
Integers: TypeAlias = NDArray[np.int64]

# 2 MiB of float64: small enough to stay in a second-level cache, large enough that NumPy's cost per call vanishes.
BLOCK_ELEMENTS = 1 << 18


def row_blocks(n_rows: int, width: int) -> Iterator[slice]:
    """Yield slices that cover `n_rows` rows in order, each of at most `BLOCK_ELEMENTS` elements (one row at least).

    Parameters
    ----------
    n_rows : int
        Number of rows to cover.
    width : int
        Elements that the largest temporary array of the caller holds per row.

    Examples
    --------
    >>> list(row_blocks(5, width=BLOCK_ELEMENTS // 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    step = max(1, BLOCK_ELEMENTS // max(1, width))
    for start in range(0, n_rows, step):
        yield slice(start, min(start + step, n_rows))


def columns_of(rows: Floats) -> Doubles:
    """Return `rows` (n, d) as contiguous float64 columns (d, n), the layout in which features are visited one by one."""
    return np.ascontiguousarray(rows.T, dtype=np.float64)


def column_maxima(rows: Floats) -> Doubles:
    """Return the largest magnitude of each column of `rows` (n, d) as float64 (d,)."""
    maxima: Doubles = np.maximum(rows.max(axis=0), -rows.min(axis=0)).astype(np.float64)
    return maxima


def sum_in_order(values: Doubles) -> float:
    """Return the float64 sum of `values` (n,), added strictly from first to last.

    `numpy.sum` adds pairwise, in an order that depends on the length; the last element of a cumulative sum does not.

    Examples
    --------
    >>> sum_in_order(np.array([1e16, 1.0, 1.0]))
    1e+16
    """
    return float(np.add.accumulate(values)[-1])
