"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = [
    "KNeighborsClassifier",
    "KNeighborsRegressor",
    "KNeighborsTransformer",
    "KernelDensity",
    "LocalOutlierFactor",
    "NearestCentroid",
    "NearestNeighbors",
    "NeighborhoodComponentsAnalysis",
    "RadiusNeighborsClassifier",
    "RadiusNeighborsRegressor",
    "RadiusNeighborsTransformer",
]

class KNeighborsClassifier(Estimator):
    """Classification by a vote of the nearest neighbours."""

    classes_: Any
    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    outputs_2d_: Any
    def __init__(
        self,
        n_neighbors: int | None = 5,
        *,
        weights: Literal["distance", "uniform"] | Callable[..., Any] | None = "uniform",
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        p: float | None = 2,
        metric: Any = "minkowski",
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class KNeighborsRegressor(Estimator):
    """Regression by the mean of the nearest neighbours."""

    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    def __init__(
        self,
        n_neighbors: int | None = 5,
        *,
        weights: Literal["distance", "uniform"] | Callable[..., Any] | None = "uniform",
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        p: float | None = 2,
        metric: Any = "minkowski",
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class KNeighborsTransformer(Estimator):
    """The graph of the nearest neighbours."""

    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    def __init__(
        self,
        *,
        mode: Literal["connectivity", "distance"] = "distance",
        n_neighbors: int | None = 5,
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        metric: Any = "minkowski",
        p: float | None = 2,
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class KernelDensity(Estimator):
    """A density estimated with a kernel."""

    bandwidth_: Any
    feature_names_in_: Any
    n_features_in_: Any
    tree_: Any
    def __init__(
        self,
        *,
        bandwidth: float | Literal["scott", "silverman"] = 1.0,
        algorithm: Literal["auto", "ball_tree", "kd_tree"] = "auto",
        kernel: Literal["cosine", "epanechnikov", "exponential", "gaussian", "linear", "tophat"] = "gaussian",
        metric: str = "euclidean",
        atol: float = 0,
        rtol: float = 0,
        breadth_first: bool = True,
        leaf_size: int = 40,
        metric_params: dict[Any, Any] | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def sample(self, n_samples: int = 1, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LocalOutlierFactor(Estimator):
    """Outliers: rows in sparser surroundings than their neighbours."""

    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_neighbors_: Any
    n_samples_fit_: Any
    negative_outlier_factor_: Any
    offset_: Any
    def __init__(
        self,
        n_neighbors: int | None = 20,
        *,
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        metric: Any = "minkowski",
        p: float | None = 2,
        metric_params: dict[Any, Any] | None = None,
        contamination: Literal["auto"] | float = "auto",
        novelty: bool = False,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any: ...

class NearestCentroid(Estimator):
    """Classification by the nearest class centre."""

    centroids_: Any
    class_prior_: Any
    classes_: Any
    deviations_: Any
    feature_names_in_: Any
    n_features_in_: Any
    within_class_std_dev_: Any
    def __init__(
        self,
        metric: Literal["euclidean", "manhattan"] = "euclidean",
        *,
        shrink_threshold: float | None = None,
        priors: ArrayLike | Literal["empirical", "uniform"] = "uniform",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class NearestNeighbors(Estimator):
    """Search for the nearest neighbours."""

    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    def __init__(
        self,
        *,
        n_neighbors: int | None = 5,
        radius: float | None = 1.0,
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        metric: Any = "minkowski",
        p: float | None = 2,
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any: ...
    def radius_neighbors(self, X: Any = None, radius: float | None = None, return_distance: bool = True, **more: Any) -> Any: ...

class NeighborhoodComponentsAnalysis(Estimator):
    """A linear map in which nearest neighbours classify best."""

    components_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_iter_: Any
    random_state_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        init: Literal["auto", "identity", "lda", "pca", "random"] | ArrayLike = "auto",
        warm_start: bool = False,
        max_iter: int = 50,
        tol: float = 1e-05,
        callback: Callable[..., Any] | None = None,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class RadiusNeighborsClassifier(Estimator):
    """Classification by a vote of the neighbours within a radius."""

    classes_: Any
    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    outlier_label_: Any
    outputs_2d_: Any
    def __init__(
        self,
        radius: float | None = 1.0,
        *,
        weights: Literal["distance", "uniform"] | Callable[..., Any] | None = "uniform",
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        p: float | None = 2,
        metric: Any = "minkowski",
        outlier_label: int | str | ArrayLike | None = None,
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def radius_neighbors(self, X: Any = None, radius: float | None = None, return_distance: bool = True, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RadiusNeighborsRegressor(Estimator):
    """Regression by the mean of the neighbours within a radius."""

    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    def __init__(
        self,
        radius: float | None = 1.0,
        *,
        weights: Literal["distance", "uniform"] | Callable[..., Any] | None = "uniform",
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        p: float | None = 2,
        metric: Any = "minkowski",
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def radius_neighbors(self, X: Any = None, radius: float | None = None, return_distance: bool = True, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RadiusNeighborsTransformer(Estimator):
    """The graph of the neighbours within a radius."""

    effective_metric_: Any
    effective_metric_params_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_samples_fit_: Any
    def __init__(
        self,
        *,
        mode: Literal["connectivity", "distance"] = "distance",
        radius: float | None = 1.0,
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        metric: Any = "minkowski",
        p: float | None = 2,
        metric_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def radius_neighbors(self, X: Any = None, radius: float | None = None, return_distance: bool = True, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
