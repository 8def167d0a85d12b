"""The partial statistics of one Lloyd step: what each cluster holds, as exact sums that merge in any order."""

from typing import Literal, Self

import numpy as np
from mlmeta.data.sparse import CSR

from mlmeta_clustering_np.arrays import Doubles, Floats, Integers, Labels, Rows, column_maxima, row_blocks
from mlmeta_clustering_np.sparse_rows import part, row_numbers, sparse_blocks, sparse_column_maxima, weighted_entries
from mlmeta_clustering_np.sums import ExactSums, FixedPoint, Words


class ClusterStatistics:
    """Exact sums and sizes of `n_clusters` clusters.

    Attributes
    ----------
    sums : ExactSums
        Sums of the (weighted) rows, by cluster.
    counts : ndarray of int64, shape (n_clusters,)
        Number of rows, by cluster.
    weights : ExactSums or None
        Sums of the sample weights, by cluster; None for rows without weights.
    """

    def __init__(self, sums: ExactSums, counts: Integers, weights: ExactSums | None) -> None:
        self.sums = sums
        self.counts = counts
        self.weights = weights

    @classmethod
    def start(cls, n_clusters: int, rows: Rows, sample_weight: Floats | None, words: Words) -> Self:
        """Return the statistics of empty clusters, in the format that the whole data fixes.

        Parameters
        ----------
        n_clusters : int
        rows : ndarray or CSR of shape (n, d)
            All rows of the fit: their column maxima and number fix the format.
        sample_weight : ndarray of shape (n,) or None
        words : {1, 2}
            Words of the sums of rows and of weights.
        """
        counts = np.zeros(n_clusters, dtype=np.int64)
        if sample_weight is None:
            bounds, weights = maxima_of(rows), None
        else:
            bounds = weighted_maxima(rows, sample_weight)
            heaviest = np.array([sample_weight.max()], dtype=np.float64)
            weights = ExactSums.start(n_clusters, FixedPoint.for_bounds(heaviest, n_rows=len(rows), words=words))
        sums = ExactSums.start(n_clusters, FixedPoint.for_bounds(bounds, n_rows=len(rows), words=words))
        return cls(sums, counts, weights)

    def copy(self) -> Self:
        """Return statistics of the same value that can be changed on their own."""
        return type(self)(self.sums.copy(), self.counts.copy(), None if self.weights is None else self.weights.copy())

    def accumulate(self, rows: Rows, labels: Labels, sample_weight: Floats | None) -> None:
        """Add `rows` (m, d) to the clusters that `labels` (m,) name."""
        self._add(rows, labels, sample_weight, 1)
        self.counts += np.bincount(labels, minlength=len(self.counts))
        if self.weights is not None and sample_weight is not None:
            self.weights.accumulate(sample_weight[:, np.newaxis], labels)

    def remove(self, rows: Rows, labels: Labels, sample_weight: Floats | None) -> None:
        """Take `rows` (m, d), accumulated before under `labels` (m,), away again: exact, as if they had never been there."""
        self._add(rows, labels, sample_weight, -1)
        self.counts -= np.bincount(labels, minlength=len(self.counts))
        if self.weights is not None and sample_weight is not None:
            self.weights.accumulate(sample_weight[:, np.newaxis], labels, sign=-1)

    def _add(self, rows: Rows, labels: Labels, sample_weight: Floats | None, sign: Literal[1, -1]) -> None:
        if not isinstance(rows, CSR):
            self.sums.accumulate(rows, labels, weights=sample_weight, sign=sign)
            return
        for block in sparse_blocks(rows, 1):
            some = part(rows, block)
            entries = weighted_entries(some, None if sample_weight is None else sample_weight[block])
            self.sums.accumulate_entries(entries, labels[block][row_numbers(some)], some.indices, sign=sign)

    def clear(self, cluster: int) -> None:
        """Empty one cluster."""
        self.sums.integers[:, cluster] = 0
        self.counts[cluster] = 0
        if self.weights is not None:
            self.weights.integers[:, cluster] = 0

    def merge(self, other: Self) -> None:
        """Add the statistics of other rows of the same fit."""
        self.sums.merge(other.sums)
        self.counts += other.counts
        if self.weights is not None and other.weights is not None:
            self.weights.merge(other.weights)

    def sizes(self) -> Doubles:
        """Return the weight of each cluster as float64 (n_clusters,): the number of its rows when they have no weights."""
        return self.counts.astype(np.float64) if self.weights is None else self.weights.finish()[:, 0]

    def finish(self, centres: Doubles) -> Doubles:
        """Return the mean of each cluster as float64 (n_clusters, d); empty clusters keep their present centres.

        A mean is the sum times the reciprocal of the size, each rounded: so scikit-learn forms it.
        """
        sizes = self.sizes()
        filled = sizes > 0
        means = centres.copy()
        means[filled] = self.sums.finish()[filled] * (1.0 / sizes[filled, np.newaxis])
        return means


def maxima_of(rows: Rows) -> Doubles:
    """Return the largest magnitude of each column of `rows` (n, d) as float64 (d,)."""
    return sparse_column_maxima(rows) if isinstance(rows, CSR) else column_maxima(rows)


def weighted_maxima(rows: Rows, sample_weight: Floats) -> Doubles:
    """Return the largest magnitude of each column of the weighted rows, products in float64, as float64 (d,)."""
    if isinstance(rows, CSR):
        return sparse_column_maxima(rows, sample_weight)
    largest = np.zeros(rows.shape[1])
    for block in row_blocks(*rows.shape):
        products = rows[block].astype(np.float64) * sample_weight[block].astype(np.float64)[:, np.newaxis]
        np.maximum(largest, column_maxima(products), out=largest)
    return largest
