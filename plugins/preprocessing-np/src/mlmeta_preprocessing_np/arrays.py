"""The array types of this package, and the blocks of rows that bound its memory."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""float32 or float64, as the data came."""

Doubles: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64] | NDArray[np.float64]
"""Numbers of rows (int64) or sums of their weights (float64)."""

# 2 MiB of float64: small enough to stay in a second-level cache, large enough that NumPy's cost per call vanishes.
BLOCK_ELEMENTS = 1 << 18


def row_blocks(n_rows: int, width: int) -> Iterator[slice]:
    """Yield slices that cover `n_rows` rows in order, each of at most `BLOCK_ELEMENTS` elements (one row at least).

    Examples
    --------
    >>> list(row_blocks(5, width=BLOCK_ELEMENTS // 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    step = max(1, BLOCK_ELEMENTS // max(1, width))
    for start in range(0, n_rows, step):
        yield slice(start, min(start + step, n_rows))
