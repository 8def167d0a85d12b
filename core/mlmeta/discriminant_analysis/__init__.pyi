"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["LinearDiscriminantAnalysis", "QuadraticDiscriminantAnalysis"]

class LinearDiscriminantAnalysis(Estimator):
    """Gaussian classes with one covariance: linear boundaries, and a projection."""

    classes_: Any
    coef_: Any
    covariance_: Any
    explained_variance_ratio_: Any
    feature_names_in_: Any
    intercept_: Any
    means_: Any
    n_features_in_: Any
    priors_: Any
    scalings_: Any
    xbar_: Any
    def __init__(
        self,
        solver: Literal["eigen", "lsqr", "svd"] = "svd",
        shrinkage: Literal["auto"] | float | None = None,
        priors: ArrayLike | None = None,
        n_components: int | None = None,
        store_covariance: bool = False,
        tol: float = 0.0001,
        covariance_estimator: Any = None,
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class QuadraticDiscriminantAnalysis(Estimator):
    """Gaussian classes with a covariance each: quadratic boundaries."""

    classes_: Any
    covariance_: Any
    feature_names_in_: Any
    means_: Any
    n_features_in_: Any
    priors_: Any
    rotations_: Any
    scalings_: Any
    def __init__(
        self,
        *,
        solver: Literal["eigen", "svd"] = "svd",
        shrinkage: Literal["auto"] | float | None = None,
        priors: ArrayLike | None = None,
        reg_param: float = 0.0,
        store_covariance: bool = False,
        tol: float = 0.0001,
        covariance_estimator: Any = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
