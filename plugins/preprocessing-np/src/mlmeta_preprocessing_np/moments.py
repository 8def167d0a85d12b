"""Counts, means and squared deviations of columns, and how those of two parts are put together.

The formulas are those of T. Chan, G. Golub and R. LeVeque, "Algorithms for computing the sample variance: analysis and
recommendations", The American Statistician 37, 1983, pages 242-247: the corrected two-pass algorithm for a block of rows,
equation 1.5 for two parts. Everything is float64, whatever the data are, and in the order of `sums`.
"""

from dataclasses import dataclass

import numpy as np
from mlmeta.errors import InvalidDataError

from mlmeta_preprocessing_np.arrays import Counts, Doubles


@dataclass(frozen=True)
class Moments:
    """What is known of each column; a column that no row has seen holds zeros.

    Attributes
    ----------
    count : ndarray of shape (n_features,)
        The number of values that are there (int64), or the sum of their weights (float64).
    average : ndarray of shape (n_features,)
        Their weighted mean.
    squares : ndarray of shape (n_features,) or None
        The weighted sum of squared deviations from the mean; None when the variance is not wanted.
    """

    count: Counts
    average: Doubles
    squares: Doubles | None

    @classmethod
    def from_mean(cls, count: Counts, mean: Doubles, variance: Doubles | None) -> "Moments":
        """Return the moments of columns of which count, mean and variance are known (NaN where the count is 0)."""
        seen = count > 0
        return cls(count, np.where(seen, mean, 0.0), None if variance is None else np.where(seen, variance * count, 0.0))

    @property
    def mean(self) -> Doubles:
        """Return the mean of each column, NaN where nothing was seen."""
        return np.where(self.count > 0, self.average, np.nan)

    @property
    def variance(self) -> Doubles | None:
        """Return the variance of each column, NaN where nothing was seen."""
        return None if self.squares is None else quotient(self.squares, self.count, np.nan)

    def merged(self, other: "Moments") -> "Moments":
        """Return the moments of the rows of both parts.

        Examples
        --------
        >>> two, one = np.array([2]), np.array([1.0])
        >>> both = Moments(two, one, 0 * one).merged(Moments(two, 3 * one, 0 * one))
        >>> both.mean, both.variance
        (array([2.]), array([1.]))
        """
        count = self.count + other.count
        share = quotient(other.count, count, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):  # found by `checked`
            apart = np.where((self.count > 0) & (other.count > 0), other.average - self.average, 0.0)
            average = np.where(self.count > 0, self.average + apart * share, other.average)
            squares = None
            if self.squares is not None and other.squares is not None:
                squares = (self.squares + other.squares) + (share * self.count) * apart**2
        return Moments(count, average, squares).checked()

    def checked(self) -> "Moments":
        """Return the moments, if all are finite.

        Raises
        ------
        InvalidDataError
            The values, or the weights, are too large for sums of them or of their squares.
        """
        if not np.isfinite(self.count).all():
            message = "the sum of sample_weight exceeds the range of float64; divide the weights by a constant"
            raise InvalidDataError(message)
        for statistic in (self.average, self.squares):
            if statistic is not None and not np.isfinite(statistic).all():
                column = int(np.isfinite(statistic).argmin())
                message = (
                    f"column {column} of X holds values so large that their sums or squares exceed the range of float64; "
                    "divide X by a constant, for instance a power of two"
                )
                raise InvalidDataError(message)
        return self


def quotient(numerator: Counts, count: Counts, otherwise: float) -> Doubles:
    """Return `numerator / count`, and `otherwise` where the count is 0."""
    found: Doubles = np.divide(numerator, count, out=np.full(count.shape, otherwise), where=count > 0)
    return found


def corrected(squared: Doubles, deviations: Doubles, count: Counts) -> Doubles:
    """Return the sums of squared deviations without what the rounding of the mean added; never negative, as the exact ones."""
    sums: Doubles = np.maximum(squared - quotient(deviations**2, count, 0.0), 0.0)
    return sums
