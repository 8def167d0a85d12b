"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np

from mlmeta.estimators.base import Estimator

__all__ = ["KNNImputer", "MissingIndicator", "SimpleImputer"]

class KNNImputer(Estimator):
    """Fills missing values with the mean of the nearest rows."""

    feature_names_in_: Any
    indicator_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        missing_values: float | str | None = ...,
        n_neighbors: int = 5,
        weights: Literal["distance", "uniform"] | Callable[..., Any] = "uniform",
        metric: Literal["nan_euclidean"] | Callable[..., Any] = "nan_euclidean",
        copy: bool = True,
        add_indicator: bool = False,
        keep_empty_features: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MissingIndicator(Estimator):
    """Marks what is missing."""

    feature_names_in_: Any
    features_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        missing_values: float | str | None = ...,
        features: Literal["all", "missing-only"] = "missing-only",
        sparse: bool | Literal["auto"] = "auto",
        error_on_new: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class SimpleImputer(Estimator):
    """Fills missing values with the mean, the median, the most frequent or a constant."""

    feature_names_in_: Any
    indicator_: Any
    n_features_in_: Any
    statistics_: Any
    def __init__(
        self,
        *,
        missing_values: float | str | None = ...,
        strategy: Literal["constant", "mean", "median", "most_frequent"] | Callable[..., Any] = "mean",
        fill_value: Any = None,
        copy: bool = True,
        add_indicator: bool = False,
        keep_empty_features: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
