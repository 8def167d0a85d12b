"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["GaussianProcessClassifier", "GaussianProcessRegressor"]

class GaussianProcessClassifier(Estimator):
    """Classification by a Gaussian process, with Laplace's approximation."""

    base_estimator_: Any
    classes_: Any
    feature_names_in_: Any
    kernel_: Any
    log_marginal_likelihood_value_: Any
    n_classes_: Any
    n_features_in_: Any
    def __init__(
        self,
        kernel: Any = None,
        *,
        optimizer: Literal["fmin_l_bfgs_b"] | Callable[..., Any] | None = "fmin_l_bfgs_b",
        n_restarts_optimizer: int = 0,
        max_iter_predict: int = 100,
        warm_start: bool = False,
        copy_X_train: bool = True,
        random_state: int | np.random.RandomState | None = None,
        multi_class: Literal["one_vs_one", "one_vs_rest"] = "one_vs_rest",
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GaussianProcessRegressor(Estimator):
    """Regression by a Gaussian process, with uncertainty."""

    L_: Any
    X_train_: Any
    alpha_: Any
    feature_names_in_: Any
    kernel_: Any
    log_marginal_likelihood_value_: Any
    n_features_in_: Any
    y_train_: Any
    def __init__(
        self,
        kernel: Any = None,
        *,
        alpha: float | ArrayLike = 1e-10,
        optimizer: Literal["fmin_l_bfgs_b"] | Callable[..., Any] | None = "fmin_l_bfgs_b",
        n_restarts_optimizer: int = 0,
        normalize_y: bool = False,
        copy_X_train: bool = True,
        n_targets: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
