"""Sums of rows in one fixed order, which the native provider takes as well: both have the same bits.

Rows are cut into blocks of 1024. In a block, row `i` belongs to chain `i mod 8`; each chain is added in order, and the chains
pairwise. The sums of the blocks are summed by the same rule, until one is left.
"""

import numpy as np

from mlmeta_preprocessing_np.arrays import Doubles

BLOCK_ROWS = 1024
CHAINS = 8


def block_sums(values: Doubles) -> Doubles:
    """Return the sum of each block of rows of `values` (n_rows, width), of shape (n_blocks, width)."""
    n_rows, width = values.shape
    n_whole = n_rows // BLOCK_ROWS
    end = n_whole * BLOCK_ROWS
    whole = _joined(values[:end].reshape(n_whole, BLOCK_ROWS // CHAINS, CHAINS, width))
    if end == n_rows:
        return whole
    rest = np.concatenate([values[end:], np.zeros(((end - n_rows) % CHAINS, width))])
    return np.concatenate([whole, _joined(rest.reshape(1, -1, CHAINS, width))])


def _joined(values: Doubles) -> Doubles:
    """Return the sums of blocks `values` (n_blocks, rows of a chain, CHAINS, width), of shape (n_blocks, width)."""
    chains: Doubles = values.sum(axis=1)  # NumPy adds along any axis but the last one in order
    while chains.shape[1] > 1:
        chains = chains[:, 0::2] + chains[:, 1::2]
    return chains[:, 0]


def row_sums(values: Doubles) -> Doubles:
    """Return the sum of the rows of `values` (n_rows, width), of shape (width,).

    Examples
    --------
    >>> row_sums(np.array([[0.5, 1.0], [0.25, 2.0], [4.0, 3.0]]))
    array([4.75, 6.  ])
    """
    while len(values) > 1:
        values = block_sums(values)
    total: Doubles = values[0]
    return total
