"""Lloyd's iterations from given centres (Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from mlmeta.data.sparse import CSR
from mlmeta.estimators.callbacks import Watch
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows, row_blocks, sum_in_order
from mlmeta_clustering_np.cluster_statistics import ClusterStatistics
from mlmeta_clustering_np.distances import distances_to_own_centre
from mlmeta_clustering_np.labels import labels_of_fit
from mlmeta_clustering_np.preparation import Prepared
from mlmeta_clustering_np.sparse_rows import sparse_blocks
from mlmeta_clustering_np.sums import ExactSums, FixedPoint


@dataclass(frozen=True)
class Run:
    """The result of one run.

    Attributes
    ----------
    centres : ndarray of float64, shape (n_clusters, d)
        In the coordinates of the centred rows.
    labels : ndarray of int32, shape (n,)
    inertia : float
        Exact sum of the (weighted) squared distances to the nearest centres, rounded once.
    n_iter : int
        Number of updates of the centres.
    """

    centres: Doubles
    labels: Labels
    inertia: float
    n_iter: int


def lloyd(
    data: Prepared,
    centres: Doubles,
    *,
    sample_weight: Floats | None = None,
    max_iter: int = 300,
    verbose: bool = False,
    watch: Watch | None = None,
) -> Run:
    """Return the clustering that alternating assignment and update reach from `centres` (n_clusters, d), of centred rows.

    The loop ends when no label changes (then labels and centres agree), when the centres move by no more than the tolerance, when
    `watch` asks to stop, or after `max_iter` updates; after all but the first the rows are assigned once more.
    """
    rows = data.rows
    statistics = ClusterStatistics.start(len(centres), rows, sample_weight, data.words)
    previous: Labels | None = None
    for iteration in range(max_iter):
        if watch is not None:
            watch.begin()
        labels = labels_of_fit(data, centres)
        reassign(statistics, rows, previous, labels, sample_weight)
        updated = relocated(statistics, rows, centres, labels, sample_weight).finish(centres)
        if verbose:
            distances = weighted(distances_to_own_centre(rows, centres, labels), sample_weight)
            print(f"Iteration {iteration}, inertia {distances.sum()}.")
        shift = squared_shift(centres, updated)
        centres = updated
        stop = watch is not None and watch.end({"cluster_centers_": data.uncentred(centres)})
        if previous is not None and np.array_equal(labels, previous):
            if verbose:
                print(f"Converged at iteration {iteration}: strict convergence.")
            break
        if stop or shift <= data.tolerance:
            if verbose and not stop:
                print(f"Converged at iteration {iteration}: center shift {shift} within tolerance {data.tolerance}.")
            labels = labels_of_fit(data, centres)
            break
        previous = labels
    else:
        labels = labels_of_fit(data, centres)
    return Run(centres, labels, inertia(data, centres, labels, sample_weight), iteration + 1)


def reassign(
    statistics: ClusterStatistics, rows: Rows, previous: Labels | None, labels: Labels, sample_weight: Floats | None
) -> None:
    """Bring `statistics` from the labels `previous` (None: no row counted yet) to `labels`; only rows that moved are touched."""
    for block in blocks_of(rows):
        moved = np.arange(block.start, block.stop)
        if previous is not None:
            moved = moved[labels[block] != previous[block]]
        moved_rows = rows_at(rows, moved)
        moved_weight = None if sample_weight is None else sample_weight[moved]
        if previous is not None:
            statistics.remove(moved_rows, previous[moved], moved_weight)
        statistics.accumulate(moved_rows, labels[moved], moved_weight)


def blocks_of(rows: Rows) -> Iterator[slice]:
    """Yield the blocks in which `rows` (n, d) are visited."""
    return sparse_blocks(rows, 1) if isinstance(rows, CSR) else row_blocks(*rows.shape)


def rows_at(rows: Rows, positions: NDArray[np.intp]) -> Rows:
    """Return the rows at `positions` (m,), copied."""
    return rows.take(positions) if isinstance(rows, CSR) else rows[positions]


def relocated(
    statistics: ClusterStatistics, rows: Rows, centres: Doubles, labels: Labels, sample_weight: Floats | None
) -> ClusterStatistics:
    """Return `statistics` with every empty cluster moved to one of the rows farthest from their present centres.

    The row leaves the sums of its cluster but keeps its label: the next assignment decides. The given statistics stay as they
    are, for the next iteration goes on from them. Without empty clusters they are returned themselves.
    """
    empty = np.flatnonzero(statistics.sizes() == 0)
    if empty.size == 0:
        return statistics
    distances = distances_to_own_centre(rows, centres, labels)
    if distances.max() == 0:  # more clusters than distinct rows: no place is better
        return statistics
    settled = statistics.copy()
    farthest = np.argsort(-distances, kind="stable")[: len(empty)]
    for cluster, row in zip(empty, farthest, strict=True):
        one = np.array([row])
        weight = None if sample_weight is None else sample_weight[one]
        settled.remove(rows_at(rows, one), labels[one], weight)
        settled.clear(int(cluster))
        settled.accumulate(rows_at(rows, one), np.array([cluster], dtype=np.int32), weight)
    return settled


def squared_shift(centres: Doubles, updated: Doubles) -> float:
    """Return the sum over the clusters, in order, of `D` between the centre (n_clusters, d) and the updated one."""
    shifts = np.empty(len(centres))
    for block in row_blocks(*centres.shape):
        with np.errstate(over="ignore"):
            squares = np.square(centres[block] - updated[block])
            shifts[block] = np.add.accumulate(squares, axis=1)[:, -1]
    return sum_in_order(shifts)


def inertia(data: Prepared, centres: Doubles, labels: Labels, sample_weight: Floats | None) -> float:
    """Return the exact sum of the (weighted) `D` of each row to its centre, rounded once to float64."""
    total = ExactSums.start(1, FixedPoint.for_bounds(np.array([data.largest_term]), n_rows=len(labels), words=2))
    total.accumulate(distances_to_own_centre(data.rows, centres, labels)[:, np.newaxis], weights=sample_weight)
    return float(total.finish()[0, 0])


def weighted(distances: Doubles, sample_weight: Floats | None) -> Doubles:
    """Return `distances` (n,) times the weights of their rows, in float64."""
    return distances if sample_weight is None else distances * sample_weight.astype(np.float64)
