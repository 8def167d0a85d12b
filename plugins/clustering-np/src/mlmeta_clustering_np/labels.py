"""The nearest centre of each row: screened by a matrix product, decided by `D` wherever rounding could decide."""

import numpy as np
from mlmeta.sparse import CSR
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows, columns_of, row_blocks
from mlmeta_clustering_np.distances import squared_distances
from mlmeta_clustering_np.screening import screening_scores
from mlmeta_clustering_np.sparse_rows import sparse_nearest_centres


def nearest_centres(rows: Rows, centres: Floats) -> Labels:
    """Return for each row (n, d) the lowest index of a centre (k, d) with the smallest `D`, as int32 (n,).

    Examples
    --------
    >>> nearest_centres(np.array([[0.0], [1.0], [2.0]]), np.array([[0.0], [2.0]])).tolist()
    [0, 0, 1]
    """
    wide_centres = centres.astype(np.float64)
    if isinstance(rows, CSR):
        return sparse_nearest_centres(rows, wide_centres)
    labels = np.empty(len(rows), dtype=np.int32)
    for block in row_blocks(len(rows), max(rows.shape[1], len(centres))):
        wide_rows = rows[block].astype(np.float64, copy=False)
        found, undecided = screened_labels(wide_rows, wide_centres)
        if undecided.size:
            distances = squared_distances(columns_of(wide_rows[undecided]), wide_centres)
            found[undecided] = distances.argmin(axis=0)
        labels[block] = found
    return labels


def screened_labels(rows: Doubles, centres: Doubles) -> tuple[Labels, NDArray[np.intp]]:
    """Return a label for each row (m, d) and the positions of the rows whose label rounding could change.

    Returns
    -------
    labels : ndarray of int32, shape (m,)
        Certain but for the undecided rows.
    undecided : ndarray of intp
        Positions of the rows that keep more than one centre. Rows whose scores overflow keep none and are among them.
    """
    scores, _, margins = screening_scores(rows, centres)
    with np.errstate(invalid="ignore"):
        candidates = scores <= scores.min(axis=0) + margins
    # The narrowest integers make both reductions several times faster. Where one candidate is left, the largest index of a
    # candidate is its index.
    index_type = np.min_scalar_type(len(centres))
    indices = np.arange(len(centres), dtype=index_type)[:, np.newaxis]
    labels = (candidates * indices).max(axis=0).astype(np.int32)
    return labels, np.flatnonzero(candidates.sum(axis=0, dtype=index_type) != 1)
