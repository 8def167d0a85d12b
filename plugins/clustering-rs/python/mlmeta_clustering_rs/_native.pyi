from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

_Doubles: TypeAlias = NDArray[np.float64]
_Float = TypeVar("_Float", np.float32, np.float64)
_Index: TypeAlias = NDArray[np.int32] | NDArray[np.int64]
_RandomState: TypeAlias = tuple[NDArray[np.uint32], int]
_Rows: TypeAlias = NDArray[_Float] | tuple[NDArray[_Float], _Index, _Index, int]

class _Observer(Protocol):
    @property
    def wants_distances(self) -> bool: ...
    def run_begins(self) -> object: ...
    def iteration_begins(self) -> object: ...
    def iteration_ends(self, number: int, centres: _Doubles, squared_distances: _Doubles | None) -> bool: ...
    def run_converged(self, number: int, shift: float | None, tolerance: float | None) -> object: ...

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
def predict(X: _Rows[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[np.int32]: ...
def squared_distances(X: _Rows[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[np.float64]: ...
def transform(X: _Rows[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[_Float]: ...
def simd_level() -> Literal["scalar", "neon", "avx2", "avx512"]: ...
