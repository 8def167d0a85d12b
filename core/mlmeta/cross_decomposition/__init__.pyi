"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["CCA", "PLSSVD", "PLSCanonical", "PLSRegression"]

class CCA(Estimator):
    """Canonical correlation analysis of two sets of columns."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    x_loadings_: Any
    x_rotations_: Any
    x_weights_: Any
    y_loadings_: Any
    y_rotations_: Any
    y_weights_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        scale: bool = True,
        max_iter: int = 500,
        tol: float = 1e-06,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PLSCanonical(Estimator):
    """Canonical partial least squares of two sets of columns."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    x_loadings_: Any
    x_rotations_: Any
    x_weights_: Any
    y_loadings_: Any
    y_rotations_: Any
    y_weights_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        scale: bool = True,
        algorithm: Literal["nipals", "svd"] = "nipals",
        max_iter: int = 500,
        tol: float = 1e-06,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PLSRegression(Estimator):
    """Partial least squares regression."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    x_loadings_: Any
    x_rotations_: Any
    x_scores_: Any
    x_weights_: Any
    y_loadings_: Any
    y_rotations_: Any
    y_scores_: Any
    y_weights_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        scale: bool = True,
        max_iter: int = 500,
        tol: float = 1e-06,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PLSSVD(Estimator):
    """Partial least squares by the singular vectors of the cross-covariance."""

    feature_names_in_: Any
    n_features_in_: Any
    x_weights_: Any
    y_weights_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        scale: bool = True,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
