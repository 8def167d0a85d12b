"""The class `cluster.KMeans`, provider `rs`: the parameters and methods are the spec's, the mathematics is Rust."""

import warnings
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from mlmeta import cluster, threads
from mlmeta.cluster.start_centres import checked_start_centres
from mlmeta.data.sparse import CSR
from mlmeta.errors import ConvergenceWarning, InvalidParameterError
from mlmeta.estimators.base import Floats, Labels
from numpy.typing import NDArray

from mlmeta_clustering_rs import _native
from mlmeta_clustering_rs.observer import Observer

__all__ = ["KMeans"]

Rows: TypeAlias = Floats | CSR
Starts: TypeAlias = str | Floats | Callable[[Floats | None], Floats]

RUNS_OF_RANDOM_STARTS = 10


class KMeans(cluster.KMeans, provider="rs"):
    """K-Means in Rust: the definition's bits at native speed, for any number of threads."""

    @classmethod
    def __mlmeta_facts__(cls) -> dict[str, str]:
        """Return what `mlmeta doctor --deep` tells: the instruction set that was found."""
        return {"simd": _native.simd_level()}

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        stream = _random_stream(self.random_state)
        observed = self.verbose or self._watch is not None
        centres, labels, inertia, n_iter, state = _native.fit(
            _arrays(X),
            n_clusters=self.n_clusters,
            init=self._starts(X, stream),
            n_init=self._n_runs(),
            max_iter=self.max_iter,
            tol=self.tol,
            random_state=_state(stream) if isinstance(self.init, str) else None,
            n_threads=threads(),
            sample_weight=None if sample_weight is None else np.ascontiguousarray(sample_weight),
            observer=Observer(bool(self.verbose), self._watch, X.dtype) if observed else None,
        )
        if state is not None:
            key, position = state
            stream.set_state({**stream.get_state(legacy=False), "state": {"key": key, "pos": position}})
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

    def _fit_steps(self) -> int | None:
        """Return the most iterations; with several runs nobody knows their number."""
        given = not isinstance(self.init, str) and not callable(self.init)
        one_run = self.n_init == 1 or given or (self.n_init == "auto" and self.init == "k-means++")
        return self.max_iter if one_run else None

    def _predict(self, X: Rows) -> Labels:
        """Return the label of each row of `X` (n, d) as int32 (n,)."""
        rows, centres = _alike(X, self.cluster_centers_)
        # Counting the processors takes longer than labelling one row.
        return _native.predict(rows, centres, threads() if len(X) > 1 else 1)

    def _transform(self, X: Rows) -> Floats:
        """Return the distance of each row of `X` (n, d) to each centre, (n, n_clusters), in the dtype of `X`."""
        rows, centres = _alike(X, self.cluster_centers_)
        return _native.transform(rows, centres, threads()).astype(X.dtype, copy=False)

    def _squared_distances(self, X: Rows) -> NDArray[np.float64]:
        """Return the squared distance of each row of `X` (n, d) to its nearest centre as float64 (n,)."""
        rows, centres = _alike(X, self.cluster_centers_)
        return _native.squared_distances(rows, centres, threads())

    def _n_runs(self) -> int:
        """Return how many runs `n_init` asks for; start centres allow only one, which a RuntimeWarning says."""
        starts_are_given = not isinstance(self.init, str) and not callable(self.init)
        if isinstance(self.n_init, str):
            return 1 if starts_are_given or self.init == "k-means++" else RUNS_OF_RANDOM_STARTS
        if starts_are_given and self.n_init != 1:
            warnings.warn(
                f"Explicit initial center position passed: performing only one init in KMeans instead of n_init={self.n_init}.",
                RuntimeWarning,
                stacklevel=4,  # the line that called `KMeans.fit`
            )
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


def _random_stream(random_state: int | np.random.RandomState | None) -> np.random.RandomState:
    """Return the stream that `random_state` stands for."""
    if random_state is None:
        return np.random.mtrand._rand  # the stream that `numpy.random.seed` seeds; NumPy has no public name for it
    return random_state if isinstance(random_state, np.random.RandomState) else np.random.RandomState(random_state)


def _state(stream: np.random.RandomState) -> tuple[NDArray[np.uint32], int]:
    """Return the words of a stream and how many of them were drawn."""
    state: dict[str, Any] = stream.get_state(legacy=False)
    if state["bit_generator"] != "MT19937":
        message = f"random_state draws from {state['bit_generator']}; provider 'rs' takes a RandomState of MT19937."
        raise InvalidParameterError(message)
    return state["state"]["key"], state["state"]["pos"]


def _alike(X: Rows, centres: Floats) -> tuple[Any, Any]:
    """Return the rows and the centres in one dtype: the wider one, so that no value is rounded."""
    if X.dtype == centres.dtype and isinstance(X, np.ndarray) and X.flags.c_contiguous and centres.flags.c_contiguous:
        return X, centres
    dtype = np.result_type(X.dtype, centres)
    return _arrays(X, dtype), np.ascontiguousarray(centres, dtype=dtype)


def _arrays(X: Rows, dtype: Any = None) -> Any:
    """Return the rows as the native module takes them; nothing is copied that is in that form already."""
    if not isinstance(X, CSR):
        return np.ascontiguousarray(X, dtype=dtype)
    kinds = {X.indices.dtype, X.indptr.dtype}
    index = X.indices.dtype if kinds in ({np.dtype(np.int32)}, {np.dtype(np.int64)}) else np.dtype(np.int64)
    columns, starts = (np.require(array, dtype=index, requirements=["C", "A"]) for array in (X.indices, X.indptr))
    return np.ascontiguousarray(X.data, dtype=dtype), columns, starts, X.shape[1]
