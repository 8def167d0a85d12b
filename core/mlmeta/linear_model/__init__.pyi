"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator
from mlmeta.linear_model.logistic_regression import LogisticRegression as LogisticRegression

__all__ = [
    "ARDRegression",
    "BayesianRidge",
    "ElasticNet",
    "ElasticNetCV",
    "GammaRegressor",
    "HuberRegressor",
    "Lars",
    "LarsCV",
    "Lasso",
    "LassoCV",
    "LassoLars",
    "LassoLarsCV",
    "LassoLarsIC",
    "LinearRegression",
    "LogisticRegression",
    "LogisticRegressionCV",
    "MultiTaskElasticNet",
    "MultiTaskElasticNetCV",
    "MultiTaskLasso",
    "MultiTaskLassoCV",
    "OrthogonalMatchingPursuit",
    "OrthogonalMatchingPursuitCV",
    "PassiveAggressiveClassifier",
    "PassiveAggressiveRegressor",
    "Perceptron",
    "PoissonRegressor",
    "QuantileRegressor",
    "RANSACRegressor",
    "Ridge",
    "RidgeCV",
    "RidgeClassifier",
    "RidgeClassifierCV",
    "SGDClassifier",
    "SGDOneClassSVM",
    "SGDRegressor",
    "TheilSenRegressor",
    "TweedieRegressor",
]

class ARDRegression(Estimator):
    """Bayesian linear regression that switches off irrelevant features."""

    X_offset_: Any
    X_scale_: Any
    alpha_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    lambda_: Any
    n_features_in_: Any
    n_iter_: Any
    scores_: Any
    sigma_: Any
    def __init__(
        self,
        *,
        max_iter: int = 300,
        tol: float = 0.001,
        alpha_1: float = 1e-06,
        alpha_2: float = 1e-06,
        lambda_1: float = 1e-06,
        lambda_2: float = 1e-06,
        compute_score: bool = False,
        threshold_lambda: float = 10000.0,
        fit_intercept: bool = True,
        copy_X: bool = True,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class BayesianRidge(Estimator):
    """Bayesian ridge regression."""

    X_offset_: Any
    X_scale_: Any
    alpha_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    lambda_: Any
    n_features_in_: Any
    n_iter_: Any
    scores_: Any
    sigma_: Any
    def __init__(
        self,
        *,
        max_iter: int = 300,
        tol: float = 0.001,
        alpha_1: float = 1e-06,
        alpha_2: float = 1e-06,
        lambda_1: float = 1e-06,
        lambda_2: float = 1e-06,
        alpha_init: float | None = None,
        lambda_init: float | None = None,
        compute_score: bool = False,
        fit_intercept: bool = True,
        copy_X: bool = True,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ElasticNet(Estimator):
    """Linear regression with L1 and L2 penalties."""

    coef_: Any
    dual_gap_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    sparse_coef_: Any
    def __init__(
        self,
        alpha: float = 1.0,
        *,
        l1_ratio: float = 0.5,
        fit_intercept: bool = True,
        precompute: bool | ArrayLike = False,
        max_iter: int | None = 1000,
        copy_X: bool = True,
        tol: float = 0.0001,
        warm_start: bool = False,
        positive: bool = False,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class ElasticNetCV(Estimator):
    """Elastic net; the penalties are chosen by cross-validation."""

    alpha_: Any
    alphas_: Any
    coef_: Any
    dual_gap_: Any
    feature_names_in_: Any
    intercept_: Any
    l1_ratio_: Any
    mse_path_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        l1_ratio: float | ArrayLike = 0.5,
        eps: float = 0.001,
        alphas: int | ArrayLike = 100,
        fit_intercept: bool = True,
        precompute: Literal["auto"] | ArrayLike | bool = "auto",
        max_iter: int = 1000,
        tol: float = 0.0001,
        cv: Any = None,
        copy_X: bool = True,
        verbose: int | bool = 0,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class GammaRegressor(Estimator):
    """Generalised linear model of a Gamma target."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        alpha: float = 1.0,
        fit_intercept: bool = True,
        solver: Literal["lbfgs", "newton-cholesky"] = "lbfgs",
        max_iter: int = 100,
        tol: float = 0.0001,
        warm_start: bool = False,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class HuberRegressor(Estimator):
    """Linear regression that is robust to outliers."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    outliers_: Any
    scale_: Any
    def __init__(
        self,
        *,
        epsilon: float = 1.35,
        max_iter: int = 100,
        alpha: float = 0.0001,
        warm_start: bool = False,
        fit_intercept: bool = True,
        tol: float = 1e-05,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class Lars(Estimator):
    """Least angle regression."""

    active_: Any
    alphas_: Any
    coef_: Any
    coef_path_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        fit_intercept: bool = True,
        verbose: int | bool = False,
        precompute: bool | Literal["auto"] | ArrayLike = "auto",
        n_nonzero_coefs: int = 500,
        eps: float = 2.220446049250313e-16,
        copy_X: bool = True,
        fit_path: bool = True,
        jitter: float | None = None,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LarsCV(Estimator):
    """Least angle regression; its length is chosen by cross-validation."""

    active_: Any
    alpha_: Any
    alphas_: Any
    coef_: Any
    coef_path_: Any
    cv_alphas_: Any
    feature_names_in_: Any
    intercept_: Any
    mse_path_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        fit_intercept: bool = True,
        verbose: int | bool = False,
        max_iter: int = 500,
        precompute: bool | Literal["auto"] | ArrayLike = "auto",
        cv: Any = None,
        max_n_alphas: int = 1000,
        n_jobs: int | None = None,
        eps: float = 2.220446049250313e-16,
        copy_X: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class Lasso(Estimator):
    """Linear regression with an L1 penalty."""

    coef_: Any
    dual_gap_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    sparse_coef_: Any
    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        precompute: bool | ArrayLike = False,
        copy_X: bool = True,
        max_iter: int | None = 1000,
        tol: float = 0.0001,
        warm_start: bool = False,
        positive: bool = False,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LassoCV(Estimator):
    """Lasso; the penalty is chosen by cross-validation."""

    alpha_: Any
    alphas_: Any
    coef_: Any
    dual_gap_: Any
    feature_names_in_: Any
    intercept_: Any
    mse_path_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        eps: float = 0.001,
        alphas: int | ArrayLike = 100,
        fit_intercept: bool = True,
        precompute: Literal["auto"] | ArrayLike | bool = "auto",
        max_iter: int = 1000,
        tol: float = 0.0001,
        copy_X: bool = True,
        cv: Any = None,
        verbose: int | bool = False,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LassoLars(Estimator):
    """Lasso by least angle regression."""

    active_: Any
    alphas_: Any
    coef_: Any
    coef_path_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        verbose: int | bool = False,
        precompute: bool | Literal["auto"] | ArrayLike = "auto",
        max_iter: int = 500,
        eps: float = 2.220446049250313e-16,
        copy_X: bool = True,
        fit_path: bool = True,
        positive: bool = False,
        jitter: float | None = None,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LassoLarsCV(Estimator):
    """Lasso by least angle regression; the penalty is chosen by cross-validation."""

    active_: Any
    alpha_: Any
    alphas_: Any
    coef_: Any
    coef_path_: Any
    cv_alphas_: Any
    feature_names_in_: Any
    intercept_: Any
    mse_path_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        fit_intercept: bool = True,
        verbose: int | bool = False,
        max_iter: int = 500,
        precompute: bool | Literal["auto"] | ArrayLike = "auto",
        cv: Any = None,
        max_n_alphas: int = 1000,
        n_jobs: int | None = None,
        eps: float = 2.220446049250313e-16,
        copy_X: bool = True,
        positive: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LassoLarsIC(Estimator):
    """Lasso by least angle regression; the penalty is chosen by AIC or BIC."""

    alpha_: Any
    alphas_: Any
    coef_: Any
    criterion_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    noise_variance_: Any
    def __init__(
        self,
        criterion: Literal["aic", "bic"] = "aic",
        *,
        fit_intercept: bool = True,
        verbose: int | bool = False,
        precompute: bool | Literal["auto"] | ArrayLike = "auto",
        max_iter: int = 500,
        eps: float = 2.220446049250313e-16,
        copy_X: bool = True,
        positive: bool = False,
        noise_variance: float | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LinearRegression(Estimator):
    """Ordinary least squares."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    rank_: Any
    singular_: Any
    def __init__(
        self,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        tol: float = 1e-06,
        n_jobs: int | None = None,
        positive: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class LogisticRegressionCV(Estimator):
    """Logistic regression; the penalty is chosen by cross-validation."""

    C_: Any
    Cs_: Any
    classes_: Any
    coef_: Any
    coefs_paths_: Any
    feature_names_in_: Any
    intercept_: Any
    l1_ratio_: Any
    l1_ratios_: Any
    n_features_in_: Any
    n_iter_: Any
    scores_: Any
    def __init__(
        self,
        *,
        Cs: int | ArrayLike = 10,
        l1_ratios: ArrayLike | None = ...,
        fit_intercept: bool = True,
        cv: Any = None,
        dual: bool = False,
        penalty: Literal["elasticnet", "l1", "l2"] = ...,
        scoring: str | Callable[..., Any] | None = ...,
        solver: Literal["lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga"] = "lbfgs",
        tol: float = 0.0001,
        max_iter: int = 100,
        class_weight: dict[Any, Any] | Literal["balanced"] | None = None,
        n_jobs: int | None = None,
        verbose: int | bool = 0,
        refit: bool = True,
        intercept_scaling: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
        use_legacy_attributes: bool = ...,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultiTaskElasticNet(Estimator):
    """Elastic net for several targets that share their features."""

    coef_: Any
    dual_gap_: Any
    eps_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    sparse_coef_: Any
    def __init__(
        self,
        alpha: float = 1.0,
        *,
        l1_ratio: float = 0.5,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = 1000,
        tol: float = 0.0001,
        warm_start: bool = False,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultiTaskElasticNetCV(Estimator):
    """Elastic net for several targets; the penalties are chosen by cross-validation."""

    alpha_: Any
    alphas_: Any
    coef_: Any
    dual_gap_: Any
    feature_names_in_: Any
    intercept_: Any
    l1_ratio_: Any
    mse_path_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        l1_ratio: float | ArrayLike = 0.5,
        eps: float = 0.001,
        alphas: int | ArrayLike = 100,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float = 0.0001,
        cv: Any = None,
        copy_X: bool = True,
        verbose: int | bool = 0,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultiTaskLasso(Estimator):
    """Lasso for several targets that share their features."""

    coef_: Any
    dual_gap_: Any
    eps_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    sparse_coef_: Any
    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = 1000,
        tol: float = 0.0001,
        warm_start: bool = False,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MultiTaskLassoCV(Estimator):
    """Lasso for several targets; the penalty is chosen by cross-validation."""

    alpha_: Any
    alphas_: Any
    coef_: Any
    dual_gap_: Any
    feature_names_in_: Any
    intercept_: Any
    mse_path_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        eps: float = 0.001,
        alphas: int | ArrayLike = 100,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float = 0.0001,
        copy_X: bool = True,
        cv: Any = None,
        verbose: int | bool = False,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        selection: Literal["cyclic", "random"] = "cyclic",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class OrthogonalMatchingPursuit(Estimator):
    """Linear regression with a given number of non-zero coefficients."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_nonzero_coefs_: Any
    def __init__(
        self,
        *,
        n_nonzero_coefs: int | None = None,
        tol: float | None = None,
        fit_intercept: bool = True,
        precompute: Literal["auto"] | bool = "auto",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class OrthogonalMatchingPursuitCV(Estimator):
    """Orthogonal matching pursuit; the number of coefficients is chosen by cross-validation."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_nonzero_coefs_: Any
    def __init__(
        self,
        *,
        copy: bool = True,
        fit_intercept: bool = True,
        max_iter: int | None = None,
        cv: Any = None,
        n_jobs: int | None = None,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class PassiveAggressiveClassifier(Estimator):
    """Online linear classification with steps as large as each error needs."""

    classes_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    t_: Any
    def __init__(
        self,
        *,
        C: float = 1.0,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 0.001,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        shuffle: bool = True,
        verbose: int | bool = 0,
        loss: Literal["hinge", "squared_hinge"] = "hinge",
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        warm_start: bool = False,
        class_weight: Literal["balanced"] | dict[Any, Any] | None = None,
        average: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class PassiveAggressiveRegressor(Estimator):
    """Online linear regression with steps as large as each error needs."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    t_: Any
    def __init__(
        self,
        *,
        C: float = 1.0,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 0.001,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        shuffle: bool = True,
        verbose: int | bool = 0,
        loss: Literal["epsilon_insensitive", "squared_epsilon_insensitive"] = "epsilon_insensitive",
        epsilon: float = 0.1,
        random_state: int | np.random.RandomState | None = None,
        warm_start: bool = False,
        average: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class Perceptron(Estimator):
    """The perceptron: online linear classification."""

    classes_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    t_: Any
    def __init__(
        self,
        *,
        penalty: Literal["elasticnet", "l1", "l2"] | None = None,
        alpha: float = 0.0001,
        l1_ratio: float = 0.15,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 0.001,
        shuffle: bool = True,
        verbose: int | bool = 0,
        eta0: float = 1.0,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = 0,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        class_weight: Literal["balanced"] | dict[Any, Any] | None = None,
        warm_start: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class PoissonRegressor(Estimator):
    """Generalised linear model of counts."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        alpha: float = 1.0,
        fit_intercept: bool = True,
        solver: Literal["lbfgs", "newton-cholesky"] = "lbfgs",
        max_iter: int = 100,
        tol: float = 0.0001,
        warm_start: bool = False,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class QuantileRegressor(Estimator):
    """Linear regression of a quantile, with an L1 penalty."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        quantile: float = 0.5,
        alpha: float = 1.0,
        fit_intercept: bool = True,
        solver: Literal["highs", "highs-ds", "highs-ipm", "interior-point", "revised simplex"] = "highs",
        solver_options: dict[Any, Any] | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RANSACRegressor(Estimator):
    """Regression on the rows that agree, found by random samples."""

    estimator_: Any
    feature_names_in_: Any
    inlier_mask_: Any
    n_features_in_: Any
    n_skips_invalid_data_: Any
    n_skips_invalid_model_: Any
    n_skips_no_inliers_: Any
    n_trials_: Any
    def __init__(
        self,
        estimator: Any = None,
        *,
        min_samples: float | None = None,
        residual_threshold: float | None = None,
        is_data_valid: Callable[..., Any] | None = None,
        is_model_valid: Callable[..., Any] | None = None,
        max_trials: float = 100,
        max_skips: float = ...,
        stop_n_inliers: float = ...,
        stop_score: float = ...,
        stop_probability: float = 0.99,
        loss: Literal["absolute_error", "squared_error"] | Callable[..., Any] = "absolute_error",
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class Ridge(Estimator):
    """Linear regression with an L2 penalty."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    solver_: Any
    def __init__(
        self,
        alpha: float | ArrayLike = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = None,
        tol: float = 0.0001,
        solver: Literal["auto", "cholesky", "lbfgs", "lsqr", "sag", "saga", "sparse_cg", "svd"] = "auto",
        positive: bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RidgeCV(Estimator):
    """Ridge regression; the penalty is chosen by cross-validation."""

    alpha_: Any
    best_score_: Any
    coef_: Any
    cv_results_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    def __init__(
        self,
        alphas: ArrayLike | float = ...,
        *,
        fit_intercept: bool = True,
        scoring: str | Callable[..., Any] | None = None,
        cv: Any = None,
        gcv_mode: Literal["auto", "eigen", "svd"] | None = None,
        store_cv_results: bool = False,
        alpha_per_target: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RidgeClassifier(Estimator):
    """Classification by ridge regression on -1 and 1."""

    classes_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    solver_: Any
    def __init__(
        self,
        alpha: float | ArrayLike = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = None,
        tol: float = 0.0001,
        class_weight: dict[Any, Any] | Literal["balanced"] | None = None,
        solver: Literal["auto", "cholesky", "lbfgs", "lsqr", "sag", "saga", "sparse_cg", "svd"] = "auto",
        positive: bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class RidgeClassifierCV(Estimator):
    """Classification by ridge regression; the penalty is chosen by cross-validation."""

    alpha_: Any
    best_score_: Any
    classes_: Any
    coef_: Any
    cv_results_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    def __init__(
        self,
        alphas: ArrayLike | float = ...,
        *,
        fit_intercept: bool = True,
        scoring: str | Callable[..., Any] | None = None,
        cv: Any = None,
        class_weight: dict[Any, Any] | Literal["balanced"] | None = None,
        store_cv_results: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class SGDClassifier(Estimator):
    """Linear classification by stochastic gradient descent."""

    classes_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    t_: Any
    def __init__(
        self,
        loss: Literal[
            "epsilon_insensitive",
            "hinge",
            "huber",
            "log_loss",
            "modified_huber",
            "perceptron",
            "squared_epsilon_insensitive",
            "squared_error",
            "squared_hinge",
        ] = "hinge",
        *,
        penalty: Literal["elasticnet", "l1", "l2"] | None = "l2",
        alpha: float = 0.0001,
        l1_ratio: float | None = 0.15,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 0.001,
        shuffle: bool = True,
        verbose: int | bool = 0,
        epsilon: float = 0.1,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        learning_rate: Literal["adaptive", "constant", "invscaling", "optimal", "pa1", "pa2"] = "optimal",
        eta0: float = 0.01,
        power_t: float = 0.5,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        class_weight: Literal["balanced"] | dict[Any, Any] | None = None,
        warm_start: bool = False,
        average: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class SGDOneClassSVM(Estimator):
    """Linear one-class SVM by stochastic gradient descent: outliers."""

    coef_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_iter_: Any
    offset_: Any
    t_: Any
    def __init__(
        self,
        nu: float = 0.5,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 0.001,
        shuffle: bool = True,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        learning_rate: Literal["adaptive", "constant", "invscaling", "optimal"] = "optimal",
        eta0: float = 0.01,
        power_t: float = 0.5,
        warm_start: bool = False,
        average: int | bool = False,
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def decision_function(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...

class SGDRegressor(Estimator):
    """Linear regression by stochastic gradient descent."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    t_: Any
    def __init__(
        self,
        loss: Literal["epsilon_insensitive", "huber", "squared_epsilon_insensitive", "squared_error"] = "squared_error",
        *,
        penalty: Literal["elasticnet", "l1", "l2"] | None = "l2",
        alpha: float = 0.0001,
        l1_ratio: float | None = 0.15,
        fit_intercept: bool = True,
        max_iter: int = 1000,
        tol: float | None = 0.001,
        shuffle: bool = True,
        verbose: int | bool = 0,
        epsilon: float = 0.1,
        random_state: int | np.random.RandomState | None = None,
        learning_rate: Literal["adaptive", "constant", "invscaling", "optimal", "pa1", "pa2"] = "invscaling",
        eta0: float = 0.01,
        power_t: float = 0.25,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 5,
        warm_start: bool = False,
        average: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class TheilSenRegressor(Estimator):
    """Robust linear regression: a median of fits on small subsets."""

    breakdown_: Any
    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    n_subpopulation_: Any
    def __init__(
        self,
        *,
        fit_intercept: bool = True,
        max_subpopulation: float = 10000.0,
        n_subsamples: int | None = None,
        max_iter: int = 300,
        tol: float = 0.001,
        random_state: int | np.random.RandomState | None = None,
        n_jobs: int | None = None,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class TweedieRegressor(Estimator):
    """Generalised linear model of a Tweedie target."""

    coef_: Any
    feature_names_in_: Any
    intercept_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        power: float = 0.0,
        alpha: float = 1.0,
        fit_intercept: bool = True,
        link: Literal["auto", "identity", "log"] = "auto",
        solver: Literal["lbfgs", "newton-cholesky"] = "lbfgs",
        max_iter: int = 100,
        tol: float = 0.0001,
        warm_start: bool = False,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
