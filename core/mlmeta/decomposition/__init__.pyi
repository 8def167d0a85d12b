"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = [
    "NMF",
    "PCA",
    "DictionaryLearning",
    "FactorAnalysis",
    "FastICA",
    "IncrementalPCA",
    "KernelPCA",
    "LatentDirichletAllocation",
    "MiniBatchDictionaryLearning",
    "MiniBatchNMF",
    "MiniBatchSparsePCA",
    "SparseCoder",
    "SparsePCA",
    "TruncatedSVD",
]

class DictionaryLearning(Estimator):
    """A dictionary in which the rows have sparse codes."""

    components_: Any
    error_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        alpha: float = 1,
        max_iter: int = 1000,
        tol: float = 1e-08,
        fit_algorithm: Literal["cd", "lars"] = "lars",
        transform_algorithm: Literal["lars", "lasso_cd", "lasso_lars", "omp", "threshold"] = "omp",
        transform_n_nonzero_coefs: int | None = None,
        transform_alpha: float | None = None,
        n_jobs: int | None = None,
        code_init: ArrayLike | None = None,
        dict_init: ArrayLike | None = None,
        callback: Callable[..., Any] | None = None,
        verbose: int | bool = False,
        split_sign: bool = False,
        random_state: int | np.random.RandomState | None = None,
        positive_code: bool = False,
        positive_dict: bool = False,
        transform_max_iter: int = 1000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class FactorAnalysis(Estimator):
    """Latent Gaussian factors, each column with noise of its own."""

    components_: Any
    feature_names_in_: Any
    loglike_: Any
    mean_: Any
    n_features_in_: Any
    n_iter_: Any
    noise_variance_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        tol: float = 0.01,
        copy: bool = True,
        max_iter: int = 1000,
        noise_variance_init: ArrayLike | None = None,
        svd_method: Literal["lapack", "randomized"] = "randomized",
        iterated_power: int = 3,
        rotation: Literal["quartimax", "varimax"] | None = None,
        random_state: int | np.random.RandomState | None = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class FastICA(Estimator):
    """Independent component analysis by a fixed-point iteration."""

    components_: Any
    feature_names_in_: Any
    mean_: Any
    mixing_: Any
    n_features_in_: Any
    n_iter_: Any
    whitening_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        algorithm: Literal["deflation", "parallel"] = "parallel",
        whiten: Literal["arbitrary-variance", "unit-variance"] | bool = "unit-variance",
        fun: Literal["cube", "exp", "logcosh"] | Callable[..., Any] = "logcosh",
        fun_args: dict[Any, Any] | None = None,
        max_iter: int = 200,
        tol: float = 0.0001,
        w_init: ArrayLike | None = None,
        whiten_solver: Literal["eigh", "svd"] = "svd",
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class IncrementalPCA(Estimator):
    """Principal components from batches of rows."""

    batch_size_: Any
    components_: Any
    explained_variance_: Any
    explained_variance_ratio_: Any
    feature_names_in_: Any
    mean_: Any
    n_components_: Any
    n_features_in_: Any
    n_samples_seen_: Any
    noise_variance_: Any
    singular_values_: Any
    var_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        whiten: bool = False,
        copy: bool = True,
        batch_size: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class KernelPCA(Estimator):
    """Principal components in the space of a kernel."""

    X_fit_: Any
    X_transformed_fit_: Any
    dual_coef_: Any
    eigenvalues_: Any
    eigenvectors_: Any
    feature_names_in_: Any
    gamma_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        kernel: Literal["cosine", "linear", "poly", "precomputed", "rbf", "sigmoid"] | Callable[..., Any] = "linear",
        gamma: float | None = None,
        degree: float = 3,
        coef0: float = 1,
        kernel_params: dict[Any, Any] | None = None,
        alpha: float = 1.0,
        fit_inverse_transform: bool = False,
        eigen_solver: Literal["arpack", "auto", "dense", "randomized"] = "auto",
        tol: float = 0,
        max_iter: int | None = None,
        iterated_power: int | Literal["auto"] = "auto",
        remove_zero_eig: bool = False,
        random_state: int | np.random.RandomState | None = None,
        copy_X: bool = True,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class LatentDirichletAllocation(Estimator):
    """Topics of documents by variational Bayes."""

    bound_: Any
    components_: Any
    doc_topic_prior_: Any
    exp_dirichlet_component_: Any
    feature_names_in_: Any
    n_batch_iter_: Any
    n_features_in_: Any
    n_iter_: Any
    random_state_: Any
    topic_word_prior_: Any
    def __init__(
        self,
        n_components: int = 10,
        *,
        doc_topic_prior: float | None = None,
        topic_word_prior: float | None = None,
        learning_method: Literal["batch", "online"] = "batch",
        learning_decay: float = 0.7,
        learning_offset: float = 10.0,
        max_iter: int = 10,
        batch_size: int = 128,
        evaluate_every: int = -1,
        total_samples: float = 1000000.0,
        perp_tol: float = 0.1,
        mean_change_tol: float = 0.001,
        max_doc_update_iter: int = 100,
        n_jobs: int | None = None,
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MiniBatchDictionaryLearning(Estimator):
    """A dictionary for sparse codes, learnt from batches."""

    components_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_iter_: Any
    n_steps_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        alpha: float = 1,
        max_iter: int = 1000,
        fit_algorithm: Literal["cd", "lars"] = "lars",
        n_jobs: int | None = None,
        batch_size: int = 256,
        shuffle: bool = True,
        dict_init: ArrayLike | None = None,
        transform_algorithm: Literal["lars", "lasso_cd", "lasso_lars", "omp", "threshold"] = "omp",
        transform_n_nonzero_coefs: int | None = None,
        transform_alpha: float | None = None,
        verbose: int | bool = False,
        split_sign: bool = False,
        random_state: int | np.random.RandomState | None = None,
        positive_code: bool = False,
        positive_dict: bool = False,
        transform_max_iter: int = 1000,
        callback: Callable[..., Any] | None = None,
        tol: float = 0.001,
        max_no_improvement: int | None = 10,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MiniBatchNMF(Estimator):
    """Non-negative matrix factorisation from batches."""

    components_: Any
    feature_names_in_: Any
    n_components_: Any
    n_features_in_: Any
    n_iter_: Any
    n_steps_: Any
    reconstruction_err_: Any
    def __init__(
        self,
        n_components: int | Literal["auto"] | None = "auto",
        *,
        init: Literal["custom", "nndsvd", "nndsvda", "nndsvdar", "random"] | None = None,
        batch_size: int = 1024,
        beta_loss: Literal["frobenius", "itakura-saito", "kullback-leibler"] | float = "frobenius",
        tol: float = 0.0001,
        max_no_improvement: int | None = 10,
        max_iter: int = 200,
        alpha_W: float = 0.0,
        alpha_H: float | Literal["same"] = "same",
        l1_ratio: float = 0.0,
        forget_factor: float = 0.7,
        fresh_restarts: bool = False,
        fresh_restarts_max_iter: int = 30,
        transform_max_iter: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        verbose: int | bool = 0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MiniBatchSparsePCA(Estimator):
    """Sparse principal components from batches."""

    components_: Any
    feature_names_in_: Any
    mean_: Any
    n_components_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        alpha: float = 1,
        ridge_alpha: float = 0.01,
        max_iter: int = 1000,
        callback: Callable[..., Any] | None = None,
        batch_size: int = 3,
        verbose: int | bool = False,
        shuffle: bool = True,
        n_jobs: int | None = None,
        method: Literal["cd", "lars"] = "lars",
        random_state: int | np.random.RandomState | None = None,
        tol: float = 0.001,
        max_no_improvement: int | None = 10,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class NMF(Estimator):
    """Non-negative matrix factorisation."""

    components_: Any
    feature_names_in_: Any
    n_components_: Any
    n_features_in_: Any
    n_iter_: Any
    reconstruction_err_: Any
    def __init__(
        self,
        n_components: int | Literal["auto"] | None = "auto",
        *,
        init: Literal["custom", "nndsvd", "nndsvda", "nndsvdar", "random"] | None = None,
        solver: Literal["cd", "mu"] = "cd",
        beta_loss: Literal["frobenius", "itakura-saito", "kullback-leibler"] | float = "frobenius",
        tol: float = 0.0001,
        max_iter: int = 200,
        random_state: int | np.random.RandomState | None = None,
        alpha_W: float = 0.0,
        alpha_H: float | Literal["same"] = "same",
        l1_ratio: float = 0.0,
        verbose: int | bool = 0,
        shuffle: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PCA(Estimator):
    """Principal components by a singular value decomposition."""

    components_: Any
    explained_variance_: Any
    explained_variance_ratio_: Any
    feature_names_in_: Any
    mean_: Any
    n_components_: Any
    n_features_in_: Any
    n_samples_: Any
    noise_variance_: Any
    singular_values_: Any
    def __init__(
        self,
        n_components: float | Literal["mle"] | None = None,
        *,
        copy: bool = True,
        whiten: bool = False,
        svd_solver: Literal["arpack", "auto", "covariance_eigh", "full", "randomized"] = "auto",
        tol: float = 0.0,
        iterated_power: Literal["auto"] | int = "auto",
        n_oversamples: int = 10,
        power_iteration_normalizer: Literal["LU", "QR", "auto", "none"] = "auto",
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def score_samples(self, X: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def score(self, X: Any, y: Any = None, **more: Any) -> float: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class SparseCoder(Estimator):
    """Sparse codes in a given dictionary."""

    feature_names_in_: Any
    n_components_: Any
    n_features_in_: Any
    def __init__(
        self,
        dictionary: ArrayLike,
        *,
        transform_algorithm: Literal["lars", "lasso_cd", "lasso_lars", "omp", "threshold"] = "omp",
        transform_n_nonzero_coefs: int | None = None,
        transform_alpha: float | None = None,
        split_sign: bool = False,
        n_jobs: int | None = None,
        positive_code: bool = False,
        transform_max_iter: int = 1000,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class SparsePCA(Estimator):
    """Principal components with few non-zero loadings."""

    components_: Any
    error_: Any
    feature_names_in_: Any
    mean_: Any
    n_components_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        n_components: int | None = None,
        *,
        alpha: float = 1,
        ridge_alpha: float = 0.01,
        max_iter: int = 1000,
        tol: float = 1e-08,
        method: Literal["cd", "lars"] = "lars",
        n_jobs: int | None = None,
        U_init: ArrayLike | None = None,
        V_init: ArrayLike | None = None,
        verbose: int | bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class TruncatedSVD(Estimator):
    """The largest singular vectors, without centring (latent semantic analysis)."""

    components_: Any
    explained_variance_: Any
    explained_variance_ratio_: Any
    feature_names_in_: Any
    n_features_in_: Any
    singular_values_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        algorithm: Literal["arpack", "randomized"] = "randomized",
        n_iter: int = 5,
        n_oversamples: int = 10,
        power_iteration_normalizer: Literal["LU", "QR", "auto", "none"] = "auto",
        random_state: int | np.random.RandomState | None = None,
        tol: float = 0.0,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
