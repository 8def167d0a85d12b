"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["ColumnTransformer", "TransformedTargetRegressor"]

class ColumnTransformer(Estimator):
    """Different transformers for different columns, side by side."""

    feature_names_in_: Any
    n_features_in_: Any
    named_transformers_: Any
    output_indices_: Any
    sparse_output_: Any
    transformers_: Any
    def __init__(
        self,
        transformers: list[Any],
        *,
        remainder: Any = "drop",
        sparse_threshold: float = 0.3,
        n_jobs: int | None = None,
        transformer_weights: dict[Any, Any] | None = None,
        verbose: int | bool = False,
        verbose_feature_names_out: bool | str | Callable[..., Any] = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class TransformedTargetRegressor(Estimator):
    """A regressor that learns a transformed target."""

    feature_names_in_: Any
    n_features_in_: Any
    regressor_: Any
    transformer_: Any
    def __init__(
        self,
        regressor: Any = None,
        *,
        transformer: Any = None,
        func: Callable[..., Any] | None = None,
        inverse_func: Callable[..., Any] | None = None,
        check_inverse: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
