"""The nearest centre of each row: screened by a matrix product, decided by `D` wherever rounding could decide."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from mlmeta.data.sparse import CSR
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows, columns_of, row_blocks
from mlmeta_clustering_np.distances import squared_distances
from mlmeta_clustering_np.preparation import Prepared
from mlmeta_clustering_np.scores import scores
from mlmeta_clustering_np.screening import screening_scores
from mlmeta_clustering_np.sparse_rows import sparse_nearest_centres

NEAR_TIE = 2.0**-40
"""Two squared distances that differ by less than this share are one number to a fit: the score decides."""

Decide: TypeAlias = Callable[[Doubles, Doubles], NDArray[np.intp]]


def smallest_distance(columns: Doubles, centres: Doubles) -> NDArray[np.intp]:
    """Return the lowest index with the smallest `D` for each row, given as columns (d, m)."""
    labels: NDArray[np.intp] = squared_distances(columns, centres).argmin(axis=0)
    return labels


def smallest_score_of_the_nearest(columns: Doubles, centres: Doubles) -> NDArray[np.intp]:
    """Return for each row, given as columns (d, m), the index with the smallest `D`; near-ties are decided by the score."""
    distances = squared_distances(columns, centres)
    labels: NDArray[np.intp] = distances.argmin(axis=0)
    with np.errstate(over="ignore"):
        smallest = distances.min(axis=0)
        nearest = distances <= smallest * (1 + NEAR_TIE)
    tied = np.flatnonzero((nearest.sum(axis=0) > 1) & np.isfinite(smallest))
    if tied.size:
        # What overflows comes last among the nearest, and before all others.
        found = np.fmin(scores(columns[:, tied], centres), np.finfo(np.float64).max)
        labels[tied] = np.where(nearest[:, tied], found, np.inf).argmin(axis=0)
    return labels


def nearest_centres(rows: Rows, centres: Floats, decide: Decide = smallest_distance) -> Labels:
    """Return for each row (n, d) the index of its nearest centre (k, d) as int32 (n,).

    `decide` settles what rounding could change: by default the lowest index with the smallest `D`. Sparse rows have a rule of
    their own, the lowest index with the smallest score.

    Examples
    --------
    >>> nearest_centres(np.array([[0.0], [1.0], [2.0]]), np.array([[0.0], [2.0]])).tolist()
    [0, 0, 1]
    """
    if isinstance(rows, CSR):
        return sparse_nearest_centres(rows, centres.astype(np.float64))
    labels = np.empty(len(rows), dtype=np.int32)
    for block in row_blocks(len(rows), max(rows.shape[1], len(centres))):
        labels[block] = decided_labels(rows[block].astype(np.float64, copy=False), centres.astype(np.float64), decide)
    return labels


def labels_of_fit(data: Prepared, centres: Doubles) -> Labels:
    """Return the label of each row of a fit as int32 (n,): its nearest centre (k, d), near-ties fallen as in scikit-learn."""
    if isinstance(data.rows, CSR):
        return sparse_nearest_centres(data.rows, centres)
    labels = np.empty(len(data.rows), dtype=np.int32)
    for block in row_blocks(len(data.rows), max(data.rows.shape[1], len(centres))):
        labels[block] = decided_labels(data.unrounded(block), centres, smallest_score_of_the_nearest)
    return labels


def decided_labels(rows: Doubles, centres: Doubles, decide: Decide) -> Labels:
    """Return the label of each row (m, d): screened, and by `decide(columns, centres)` where screening leaves it open."""
    labels, undecided = screened_labels(rows, centres)
    if undecided.size:
        labels[undecided] = decide(columns_of(rows[undecided]), centres)
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
    found, _, margins = screening_scores(rows, centres)
    with np.errstate(invalid="ignore"):
        candidates = found <= found.min(axis=0) + margins
    # The narrowest integers make both reductions several times faster. Where one candidate is left, the largest index of a
    # candidate is its index.
    index_type = np.min_scalar_type(len(centres))
    indices = np.arange(len(centres), dtype=index_type)[:, np.newaxis]
    labels = (candidates * indices).max(axis=0).astype(np.int32)
    return labels, np.flatnonzero(candidates.sum(axis=0, dtype=index_type) != 1)
