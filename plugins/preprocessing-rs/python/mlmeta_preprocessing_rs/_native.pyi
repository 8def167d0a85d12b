from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

_Float = TypeVar("_Float", np.float32, np.float64)
_Doubles: TypeAlias = NDArray[np.float64]
_Statistics: TypeAlias = tuple[_Doubles, _Doubles, _Doubles | None, _Doubles | None]
_Before: TypeAlias = tuple[_Doubles, _Doubles, _Doubles | None] | None

def column_moments(
    X: NDArray[_Float], *, sample_weight: NDArray[_Float] | None, before: _Before, with_std: bool, n_threads: int
) -> _Statistics: ...
def column_moments_of_sparse(
    data: NDArray[_Float],
    indices: NDArray[np.integer[Any]],
    indptr: NDArray[np.integer[Any]],
    n_features: int,
    *,
    sample_weight: NDArray[_Float] | None,
    before: _Before,
    with_std: bool,
    n_threads: int,
) -> _Statistics: ...
def column_ranges(
    X: NDArray[_Float],
    *,
    before: tuple[NDArray[_Float], NDArray[_Float]] | None,
    feature_range: tuple[float, float],
    n_threads: int,
) -> tuple[NDArray[_Float], NDArray[_Float], NDArray[_Float], NDArray[_Float], NDArray[_Float]]: ...
def divide(
    X: NDArray[_Float],
    out: NDArray[_Float],
    *,
    offset: NDArray[np.floating[Any]] | None,
    factor: NDArray[np.floating[Any]] | None,
    n_threads: int,
) -> None: ...
def multiply(
    X: NDArray[_Float],
    out: NDArray[_Float],
    *,
    factor: NDArray[np.floating[Any]] | None,
    offset: NDArray[np.floating[Any]] | None,
    n_threads: int,
    clip: tuple[float, float] | None = None,
) -> None: ...
def multiply_entries(data: NDArray[_Float], indices: NDArray[np.integer[Any]], *, factor: _Doubles, n_threads: int) -> None: ...
def simd_level() -> Literal["scalar", "neon", "avx2", "avx512"]: ...
