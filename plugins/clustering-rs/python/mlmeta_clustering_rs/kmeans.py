"""The class `cluster.KMeans`, provider `rs`: the parameters and methods are the spec's, the mathematics is Rust."""

import warnings
from typing import Any

import numpy as np
from mlmeta import cluster, threads
from mlmeta.base import Floats, Labels
from mlmeta.errors import ConvergenceWarning, InvalidDataError, InvalidParameterError

from mlmeta_clustering_rs import _native

__all__ = ["KMeans"]

RUNS_OF_RANDOM_STARTS = 10


class KMeans(cluster.KMeans, provider="rs"):
    """K-Means in Rust: the definition's bits at native speed, for any number of threads."""

    def _fit(self, X: Floats, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        weight = None if sample_weight is None else np.ascontiguousarray(sample_weight)
        stream = _random_stream(self.random_state)
        n_runs = self._n_runs()
        starts = self._starts(X, weight, n_runs, stream)
        state: dict[str, Any] = stream.get_state(legacy=False)
        if state["bit_generator"] != "MT19937":
            message = f"random_state draws from {state['bit_generator']}; provider 'rs' takes a RandomState of MT19937."
            raise InvalidParameterError(message)
        try:
            centres, labels, inertia, n_iter, (key, position) = _native.fit(
                X,
                n_clusters=self.n_clusters,
                init=starts,
                n_init=n_runs,
                max_iter=self.max_iter,
                tol=self.tol,
                random_state=(state["state"]["key"], state["state"]["pos"]),
                n_threads=threads(),
                sample_weight=weight,
                progress=_report if self.verbose else None,
            )
        except ValueError as error:
            raise InvalidDataError(str(error)) from error
        stream.set_state(state | {"state": {"key": key, "pos": position}})
        n_distinct = np.count_nonzero(np.bincount(labels))
        if n_distinct < self.n_clusters:
            message = (
                f"Number of distinct clusters ({n_distinct}) found smaller than n_clusters ({self.n_clusters}). "
                "Possibly due to duplicate points in X."
            )
            warnings.warn(ConvergenceWarning(message), stacklevel=3)
        self.cluster_centers_ = centres
        self.labels_ = labels
        self.inertia_ = inertia
        self.n_iter_ = n_iter

    def _predict(self, X: Floats) -> Labels:
        """Return the label of each row of `X` (n, d) as int32 (n,)."""
        rows, centres = _alike(X, self.cluster_centers_)
        # Counting the processors takes longer than labelling one row.
        return _native.predict(rows, centres, threads() if len(rows) > 1 else 1)

    def _transform(self, X: Floats) -> Floats:
        """Return the distance of each row of `X` (n, d) to each centre, (n, n_clusters)."""
        rows, centres = _alike(X, self.cluster_centers_)
        return _native.transform(rows, centres, threads())

    def _n_runs(self) -> int:
        """Return how many runs `n_init` asks for; start centres allow only one, which a RuntimeWarning says."""
        if isinstance(self.init, str):
            if isinstance(self.n_init, str):
                return RUNS_OF_RANDOM_STARTS if self.init == "random" else 1
            return self.n_init
        if not isinstance(self.n_init, str) and self.n_init != 1:
            warnings.warn(
                f"Explicit initial center position passed: performing only one init in KMeans instead of n_init={self.n_init}.",
                RuntimeWarning,
                stacklevel=4,  # the line that called `KMeans.fit`
            )
        return 1

    def _starts(self, X: Floats, weight: Floats | None, n_runs: int, stream: np.random.RandomState) -> Floats | None:
        """Return the start centres of the runs, (n_runs, n_clusters, d), or None for k-means++."""
        if not isinstance(self.init, str):
            starts: Floats = np.array(self.init, dtype=X.dtype, order="C")[np.newaxis]
            if not np.isfinite(starts).all():
                message = "The initial centers that init gives contain NaN or infinity: every value must be finite."
                raise InvalidParameterError(message)
            return starts
        if self.init == "k-means++":
            return None
        share = np.full(len(X), 1 / len(X)) if weight is None else _native.shares(weight)
        rows = [stream.choice(len(X), size=self.n_clusters, replace=False, p=share) for _ in range(n_runs)]
        drawn: Floats = X[np.array(rows)]
        return drawn


def _random_stream(random_state: int | np.random.RandomState | None) -> np.random.RandomState:
    """Return the stream that `random_state` stands for."""
    if random_state is None:
        return np.random.mtrand._rand  # the stream that `numpy.random.seed` seeds; NumPy has no public name for it
    return random_state if isinstance(random_state, np.random.RandomState) else np.random.RandomState(random_state)


def _alike(X: Floats, centres: Floats) -> tuple[Any, Any]:
    """Return both in one dtype: the wider one, so that no value is rounded."""
    if X.dtype == centres.dtype and X.flags.c_contiguous and centres.flags.c_contiguous:
        return X, centres
    dtype = np.result_type(X, centres)
    return np.ascontiguousarray(X, dtype=dtype), np.ascontiguousarray(centres, dtype=dtype)


def _report(run: int, iteration: int, n_changed: int) -> None:
    print(f"Run {run + 1}, iteration {iteration}: {n_changed} rows changed their cluster.")
