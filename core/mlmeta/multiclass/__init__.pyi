"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["OneVsOneClassifier", "OneVsRestClassifier", "OutputCodeClassifier"]

class OneVsOneClassifier(Estimator):
    """Many classes: one classifier for each pair."""

    classes_: Any
    estimators_: Any
    feature_names_in_: Any
    n_classes_: Any
    n_features_in_: Any
    pairwise_indices_: Any
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
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class OneVsRestClassifier(Estimator):
    """Many classes, or several labels a row: one classifier for each."""

    classes_: Any
    estimators_: Any
    feature_names_in_: Any
    label_binarizer_: Any
    multilabel_: Any
    n_classes_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any,
        *,
        n_jobs: int | None = None,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class OutputCodeClassifier(Estimator):
    """Many classes: classifiers for the digits of error-correcting codes."""

    classes_: Any
    code_book_: Any
    estimators_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any,
        *,
        code_size: float = 1.5,
        random_state: int | np.random.RandomState | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
