"""The squared distance `D` that decides everything: float64, features in order, every operation rounded on its own.

`D(x, c) = ((x_0 - c_0)^2 + (x_1 - c_1)^2) + ...`. NumPy's elementwise operations neither fuse nor reorder, and the loop over the
features below fixes the order, so the bits do not depend on the block, the layout or the processor. A matrix product or
`numpy.sum` over the features would not give that. Sparse rows have a `D` of their own: :mod:`mlmeta_clustering_np.sparse_rows`.
"""

import numpy as np
from mlmeta.data.sparse import CSR

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows, columns_of, row_blocks
from mlmeta_clustering_np.scores import squared_norms
from mlmeta_clustering_np.sparse_rows import (
    part,
    sparse_blocks,
    sparse_distances_to_own_centre,
    sparse_squared_distances,
)


def squared_distances(columns: Doubles, centres: Doubles) -> Doubles:
    """Return `D` of each centre to each row as float64 (k, m).

    Parameters
    ----------
    columns : ndarray of shape (d, m)
        The rows, transposed (`columns_of`); the caller bounds k x m.
    centres : ndarray of shape (k, d)
    """
    total = np.zeros((len(centres), columns.shape[1]))
    difference = np.empty_like(total)
    with np.errstate(over="ignore"):  # infinitely far is an answer, too
        for feature, column in enumerate(columns):
            np.subtract(column, centres[:, feature, np.newaxis], out=difference)
            np.multiply(difference, difference, out=difference)
            np.add(total, difference, out=total)
    return total


def distances_to_own_centre(rows: Rows, centres: Floats, labels: Labels) -> Doubles:
    """Return `D` of each row (n, d) to the centre that its label names, as float64 (n,)."""
    if isinstance(rows, CSR):
        return sparse_distances_to_own_centre(rows, centres, labels)
    own = np.empty(len(rows))
    centre_columns = columns_of(centres)
    for block in row_blocks(len(rows), rows.shape[1]):
        total = np.zeros(block.stop - block.start)
        with np.errstate(over="ignore"):
            for column, centre_column in zip(columns_of(rows[block]), centre_columns, strict=True):
                difference = column - centre_column[labels[block]]
                total += difference * difference
        own[block] = total
    return own


def distance_table(rows: Rows, centres: Floats) -> Floats:
    """Return the Euclidean distance of each row (n, d) to each centre (k, d): sqrt(D) in the dtype of `rows`, (n, k)."""
    table = np.empty((len(rows), len(centres)), dtype=rows.dtype)
    wide_centres = centres.astype(np.float64)
    if isinstance(rows, CSR):
        norms = squared_norms(wide_centres)
        for block in sparse_blocks(rows, len(centres)):
            table[block] = np.sqrt(sparse_squared_distances(part(rows, block), wide_centres, norms)).T
        return table
    for block in row_blocks(len(rows), max(rows.shape[1], len(centres))):
        table[block] = np.sqrt(squared_distances(columns_of(rows[block]), wide_centres)).T
    return table
