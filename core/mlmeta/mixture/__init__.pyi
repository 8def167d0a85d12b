"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["BayesianGaussianMixture", "GaussianMixture"]

class BayesianGaussianMixture(Estimator):
    """A mixture of Gaussians by variational Bayes, which may leave components empty."""

    converged_: Any
    covariance_prior_: Any
    covariances_: Any
    degrees_of_freedom_: Any
    degrees_of_freedom_prior_: Any
    feature_names_in_: Any
    lower_bound_: Any
    lower_bounds_: Any
    mean_precision_: Any
    mean_precision_prior_: Any
    mean_prior_: Any
    means_: Any
    n_features_in_: Any
    n_iter_: Any
    precisions_: Any
    precisions_cholesky_: Any
    weight_concentration_: Any
    weight_concentration_prior_: Any
    weights_: Any
    def __init__(
        self,
        *,
        n_components: int = 1,
        covariance_type: Literal["diag", "full", "spherical", "tied"] = "full",
        tol: float = 0.001,
        reg_covar: float = 1e-06,
        max_iter: int = 100,
        n_init: int = 1,
        init_params: Literal["k-means++", "kmeans", "random", "random_from_data"] = "kmeans",
        weight_concentration_prior_type: Literal["dirichlet_distribution", "dirichlet_process"] = "dirichlet_process",
        weight_concentration_prior: float | None = None,
        mean_precision_prior: float | None = None,
        mean_prior: ArrayLike | None = None,
        degrees_of_freedom_prior: float | None = None,
        covariance_prior: ArrayLike | float | None = None,
        random_state: int | np.random.RandomState | None = None,
        warm_start: bool = False,
        verbose: int | bool = 0,
        verbose_interval: int = 10,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def sample(self, n_samples: int = 1, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GaussianMixture(Estimator):
    """A mixture of Gaussians by expectation and maximisation."""

    converged_: Any
    covariances_: Any
    feature_names_in_: Any
    lower_bound_: Any
    lower_bounds_: Any
    means_: Any
    n_features_in_: Any
    n_iter_: Any
    precisions_: Any
    precisions_cholesky_: Any
    weights_: Any
    def __init__(
        self,
        n_components: int = 1,
        *,
        covariance_type: Literal["diag", "full", "spherical", "tied"] = "full",
        tol: float = 0.001,
        reg_covar: float = 1e-06,
        max_iter: int = 100,
        n_init: int = 1,
        init_params: Literal["k-means++", "kmeans", "random", "random_from_data"] = "kmeans",
        weights_init: ArrayLike | None = None,
        means_init: ArrayLike | None = None,
        precisions_init: ArrayLike | None = None,
        random_state: int | np.random.RandomState | None = None,
        warm_start: bool = False,
        verbose: int | bool = 0,
        verbose_interval: int = 10,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def sample(self, n_samples: int = 1, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
