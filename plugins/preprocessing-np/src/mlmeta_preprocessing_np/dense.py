"""The moments of dense rows: those of blocks of rows, then one sum over the blocks, in bounded memory."""

from collections.abc import Iterator

import numpy as np

from mlmeta_preprocessing_np.arrays import BLOCK_ELEMENTS, Counts, Doubles, Floats, row_blocks
from mlmeta_preprocessing_np.moments import Moments, corrected, quotient
from mlmeta_preprocessing_np.sums import BLOCK_ROWS, block_sums, row_sums

COLUMNS = BLOCK_ELEMENTS // BLOCK_ROWS


def moments_of_dense(X: Floats, weight: Doubles | None, *, squares: bool) -> Moments:
    """Return the moments of the columns of `X` (n_samples, n_features); NaN is missing.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows.
    weight : ndarray of shape (n_samples,) or None
        The weight of each row; None is 1.
    squares : bool
        Whether the squared deviations are wanted: they take a second pass over each block.
    """
    shift = _first_values(X, weight)
    shape = (-(-len(X) // BLOCK_ROWS), X.shape[1])
    count, total, squared = np.empty(shape), np.empty(shape), np.zeros(shape)
    with np.errstate(over="ignore", invalid="ignore"):  # found by `checked`
        for rows, blocks, columns in _pieces(*X.shape):
            part = _Part(X[rows, columns], shift[columns], None if weight is None else weight[rows])
            where = np.s_[blocks, columns]
            count[where], total[where] = part.counts(), part.sums()
            if squares:
                squared[where] = part.squares(count[where], total[where])
        counts, mean = row_sums(count), quotient(row_sums(total), row_sums(count), 0.0)
        apart = quotient(total, count, 0.0) - mean
        whole: Counts = counts.astype(np.int64) if weight is None else counts
        return Moments(whole, shift + mean, row_sums(squared + count * apart**2) if squares else None).checked()


def _pieces(n_rows: int, width: int) -> Iterator[tuple[slice, slice, slice]]:
    """Yield pieces of at most `BLOCK_ELEMENTS` elements: their rows (whole blocks), the numbers of these, and their columns."""
    columns = min(width, COLUMNS)
    step = BLOCK_ROWS * (BLOCK_ELEMENTS // (BLOCK_ROWS * columns))
    for first in range(0, n_rows, step):
        last = min(first + step, n_rows)
        blocks = slice(first // BLOCK_ROWS, -(-last // BLOCK_ROWS))
        for column in range(0, width, columns):
            yield slice(first, last), blocks, slice(column, column + columns)


class _Part:
    """Some blocks of rows, less the shift, zero where a value is missing."""

    def __init__(self, X: Floats, shift: Doubles, weight: Doubles | None) -> None:
        self.missing = np.isnan(X)
        self.some_missing = bool(self.missing.any())
        self.rows: Doubles = X - shift
        self.weight = None if weight is None else weight[:, np.newaxis]
        self._clear_missing()

    def counts(self) -> Doubles:
        """Return the number of values in each block, or the sum of their weights."""
        there = ~self.missing
        return block_sums(there.astype(np.float64) if self.weight is None else np.where(there, self.weight, 0.0))

    def sums(self) -> Doubles:
        """Return the (weighted) sums of each block."""
        return block_sums(self._weighted(self.rows))

    def squares(self, count: Doubles, total: Doubles) -> Doubles:
        """Return the (weighted) sums of squared deviations of each block from its mean, which is taken from the rows."""
        mean = quotient(total, count, 0.0)
        self.rows -= np.repeat(mean, BLOCK_ROWS, axis=0)[: len(self.rows)]
        self._clear_missing()
        deviations = self.sums()
        squared = block_sums(self._weighted(np.square(self.rows, out=self.rows)))
        return corrected(squared, deviations, count)

    def _weighted(self, values: Doubles) -> Doubles:
        return values if self.weight is None else self.weight * values

    def _clear_missing(self) -> None:
        if self.some_missing:
            self.rows[self.missing] = 0.0


def _first_values(X: Floats, weight: Doubles | None) -> Doubles:
    """Return the first value that is there of each column, in rows of positive weight; 0 where there is none.

    A value k of the column has `(k - mean)**2 <= n * variance`: taken from all values first, it costs no digits of the variance,
    and saves those that the values have in common.
    """
    first, missing = np.zeros(X.shape[1]), np.arange(X.shape[1])
    for rows in row_blocks(*X.shape):
        block = X[rows] if weight is None else X[rows][weight[rows] > 0]
        if not len(block):
            continue
        there = ~np.isnan(block[:, missing])
        found = there.any(axis=0)
        first[missing[found]] = block[there.argmax(axis=0)[found], missing[found]]
        missing = missing[~found]
        if not len(missing):
            break
    return first
