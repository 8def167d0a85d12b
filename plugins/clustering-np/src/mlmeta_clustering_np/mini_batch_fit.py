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
    >>> steps = {"batch_size": 4, "max_iter": 9, "tol": 0.0, "max_no_improvement": 5, "reassignment_ratio": 0.0}
    >>> start = {"n_clusters": 2, "init": [[1.0], [9.0]], "n_starts": 1, "rows_of_a_start": 4}
    >>> fit = fit_mini_batches(np.array([[0.0], [1.0], [9.0], [10.0]]), **start, **steps, stream=np.random.RandomState(0))
    >>> float(fit.learnt.counts.sum()) / fit.n_steps
    4.0
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
    rows = Drawn(X, sample_weight, batch_size, stream)
    learnt = Learnt.start(centres)
    n_steps = max_iter * len(X) // batch_size
    convergence = Convergence(
        n_samples=len(X),
        batch_size=batch_size,
        n_steps=n_steps,
        tolerance=prepare(X, tol).tolerance if tol > 0 else 0.0,
        max_no_improvement=max_no_improvement,
        verbose=verbose,
    )
    settings: dict[str, Any] = {"batch_size": batch_size, "reassignment_ratio": reassignment_ratio, "verbose": verbose}
    taken = take_steps(learnt, rows, convergence, n_steps, watch, **settings)
    assert convergence.smoothed is not None  # a batch has at most n rows, so there is a step
    return MiniBatchFit(learnt, taken, convergence.smoothed)


def take_steps(
    learnt: Learnt, rows: "Drawn", convergence: Convergence, n_steps: int, watch: Watch | None, **settings: Any
) -> int:
    """Have `learnt` learn from batches, at most `n_steps`, until it converges or `watch` asks to stop; return how many."""
    for step in range(1, n_steps + 1):
        if watch is not None:
            watch.begin()
        before = learnt.centres
        inertia = learnt.learn(rows.batch(), None, rows.stream, **settings)
        stop = watch is not None and watch.end({"cluster_centers_": learnt.centres.astype(rows.X.dtype)})
        if convergence.reached(step, inertia, squared_shift(before, learnt.centres)) or stop:
            return step
    return n_steps


class Drawn:
    """Rows of `X` (n, d), drawn with replacement, each with the probability that its weight gives it."""

    def __init__(self, X: Rows, sample_weight: Floats | None, batch_size: int, stream: np.random.RandomState) -> None:
        self.X, self.stream, self._batch_size = X, stream, batch_size
        self._cumulative = np.cumsum(probabilities(len(X), None if sample_weight is None else sample_weight.astype(np.float64)))
        self._cumulative /= self._cumulative[-1]

    def batch(self) -> Rows:
        """Return the next batch: one double a row."""
        draws = self.stream.random_sample(self._batch_size)
        return rows_at(self.X, np.searchsorted(self._cumulative, draws, side="right"))


def check_magnitudes(X: Rows, sample_weight: Floats | None) -> None:
    """Raise InvalidDataError if sums of (weighted) squared distances of `X` (n, d) could overflow."""
    bound_of_distances(X, maxima_of(X), 1.0 if sample_weight is None else float(sample_weight.max()))
