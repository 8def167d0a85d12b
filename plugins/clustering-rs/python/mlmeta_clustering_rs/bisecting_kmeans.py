"""The class `cluster.BisectingKMeans`, provider `rs`: the parameters and methods are the spec's, the mathematics is Rust."""

from collections.abc import Callable

import numpy as np
from mlmeta import cluster, threads
from mlmeta.cluster.start_centres import checked_start_centres
from mlmeta.data.sparse import CSR
from mlmeta.estimators.base import Floats, Labels
from numpy.typing import NDArray

from mlmeta_clustering_rs import _native
from mlmeta_clustering_rs.arguments import Rows, advance, alike, arrays, random_stream, state_of
from mlmeta_clustering_rs.centres import Centres
from mlmeta_clustering_rs.split_observer import SplitObserver

__all__ = ["BisectingKMeans"]


class BisectingKMeans(Centres, cluster.BisectingKMeans, provider="rs"):
    """Bisecting K-Means in Rust: the reference's bits at native speed, for any number of threads."""

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        stream = random_stream(self.random_state)
        observed = self.verbose or self._watch is not None
        centres, children, inner_centres, labels, inertia, state = _native.fit_bisecting(
            arrays(X),
            n_clusters=self.n_clusters,
            init=self._start(X, stream),
            n_init=self.n_init,
            max_iter=self.max_iter,
            tol=self.tol,
            bisecting_strategy=self.bisecting_strategy,
            random_state=state_of(stream) if isinstance(self.init, str) else None,
            n_threads=threads(),
            sample_weight=None if sample_weight is None else np.ascontiguousarray(sample_weight),
            observer=SplitObserver(bool(self.verbose), self._watch, X.dtype) if observed else None,
        )
        if state is not None:
            advance(stream, state)
        self.cluster_centers_ = centres
        self.children_ = children
        self.inner_centers_ = inner_centres
        self.labels_ = labels
        self.inertia_ = inertia

    def _predict(self, X: Rows) -> Labels:
        """Return the cluster at which each row of `X` (n, d) arrives as int32 (n,)."""
        if self.children_ is None or self.inner_centers_ is None:
            return np.zeros(len(X), dtype=np.int32)
        rows, centres = alike(X, self.cluster_centers_)
        inner_centres = np.ascontiguousarray(self.inner_centers_, dtype=centres.dtype)
        children = np.ascontiguousarray(self.children_)
        return _native.predict_bisecting(rows, centres, children, inner_centres, threads() if len(X) > 1 else 1)

    def _start(self, X: Rows, stream: np.random.RandomState) -> str | Callable[[NDArray[np.int64], Floats | None], Floats]:
        """Return `init` as the native fit takes it: a name, or a function of the rows of a cluster."""
        init = self.init
        if isinstance(init, str):
            return init

        def start(positions: NDArray[np.int64], rows: Floats | None) -> Floats:
            seen = X.take(positions).to_matrix() if isinstance(X, CSR) else rows
            centres = init(seen, 2, random_state=stream)
            return checked_start_centres(centres, n_clusters=2, n_features=X.shape[1], dtype=X.dtype)

        return start
