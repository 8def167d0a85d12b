"""A whole fit of mini-batch K-Means: the start, then steps on batches that are drawn, until they help no more."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from mlmeta.estimators.callbacks import Watch

from mlmeta_clustering_np.arrays import Floats, Rows
from mlmeta_clustering_np.cluster_statistics import maxima_of
from mlmeta_clustering_np.lloyd import rows_at, squared_shift
from mlmeta_clustering_np.mini_batch_convergence import Convergence
from mlmeta_clustering_np.mini_batch_start import best_start
from mlmeta_clustering_np.mini_batch_step import Learnt
from mlmeta_clustering_np.preparation import bound_of_distances, prepare
from mlmeta_clustering_np.seeding import probabilities


@dataclass(frozen=True)
class MiniBatchFit:
    """What the steps led to.

    Attributes
    ----------
    learnt : Learnt
    n_steps : int
    mean_inertia : float
        Of a row, smoothed over the batches.
    """

    learnt: Learnt
    n_steps: int
    mean_inertia: float


def fit_mini_batches(
    X: Rows,
    *,
    n_clusters: int,
    init: Any,
    n_starts: int,
    rows_of_a_start: int,
    batch_size: int,
    max_iter: int,
    tol: float,
    max_no_improvement: int | None,
    reassignment_ratio: float,
    stream: np.random.RandomState,
    sample_weight: Floats | None = None,
    verbose: bool = False,
    watch: Watch | None = None,
) -> MiniBatchFit:
    """Return what steps on random batches of `X` lead to.

    Parameters
    ----------
    X : ndarray or CSR of float32 or float64, shape (n, d)
        C-contiguous, finite, at least `n_clusters` rows; not written, and not centred.
    n_clusters, max_iter : int
    init : {"k-means++", "random"}, array-like of shape (n_clusters, d) or callable
    n_starts, rows_of_a_start, batch_size : int
        Starts to try, and rows of a start and of a batch: both at most n.
    tol : float
        Relative to the mean variance of the columns.
    max_no_improvement : int or None
    reassignment_ratio : float
    stream : RandomState
    sample_weight : ndarray of the dtype of `X`, shape (n,), optional
        Rows are drawn by it; in a batch all count alike.
    verbose : bool
        Print the progress.
    watch : Watch, optional
        Told of each step; may end them.

    Raises
    ------
    InvalidParameterError
        If start centres have the wrong shape or are not finite.
    InvalidDataError
        If squared distances of `X` overflow, or a start draws only rows of weight 0.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [9.0], [10.0]])
    >>> settings = {"batch_size": 4, "max_iter": 9, "tol": 0.0, "max_no_improvement": 5, "reassignment_ratio": 0.0}
    >>> start = {"n_clusters": 2, "init": [[1.0], [9.0]], "n_starts": 1, "rows_of_a_start": 4}
    >>> fit = fit_mini_batches(X, **start, **settings, stream=np.random.RandomState(0))
    >>> fit.learnt.counts.sum() == 4 * fit.n_steps
    np.True_
    """
    check_magnitudes(X, sample_weight)
    centres = best_start(
        X,
        n_clusters=n_clusters,
        init=init,
        n_starts=n_starts,
        n_rows=rows_of_a_start,
        stream=stream,
        sample_weight=sample_weight,
        verbose=verbose,
    )
    learnt = Learnt.start(centres)
    cumulative = np.cumsum(probabilities(len(X), None if sample_weight is None else sample_weight.astype(np.float64)))
    cumulative /= cumulative[-1]
    n_steps = max_iter * len(X) // batch_size
    convergence = Convergence(
        n_samples=len(X),
        batch_size=batch_size,
        n_steps=n_steps,
        tolerance=prepare(X, tol).tolerance if tol > 0 else 0.0,
        max_no_improvement=max_no_improvement,
        verbose=verbose,
    )
    for step in range(1, n_steps + 1):
        if watch is not None:
            watch.begin()
        drawn = np.searchsorted(cumulative, stream.random_sample(batch_size), side="right")
        before = learnt.centres
        inertia = learnt.learn(
            rows_at(X, drawn),
            None,
            stream,
            batch_size=batch_size,
            reassignment_ratio=reassignment_ratio,
            verbose=verbose,
        )
        stop = watch is not None and watch.end({"cluster_centers_": learnt.centres.astype(X.dtype)})
        if convergence.reached(step, inertia, squared_shift(before, learnt.centres)) or stop:
            break
    assert convergence.smoothed is not None  # a batch has at most n rows, so there is a step
    return MiniBatchFit(learnt, step, convergence.smoothed)


def check_magnitudes(X: Rows, sample_weight: Floats | None) -> None:
    """Raise InvalidDataError if sums of (weighted) squared distances of `X` (n, d) could overflow."""
    bound_of_distances(X, maxima_of(X), 1.0 if sample_weight is None else float(sample_weight.max()))
