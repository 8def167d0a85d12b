"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["DummyClassifier", "DummyRegressor"]

class DummyClassifier(Estimator):
    """A baseline that predicts classes without looking at the features."""

    class_prior_: Any
    classes_: Any
    feature_names_in_: Any
    n_classes_: Any
    n_features_in_: Any
    n_outputs_: Any
    sparse_output_: Any
    def __init__(
        self,
        *,
        strategy: Literal["constant", "most_frequent", "prior", "stratified", "uniform"] = "prior",
        random_state: int | np.random.RandomState | None = None,
        constant: int | str | ArrayLike | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class DummyRegressor(Estimator):
    """A baseline that predicts a constant."""

    constant_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_outputs_: Any
    def __init__(
        self,
        *,
        strategy: Literal["constant", "mean", "median", "quantile"] = "mean",
        constant: float | ArrayLike | None = None,
        quantile: float | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
