"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["BernoulliRBM", "MLPClassifier", "MLPRegressor"]

class BernoulliRBM(Estimator):
    """A restricted Boltzmann machine: binary hidden features."""

    components_: Any
    feature_names_in_: Any
    h_samples_: Any
    intercept_hidden_: Any
    intercept_visible_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_components: int = 256,
        *,
        learning_rate: float = 0.1,
        batch_size: int = 10,
        n_iter: int = 10,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MLPClassifier(Estimator):
    """Classification by a multi-layer perceptron."""

    best_loss_: Any
    best_validation_score_: Any
    classes_: Any
    coefs_: Any
    feature_names_in_: Any
    intercepts_: Any
    loss_: Any
    loss_curve_: Any
    n_features_in_: Any
    n_iter_: Any
    n_layers_: Any
    n_outputs_: Any
    out_activation_: Any
    t_: Any
    validation_scores_: Any
    def __init__(
        self,
        hidden_layer_sizes: ArrayLike | int = ...,
        activation: Literal["identity", "logistic", "relu", "tanh"] = "relu",
        *,
        solver: Literal["adam", "lbfgs", "sgd"] = "adam",
        alpha: float = 0.0001,
        batch_size: Literal["auto"] | int = "auto",
        learning_rate: Literal["adaptive", "constant", "invscaling"] = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: int | np.random.RandomState | None = None,
        tol: float = 0.0001,
        verbose: int | bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-08,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict_proba(self, X: Any, **more: Any) -> Any: ...
    def predict_log_proba(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...

class MLPRegressor(Estimator):
    """Regression by a multi-layer perceptron."""

    best_loss_: Any
    best_validation_score_: Any
    coefs_: Any
    feature_names_in_: Any
    intercepts_: Any
    loss_: Any
    loss_curve_: Any
    n_features_in_: Any
    n_iter_: Any
    n_layers_: Any
    n_outputs_: Any
    out_activation_: Any
    t_: Any
    validation_scores_: Any
    def __init__(
        self,
        loss: Literal["poisson", "squared_error"] = "squared_error",
        hidden_layer_sizes: ArrayLike | int = ...,
        activation: Literal["identity", "logistic", "relu", "tanh"] = "relu",
        *,
        solver: Literal["adam", "lbfgs", "sgd"] = "adam",
        alpha: float = 0.0001,
        batch_size: Literal["auto"] | int = "auto",
        learning_rate: Literal["adaptive", "constant", "invscaling"] = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: int | np.random.RandomState | None = None,
        tol: float = 0.0001,
        verbose: int | bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-08,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
