"""The score `|c|^2 - 2 x.c` of a centre, rounded as scikit-learn's own fit rounds it.

A score is the squared distance but for `|x|^2`. scikit-learn labels rows by it: `|c|^2` from `numpy.einsum`, which adds in two
lanes (NumPy 2 on x86-64), and `x.c` from BLAS, which adds feature after feature with fused multiply-adds. Where two centres are
equally far from a row, only rounding decides, and a score that rounds alike decides alike.
"""

import numpy as np
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats
from mlmeta_clustering_np.fused import fused_multiply_add

UNROLLED = 8
"""Features of one turn of the loop of `numpy.einsum`: four registers of two lanes, the last first."""


def squared_norms(centres: Floats) -> Doubles:
    """Return `|c|^2` of each centre (k, d) as float64 (k,): even and odd features apart, in the order of `lane_order`.

    Examples
    --------
    >>> squared_norms(np.array([[3.0, 4.0], [1.0, 0.0]])).tolist()
    [25.0, 1.0]
    """
    with np.errstate(over="ignore"):
        squares = np.square(centres, dtype=np.float64)
        even, odd = squares[:, 0::2], squares[:, 1::2]
        lanes = [np.add.accumulate(lane[:, lane_order(lane.shape[1], squares.shape[1])], axis=1) for lane in (even, odd)]
        return sum((lane[:, -1] for lane in lanes if lane.shape[1]), np.zeros(len(centres)))


def lane_order(n_places: int, n_features: int) -> NDArray[np.intp]:
    """Return the order in which a lane adds its `n_places` features.

    Examples
    --------
    >>> lane_order(6, 11).tolist()
    [3, 2, 1, 0, 4, 5]
    """
    order = np.arange(n_places)
    unrolled = n_features // UNROLLED * (UNROLLED // 2)
    order[:unrolled] = order[:unrolled].reshape(-1, UNROLLED // 2)[:, ::-1].ravel()
    return order


def scores(columns: Doubles, centres: Doubles) -> Doubles:
    """Return the score of each centre to each row as float64 (k, m).

    Parameters
    ----------
    columns : ndarray of shape (d, m)
        The rows, transposed (`columns_of`); the caller bounds k x m.
    centres : ndarray of shape (k, d)
    """
    products = np.zeros((len(centres), columns.shape[1]))
    for feature, column in enumerate(columns):
        products = fused_multiply_add(column, centres[:, feature, np.newaxis], products)
    found: Doubles = squared_norms(centres)[:, np.newaxis] - 2 * products
    return found
