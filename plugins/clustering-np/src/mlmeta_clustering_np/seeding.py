"""Start centres: greedy k-means++ and random rows, with the random draws of scikit-learn.

All of it is computed in float64, also for float32 data, so that every provider draws the same rows.
"""

import numpy as np
from mlmeta.data.sparse import CSR
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Rows, columns_of, row_blocks
from mlmeta_clustering_np.distances import squared_distances
from mlmeta_clustering_np.scores import squared_norms
from mlmeta_clustering_np.screening import screening_scores
from mlmeta_clustering_np.sparse_rows import dense, part, sparse_blocks, sparse_squared_distances
from mlmeta_clustering_np.sums import ExactSums, FixedPoint

POTENTIAL_BLOCK = 4096
"""Rows whose distances are added into one partial sum; part of the definition, for it fixes the order of the additions."""


def k_means_plus_plus(
    rows: Rows, n_clusters: int, random_state: np.random.RandomState, sample_weight: Floats | None = None
) -> NDArray[np.intp]:
    """Return the indices of `n_clusters` rows, far from each other: greedy k-means++.

    Every further centre is the best of `2 + floor(ln k)` candidates, drawn with a probability proportional to their squared
    distance to the nearest centre so far. Source: Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA
    2007, section 2.2; the greedy variant is the one of their own implementation.

    Parameters
    ----------
    rows : ndarray or CSR of shape (n, d)
    n_clusters : int
    random_state : RandomState
        One draw for the first centre, `2 + floor(ln k)` for each further one.
    sample_weight : ndarray of shape (n,), optional

    Examples
    --------
    >>> rows = np.array([[0.0], [0.1], [9.0], [9.1]])
    >>> sorted(int(row) // 2 for row in k_means_plus_plus(rows, 2, np.random.RandomState(0)))
    [0, 1]
    """
    weights = None if sample_weight is None else sample_weight.astype(np.float64)
    n_trials = 2 + int(np.log(n_clusters))
    indices = np.empty(n_clusters, dtype=np.intp)
    indices[0] = first_centre(len(rows), random_state, weights)
    nowhere = np.full(len(rows), np.inf)
    closest = closest_distances(rows, indices[:1], nowhere)[0]
    potential = potential_of(closest, weights)
    for centre in range(1, n_clusters):
        draws = random_state.random_sample(n_trials) * potential
        cumulative = np.cumsum(closest if weights is None else weights * closest)
        candidates = np.minimum(np.searchsorted(cumulative, draws), len(rows) - 1)
        distances = closest_distances(rows, candidates, closest)
        potentials = [potential_of(distance, weights) for distance in distances]
        best = int(np.argmin(potentials))
        indices[centre], potential, closest = candidates[best], potentials[best], distances[best]
    return indices


def random_rows(
    n_rows: int, n_clusters: int, random_state: np.random.RandomState, sample_weight: Floats | None = None
) -> NDArray[np.intp]:
    """Return the indices of `n_clusters` different rows, drawn with the probabilities that the weights give."""
    weights = None if sample_weight is None else sample_weight.astype(np.float64)
    return random_state.choice(n_rows, size=n_clusters, replace=False, p=probabilities(n_rows, weights))


def first_centre(n_rows: int, random_state: np.random.RandomState, weights: Doubles | None) -> int:
    """Return the index of one row by inversion of the cumulative probabilities: one draw."""
    cumulative = np.cumsum(probabilities(n_rows, weights))
    cumulative /= cumulative[-1]
    return int(np.searchsorted(cumulative, random_state.random_sample(), side="right"))


def probabilities(n_rows: int, weights: Doubles | None) -> Doubles:
    """Return the probability of each row (n,): its share of the exact sum of the weights."""
    if weights is None:
        return np.full(n_rows, 1.0 / n_rows)
    total = ExactSums.start(1, FixedPoint.for_bounds(weights.max(keepdims=True), n_rows=n_rows, words=2))
    total.accumulate(weights[:, np.newaxis])
    shares: Doubles = weights / total.finish()[0, 0]
    return shares


def closest_distances(rows: Rows, candidates: NDArray[np.intp], closest: Doubles) -> Doubles:
    """Return for each candidate row the squared distances to the nearest centre if it became one, (n_candidates, n).

    Parameters
    ----------
    rows : ndarray or CSR of shape (n, d)
    candidates : ndarray of intp, shape (n_candidates,)
    closest : ndarray of float64, shape (n,)
        Squared distance of each row to the nearest centre so far.
    """
    distances = np.empty((len(candidates), len(rows)))
    if isinstance(rows, CSR):
        centres = dense(rows, candidates).astype(np.float64)
        norms = squared_norms(centres)
        for block in sparse_blocks(rows, len(candidates)):
            found = sparse_squared_distances(part(rows, block), centres, norms)
            distances[:, block] = np.minimum(found, closest[block])
        return distances
    centres = rows[candidates].astype(np.float64)
    for block in row_blocks(len(rows), max(rows.shape[1], len(candidates))):
        wide_rows = rows[block].astype(np.float64, copy=False)
        scores, row_norms, margins = screening_scores(wide_rows, centres)
        with np.errstate(invalid="ignore"):
            nearer = ~(scores + (row_norms - margins) >= closest[block])
        distances[:, block] = closest[block]
        for candidate, centre, positions in zip(distances[:, block], centres, map(np.flatnonzero, nearer), strict=True):
            exact = squared_distances(columns_of(wide_rows[positions]), centre[np.newaxis])[0]
            candidate[positions] = np.minimum(exact, candidate[positions])
    return distances


def potential_of(closest: Doubles, weights: Doubles | None) -> float:
    """Return the weighted sum of `closest` (n,) in a fixed order: blocks of 4096 rows, then their sums."""
    terms = closest if weights is None else weights * closest
    # Zeros at the end fill the last block and change no sum.
    blocks = np.zeros((-(-len(terms) // POTENTIAL_BLOCK), POTENTIAL_BLOCK))
    blocks.ravel()[: len(terms)] = terms
    partial_sums = np.add.accumulate(blocks, axis=1)[:, -1]
    return float(np.add.accumulate(partial_sums)[-1])
