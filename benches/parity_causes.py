"""Why two fits that should be the same are not: the first decision that they take differently.

K-Means is a chain of discrete decisions, so two programs that round differently stay equal until a decision is a tie within
rounding. The search stops both fits ever earlier, until they agree on the labels before a step and differ after it.
"""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.cluster import kmeans_plusplus

# A gap below this share of the smaller distance is a tie of the distances as numbers.
TIE = 1e-12
# Distances are computed by scikit-learn as |c|^2 - 2 x.c, which rounds at the size of the squared norms, not of the distance.
ROUNDING = 64 * np.finfo(np.float64).eps

NOT_TRACED = "not traced"
Fit = Callable[..., Any]


def distances(rows: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return squared distances in extended precision, shape (n_rows, n_centres)."""
    wide = rows.astype(np.longdouble)[:, None, :] - centres.astype(np.longdouble)[None, :, :]
    squared: np.ndarray = (wide * wide).sum(axis=2)
    return squared


def tie(rows: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which of `rows` have their two nearest centres at one distance: as numbers, and as scikit-learn computes them."""
    nearest, second = np.sort(distances(rows, centres), axis=1)[:, :2].T
    size = (rows**2).sum(axis=1) + (centres**2).sum(axis=1).max()
    return second - nearest <= TIE * second, second - nearest <= ROUNDING * size


def seeds(X: np.ndarray, init: Any, *, state: np.random.RandomState, k: int, weight: np.ndarray) -> np.ndarray:
    """Return the start centres of scikit-learn's next run, which draws from `state`; `X` is centred if its fit centres."""
    if isinstance(init, np.ndarray):
        return init
    stream = copy.deepcopy(state)
    if init == "k-means++":
        _, rows = kmeans_plusplus(X, k, sample_weight=weight, random_state=stream)
    else:
        rows = stream.choice(len(X), size=k, replace=False, p=weight / weight.sum())
    centres: np.ndarray = X[rows]
    return centres


def seeding_tie(X: np.ndarray, *, state: np.random.RandomState, k: int, weight: np.ndarray) -> bool:
    """Return whether two different candidates of a greedy k-means++ step leave the same potential, within rounding.

    Two rows far from all others do: whichever becomes a centre, the other keeps its distance to it.
    """
    stream = copy.deepcopy(state)
    chosen = stream.choice(len(X), p=weight / weight.sum())
    closest = distances(X, X[[chosen]])[:, 0]
    for _ in range(1, k):
        sums = np.cumsum(weight * closest)
        draws = stream.uniform(size=2 + int(np.log(k))) * sums[-1]
        rows = np.minimum(np.searchsorted(sums, draws), len(X) - 1)
        left = np.minimum(closest[:, None], distances(X, X[rows]))
        potentials = weight @ left
        best = int(np.argmin(potentials))
        if len(np.unique(rows[potentials - potentials[best] <= TIE * potentials[best]])) > 1:
            return True
        closest = left[:, best]
    return False


def step(ours: Fit, theirs: Fit, last: int) -> tuple[int, Any, Any] | None:
    """Return after how many iterations labels differ that agreed one earlier, and both fits; None if they never differ."""
    for limit in (last, *range(1, last)):
        high, fits = limit, (ours(max_iter=limit), theirs(max_iter=limit))
        if not np.array_equal(fits[0].labels_, fits[1].labels_):
            break
    else:
        return None
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        tried = ours(max_iter=middle), theirs(max_iter=middle)
        if np.array_equal(tried[0].labels_, tried[1].labels_):
            low = middle
        else:
            high, fits = middle, tried
    return high, *fits


def run_cause(X: np.ndarray, middle: np.ndarray, start: np.ndarray, *, ours: Fit, theirs: Fit) -> str | None:
    """Return why one run differs, None if it does not; `X` and `start` are what scikit-learn sees: moved by `middle`."""
    a, b = ours(), theirs()
    if np.array_equal(a.labels_, b.labels_) and a.n_iter_ == b.n_iter_:
        return None
    found = step(ours, theirs, max(a.n_iter_, b.n_iter_))
    if found is None:
        return NOT_TRACED
    number, a, b = found
    near = 16 * float(np.finfo(a.cluster_centers_.dtype).eps)  # centres of float32 rows are kept in float32
    if np.allclose(a.cluster_centers_, b.cluster_centers_, rtol=max(near, 1e-9), atol=max(near, 1e-9) * float(np.abs(X).max())):
        differ = a.labels_ != b.labels_
        exact, computed = tie(X[differ], b.cluster_centers_ - middle)
        return named(exact=exact.all(), computed=computed.all(), iteration=number + 1)
    if number == 1:
        return first_step_cause(X, start)
    if len(np.unique(theirs(max_iter=number - 1).labels_)) < len(b.cluster_centers_):
        return "an empty cluster was filled with another row"
    return NOT_TRACED


def first_step_cause(X: np.ndarray, start: np.ndarray) -> str:
    """Return why the centres after one iteration differ, given scikit-learn's start centres."""
    exact, computed = tie(X, start)
    return named(exact=exact.any(), computed=computed.any(), iteration=1)


def named(*, exact: np.bool, computed: np.bool, iteration: int) -> str:
    """Return the name of a cause."""
    if exact:
        return f"tie within rounding, iteration {iteration}"
    return f"tie within the rounding of scikit-learn's distances, iteration {iteration}" if computed else NOT_TRACED


def cause(
    X: np.ndarray, init: Any, *, middle: np.ndarray, ours: Fit, theirs: Fit, seed: int, n_init: int, weight: np.ndarray
) -> str:
    """Return why two fits of `X`, shape (n_samples, n_features), differ; scikit-learn's moves the rows by `middle` first.

    `ours` and `theirs` fit with the keywords they are given (`random_state`, `n_init`, `max_iter`). The runs of a fit with
    several starts draw from one stream, so each is repeated alone from a copy of the stream where it began.
    """
    k = len(theirs(random_state=seed, n_init=1).cluster_centers_)
    state = np.random.RandomState(seed)
    moved, init = X - middle, init if isinstance(init, str) else init - middle
    for _ in range(n_init):
        begin = copy.deepcopy(state)

        def single(fit: Fit, begin: np.random.RandomState = begin) -> Fit:
            return lambda **more: fit(random_state=copy.deepcopy(begin), n_init=1, **more)

        tied = isinstance(init, str) and init == "k-means++" and seeding_tie(moved, state=begin, k=k, weight=weight)
        start = seeds(moved, init, state=begin, k=k, weight=weight)
        told = run_cause(moved, middle, start, ours=single(ours), theirs=single(theirs))
        if told is not None:
            return "tie within rounding of two candidates of k-means++" if tied and told == NOT_TRACED else told
        theirs(random_state=state, n_init=1)
    return "every start is equal; two ended with the same inertia within rounding"
