"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["SVC", "SVR", "LinearSVC", "LinearSVR", "NuSVC", "NuSVR", "OneClassSVM"]

class LinearSVC(Estimator):
    """Linear support vector classification."""

    classes_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        penalty: Literal["l1", "l2"] = "l2",
        loss: Literal["hinge", "squared_hinge"] = "squared_hinge",
        *,
        dual: bool | Literal["auto"] = "auto",
        tol: float = 0.0001,
        C: float = 1.0,
        multi_class: Literal["crammer_singer", "ovr"] = "ovr",
        fit_intercept: bool = True,
        intercept_scaling: float = 1,
        class_weight: dict[Any, Any] | Literal["balanced"] | None = None,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        max_iter: int = 1000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LinearSVR(Estimator):
    """Linear support vector regression."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        epsilon: float = 0.0,
        tol: float = 0.0001,
        C: float = 1.0,
        loss: Literal["epsilon_insensitive", "squared_epsilon_insensitive"] = "epsilon_insensitive",
        fit_intercept: bool = True,
        intercept_scaling: float = 1.0,
        dual: bool | Literal["auto"] = "auto",
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        max_iter: int = 1000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class NuSVC(Estimator):
    """Support vector classification with a bound on the support vectors."""

    class_weight_: Any
    classes_: Any
    coef_: Any
    dual_coef_: Any
    feature_names_in_: Any
    fit_status_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_support_: Any
    probA_: Any
    probB_: Any
    shape_fit_: Any
    support_: Any
    support_vectors_: Any
    def __init__(
        self,
        *,
        nu: float = 0.5,
        kernel: Literal["linear", "poly", "precomputed", "rbf", "sigmoid"] | Callable[..., Any] = "rbf",
        degree: int = 3,
        gamma: Literal["auto", "scale"] | float = "scale",
        coef0: float = 0.0,
        shrinking: bool = True,
        probability: bool = ...,
        tol: float = 0.001,
        cache_size: float = 200,
        class_weight: Literal["balanced"] | dict[Any, Any] | None = None,
        verbose: int | bool = False,
        max_iter: int = -1,
        decision_function_shape: Literal["ovo", "ovr"] = "ovr",
        break_ties: bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class NuSVR(Estimator):
    """Support vector regression with a bound on the support vectors."""

    coef_: Any
    dual_coef_: Any
    feature_names_in_: Any
    fit_status_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_support_: Any
    shape_fit_: Any
    support_: Any
    support_vectors_: Any
    def __init__(
        self,
        *,
        nu: float = 0.5,
        C: float = 1.0,
        kernel: Literal["linear", "poly", "precomputed", "rbf", "sigmoid"] | Callable[..., Any] = "rbf",
        degree: int = 3,
        gamma: Literal["auto", "scale"] | float = "scale",
        coef0: float = 0.0,
        shrinking: bool = True,
        tol: float = 0.001,
        cache_size: float = 200,
        verbose: int | bool = False,
        max_iter: int = -1,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class OneClassSVM(Estimator):
    """Outliers by a support vector machine of one class."""

    coef_: Any
    dual_coef_: Any
    feature_names_in_: Any
    fit_status_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_support_: Any
    offset_: Any
    shape_fit_: Any
    support_: Any
    support_vectors_: Any
    def __init__(
        self,
        *,
        kernel: Literal["linear", "poly", "precomputed", "rbf", "sigmoid"] | Callable[..., Any] = "rbf",
        degree: int = 3,
        gamma: Literal["auto", "scale"] | float = "scale",
        coef0: float = 0.0,
        tol: float = 0.001,
        nu: float = 0.5,
        shrinking: bool = True,
        cache_size: float = 200,
        verbose: int | bool = False,
        max_iter: int = -1,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...

class SVC(Estimator):
    """Support vector classification with kernels."""

    class_weight_: Any
    classes_: Any
    coef_: Any
    dual_coef_: Any
    feature_names_in_: Any
    fit_status_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_support_: Any
    probA_: Any
    probB_: Any
    shape_fit_: Any
    support_: Any
    support_vectors_: Any
    def __init__(
        self,
        *,
        C: float = 1.0,
        kernel: Literal["linear", "poly", "precomputed", "rbf", "sigmoid"] | Callable[..., Any] = "rbf",
        degree: int = 3,
        gamma: Literal["auto", "scale"] | float = "scale",
        coef0: float = 0.0,
        shrinking: bool = True,
        probability: bool = ...,
        tol: float = 0.001,
        cache_size: float = 200,
        class_weight: Literal["balanced"] | dict[Any, Any] | None = None,
        verbose: int | bool = False,
        max_iter: int = -1,
        decision_function_shape: Literal["ovo", "ovr"] = "ovr",
        break_ties: bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class SVR(Estimator):
    """Support vector regression with kernels."""

    coef_: Any
    dual_coef_: Any
    feature_names_in_: Any
    fit_status_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_support_: Any
    shape_fit_: Any
    support_: Any
    support_vectors_: Any
    def __init__(
        self,
        *,
        kernel: Literal["linear", "poly", "precomputed", "rbf", "sigmoid"] | Callable[..., Any] = "rbf",
        degree: int = 3,
        gamma: Literal["auto", "scale"] | float = "scale",
        coef0: float = 0.0,
        tol: float = 0.001,
        C: float = 1.0,
        epsilon: float = 0.1,
        shrinking: bool = True,
        cache_size: float = 200,
        verbose: int | bool = False,
        max_iter: int = -1,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
