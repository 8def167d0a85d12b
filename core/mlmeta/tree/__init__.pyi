"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor"]

class DecisionTreeClassifier(Estimator):
    """A decision tree."""

    classes_: Any
    feature_importances_: Any
    feature_names_in_: Any
    max_features_: Any
    n_classes_: Any
    n_features_in_: Any
    n_outputs_: Any
    tree_: Any
    def __init__(
        self,
        *,
        criterion: Literal["entropy", "gini", "log_loss"] = "gini",
        splitter: Literal["best", "random"] = "best",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = None,
        random_state: int | np.random.RandomState | None = None,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        class_weight: dict[Any, Any] | list[Any] | Literal["balanced"] | None = None,
        ccp_alpha: float = 0.0,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class DecisionTreeRegressor(Estimator):
    """A regression tree."""

    feature_importances_: Any
    feature_names_in_: Any
    max_features_: Any
    n_features_in_: Any
    n_outputs_: Any
    tree_: Any
    def __init__(
        self,
        *,
        criterion: Literal["absolute_error", "poisson", "squared_error"] = "squared_error",
        splitter: Literal["best", "random"] = "best",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = None,
        random_state: int | np.random.RandomState | None = None,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        ccp_alpha: float = 0.0,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ExtraTreeClassifier(Estimator):
    """A decision tree with random thresholds."""

    classes_: Any
    feature_importances_: Any
    feature_names_in_: Any
    max_features_: Any
    n_classes_: Any
    n_features_in_: Any
    n_outputs_: Any
    tree_: Any
    def __init__(
        self,
        *,
        criterion: Literal["entropy", "gini", "log_loss"] = "gini",
        splitter: Literal["best", "random"] = "random",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = "sqrt",
        random_state: int | np.random.RandomState | None = None,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        class_weight: dict[Any, Any] | list[Any] | Literal["balanced"] | None = None,
        ccp_alpha: float = 0.0,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ExtraTreeRegressor(Estimator):
    """A regression tree with random thresholds."""

    feature_importances_: Any
    feature_names_in_: Any
    max_features_: Any
    n_features_in_: Any
    n_outputs_: Any
    tree_: Any
    def __init__(
        self,
        *,
        criterion: Literal["absolute_error", "poisson", "squared_error"] = "squared_error",
        splitter: Literal["best", "random"] = "random",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = 1.0,
        random_state: int | np.random.RandomState | None = None,
        min_impurity_decrease: float = 0.0,
        max_leaf_nodes: int | None = None,
        ccp_alpha: float = 0.0,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
