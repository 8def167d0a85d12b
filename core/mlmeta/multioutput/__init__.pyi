"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["ClassifierChain", "MultiOutputClassifier", "MultiOutputRegressor", "RegressorChain"]

class ClassifierChain(Estimator):
    """Several labels a row: each classifier sees the labels before it."""

    chain_method_: Any
    classes_: Any
    estimators_: Any
    feature_names_in_: Any
    n_features_in_: Any
    order_: Any
    def __init__(
        self,
        estimator: Any,
        *,
        order: ArrayLike | Literal["random"] | None = None,
        cv: Any = None,
        chain_method: list[Any]
        | tuple[Any, ...]
        | Literal["decision_function", "predict", "predict_log_proba", "predict_proba"] = "predict",
        random_state: int | np.random.RandomState | None = None,
        verbose: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultiOutputClassifier(Estimator):
    """Several targets: one classifier for each."""

    classes_: Any
    estimators_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any,
        *,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultiOutputRegressor(Estimator):
    """Several targets: one regressor for each."""

    estimators_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any,
        *,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RegressorChain(Estimator):
    """Several targets: each regressor sees the targets before it."""

    estimators_: Any
    feature_names_in_: Any
    n_features_in_: Any
    order_: Any
    def __init__(
        self,
        estimator: Any,
        *,
        order: ArrayLike | Literal["random"] | None = None,
        cv: Any = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
