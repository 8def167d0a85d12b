"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["BernoulliNB", "CategoricalNB", "ComplementNB", "GaussianNB", "MultinomialNB"]

class BernoulliNB(Estimator):
    """Naive Bayes for features that are there or not."""

    class_count_: Any
    class_log_prior_: Any
    classes_: Any
    feature_count_: Any
    feature_log_prob_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        alpha: float | ArrayLike = 1.0,
        force_alpha: bool = True,
        binarize: float | None = 0.0,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class CategoricalNB(Estimator):
    """Naive Bayes for categories."""

    category_count_: Any
    class_count_: Any
    class_log_prior_: Any
    classes_: Any
    feature_log_prob_: Any
    feature_names_in_: Any
    n_categories_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        alpha: float = 1.0,
        force_alpha: bool = True,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
        min_categories: ArrayLike | int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ComplementNB(Estimator):
    """Naive Bayes for counts, by the complement of each class: for unequal classes."""

    class_count_: Any
    class_log_prior_: Any
    classes_: Any
    feature_all_: Any
    feature_count_: Any
    feature_log_prob_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        alpha: float | ArrayLike = 1.0,
        force_alpha: bool = True,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
        norm: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GaussianNB(Estimator):
    """Naive Bayes with Gaussian features."""

    class_count_: Any
    class_prior_: Any
    classes_: Any
    epsilon_: Any
    feature_names_in_: Any
    n_features_in_: Any
    theta_: Any
    var_: Any
    def __init__(
        self,
        *,
        priors: ArrayLike | None = None,
        var_smoothing: float = 1e-09,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultinomialNB(Estimator):
    """Naive Bayes for counts, such as words."""

    class_count_: Any
    class_log_prior_: Any
    classes_: Any
    feature_count_: Any
    feature_log_prob_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        alpha: float | ArrayLike = 1.0,
        force_alpha: bool = True,
        fit_prior: bool = True,
        class_prior: ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
