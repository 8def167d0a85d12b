"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["GaussianRandomProjection", "SparseRandomProjection"]

class GaussianRandomProjection(Estimator):
    """Projection on random Gaussian directions."""

    components_: Any
    feature_names_in_: Any
    inverse_components_: Any
    n_components_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_components: int | Literal["auto"] = "auto",
        *,
        eps: float = 0.1,
        compute_inverse_components: bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class SparseRandomProjection(Estimator):
    """Projection on random sparse directions."""

    components_: Any
    density_: Any
    feature_names_in_: Any
    inverse_components_: Any
    n_components_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_components: int | Literal["auto"] = "auto",
        *,
        density: float | Literal["auto"] = "auto",
        eps: float = 0.1,
        dense_output: bool = False,
        compute_inverse_components: bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
