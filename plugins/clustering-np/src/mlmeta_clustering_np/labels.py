"""The nearest centre of each row: screened by a matrix product, decided by `D` wherever rounding could decide.

The score `|c|^2 - 2 x.c` orders the centres of a row as the true squared distance does, and costs one matrix product. Its rounding
errors depend on the BLAS library, so a score only ever *excludes* centres. With u = 2^-53, C = max |c| and any order of summation:

- the score of a centre is off by at most (d + 4) u (|x| + C)^2,
- `D` is off by at most (d + 3) u (|x| + C)^2 from the true squared distance.

A centre whose score exceeds the best by more than twice both can therefore not have the smallest `D`. `(|x| + C)^2 <=
2 (|x|^2 + C^2)` spares a root, the factor 16 (instead of 8) covers the rounding of the bound itself, and the smallest normal number
covers underflow. A row that keeps more than one centre is decided by `D` among all centres, the lowest index first.
"""

import numpy as np
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, columns_of, row_blocks
from mlmeta_clustering_np.distances import squared_distances

UNIT_ROUNDING = 2.0**-53


def nearest_centres(rows: Floats, centres: Floats) -> Labels:
    """Return for each row (n, d) the lowest index of a centre (k, d) with the smallest `D`, as int32 (n,).

    Examples
    --------
    >>> nearest_centres(np.array([[0.0], [1.0], [2.0]]), np.array([[0.0], [2.0]])).tolist()
    [0, 0, 1]
    """
    labels = np.empty(len(rows), dtype=np.int32)
    wide_centres = centres.astype(np.float64)
    for block in row_blocks(len(rows), max(rows.shape[1], len(centres))):
        columns = columns_of(rows[block])
        found, undecided = screen(columns, wide_centres)
        if undecided.size:
            found[undecided] = squared_distances(columns[:, undecided], wide_centres).argmin(axis=0)
        labels[block] = found
    return labels


def screen(columns: Doubles, centres: Doubles) -> tuple[Labels, NDArray[np.intp]]:
    """Return a label for each row and the positions of the rows whose label rounding could change.

    Parameters
    ----------
    columns : ndarray of shape (d, m)
        The rows, transposed.
    centres : ndarray of shape (k, d)

    Returns
    -------
    labels : ndarray of int32, shape (m,)
        Certain but for the undecided rows.
    undecided : ndarray of intp
        Positions of the rows that keep more than one centre. Rows whose scores overflow are among them.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        centre_norms = np.square(centres).sum(axis=1)
        row_norms = np.square(columns).sum(axis=0)
        scores = (-2.0 * centres) @ columns
        scores += centre_norms[:, np.newaxis]
        error = 16 * (len(columns) + 8) * UNIT_ROUNDING * (row_norms + centre_norms.max()) + np.finfo(np.float64).tiny
        candidates = scores <= scores.min(axis=0) + error
    # Where one candidate is left, the largest candidate index is its index; elsewhere `D` overwrites it.
    labels = (candidates * np.arange(len(centres), dtype=np.int32)[:, np.newaxis]).max(axis=0)
    return labels, np.flatnonzero(candidates.sum(axis=0) != 1)
