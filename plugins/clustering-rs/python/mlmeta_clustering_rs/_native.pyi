from collections.abc import Callable
from typing import Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

_Float = TypeVar("_Float", np.float32, np.float64)
_RandomState: TypeAlias = tuple[NDArray[np.uint32], int]

def fit(
    X: NDArray[_Float],
    *,
    n_clusters: int,
    init: NDArray[_Float] | None,
    n_init: int,
    max_iter: int,
    tol: float,
    random_state: _RandomState,
    n_threads: int,
    sample_weight: NDArray[_Float] | None = None,
    progress: Callable[[int, int, int], object] | None = None,
) -> tuple[NDArray[_Float], NDArray[np.int32], float, int, _RandomState]: ...
def shares(sample_weight: NDArray[_Float]) -> NDArray[np.float64]: ...
def predict(X: NDArray[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[np.int32]: ...
def transform(X: NDArray[_Float], centres: NDArray[_Float], n_threads: int) -> NDArray[_Float]: ...
def simd_level() -> Literal["scalar", "avx2", "avx512"]: ...
