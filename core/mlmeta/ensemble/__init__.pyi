"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = [
    "AdaBoostClassifier",
    "AdaBoostRegressor",
    "BaggingClassifier",
    "BaggingRegressor",
    "ExtraTreesClassifier",
    "ExtraTreesRegressor",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor",
    "IsolationForest",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "RandomTreesEmbedding",
    "StackingClassifier",
    "StackingRegressor",
    "VotingClassifier",
    "VotingRegressor",
]

class AdaBoostClassifier(Estimator):
    """Boosting of weak classifiers by weights on what they got wrong."""

    classes_: Any
    estimator_: Any
    estimator_errors_: Any
    estimator_weights_: Any
    estimators_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_classes_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any = None,
        *,
        n_estimators: int = 50,
        learning_rate: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class AdaBoostRegressor(Estimator):
    """Boosting of weak regressors by weights on what they got wrong."""

    estimator_: Any
    estimator_errors_: Any
    estimator_weights_: Any
    estimators_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any = None,
        *,
        n_estimators: int = 50,
        learning_rate: float = 1.0,
        loss: Literal["exponential", "linear", "square"] = "linear",
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class BaggingClassifier(Estimator):
    """Classifiers fitted on random subsets, averaged."""

    classes_: Any
    estimator_: Any
    estimators_: Any
    estimators_features_: Any
    estimators_samples_: Any
    feature_names_in_: Any
    n_classes_: Any
    n_features_in_: Any
    oob_decision_function_: Any
    oob_score_: Any
    def __init__(
        self,
        estimator: Any = None,
        n_estimators: int = 10,
        *,
        max_samples: float | None = None,
        max_features: float = 1.0,
        bootstrap: bool = True,
        bootstrap_features: bool = False,
        oob_score: bool = False,
        warm_start: bool = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class BaggingRegressor(Estimator):
    """Regressors fitted on random subsets, averaged."""

    estimator_: Any
    estimators_: Any
    estimators_features_: Any
    estimators_samples_: Any
    feature_names_in_: Any
    n_features_in_: Any
    oob_prediction_: Any
    oob_score_: Any
    def __init__(
        self,
        estimator: Any = None,
        n_estimators: int = 10,
        *,
        max_samples: float | None = None,
        max_features: float = 1.0,
        bootstrap: bool = True,
        bootstrap_features: bool = False,
        oob_score: bool = False,
        warm_start: bool = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ExtraTreesClassifier(Estimator):
    """A forest of decision trees with random thresholds."""

    classes_: Any
    estimator_: Any
    estimators_: Any
    estimators_samples_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_classes_: Any
    n_features_in_: Any
    n_outputs_: Any
    oob_decision_function_: Any
    oob_score_: Any
    def __init__(
        self,
        n_estimators: int = 100,
        *,
        criterion: Literal["entropy", "gini", "log_loss"] = "gini",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = "sqrt",
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        bootstrap: bool = False,
        oob_score: bool | Callable[..., Any] = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        warm_start: bool = False,
        class_weight: Literal["balanced", "balanced_subsample"] | dict[Any, Any] | list[Any] | None = None,
        ccp_alpha: float = 0.0,
        max_samples: float | None = None,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ExtraTreesRegressor(Estimator):
    """A forest of regression trees with random thresholds."""

    estimator_: Any
    estimators_: Any
    estimators_samples_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_outputs_: Any
    oob_prediction_: Any
    oob_score_: Any
    def __init__(
        self,
        n_estimators: int = 100,
        *,
        criterion: Literal["absolute_error", "poisson", "squared_error"] = "squared_error",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = 1.0,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        bootstrap: bool = False,
        oob_score: bool | Callable[..., Any] = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        warm_start: bool = False,
        ccp_alpha: float = 0.0,
        max_samples: float | None = None,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GradientBoostingClassifier(Estimator):
    """Gradient boosting of decision trees."""

    classes_: Any
    estimators_: Any
    feature_importances_: Any
    feature_names_in_: Any
    init_: Any
    max_features_: Any
    n_classes_: Any
    n_estimators_: Any
    n_features_in_: Any
    n_trees_per_iteration_: Any
    oob_improvement_: Any
    oob_score_: Any
    oob_scores_: Any
    train_score_: Any
    def __init__(
        self,
        *,
        loss: Literal["exponential", "log_loss"] = "log_loss",
        learning_rate: float = 0.1,
        n_estimators: int = 100,
        subsample: float = 1.0,
        criterion: Literal["squared_error"] = ...,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_depth: int | None = 3,
        min_impurity_decrease: float = 0.0,
        init: Any = None,
        random_state: int | np.random.RandomState | None = None,
        max_features: float | Literal["log2", "sqrt"] | None = None,
        verbose: int | bool = 0,
        max_leaf_nodes: int | None = None,
        warm_start: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int | None = None,
        tol: float = 0.0001,
        ccp_alpha: float = 0.0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GradientBoostingRegressor(Estimator):
    """Gradient boosting of regression trees."""

    estimators_: Any
    feature_importances_: Any
    feature_names_in_: Any
    init_: Any
    max_features_: Any
    n_estimators_: Any
    n_features_in_: Any
    n_trees_per_iteration_: Any
    oob_improvement_: Any
    oob_score_: Any
    oob_scores_: Any
    train_score_: Any
    def __init__(
        self,
        *,
        loss: Literal["absolute_error", "huber", "quantile", "squared_error"] = "squared_error",
        learning_rate: float = 0.1,
        n_estimators: int = 100,
        subsample: float = 1.0,
        criterion: Literal["squared_error"] = ...,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_depth: int | None = 3,
        min_impurity_decrease: float = 0.0,
        init: Any = None,
        random_state: int | np.random.RandomState | None = None,
        max_features: float | Literal["log2", "sqrt"] | None = None,
        alpha: float = 0.9,
        verbose: int | bool = 0,
        max_leaf_nodes: int | None = None,
        warm_start: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int | None = None,
        tol: float = 0.0001,
        ccp_alpha: float = 0.0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class HistGradientBoostingClassifier(Estimator):
    """Gradient boosting of trees on binned features, for many rows."""

    classes_: Any
    do_early_stopping_: Any
    feature_names_in_: Any
    is_categorical_: Any
    n_features_in_: Any
    n_iter_: Any
    n_trees_per_iteration_: Any
    train_score_: Any
    validation_score_: Any
    def __init__(
        self,
        loss: Any = "log_loss",
        *,
        learning_rate: float = 0.1,
        max_iter: int = 100,
        max_leaf_nodes: int | None = 31,
        max_depth: int | None = None,
        min_samples_leaf: int = 20,
        l2_regularization: float = 0.0,
        max_features: float = 1.0,
        max_bins: int = 255,
        categorical_features: ArrayLike | Literal["from_dtype"] | None = "from_dtype",
        monotonic_cst: ArrayLike | dict[Any, Any] | None = None,
        interaction_cst: list[Any] | tuple[Any, ...] | Literal["no_interactions", "pairwise"] | None = None,
        warm_start: bool = False,
        early_stopping: Literal["auto"] | bool = "auto",
        scoring: str | Callable[..., Any] | None = "loss",
        validation_fraction: float | None = 0.1,
        n_iter_no_change: int = 10,
        tol: float = 1e-07,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        class_weight: dict[Any, Any] | Literal["balanced"] | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class HistGradientBoostingRegressor(Estimator):
    """Gradient boosting of regression trees on binned features, for many rows."""

    do_early_stopping_: Any
    feature_names_in_: Any
    is_categorical_: Any
    n_features_in_: Any
    n_iter_: Any
    n_trees_per_iteration_: Any
    train_score_: Any
    validation_score_: Any
    def __init__(
        self,
        loss: Any = "squared_error",
        *,
        quantile: float | None = None,
        learning_rate: float = 0.1,
        max_iter: int = 100,
        max_leaf_nodes: int | None = 31,
        max_depth: int | None = None,
        min_samples_leaf: int = 20,
        l2_regularization: float = 0.0,
        max_features: float = 1.0,
        max_bins: int = 255,
        categorical_features: ArrayLike | Literal["from_dtype"] | None = "from_dtype",
        monotonic_cst: ArrayLike | dict[Any, Any] | None = None,
        interaction_cst: list[Any] | tuple[Any, ...] | Literal["no_interactions", "pairwise"] | None = None,
        warm_start: bool = False,
        early_stopping: Literal["auto"] | bool = "auto",
        scoring: str | Callable[..., Any] | None = "loss",
        validation_fraction: float | None = 0.1,
        n_iter_no_change: int = 10,
        tol: float = 1e-07,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class IsolationForest(Estimator):
    """Outliers: the rows that random splits isolate first."""

    estimator_: Any
    estimators_: Any
    estimators_features_: Any
    estimators_samples_: Any
    feature_names_in_: Any
    max_samples_: Any
    n_features_in_: Any
    offset_: Any
    def __init__(
        self,
        *,
        n_estimators: int = 100,
        max_samples: Literal["auto"] | float = "auto",
        contamination: Literal["auto"] | float = "auto",
        max_features: float = 1.0,
        bootstrap: bool = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        warm_start: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...

class RandomForestClassifier(Estimator):
    """A forest of decision trees, each on a bootstrap sample and random features."""

    classes_: Any
    estimator_: Any
    estimators_: Any
    estimators_samples_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_classes_: Any
    n_features_in_: Any
    n_outputs_: Any
    oob_decision_function_: Any
    oob_score_: Any
    def __init__(
        self,
        n_estimators: int = 100,
        *,
        criterion: Literal["entropy", "gini", "log_loss"] = "gini",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = "sqrt",
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        bootstrap: bool = True,
        oob_score: bool | Callable[..., Any] = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        warm_start: bool = False,
        class_weight: Literal["balanced", "balanced_subsample"] | dict[Any, Any] | list[Any] | None = None,
        ccp_alpha: float = 0.0,
        max_samples: float | None = None,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RandomForestRegressor(Estimator):
    """A forest of regression trees, each on a bootstrap sample and random features."""

    estimator_: Any
    estimators_: Any
    estimators_samples_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_outputs_: Any
    oob_prediction_: Any
    oob_score_: Any
    def __init__(
        self,
        n_estimators: int = 100,
        *,
        criterion: Literal["absolute_error", "poisson", "squared_error"] = "squared_error",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | Literal["log2", "sqrt"] | None = 1.0,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        bootstrap: bool = True,
        oob_score: bool | Callable[..., Any] = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        warm_start: bool = False,
        ccp_alpha: float = 0.0,
        max_samples: float | None = None,
        monotonic_cst: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RandomTreesEmbedding(Estimator):
    """Sparse codes of rows: the leaves they reach in random trees."""

    estimator_: Any
    estimators_: Any
    estimators_samples_: Any
    feature_importances_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_outputs_: Any
    one_hot_encoder_: Any
    def __init__(
        self,
        n_estimators: int = 100,
        *,
        max_depth: int | None = 5,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        sparse_output: bool = True,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        warm_start: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class StackingClassifier(Estimator):
    """Classifiers whose predictions are the features of a last one."""

    classes_: Any
    estimators_: Any
    feature_names_in_: Any
    final_estimator_: Any
    n_features_in_: Any
    named_estimators_: Any
    stack_method_: Any
    def __init__(
        self,
        estimators: list[Any],
        final_estimator: Any = None,
        *,
        cv: Any = None,
        stack_method: Literal["auto", "decision_function", "predict", "predict_proba"] = "auto",
        n_jobs: int | None = None,
        passthrough: bool = False,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class StackingRegressor(Estimator):
    """Regressors whose predictions are the features of a last one."""

    estimators_: Any
    feature_names_in_: Any
    final_estimator_: Any
    n_features_in_: Any
    named_estimators_: Any
    stack_method_: Any
    def __init__(
        self,
        estimators: list[Any],
        final_estimator: Any = None,
        *,
        cv: Any = None,
        n_jobs: int | None = None,
        passthrough: bool = False,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class VotingClassifier(Estimator):
    """Several classifiers that vote."""

    classes_: Any
    estimators_: Any
    feature_names_in_: Any
    le_: Any
    n_features_in_: Any
    named_estimators_: Any
    def __init__(
        self,
        estimators: list[Any],
        *,
        voting: Literal["hard", "soft"] = "hard",
        weights: ArrayLike | None = None,
        n_jobs: int | None = None,
        flatten_transform: bool = True,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class VotingRegressor(Estimator):
    """Several regressors, averaged."""

    estimators_: Any
    feature_names_in_: Any
    n_features_in_: Any
    named_estimators_: Any
    def __init__(
        self,
        estimators: list[Any],
        *,
        weights: ArrayLike | None = None,
        n_jobs: int | None = None,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
