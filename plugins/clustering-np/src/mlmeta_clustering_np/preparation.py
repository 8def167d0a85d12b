"""What a fit does to the data once: centring, the bounds of the columns and the tolerance."""

from dataclasses import dataclass

import numpy as np
from mlmeta.errors import InvalidDataError

from mlmeta_clustering_np.arrays import Doubles, Floats, column_maxima, row_blocks, sum_in_order
from mlmeta_clustering_np.sums import ExactSums, FixedPoint, Words


@dataclass(frozen=True)
class Prepared:
    """The centred data of a fit.

    Attributes
    ----------
    rows : ndarray of shape (n, d)
        `X - mean`, in the dtype of `X`; differences then lose fewer bits.
    mean : ndarray of shape (d,)
        Exact mean of each column, rounded to the dtype.
    tolerance : float
        `tol` times the mean variance of the columns: the bound on the squared shift of the centres.
    largest_term : float
        No (weighted) squared distance of a row to a mean of rows exceeds this.
    words : {1, 2}
        Words of the exact sums of rows: one for float32, two for float64.
    """

    rows: Floats
    mean: Floats
    tolerance: float
    largest_term: float
    words: Words


def prepare(X: Floats, tol: float, sample_weight: Floats | None = None) -> Prepared:
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
        mean = column_means(X, words).astype(X.dtype)
        rows = X - mean
        bounds = column_maxima(rows)
        largest_distance = sum_in_order(np.square(2 * bounds))
    if not np.isfinite(max(largest_distance, 1.0) * heaviest * len(X)):
        largest = float(np.abs(column_maxima(X)).max())
        message = (
            f"X holds magnitudes up to {largest:.3g}, and weights up to {heaviest:.3g}: sums of squared distances overflow. "
            "Divide X (or sample_weight) by a constant before the fit."
        )
        raise InvalidDataError(message)
    tolerance = tol * sum_in_order(column_variances(rows, bounds)) / X.shape[1] if tol > 0 else 0.0
    return Prepared(rows, mean, tolerance, heaviest * largest_distance, words)


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
