"""Sparse rows: their blocks, their entries, and their squared distance `D` to a dense centre, at the cost of their entries.

For a sparse row `D(x, c) = max(0, ((e_1 + e_2) + ...) + |c|^2)` with `e = (x_t - c_t)^2 - c_t^2` for the entries of the row in
the order of their columns; float64, every operation rounded on its own. A feature without an entry costs nothing. The label needs
less, the *score* `|c|^2 - 2 (x_1 c_1 + ...)`, which is `D` but for `|x|^2`: so scikit-learn labels sparse rows. `numpy.bincount`
adds its weights one after the other, which fixes the order.
"""

from collections.abc import Iterator

import numpy as np
from mlmeta.data.sparse import CSR
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import BLOCK_ELEMENTS, Doubles, Floats, Labels
from mlmeta_clustering_np.scores import squared_norms


def sparse_blocks(rows: CSR, width: int) -> Iterator[slice]:
    """Yield slices that cover `rows` in order, each of at most `BLOCK_ELEMENTS` entries and `BLOCK_ELEMENTS // width` rows.

    One row at least: a single row may have more entries.

    Parameters
    ----------
    rows : CSR
    width : int
        Elements that the largest temporary array of the caller holds per row.
    """
    step = max(1, BLOCK_ELEMENTS // max(1, width))
    start = 0
    while start < len(rows):
        full = int(np.searchsorted(rows.indptr, rows.indptr[start] + BLOCK_ELEMENTS, side="right")) - 1
        stop = min(max(full, start + 1), start + step, len(rows))
        yield slice(start, stop)
        start = stop


def part(rows: CSR, block: slice) -> CSR:
    """Return consecutive rows; the entries are views."""
    indptr = rows.indptr[block.start : block.stop + 1]
    entries = slice(indptr[0], indptr[-1])
    return CSR(rows.data[entries], rows.indices[entries], indptr - indptr[0], (len(indptr) - 1, rows.shape[1]))


def dense(rows: CSR, positions: NDArray[np.intp]) -> Floats:
    """Return the rows at `positions` (m,) as an array (m, d)."""
    return rows.take(positions).to_dense(0, len(positions))


def row_numbers(rows: CSR) -> NDArray[np.intp]:
    """Return for each entry the number of its row, (n_entries,)."""
    return np.repeat(np.arange(len(rows)), np.diff(rows.indptr))


def sparse_column_maxima(rows: CSR, weights: Floats | None = None) -> Doubles:
    """Return the largest magnitude of each column of the (weighted) rows, products in float64, as float64 (d,)."""
    largest = np.zeros(rows.shape[1])
    for block in sparse_blocks(rows, 1):
        some = part(rows, block)
        np.maximum.at(largest, some.indices, np.abs(weighted_entries(some, None if weights is None else weights[block])))
    return largest


def weighted_entries(rows: CSR, weights: Floats | None) -> Doubles:
    """Return the entries as float64 (n_entries,), times the weights (n,) of their rows."""
    entries = rows.data.astype(np.float64)
    return entries if weights is None else entries * weights.astype(np.float64)[row_numbers(rows)]


def sparse_squared_distances(rows: CSR, centres: Doubles, norms: Doubles) -> Doubles:
    """Return `D` of each centre to each row as float64 (k, m).

    Parameters
    ----------
    rows : CSR of shape (m, d)
        The caller bounds the entries and k x m.
    centres : ndarray of shape (k, d)
    norms : ndarray of shape (k,)
        `squared_norms(centres)`.
    """
    numbers = row_numbers(rows)
    entries = rows.data.astype(np.float64)
    total = np.empty((len(centres), len(rows)))
    for position, centre in enumerate(centres):
        total[position] = added_up(entries, centre[rows.indices], numbers, norms[position], len(rows))
    return total


def sparse_nearest_centres(rows: CSR, centres: Doubles) -> Labels:
    """Return for each row (n, d) the lowest index of a centre (k, d) with the smallest score, as int32 (n,)."""
    labels = np.empty(len(rows), dtype=np.int32)
    norms = squared_norms(centres)
    for block in sparse_blocks(rows, len(centres)):
        some = part(rows, block)
        numbers, entries = row_numbers(some), some.data.astype(np.float64)
        scores = np.empty((len(centres), len(some)))
        with np.errstate(over="ignore", invalid="ignore"):
            for position, centre in enumerate(centres):
                products = np.bincount(numbers, entries * centre[some.indices], len(some))
                scores[position] = norms[position] - 2 * products
        scores[np.isnan(scores)] = np.inf  # what overflows is far
        labels[block] = scores.argmin(axis=0)
    return labels


def sparse_distances_to_own_centre(rows: CSR, centres: Floats, labels: NDArray[np.integer]) -> Doubles:
    """Return `D` of each row (n, d) to the centre (k, d) that its label names, as float64 (n,)."""
    own = np.empty(len(rows))
    norms = squared_norms(centres)
    for block in sparse_blocks(rows, 1):
        some = part(rows, block)
        numbers = row_numbers(some)
        beside = centres[labels[block][numbers], some.indices].astype(np.float64)
        own[block] = added_up(some.data.astype(np.float64), beside, numbers, norms[labels[block]], len(some))
    return own


def added_up(entries: Doubles, beside: Doubles, numbers: NDArray[np.intp], norms: Doubles | float, n_rows: int) -> Doubles:
    """Return `D` of each row as float64 (n_rows,).

    Parameters
    ----------
    entries, beside : ndarray of shape (n_entries,)
        The entries of the rows, and the values of their centres in the same columns.
    numbers : ndarray of shape (n_entries,)
        The row of each entry.
    norms : float or ndarray of shape (n_rows,)
        `|c|^2` of the centres.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        terms = np.square(entries - beside) - np.square(beside)
        total: Doubles = np.add(np.bincount(numbers, terms, n_rows), norms, dtype=np.float64)
    total[np.isnan(total)] = np.inf  # a norm that overflows
    return np.maximum(total, 0.0, out=total)
