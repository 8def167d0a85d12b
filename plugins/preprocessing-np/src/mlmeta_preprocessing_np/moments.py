"""Counts, sums and squared deviations of columns, and how those of two parts are put together.

The formulas are those of T. Chan, G. Golub and R. LeVeque, "Algorithms for computing the sample variance: analysis and
recommendations", The American Statistician 37, 1983, pages 242-247: the corrected two-pass algorithm for one part, equation
1.5 for two. All sums are float64, whatever the data are.
"""

from dataclasses import dataclass

import numpy as np
from mlmeta.sparse import CSR

from mlmeta_preprocessing_np.arrays import Counts, Doubles, Floats, row_blocks


@dataclass(frozen=True)
class Moments:
    """What is known of each column; a column that no row has seen holds zeros.

    Attributes
    ----------
    count : ndarray of shape (n_features,)
        The number of values that are there (int64), or the sum of their weights (float64).
    total : ndarray of shape (n_features,)
        Their weighted sum.
    squares : ndarray of shape (n_features,) or None
        The weighted sum of squared deviations from the mean; None when the variance is not wanted.
    """

    count: Counts
    total: Doubles
    squares: Doubles | None

    @classmethod
    def from_mean(cls, count: Counts, mean: Doubles, variance: Doubles | None) -> "Moments":
        """Return the moments of columns of which count, mean and variance are known (NaN where the count is 0)."""
        seen = count > 0
        return cls(
            count,
            np.where(seen, mean * count, 0.0),
            None if variance is None else np.where(seen, variance * count, 0.0),
        )

    @property
    def mean(self) -> Doubles:
        """Return the mean of each column, NaN where nothing was seen."""
        return _quotient(self.total, self.count, np.nan)

    @property
    def variance(self) -> Doubles | None:
        """Return the variance of each column, NaN where nothing was seen."""
        return None if self.squares is None else _quotient(self.squares, self.count, np.nan)

    def merged(self, other: "Moments") -> "Moments":
        """Return the moments of the rows of both parts.

        Examples
        --------
        >>> one, two = np.array([1.0]), np.array([2])
        >>> both = Moments(two, 2 * one, 0 * one).merged(Moments(two, 6 * one, 0 * one))
        >>> both.mean, both.variance
        (array([2.]), array([1.]))
        """
        count, total = self.count + other.count, self.total + other.total
        if self.squares is None or other.squares is None:
            return Moments(count, total, None)
        apart = _quotient(other.total, other.count, 0.0) - _quotient(self.total, self.count, 0.0)
        between = _quotient(other.count, count, 0.0) * self.count * apart**2  # 0 where one part saw nothing
        return Moments(count, total, self.squares + other.squares + between)


def _quotient(numerator: Counts, count: Counts, otherwise: float) -> Doubles:
    """Return `numerator / count`, and `otherwise` where the count is 0."""
    quotient: Doubles = np.divide(numerator, count, out=np.full(count.shape, otherwise), where=count > 0)
    return quotient


def moments_of(X: Floats | CSR, weight: Floats | None, *, squares: bool) -> Moments:
    """Return the moments of the columns of `X` (n_samples, n_features); NaN is missing.

    Parameters
    ----------
    X : ndarray or CSR
        The rows; where a CSR stores nothing there is a zero.
    weight : ndarray of shape (n_samples,) or None
        The weight of each row; None is 1.
    squares : bool
        Whether the squared deviations are wanted: they take a second pass.
    """
    exact = None if weight is None else weight.astype(np.float64)
    return _of_sparse(X, exact, squares=squares) if isinstance(X, CSR) else _of_dense(X, exact, squares=squares)


def _of_dense(X: Floats, weight: Doubles | None, *, squares: bool) -> Moments:
    n_rows, width = X.shape
    total = np.zeros(width)
    count: Counts = np.zeros(width, dtype=np.int64) if weight is None else np.zeros(width)
    for rows in row_blocks(n_rows, width):
        there = ~np.isnan(X[rows])
        total += _column_sums(np.where(there, X[rows], 0).astype(np.float64, copy=False), weight, rows)
        seen: Counts = there.sum(axis=0) if weight is None else weight[rows] @ there
        count = count + seen
    if not squares:
        return Moments(count, total, None)
    mean, correction, squared = _quotient(total, count, 0.0), np.zeros(width), np.zeros(width)
    for rows in row_blocks(n_rows, width):
        deviation = X[rows] - mean
        deviation[np.isnan(X[rows])] = 0
        correction += _column_sums(deviation, weight, rows)
        squared += _column_sums(np.square(deviation, out=deviation), weight, rows)
    return Moments(count, total, _corrected(squared, correction, count))


def _corrected(squared: Doubles, correction: Doubles, count: Counts) -> Doubles:
    """Return the sums of squared deviations without what the rounding of the mean added; never negative, as the exact ones."""
    sums: Doubles = np.maximum(squared - _quotient(correction**2, count, 0.0), 0.0)
    return sums


def _column_sums(block: Doubles, weight: Doubles | None, rows: slice) -> Doubles:
    """Return the (weighted) sum of the rows of `block`, which are the `rows` of the data."""
    sums: Doubles = block.sum(axis=0) if weight is None else weight[rows] @ block
    return sums


def _of_sparse(X: CSR, weight: Doubles | None, *, squares: bool) -> Moments:
    n_rows, width = X.shape
    there = ~np.isnan(X.data)
    values, columns = X.data[there].astype(np.float64), X.indices[there]
    n_missing, n_stored = _tally(X.indices[~there], None, width), _tally(columns, None, width)
    entry_weight: Doubles | None = None
    count, stored = n_rows - n_missing, n_stored
    if weight is not None:
        of_entries = np.repeat(weight, np.diff(X.indptr))
        entry_weight = of_entries[there]
        count = weight.sum() - _tally(X.indices[~there], of_entries[~there], width)
        stored = _tally(columns, entry_weight, width)
    total = _tally(columns, _product(values, entry_weight), width)
    if not squares:
        return Moments(count, total, None)
    mean = _quotient(total, count, 0.0)
    # Decided by whole numbers: a difference of sums of weights is rarely exactly 0.
    zeros = np.where(n_rows - n_missing > n_stored, count - stored, 0)
    deviation = values - mean[columns]
    correction = _tally(columns, _product(deviation, entry_weight), width) - zeros * mean
    squared = _tally(columns, _product(deviation**2, entry_weight), width) + zeros * mean**2
    return Moments(count, total, _corrected(squared, correction, count))


def _product(values: Doubles, weight: Doubles | None) -> Doubles:
    return values if weight is None else values * weight


def _tally(columns: np.ndarray, values: Doubles | None, width: int) -> np.ndarray:
    """Return the sum of `values` (or their number) in each of the `width` columns."""
    return np.bincount(columns, weights=values, minlength=width)
