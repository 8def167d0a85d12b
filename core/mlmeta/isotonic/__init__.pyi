"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["IsotonicRegression"]

class IsotonicRegression(Estimator):
    """A monotonic function of one feature."""

    X_max_: Any
    X_min_: Any
    X_thresholds_: Any
    f_: Any
    increasing_: Any
    y_thresholds_: Any
    def __init__(
        self,
        *,
        y_min: float | None = None,
        y_max: float | None = None,
        increasing: bool | Literal["auto"] = True,
        out_of_bounds: Literal["clip", "nan", "raise"] = "nan",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
