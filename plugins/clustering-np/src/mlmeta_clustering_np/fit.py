"""A whole K-Means fit: preparation, then `n_init` runs of seeding and Lloyd, of which the best is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from mlmeta.cluster.start_centres import are_given, checked_start_centres
from mlmeta.data.sparse import CSR
from mlmeta.errors import InvalidParameterError, warn
from mlmeta.estimators.callbacks import Watch
from numpy.typing import ArrayLike

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows
from mlmeta_clustering_np.lloyd import Run, lloyd
from mlmeta_clustering_np.preparation import Prepared, prepare
from mlmeta_clustering_np.seeding import k_means_plus_plus, random_rows

Init: TypeAlias = str | ArrayLike | Callable[..., ArrayLike]
"""`"k-means++"`, `"random"`, start centres (n_clusters, d), or a function that returns them."""

RUNS_OF_RANDOM_STARTS = 10


@dataclass(frozen=True)
class Fit:
    """A fitted clustering, in the coordinates of the data.

    Attributes
    ----------
    centres : ndarray of shape (n_clusters, d)
        In the dtype of the data.
    labels : ndarray of int32, shape (n,)
    inertia : float
    n_iter : int
        Updates of the centres in the run that was kept.
    """

    centres: Floats
    labels: Labels
    inertia: float
    n_iter: int


def fit_k_means(
    X: Rows,
    *,
    n_clusters: int,
    init: Init = "k-means++",
    n_init: int | str = "auto",
    max_iter: int = 300,
    tol: float = 1e-4,
    random_state: int | np.random.RandomState | None = None,
    sample_weight: Floats | None = None,
    verbose: bool = False,
    watch: Watch | None = None,
) -> Fit:
    """Return the best of `n_init` runs on `X`.

    Parameters
    ----------
    X : ndarray or CSR of float32 or float64, shape (n, d)
        C-contiguous, finite, at least `n_clusters` rows; not written.
    n_clusters, max_iter : int
    init : {"k-means++", "random"}, array-like of shape (n_clusters, d) or callable
        A callable gets the centred rows: `init(rows, n_clusters, random_state=random_state)`; sparse ones are not centred, and it
        gets a matrix of the user's library.
    n_init : "auto" or int
        "auto" is 10 for random rows and callables, else 1. All runs draw from one random stream.
    tol : float
        Relative to the mean variance of the columns.
    random_state : int, RandomState or None
        None is NumPy's global stream, as in scikit-learn.
    sample_weight : ndarray of the dtype of `X`, shape (n,), optional
        Not negative, not all zero.
    verbose : bool
        Print the progress.
    watch : Watch, optional
        Told of each iteration of each run; may end them all.

    Raises
    ------
    InvalidParameterError
        If start centres have the wrong shape or are not finite.
    InvalidDataError
        If squared distances of `X` overflow.

    Examples
    --------
    >>> fit = fit_k_means(np.array([[0.0], [1.0], [9.0], [10.0]]), n_clusters=2, random_state=0)
    >>> sorted(fit.centres[:, 0].tolist()), fit.inertia
    ([0.5, 9.5], 1.0)
    """
    n_runs = number_of_runs(init, n_init)
    stream = random_stream(random_state)
    data = prepare(X, tol, sample_weight)
    given = checked_centres(init, n_clusters, X, data.mean) if are_given(init) else None
    best: Run | None = None
    for _ in range(n_runs):
        centres = given if given is not None else start_centres(data, n_clusters, init, stream, sample_weight)
        if verbose:
            print("Initialization complete")
        run = lloyd(data, centres, sample_weight=sample_weight, max_iter=max_iter, verbose=verbose, watch=watch)
        if best is None or (run.inertia < best.inertia and not same_clustering(run.labels, best.labels)):
            best = run
        if watch is not None and watch.stopped:
            break
    if best is None:
        message = f"n_init={n_init} gives no run at all: it must be at least 1."
        raise InvalidParameterError(message)
    return Fit(data.uncentred(best.centres), best.labels, best.inertia, best.n_iter)


def number_of_runs(init: Init, n_init: int | str) -> int:
    """Return how many runs `n_init` asks for; start centres allow only one, which a RuntimeWarning says."""
    starts_are_given = are_given(init)
    if isinstance(n_init, str):
        return 1 if starts_are_given or init == "k-means++" else RUNS_OF_RANDOM_STARTS
    if starts_are_given and n_init != 1:
        message = f"Explicit initial center position passed: performing only one init in KMeans instead of n_init={n_init}."
        warn(RuntimeWarning(message))
        return 1
    return n_init


def random_stream(random_state: int | np.random.RandomState | None) -> np.random.RandomState:
    """Return the stream that `random_state` stands for."""
    if random_state is None:
        return np.random.mtrand._rand  # the stream that `numpy.random.seed` seeds; NumPy has no public name for it
    return random_state if isinstance(random_state, np.random.RandomState) else np.random.RandomState(random_state)


def start_centres(
    data: Prepared, n_clusters: int, init: Init, stream: np.random.RandomState, sample_weight: Floats | None
) -> Doubles:
    """Return the start centres (n_clusters, d) that `init` draws from the centred rows of the fit."""
    rows = data.rows
    if callable(init):
        seen = rows.to_matrix() if isinstance(rows, CSR) else rows
        return checked_centres(init(seen, n_clusters, random_state=stream), n_clusters, rows)
    if init == "random":
        return data.unrounded(random_rows(len(rows), n_clusters, stream, sample_weight))
    return data.unrounded(k_means_plus_plus(rows, n_clusters, stream, sample_weight))


def checked_centres(centres: Any, n_clusters: int, X: Rows, mean: Doubles | float = 0.0) -> Doubles:
    """Return start centres, rounded to the dtype of `X`, minus `mean`, as float64 (n_clusters, d).

    Raises
    ------
    InvalidParameterError
        If their shape is not (n_clusters, n_features), or a value is not finite.
    """
    array = checked_start_centres(centres, n_clusters=n_clusters, n_features=X.shape[1], dtype=X.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        start = np.subtract(array, mean, dtype=np.float64)
    if not np.isfinite(start).all():
        message = f"The initial centers that init gives contain NaN, infinity or values too large for {X.dtype}."
        raise InvalidParameterError(message)
    return start


def same_clustering(labels: Labels, other: Labels) -> bool:
    """Return whether two labellings (n,) differ only in the names of the clusters.

    Examples
    --------
    >>> same_clustering(np.array([0, 0, 1], dtype=np.int32), np.array([1, 1, 0], dtype=np.int32))
    True
    """
    pairs = np.unique(labels * (int(other.max()) + np.int64(1)) + other)
    return len(pairs) == len(np.unique(labels)) == len(np.unique(other))
