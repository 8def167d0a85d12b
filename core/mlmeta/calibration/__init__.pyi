"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["CalibratedClassifierCV"]

class CalibratedClassifierCV(Estimator):
    """Probabilities of a classifier, calibrated by cross-validation."""

    calibrated_classifiers_: Any
    classes_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        estimator: Any = None,
        *,
        method: Literal["isotonic", "sigmoid", "temperature"] = "sigmoid",
        cv: Any = None,
        n_jobs: int | None = None,
        ensemble: bool | Literal["auto"] = "auto",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
