"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = [
    "OAS",
    "EllipticEnvelope",
    "EmpiricalCovariance",
    "GraphicalLasso",
    "GraphicalLassoCV",
    "LedoitWolf",
    "MinCovDet",
    "ShrunkCovariance",
]

class EllipticEnvelope(Estimator):
    """Outliers of a Gaussian whose covariance is estimated robustly."""

    covariance_: Any
    dist_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    offset_: Any
    precision_: Any
    raw_covariance_: Any
    raw_location_: Any
    raw_support_: Any
    support_: Any
    def __init__(
        self,
        *,
        store_precision: bool = True,
        assume_centered: bool = False,
        support_fraction: float | None = None,
        contamination: float = 0.1,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class EmpiricalCovariance(Estimator):
    """The maximum-likelihood covariance."""

    covariance_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    precision_: Any
    def __init__(
        self,
        *,
        store_precision: bool = True,
        assume_centered: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GraphicalLasso(Estimator):
    """A covariance whose inverse is sparse, by an L1 penalty."""

    costs_: Any
    covariance_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    n_iter_: Any
    precision_: Any
    def __init__(
        self,
        alpha: float = 0.01,
        *,
        mode: Literal["cd", "lars"] = "cd",
        covariance: Literal["precomputed"] | None = None,
        tol: float = 0.0001,
        enet_tol: float = 0.0001,
        max_iter: int = 100,
        verbose: int | bool = False,
        eps: float = 2.220446049250313e-16,
        assume_centered: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GraphicalLassoCV(Estimator):
    """A covariance with a sparse inverse; the penalty is chosen by cross-validation."""

    alpha_: Any
    costs_: Any
    covariance_: Any
    cv_results_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    n_iter_: Any
    precision_: Any
    def __init__(
        self,
        *,
        alphas: int | ArrayLike = 4,
        n_refinements: int = 4,
        cv: Any = None,
        tol: float = 0.0001,
        enet_tol: float = 0.0001,
        max_iter: int = 100,
        mode: Literal["cd", "lars"] = "cd",
        n_jobs: int | None = None,
        verbose: int | bool = False,
        eps: float = 2.220446049250313e-16,
        assume_centered: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LedoitWolf(Estimator):
    """A covariance shrunk by the coefficient of Ledoit and Wolf."""

    covariance_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    precision_: Any
    shrinkage_: Any
    def __init__(
        self,
        *,
        store_precision: bool = True,
        assume_centered: bool = False,
        block_size: int = 1000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MinCovDet(Estimator):
    """A robust covariance: the determinant of the best part of the rows is the least."""

    covariance_: Any
    dist_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    precision_: Any
    raw_covariance_: Any
    raw_location_: Any
    raw_support_: Any
    support_: Any
    def __init__(
        self,
        *,
        store_precision: bool = True,
        assume_centered: bool = False,
        support_fraction: float | None = None,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class OAS(Estimator):
    """A covariance shrunk by the oracle approximating coefficient."""

    covariance_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    precision_: Any
    shrinkage_: Any
    def __init__(
        self,
        *,
        store_precision: bool = True,
        assume_centered: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ShrunkCovariance(Estimator):
    """A covariance shrunk by a given coefficient."""

    covariance_: Any
    feature_names_in_: Any
    location_: Any
    n_features_in_: Any
    precision_: Any
    def __init__(
        self,
        *,
        store_precision: bool = True,
        assume_centered: bool = False,
        shrinkage: float = 0.1,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
