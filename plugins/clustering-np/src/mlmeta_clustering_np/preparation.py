"""What a fit does to the data once: centring, the bounds of the columns and the tolerance."""

from dataclasses import dataclass

import numpy as np
from mlmeta.data.sparse import CSR
from mlmeta.errors import InvalidDataError
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Rows, column_maxima, row_blocks, sum_in_order
from mlmeta_clustering_np.cluster_statistics import maxima_of
from mlmeta_clustering_np.sparse_rows import dense, part, sparse_blocks
from mlmeta_clustering_np.sums import ExactSums, FixedPoint, Words


@dataclass(frozen=True)
class Prepared:
    """The centred data of a fit.

    Attributes
    ----------
    source : ndarray or CSR of shape (n, d)
        `X` itself.
    rows : ndarray or CSR of shape (n, d)
        `X - mean`, in the dtype of `X`; differences then lose fewer bits. Sparse `X` as it is: centred, it would be dense.
    mean : ndarray of float64, shape (d,)
        Exact mean of each column, rounded once; zeros for sparse `X`.
    tolerance : float
        `tol` times the mean variance of the columns: the bound on the squared shift of the centres.
    largest_term : float
        No (weighted) squared distance of a row to a mean of rows exceeds this.
    words : {1, 2}
        Words of the exact sums of rows: one for float32, two for float64.
    """

    source: Rows
    rows: Rows
    mean: Doubles
    tolerance: float
    largest_term: float
    words: Words

    def unrounded(self, chosen: slice | NDArray[np.intp]) -> Doubles:
        """Return the chosen rows (m, d), centred in float64 whatever the dtype; sparse ones dense."""
        if isinstance(self.source, CSR):
            positions = np.arange(len(self.source))[chosen]
            return dense(self.source, positions).astype(np.float64)
        rows: Doubles = self.source[chosen] - self.mean
        return rows

    def uncentred(self, centres: Doubles) -> Floats:
        """Return centres of centred rows (n_clusters, d) in the coordinates and the dtype of `X`, rounded once."""
        moved: Floats = (centres + self.mean).astype(self.source.dtype)
        return moved


def prepare(X: Rows, tol: float, sample_weight: Floats | None = None) -> Prepared:
    """Return the centred `X` (n, d), which itself is not written, with its tolerance.

    Mean and tolerance do not depend on the weights (n,).

    Raises
    ------
    InvalidDataError
        If the sum of the weights or of the weighted squared distances could overflow float64.
    """
    heaviest = 1.0 if sample_weight is None else float(sample_weight.max())
    words: Words = 1 if X.dtype == np.float32 else 2
    with np.errstate(over="ignore", invalid="ignore"):
        rows: Rows
        if isinstance(X, CSR):
            mean, rows = np.zeros(X.shape[1]), X
        else:
            mean = column_means(X, words)
            rows = centred(X, mean)
        bounds = maxima_of(rows)
    largest_distance = bound_of_distances(X, bounds, heaviest)
    if tol > 0:
        variances = sparse_variances(rows, bounds) if isinstance(rows, CSR) else column_variances(rows, bounds)
        tolerance = tol * sum_in_order(variances) / X.shape[1]
    else:
        tolerance = 0.0
    return Prepared(X, rows, mean, tolerance, heaviest * largest_distance, words)


def bound_of_distances(X: Rows, bounds: Doubles, heaviest: float) -> float:
    """Return a bound of the squared distances between rows whose columns have the magnitudes `bounds` (d,).

    Raises
    ------
    InvalidDataError
        If as many of them as `X` (n, d) has rows, times the `heaviest` weight, could overflow float64.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        largest_distance = sum_in_order(np.square(2 * bounds))
    if not np.isfinite(max(largest_distance, 1.0) * heaviest * len(X)):
        largest = float(maxima_of(X).max())
        message = (
            f"X holds magnitudes up to {largest:.3g}, and weights up to {heaviest:.3g}: sums of squared distances overflow. "
            "Divide X (or sample_weight) by a constant before the fit."
        )
        raise InvalidDataError(message)
    return largest_distance


def centred(X: Floats, mean: Doubles) -> Floats:
    """Return `X - mean` (n, d), subtracted in float64 and rounded once to the dtype of `X`."""
    rows = np.empty_like(X)
    for block in row_blocks(*X.shape):
        rows[block] = X[block] - mean
    return rows


def column_means(X: Floats, words: Words) -> Doubles:
    """Return the exact mean of each column of `X` (n, d), rounded to float64, (d,)."""
    sums = ExactSums.start(1, FixedPoint.for_bounds(column_maxima(X), n_rows=len(X), words=words))
    sums.accumulate(X)
    means: Doubles = sums.finish()[0] / len(X)
    return means


def column_variances(rows: Floats, bounds: Doubles) -> Doubles:
    """Return the mean square of each column of the centred `rows` (n, d), whose magnitudes `bounds` (d,) limits."""
    squares = ExactSums.start(1, FixedPoint.for_bounds(np.square(bounds), n_rows=len(rows), words=2))
    for block in row_blocks(*rows.shape):
        squares.accumulate(np.square(rows[block].astype(np.float64)))
    variances: Doubles = squares.finish()[0] / len(rows)
    return variances


def sparse_variances(X: CSR, bounds: Doubles) -> Doubles:
    """Return the variance of each column of `X` (n, d), whose magnitudes `bounds` (d,) limits, as float64 (d,).

    The exact sum of `(x - mean)^2` over the entries, plus `mean^2` for each absent one, over n.
    """
    sums = ExactSums.start(1, FixedPoint.for_bounds(bounds, n_rows=len(X), words=2))
    squares = ExactSums.start(1, FixedPoint.for_bounds(np.square(2 * bounds), n_rows=len(X), words=2))
    present = np.zeros(X.shape[1], dtype=np.int64)
    for block in sparse_blocks(X, 1):
        some = part(X, block)
        sums.accumulate_entries(some.data.astype(np.float64), np.zeros_like(some.indices), some.indices)
    means = sums.finish()[0] / len(X)
    for block in sparse_blocks(X, 1):
        some = part(X, block)
        deviations = np.square(some.data.astype(np.float64) - means[some.indices])
        squares.accumulate_entries(deviations, np.zeros_like(some.indices), some.indices)
        present += np.bincount(some.indices, minlength=X.shape[1])
    variances: Doubles = (squares.finish()[0] + (len(X) - present) * np.square(means)) / len(X)
    return variances
