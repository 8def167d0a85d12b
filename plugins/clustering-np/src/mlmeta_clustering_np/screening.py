"""Squared distances by a matrix product: fast, nearly right, and sure of how nearly.

The score `|c|^2 - 2 x.c` is the squared distance of row x to centre c but for `|x|^2`, and costs one matrix product. Its rounding
depends on the BLAS library, so a score never decides; it *excludes* what `D` (:mod:`mlmeta_clustering_np.distances`) need not be
computed for. With u = 2^-53, C = max |c| and any order of summation, fused or not,

- a score is off by at most (d + 4) u (|x| + C)^2, and `|x|^2` by (d + 1) u |x|^2,
- `D` is off by at most (d + 3) u (|x| + C)^2 from the true squared distance.

A comparison of two centres involves two scores and two `D` (or two other scores): less than 4 (d + 4) u (|x| + C)^2.
`(|x| + C)^2 <= 2 (|x|^2 + C^2)` spares a root, a factor of two more covers the rounding of the bound itself, and the smallest
normal number covers underflow.
Overflow leaves NaN or infinity, for which callers must phrase their comparison so that nothing is excluded.
"""

import numpy as np

from mlmeta_clustering_np.arrays import Doubles

UNIT_ROUNDING = 2.0**-53


def screening_scores(rows: Doubles, centres: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Return the scores of each centre (k, d) to each row (m, d), the squared norms of the rows, and the margins of error.

    Returns
    -------
    scores : ndarray of float64, shape (k, m)
    row_norms : ndarray of float64, shape (m,)
    margins : ndarray of float64, shape (m,)
        A centre whose score exceeds that of another by more than the margin has a larger `D`, and a larger score however that
        is rounded; one whose `score + row_norm` exceeds a number by more than the margin has a `D` larger than that number.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        centre_norms = np.einsum("ij,ij->i", centres, centres)
        row_norms = np.einsum("ij,ij->i", rows, rows)
        scores = (-2.0 * centres) @ rows.T
        scores += centre_norms[:, np.newaxis]
        relative = 16 * (rows.shape[1] + 8) * UNIT_ROUNDING
        margins = relative * (row_norms + centre_norms.max()) + np.finfo(np.float64).tiny
    return scores, row_norms, margins
