"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["LabelPropagation", "LabelSpreading", "SelfTrainingClassifier"]

class LabelPropagation(Estimator):
    """Labels spread to unlabelled rows along a graph."""

    X_: Any
    classes_: Any
    feature_names_in_: Any
    label_distributions_: Any
    n_features_in_: Any
    n_iter_: Any
    transduction_: Any
    def __init__(
        self,
        kernel: Literal["knn", "rbf"] | Callable[..., Any] = "rbf",
        *,
        gamma: float = 20,
        n_neighbors: int = 7,
        max_iter: int = 1000,
        tol: float = 0.001,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LabelSpreading(Estimator):
    """Labels spread to unlabelled rows along a graph, with smoothing."""

    X_: Any
    classes_: Any
    feature_names_in_: Any
    label_distributions_: Any
    n_features_in_: Any
    n_iter_: Any
    transduction_: Any
    def __init__(
        self,
        kernel: Literal["knn", "rbf"] | Callable[..., Any] = "rbf",
        *,
        gamma: float = 20,
        n_neighbors: int = 7,
        alpha: float = 0.2,
        max_iter: int = 30,
        tol: float = 0.001,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class SelfTrainingClassifier(Estimator):
    """A classifier that learns from its own sure predictions."""

    classes_: Any
    estimator_: Any
    feature_names_in_: Any
    labeled_iter_: Any
    n_features_in_: Any
    n_iter_: Any
    termination_condition_: Any
    transduction_: Any
    def __init__(
        self,
        estimator: Any = None,
        threshold: float = 0.75,
        criterion: Literal["k_best", "threshold"] = "threshold",
        k_best: int = 10,
        max_iter: int | None = 10,
        verbose: int | bool = False,
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
