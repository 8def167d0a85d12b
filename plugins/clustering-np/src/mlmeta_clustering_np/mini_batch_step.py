"""One step of mini-batch K-Means: a batch of rows moves the centres nearest to them.

A centre is the mean of all rows that it was ever given, so its rate of learning is one over their number: Sculley, "Web-scale
k-means clustering", WWW 2010, algorithm 1. The batch is added row after row to the sum that a centre stands for, in float64 and
rounded every time, as scikit-learn does: the centres are then its own, bit for bit, wherever the labels are.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from mlmeta.data.sparse import CSR
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows
from mlmeta_clustering_np.distances import distances_to_own_centre
from mlmeta_clustering_np.labels import nearest_centres, smallest_score_of_the_nearest
from mlmeta_clustering_np.lloyd import weighted
from mlmeta_clustering_np.sparse_rows import dense, row_numbers
from mlmeta_clustering_np.sums import ExactSums, FixedPoint

SEEN_PER_CLUSTER = 10
"""Centres of few rows are looked for each time that this many rows a cluster were seen."""


@dataclass
class Learnt:
    """What the steps change.

    Attributes
    ----------
    centres : ndarray of float64, shape (n_clusters, d)
    counts : ndarray of float64, shape (n_clusters,)
        The weight of the rows that each centre is the mean of.
    seen : int
        Rows since centres of few rows were last looked for.
    """

    centres: Doubles
    counts: Doubles
    seen: int = 0

    @classmethod
    def start(cls, centres: Doubles) -> Self:
        """Return start centres (n_clusters, d), which stand for no row."""
        return cls(centres, np.zeros(len(centres)))

    def learn(
        self,
        rows: Rows,
        sample_weight: Floats | None,
        stream: np.random.RandomState,
        *,
        batch_size: int,
        reassignment_ratio: float,
        verbose: bool = False,
    ) -> float:
        """Move the centres by a batch of `rows` (m, d), and return its inertia before that.

        Parameters
        ----------
        rows : ndarray or CSR of shape (m, d)
        sample_weight : ndarray of shape (m,) or None
        stream : RandomState
            Draws the rows that replace centres of few rows.
        batch_size : int
            How many rows count as seen.
        reassignment_ratio : float
            A centre of less than this share of the largest count is one of few rows.
        verbose : bool
            Print how many centres were replaced.
        """
        labels = labels_of(rows, self.centres)
        found = inertia_of(rows, self.centres, labels, sample_weight)
        self.seen += batch_size
        looks = bool((self.counts == 0).any()) or self.seen >= SEEN_PER_CLUSTER * len(self.centres)
        self._move(rows, labels, sample_weight)
        if looks:
            self.seen = 0
            self._replace(rows, stream, reassignment_ratio, verbose=verbose)
        return found

    def _move(self, rows: Rows, labels: Labels, sample_weight: Floats | None) -> None:
        """Add the batch to the centres; those that get no weight stay as they are, to the bit."""
        weights = np.ones(len(rows)) if sample_weight is None else sample_weight.astype(np.float64)
        added = np.bincount(labels, weights, len(self.counts))
        sums = self.centres * self.counts[:, np.newaxis]
        add_in_order(sums, rows, labels, weights)
        moved = added > 0
        self.counts += added
        self.centres = np.where(moved[:, np.newaxis], sums * reciprocals(self.counts, moved)[:, np.newaxis], self.centres)

    def _replace(self, rows: Rows, stream: np.random.RandomState, ratio: float, *, verbose: bool) -> None:
        """Move centres of few rows to rows of the batch (m, d), at most to half of them."""
        few = self.counts < ratio * self.counts.max()
        if few.sum() > 0.5 * len(rows):
            few[np.argsort(self.counts, kind="stable")[len(rows) // 2 :]] = False
        replaced = np.flatnonzero(few)
        if not replaced.size:
            return
        drawn = stream.permutation(len(rows))[: len(replaced)]
        if verbose:
            print(f"[MiniBatchKMeans] Reassigning {len(replaced)} cluster centers.")
        self.centres[replaced] = rows_as_centres(rows, drawn)
        # Not 0: they would be replaced again at once. With a ratio above 1 all may be few, the largest too.
        self.counts[replaced] = (self.counts if few.all() else self.counts[~few]).min()


def labels_of(rows: Rows, centres: Doubles) -> Labels:
    """Return the label of each row (m, d) as int32 (m,): its nearest centre (k, d), near-ties fallen as in scikit-learn."""
    return nearest_centres(rows, centres, smallest_score_of_the_nearest)


def inertia_of(rows: Rows, centres: Floats, labels: Labels, sample_weight: Floats | None) -> float:
    """Return the exact sum of the (weighted) `D` of each row to its centre, rounded once; infinite where one of them is."""
    terms = weighted(distances_to_own_centre(rows, centres, labels), sample_weight)
    largest = terms.max(keepdims=True)
    if not np.isfinite(largest[0]):
        return float("inf")
    total = ExactSums.start(1, FixedPoint.for_bounds(largest, n_rows=len(terms), words=2))
    total.accumulate(terms[:, np.newaxis])
    return float(total.finish()[0, 0])


def rows_as_centres(rows: Rows, positions: NDArray[np.intp]) -> Doubles:
    """Return the rows at `positions` as float64 (n_positions, d)."""
    chosen: Doubles = (dense(rows, positions) if isinstance(rows, CSR) else rows[positions]).astype(np.float64)
    return chosen


def add_in_order(sums: Doubles, rows: Rows, labels: Labels, weights: Doubles) -> None:
    """Add each row (m, d), times its weight, to the sum (k, d) of its label: row after row, every addition rounded.

    `numpy.add.at` adds one value after the other in the order of its indices, which no reduction of NumPy promises.
    """
    n_columns = sums.shape[1]
    if isinstance(rows, CSR):
        numbers = row_numbers(rows)
        cells, values = labels[numbers] * np.intp(n_columns) + rows.indices, rows.data * weights[numbers]
    else:
        cells = (labels[:, np.newaxis] * np.intp(n_columns) + np.arange(n_columns)).ravel()
        values = (rows * weights[:, np.newaxis]).ravel()
    np.add.at(sums.reshape(-1), cells, values)


def reciprocals(counts: Doubles, where: NDArray[np.bool_]) -> Doubles:
    """Return one over the counts (k,) that are asked for."""
    found: Doubles = np.divide(1.0, counts, out=np.zeros(len(counts)), where=where)
    return found
