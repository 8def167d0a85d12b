from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlmeta_clustering_rs.mini_batch_kmeans import Learnt, Settings

_Doubles: TypeAlias = NDArray[np.float64]
_Float = TypeVar("_Float", np.float32, np.float64)
_Index: TypeAlias = NDArray[np.int32] | NDArray[np.int64]
_RandomState: TypeAlias = tuple[NDArray[np.uint32], int]
_Rows: TypeAlias = NDArray[_Float] | tuple[NDArray[_Float], _Index, _Index, int]
_Tree: TypeAlias = tuple[NDArray[_Float], NDArray[np.int64] | None, NDArray[_Float] | None]

class _Observer(Protocol):
    @property
    def wants_distances(self) -> bool: ...
    def run_begins(self) -> object: ...
    def iteration_begins(self) -> object: ...
    def iteration_ends(self, number: int, centres: _Doubles, squared_distances: _Doubles | None) -> bool: ...
    def run_converged(self, number: int, shift: float | None, tolerance: float | None) -> object: ...

class _MiniBatchObserver(Protocol):
    def start_begins(self, number: int) -> object: ...
    def start_ends(self, number: int, inertia: float) -> object: ...
    def step_begins(self) -> object: ...
    def step_ends(
        self,
        number: int,
        n_steps: int,
        mean_inertia: float,
        smoothed_inertia: float,
        n_replaced: int,
        centres: _Doubles,
        end: Literal["movement", "improvement"] | None,
    ) -> bool: ...

def fit(
    X: _Rows[_Float],
    *,
    n_clusters: int,
    init: str | NDArray[_Float] | Callable[[NDArray[_Float] | None], NDArray[_Float]],
    n_init: int,
    max_iter: int,
    tol: float,
    random_state: _RandomState | None,
    n_threads: int,
    sample_weight: NDArray[_Float] | None = None,
    observer: _Observer | None = None,
) -> tuple[NDArray[_Float], NDArray[np.int32], float, int, _RandomState | None]: ...
def mini_batch_fit(
    X: _Rows[_Float],
    settings: Settings,
    *,
    random_state: _RandomState,
    n_threads: int,
    sample_weight: NDArray[Any] | None = None,
    observer: _MiniBatchObserver | None = None,
) -> tuple[Learnt, int, float, _RandomState]: ...
def mini_batch_start(
    X: _Rows[_Float],
    settings: Settings,
    *,
    random_state: _RandomState,
    n_threads: int,
    sample_weight: NDArray[Any] | None = None,
) -> tuple[Learnt, _RandomState]: ...
def mini_batch_step(
    X: _Rows[_Float],
    state: Learnt,
    *,
    batch_size: int,
    reassignment_ratio: float,
    random_state: _RandomState,
    n_threads: int,
    sample_weight: NDArray[Any] | None = None,
) -> tuple[Learnt, int, _RandomState]: ...
def mini_batch_labels(
    X: _Rows[_Float], centres: _Doubles, *, n_threads: int, sample_weight: NDArray[Any] | None = None
) -> tuple[NDArray[np.int32], float]: ...

class _SplitObserver(_Observer, Protocol):
    @property
    def wants_model(self) -> bool: ...
    def split_begins(self) -> object: ...
    def split_ends(self, pair: _Doubles, arrays: _Tree[np.float32] | _Tree[np.float64] | None) -> bool: ...

def fit_bisecting(
    X: _Rows[_Float],
    *,
    n_clusters: int,
    init: str | Callable[[NDArray[np.int64], NDArray[_Float] | None], NDArray[_Float]],
    n_init: int,
    max_iter: int,
    tol: float,
    bisecting_strategy: str,
    random_state: _RandomState | None,
    n_threads: int,
    sample_weight: NDArray[_Float] | None = None,
    observer: _SplitObserver | None = None,
) -> tuple[NDArray[_Float], NDArray[np.int64] | None, NDArray[_Float] | None, NDArray[np.int32], float, _RandomState | None]: ...
def predict_bisecting(
    X: _Rows[_Float],
    centres: NDArray[_Float],
    children: NDArray[np.int64],
    inner_centres: NDArray[_Float],
    n_threads: int,
) -> NDArray[np.int32]: ...
def predict(X: _Rows[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[np.int32]: ...
def squared_distances(X: _Rows[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[np.float64]: ...
def transform(X: _Rows[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[_Float]: ...
def simd_level() -> Literal["scalar", "neon", "avx2", "avx512"]: ...
