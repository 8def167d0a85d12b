"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator

__all__ = ["MDS", "TSNE", "ClassicalMDS", "Isomap", "LocallyLinearEmbedding", "SpectralEmbedding"]

class ClassicalMDS(Estimator):
    """Classical multidimensional scaling by an eigendecomposition."""

    dissimilarity_matrix_: Any
    eigenvalues_: Any
    embedding_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        metric: str | Callable[..., Any] = "euclidean",
        metric_params: dict[Any, Any] | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...

class Isomap(Estimator):
    """Embedding that keeps distances along the manifold."""

    dist_matrix_: Any
    embedding_: Any
    feature_names_in_: Any
    kernel_pca_: Any
    n_features_in_: Any
    nbrs_: Any
    def __init__(
        self,
        *,
        n_neighbors: int | None = 5,
        radius: float | None = None,
        n_components: int = 2,
        eigen_solver: Literal["arpack", "auto", "dense"] = "auto",
        tol: float = 0,
        max_iter: int | None = None,
        path_method: Literal["D", "FW", "auto"] = "auto",
        neighbors_algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        n_jobs: int | None = None,
        metric: str | Callable[..., Any] = "minkowski",
        p: float = 2,
        metric_params: dict[Any, Any] | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class LocallyLinearEmbedding(Estimator):
    """Embedding that keeps how each row is made of its neighbours."""

    embedding_: Any
    feature_names_in_: Any
    n_features_in_: Any
    nbrs_: Any
    reconstruction_error_: Any
    def __init__(
        self,
        *,
        n_neighbors: int = 5,
        n_components: int = 2,
        reg: float = 0.001,
        eigen_solver: Literal["arpack", "auto", "dense"] = "auto",
        tol: float = 1e-06,
        max_iter: int = 100,
        method: Literal["hessian", "ltsa", "modified", "standard"] = "standard",
        hessian_tol: float = 0.0001,
        modified_tol: float = 1e-12,
        neighbors_algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        random_state: int | np.random.RandomState | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MDS(Estimator):
    """Multidimensional scaling: an embedding that keeps distances."""

    dissimilarity_matrix_: Any
    embedding_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_iter_: Any
    stress_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        metric_mds: bool = True,
        n_init: int = 1,
        init: Literal["classical_mds", "random"] = ...,
        max_iter: int = 300,
        verbose: int | bool = 0,
        eps: float = 1e-06,
        n_jobs: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        dissimilarity: Literal["euclidean", "precomputed"] = ...,
        metric: str | Callable[..., Any] = "euclidean",
        metric_params: dict[Any, Any] | None = None,
        normalized_stress: bool | Literal["auto"] = "auto",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...

class SpectralEmbedding(Estimator):
    """Embedding by the eigenvectors of a graph of affinities."""

    affinity_matrix_: Any
    embedding_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_neighbors_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        affinity: Literal["nearest_neighbors", "precomputed", "precomputed_nearest_neighbors", "rbf"]
        | Callable[..., Any] = "nearest_neighbors",
        gamma: float | None = None,
        random_state: int | np.random.RandomState | None = None,
        eigen_solver: Literal["amg", "arpack", "lobpcg"] | None = None,
        eigen_tol: float | Literal["auto"] = "auto",
        n_neighbors: int | None = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...

class TSNE(Estimator):
    """Embedding for pictures: near rows stay near (t-SNE)."""

    embedding_: Any
    feature_names_in_: Any
    kl_divergence_: Any
    learning_rate_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        n_components: int = 2,
        *,
        perplexity: float = 30.0,
        early_exaggeration: float = 12.0,
        learning_rate: Literal["auto"] | float = "auto",
        max_iter: int = 1000,
        n_iter_without_progress: int = 300,
        min_grad_norm: float = 1e-07,
        metric: str | Callable[..., Any] = "euclidean",
        metric_params: dict[Any, Any] | None = None,
        init: Literal["pca", "random"] | ArrayLike = "pca",
        verbose: int | bool = 0,
        random_state: int | np.random.RandomState | None = None,
        method: Literal["barnes_hut", "exact"] = "barnes_hut",
        angle: float = 0.5,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
