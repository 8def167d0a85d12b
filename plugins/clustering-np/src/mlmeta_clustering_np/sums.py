"""Exact sums of columns, in integers: any order, any chunks, any number of machines give the same bits.

A value is scaled by a power of two that the largest magnitude of its column fixes, rounded once to an integer, and added in
int64. Integer addition is associative, so a sum is a *partial statistic*: `start`, `accumulate` in any pieces, `merge`, `finish`.

One word (float32 data) holds the sum of `n` integers below `2^(62 - ceil(log2 n))`. Two words (float64 data and squared
quantities) hold integers up to `2^61` as a high and a low half of 32 bits; after the carry the low word is in `[0, 2^32)` (the
canonical form), so that equal sums have equal words. The idea is that of reproducible summation: Demmel, Ahrens and Nguyen,
"Efficient Reproducible Floating Point Summation and BLAS", ACM TOMS 46(3), 2020.
"""

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Integers, row_blocks

LARGEST_POWER = 1023
"""2^1023 is the largest power of two that float64 holds."""

HALF_WORD = 2.0**32
EXACT_INTEGERS = 1 << 53
"""Every integer below this magnitude is a float64."""

Words = Literal[1, 2]


@dataclass(frozen=True)
class FixedPoint:
    """How values become integers: `round(value * 2^power)`, one power per column.

    Attributes
    ----------
    powers : ndarray of int64, shape (n_columns,)
    words : {1, 2}
        Number of int64 words that hold one sum.
    """

    powers: Integers
    words: Words

    @classmethod
    def for_bounds(cls, bounds: Doubles, *, n_rows: int, words: Words) -> Self:
        """Return the format for columns whose magnitudes do not exceed the finite `bounds` (n_columns,).

        Parameters
        ----------
        bounds : ndarray of float64, shape (n_columns,)
            Largest magnitude of each column; a column of zeros has scale 1.
        n_rows : int
            Number of rows of the whole fit, not of one piece of it; used with one word only.
        words : {1, 2}
        """
        exponents = np.frexp(bounds)[1].astype(np.int64)
        room = 61 if words == 2 else 62 - (n_rows - 1).bit_length()
        powers = np.minimum(room - exponents, LARGEST_POWER)
        return cls(powers=np.where(bounds == 0, 0, powers), words=words)

    def halves(self, values: Doubles, columns: NDArray[np.integer] | None = None) -> tuple[Doubles, Doubles]:
        """Return the integers of `values` (m, n_columns) as high and low halves: integer-valued float64, `high * 2^32 + low`.

        With `columns` (m,) given, `values` are single ones (m,) of these columns.
        `rint` rounds half to even. All three steps after it are exact, for a float64 has 53 bits and none of them needs more.
        """
        powers = self.powers if columns is None else self.powers[columns]
        scaled = np.rint(values * np.ldexp(1.0, powers))
        high = np.floor(scaled / HALF_WORD)
        return high, scaled - high * HALF_WORD


class ExactSums:
    """Exact sums of the columns of rows, by group: a partial statistic.

    Attributes
    ----------
    fixed_point : FixedPoint
    integers : ndarray of int64, shape (words, n_groups, n_columns)
        The sums: one word, or (high, low) in canonical form.

    Examples
    --------
    >>> values = np.array([[1e16], [1.0], [-1e16]])
    >>> sums = ExactSums.start(1, FixedPoint.for_bounds(np.array([1e16]), n_rows=3, words=2))
    >>> sums.accumulate(values)
    >>> sums.finish()
    array([[1.]])
    """

    def __init__(self, fixed_point: FixedPoint, integers: Integers) -> None:
        self.fixed_point = fixed_point
        self.integers = integers

    @classmethod
    def start(cls, n_groups: int, fixed_point: FixedPoint) -> Self:
        """Return the empty sums of `n_groups` groups."""
        return cls(fixed_point, np.zeros((fixed_point.words, n_groups, len(fixed_point.powers)), dtype=np.int64))

    def copy(self) -> Self:
        """Return sums of the same value that can be changed on their own."""
        return type(self)(self.fixed_point, self.integers.copy())

    def accumulate(
        self,
        values: Floats,
        groups: NDArray[np.integer] | None = None,
        *,
        weights: Floats | None = None,
        sign: Literal[1, -1] = 1,
    ) -> None:
        """Add the rows of `values` to the sums of their groups, or take them away again.

        Parameters
        ----------
        values : ndarray of shape (m, n_columns)
            Magnitudes within the bounds of the format.
        groups : ndarray of int, shape (m,), optional
            Group of each row; group 0 for all of them when absent.
        weights : ndarray of shape (m,), optional
            Factors of the rows. The product is formed once, in float64, and the bounds are those of the products.
        sign : {1, -1}
            -1 subtracts what was added before, without a trace.
        """
        for block in row_blocks(*values.shape):
            terms = values[block].astype(np.float64)
            if weights is not None:
                terms *= weights[block].astype(np.float64)[:, np.newaxis]
            members = None if groups is None else groups[block]
            high, low = (self._by_group(half, members) for half in self.fixed_point.halves(terms))
            if self.fixed_point.words == 1:
                self.integers[0] += sign * ((high << 32) + low)
            else:
                self.integers += sign * np.stack([high, low])
                self._carry()

    def accumulate_entries(
        self, entries: Doubles, groups: NDArray[np.integer], columns: NDArray[np.integer], *, sign: Literal[1, -1] = 1
    ) -> None:
        """Add single values to the sums of their groups and columns, or take them away again: sparse rows, zeros left out.

        Parameters
        ----------
        entries : ndarray of float64, shape (m,)
            Magnitudes within the bounds of their columns; at most 2^20 of one group and column.
        groups, columns : ndarray of int, shape (m,)
        sign : {1, -1}
            -1 subtracts what was added before, without a trace.
        """
        _, n_groups, n_columns = self.integers.shape
        cells, owners = np.unique(groups.astype(np.intp) * n_columns + columns, return_inverse=True)
        where = np.unravel_index(cells, (n_groups, n_columns))
        halves = self.fixed_point.halves(entries, columns)
        high, low = (np.bincount(owners, half, len(cells)).astype(np.int64) for half in halves)
        if self.fixed_point.words == 1:
            self.integers[0][where] += sign * ((high << 32) + low)
        else:
            self.integers[0][where] += sign * high
            self.integers[1][where] += sign * low
            self._carry()

    def merge(self, other: Self) -> None:
        """Add the sums of `other`, which were started in the same format.

        Raises
        ------
        ValueError
            If the formats or the shapes differ: their integers do not mean the same.
        """
        same = self.fixed_point.words == other.fixed_point.words and self.integers.shape == other.integers.shape
        if not (same and np.array_equal(self.fixed_point.powers, other.fixed_point.powers)):
            message = (
                "Partial sums can be merged only when they were started with the same groups, bounds, words and number of rows."
            )
            raise ValueError(message)
        self.integers += other.integers
        self._carry()

    def finish(self) -> Doubles:
        """Return the sums as float64 (n_groups, n_columns): the exact integers rounded once, times `2^-power`."""
        with np.errstate(over="ignore", under="ignore"):
            sums: Doubles = np.ldexp(self._rounded_integers(), -self.fixed_point.powers)
        return sums

    def _by_group(self, half: Doubles, groups: NDArray[np.integer] | None) -> Integers:
        """Return the integer sums of one half of a block (m, n_columns) by group, as int64 (n_groups, n_columns).

        A half is below 2^32 and a block has at most 2^18 rows, so float64 adds these integers exactly, in any order.
        """
        _, n_groups, n_columns = self.integers.shape
        total = np.zeros((n_groups, n_columns))
        if groups is None:
            total[0] = half.sum(axis=0)
        else:
            cells = groups[:, np.newaxis] * np.intp(n_columns) + np.arange(n_columns)
            total[:] = np.bincount(cells.ravel(), half.ravel(), total.size).reshape(total.shape)
        return total.astype(np.int64)

    def _carry(self) -> None:
        """Bring two words into canonical form; `>>` is an arithmetic shift, so the low word ends in `[0, 2^32)`."""
        if self.fixed_point.words == 2:
            high, low = self.integers
            high += low >> 32
            low &= 0xFFFF_FFFF

    def _rounded_integers(self) -> Doubles:
        """Return the exact integers, each rounded once to float64."""
        if self.fixed_point.words == 1:
            values: Doubles = self.integers[0].astype(np.float64)
            return values
        high, low = self.integers
        # Below 2^53 the high word is a float64, and the one addition rounds the exact value. Beyond (more than 2^24 rows of the
        # largest magnitude) Python's integers do it.
        values = high * HALF_WORD + low
        for cell in zip(*np.nonzero(np.abs(high) >= EXACT_INTEGERS), strict=True):
            values[cell] = float((int(high[cell]) << 32) + int(low[cell]))
        return values
