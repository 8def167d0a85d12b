"""The class `cluster.MiniBatchKMeans`, provider `rs`: the parameters and methods are the spec's, the mathematics is Rust."""

import math
from collections.abc import Callable
from typing import Any, TypeAlias, TypedDict

import numpy as np
from mlmeta import cluster, threads
from mlmeta.cluster.start_centres import checked_start_centres
from mlmeta.data.sparse import CSR
from mlmeta.estimators.base import Floats
from numpy.typing import NDArray

from mlmeta_clustering_rs import _native
from mlmeta_clustering_rs.arguments import RandomState, Rows, advance, arrays, random_stream, state_of
from mlmeta_clustering_rs.centres import Centres
from mlmeta_clustering_rs.mini_batch_observer import MiniBatchObserver

__all__ = ["Learnt", "MiniBatchKMeans", "Settings", "Start"]

Start: TypeAlias = str | Floats | Callable[[NDArray[np.int64] | None, RandomState], tuple[Floats, RandomState]]
Learnt: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], int]
"""Centres (n_clusters, d), the weight of the rows that each is the mean of, and rows since few-row centres were looked for."""


class Settings(TypedDict):
    """The parameters as the native module takes them."""

    n_clusters: int
    init: Start
    n_init: int
    init_size: int | None
    batch_size: int
    max_iter: int
    tol: float
    max_no_improvement: int | None
    reassignment_ratio: float


class MiniBatchKMeans(Centres, cluster.MiniBatchKMeans, provider="rs"):
    """Mini-batch K-Means in Rust: the definition's bits at native speed, for any number of threads."""

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        stream = random_stream(self.random_state)
        observed = self.verbose or self._watch is not None
        learnt, n_steps, mean_inertia, state = _native.mini_batch_fit(
            arrays(X),
            self._settings(X, stream),
            random_state=state_of(stream),
            n_threads=threads(),
            sample_weight=sample_weight,
            observer=self._observer(X) if observed else None,
        )
        advance(stream, state)
        self._batch_size = self._rows_of_a_batch(len(X))
        self._keep(learnt, X.dtype)
        self.n_steps_ = n_steps
        self.n_iter_ = math.ceil(n_steps * self._batch_size / len(X))
        if self.compute_labels:
            self._label(X, sample_weight)
        else:
            self.inertia_ = mean_inertia * (len(X) if sample_weight is None else math.fsum(sample_weight))

    def _learn(self, X: Rows, sample_weight: Floats | None, *, first: bool) -> None:
        """Make one step with the rows of `X` (n, d)."""
        stream = vars(self).setdefault("_random_state", random_stream(self.random_state))
        given: dict[str, Any] = {"n_threads": threads(), "sample_weight": sample_weight}
        if first:
            self._batch_size = self._rows_of_a_batch(len(X))
            settings, state = self._settings(X, stream), state_of(stream)
            learnt, state = _native.mini_batch_start(arrays(X), settings, random_state=state, **given)
            advance(stream, state)
            steps, dtype = 0, X.dtype
        else:
            centres = np.ascontiguousarray(self.cluster_centers_, dtype=np.float64)
            learnt, steps, dtype = (centres, self._counts, self._seen), self.n_steps_, self.cluster_centers_.dtype
        learnt, n_replaced, state = _native.mini_batch_step(
            arrays(X),
            learnt,
            batch_size=self._batch_size,
            reassignment_ratio=float(self.reassignment_ratio),
            random_state=state_of(stream),
            **given,
        )
        advance(stream, state)
        if n_replaced and self.verbose:
            print(f"[MiniBatchKMeans] Reassigning {n_replaced} cluster centers.")
        self._keep(learnt, dtype)
        self.n_steps_ = steps + 1
        if self.compute_labels:
            self._label(X, sample_weight)

    def _settings(self, X: Rows, stream: np.random.RandomState) -> Settings:
        """Return the parameters as the native module takes them."""
        return {
            "n_clusters": self.n_clusters,
            "init": self._start(X, stream),
            "n_init": self._number_of_starts(),
            "init_size": self.init_size,
            "batch_size": self.batch_size,
            "max_iter": self.max_iter,
            "tol": float(self.tol),
            "max_no_improvement": self.max_no_improvement,
            "reassignment_ratio": float(self.reassignment_ratio),
        }

    def _start(self, X: Rows, stream: np.random.RandomState) -> Start:
        """Return `init` as the native fit takes it: a name, start centres (n_clusters, d), or a function that draws on."""
        init = self.init
        if isinstance(init, str):
            return init

        def checked(centres: Any) -> Floats:
            return checked_start_centres(centres, n_clusters=self.n_clusters, n_features=X.shape[1], dtype=X.dtype)

        if not callable(init):
            return checked(init)
        matrix = X.to_matrix() if isinstance(X, CSR) else X

        def drawing(positions: NDArray[np.int64] | None, state: RandomState) -> tuple[Floats, RandomState]:
            advance(stream, state)
            seen = matrix if positions is None else matrix[positions]
            return checked(init(seen, self.n_clusters, random_state=stream)), state_of(stream)

        return drawing

    def _observer(self, X: Rows) -> MiniBatchObserver:
        return MiniBatchObserver(
            verbose=bool(self.verbose), watch=self._watch, dtype=X.dtype, init=self.init, n_starts=self._number_of_starts()
        )

    def _keep(self, learnt: Learnt, dtype: np.dtype[np.floating]) -> None:
        """Set the centres, and what the next part goes on from."""
        centres, self._counts, self._seen = learnt
        self.cluster_centers_ = centres.astype(dtype, copy=False)

    def _label(self, X: Rows, sample_weight: Floats | None) -> None:
        """Set the labels of the rows of `X` (n, d), and their inertia."""
        centres = self.cluster_centers_.astype(np.float64, copy=False)
        self.labels_, self.inertia_ = _native.mini_batch_labels(
            arrays(X), centres, n_threads=threads(), sample_weight=sample_weight
        )
