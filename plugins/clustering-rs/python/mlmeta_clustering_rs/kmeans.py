"""The class `cluster.KMeans`, provider `rs`: the parameters and methods are the spec's, the mathematics is Rust."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from mlmeta import cluster, threads
from mlmeta.cluster.start_centres import are_given, checked_start_centres
from mlmeta.data.sparse import CSR
from mlmeta.errors import ConvergenceWarning, warn
from mlmeta.estimators.base import Floats

from mlmeta_clustering_rs import _native
from mlmeta_clustering_rs.arguments import Rows, advance, arrays, random_stream, state_of
from mlmeta_clustering_rs.centres import Centres
from mlmeta_clustering_rs.observer import Observer

__all__ = ["KMeans"]

Starts: TypeAlias = str | Floats | Callable[[Floats | None], Floats]

RUNS_OF_RANDOM_STARTS = 10


class KMeans(Centres, cluster.KMeans, provider="rs"):
    """K-Means in Rust: the definition's bits at native speed, for any number of threads."""

    @classmethod
    def __mlmeta_facts__(cls) -> dict[str, str]:
        """Return what `mlmeta doctor --deep` tells: the instruction set that was found."""
        return {"simd": _native.simd_level()}

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        stream = random_stream(self.random_state)
        observed = self.verbose or self._watch is not None
        centres, labels, inertia, n_iter, state = _native.fit(
            arrays(X),
            n_clusters=self.n_clusters,
            init=self._starts(X, stream),
            n_init=self._n_runs(),
            max_iter=self.max_iter,
            tol=self.tol,
            random_state=state_of(stream) if isinstance(self.init, str) else None,
            n_threads=threads(),
            sample_weight=None if sample_weight is None else np.ascontiguousarray(sample_weight),
            observer=Observer(bool(self.verbose), self._watch, X.dtype) if observed else None,
        )
        if state is not None:
            advance(stream, state)
        n_distinct = np.count_nonzero(np.bincount(labels))
        if n_distinct < self.n_clusters:
            message = (
                f"Number of distinct clusters ({n_distinct}) found smaller than n_clusters ({self.n_clusters}). "
                "Possibly due to duplicate points in X."
            )
            warn(ConvergenceWarning(message))
        self.cluster_centers_ = centres
        self.labels_ = labels
        self.inertia_ = inertia
        self.n_iter_ = n_iter

    def _fit_steps(self) -> int | None:
        """Return the most iterations; with several runs nobody knows their number."""
        one_run = self.n_init == 1 or are_given(self.init) or (self.n_init == "auto" and self.init == "k-means++")
        return self.max_iter if one_run else None

    def _n_runs(self) -> int:
        """Return how many runs `n_init` asks for; start centres allow only one, which a RuntimeWarning says."""
        starts_are_given = are_given(self.init)
        if isinstance(self.n_init, str):
            return 1 if starts_are_given or self.init == "k-means++" else RUNS_OF_RANDOM_STARTS
        if starts_are_given and self.n_init != 1:
            message = (
                f"Explicit initial center position passed: performing only one init in KMeans instead of n_init={self.n_init}."
            )
            warn(RuntimeWarning(message))
            return 1
        return self.n_init

    def _starts(self, X: Rows, stream: np.random.RandomState) -> Starts:
        """Return `init` as the native fit takes it: a name, start centres (1, n_clusters, d) or a function of centred rows."""
        init = self.init
        if isinstance(init, str):
            return init

        def checked(centres: Any) -> Floats:
            return checked_start_centres(centres, n_clusters=self.n_clusters, n_features=X.shape[1], dtype=X.dtype)

        if callable(init):
            return lambda rows: checked(init(X.to_matrix() if isinstance(X, CSR) else rows, self.n_clusters, random_state=stream))
        return checked(init)[np.newaxis]
