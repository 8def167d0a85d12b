"""The moments of sparse rows: passes over the entries in their order, and the zeros that are not stored at once."""

import numpy as np
from mlmeta.data.sparse import CSR

from mlmeta_preprocessing_np.arrays import Counts, Doubles
from mlmeta_preprocessing_np.moments import Moments, corrected, quotient
from mlmeta_preprocessing_np.sums import row_sums


def moments_of_sparse(X: CSR, weight: Doubles | None, *, squares: bool) -> Moments:
    """Return the moments of the columns of `X`, as `moments_of_dense`; where nothing is stored there is a zero."""
    n_rows, width = X.shape
    there = ~np.isnan(X.data)
    values, columns = X.data[there].astype(np.float64), X.indices[there]
    n_missing, n_stored = _tally(X.indices[~there], None, width), _tally(columns, None, width)
    entry_weight: Doubles | None = None
    count: Counts = n_rows - n_missing
    stored: Counts = n_stored
    if weight is not None:
        of_entries = np.repeat(weight, np.diff(X.indptr))
        entry_weight = of_entries[there]
        count = row_sums(weight[:, np.newaxis])[0] - _tally(X.indices[~there], of_entries[~there], width)
        stored = _tally(columns, entry_weight, width)
    with np.errstate(over="ignore", invalid="ignore"):  # found by `checked`
        mean = quotient(_tally(columns, _product(values, entry_weight), width), count, 0.0)
        if not squares:
            return Moments(count, mean, None).checked()
        # Decided by whole numbers: a difference of sums of weights is rarely exactly 0.
        zeros = np.where(n_rows - n_missing > n_stored, count - stored, 0)
        deviation = values - mean[columns]
        deviations = _tally(columns, _product(deviation, entry_weight), width) - zeros * mean
        squared = _tally(columns, _product(deviation**2, entry_weight), width) + zeros * mean**2
        return Moments(count, mean, corrected(squared, deviations, count)).checked()


def _product(values: Doubles, weight: Doubles | None) -> Doubles:
    return values if weight is None else values * weight


def _tally(columns: np.ndarray, values: Doubles | None, width: int) -> np.ndarray:
    """Return the sum of `values` (or their number) in each of the `width` columns, added in order."""
    return np.bincount(columns, weights=values, minlength=width)
