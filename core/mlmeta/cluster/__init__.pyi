"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.cluster.bisecting_kmeans import BisectingKMeans as BisectingKMeans
from mlmeta.cluster.dbscan import DBSCAN as DBSCAN
from mlmeta.cluster.kmeans import KMeans as KMeans
from mlmeta.cluster.mini_batch_kmeans import MiniBatchKMeans as MiniBatchKMeans
from mlmeta.estimators.base import Estimator

__all__ = [
    "DBSCAN",
    "HDBSCAN",
    "OPTICS",
    "AffinityPropagation",
    "AgglomerativeClustering",
    "Birch",
    "BisectingKMeans",
    "FeatureAgglomeration",
    "KMeans",
    "MeanShift",
    "MiniBatchKMeans",
    "SpectralBiclustering",
    "SpectralClustering",
    "SpectralCoclustering",
]

class AffinityPropagation(Estimator):
    """Clusters around exemplars that the rows elect by passing messages."""

    affinity_matrix_: Any
    cluster_centers_: Any
    cluster_centers_indices_: Any
    feature_names_in_: Any
    labels_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        damping: float = 0.5,
        max_iter: int = 200,
        convergence_iter: int = 15,
        copy: bool = True,
        preference: ArrayLike | float | None = None,
        affinity: Literal["euclidean", "precomputed"] = "euclidean",
        verbose: int | bool = False,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...

class AgglomerativeClustering(Estimator):
    """Hierarchical clustering that merges the nearest clusters."""

    children_: Any
    distances_: Any
    feature_names_in_: Any
    labels_: Any
    n_clusters_: Any
    n_connected_components_: Any
    n_features_in_: Any
    n_leaves_: Any
    def __init__(
        self,
        n_clusters: int | None = 2,
        *,
        metric: str | Callable[..., Any] = "euclidean",
        memory: Any = None,
        connectivity: Any = None,
        compute_full_tree: Literal["auto"] | bool = "auto",
        linkage: Literal["average", "complete", "single", "ward"] = "ward",
        distance_threshold: float | None = None,
        compute_distances: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...

class Birch(Estimator):
    """Clusters from a tree of summaries, built in one pass over the rows."""

    dummy_leaf_: Any
    feature_names_in_: Any
    labels_: Any
    n_features_in_: Any
    root_: Any
    subcluster_centers_: Any
    subcluster_labels_: Any
    def __init__(
        self,
        *,
        threshold: float = 0.5,
        branching_factor: int = 50,
        n_clusters: Any = 3,
        compute_labels: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class FeatureAgglomeration(Estimator):
    """Hierarchical clustering of the columns, each cluster pooled into one."""

    children_: Any
    distances_: Any
    feature_names_in_: Any
    labels_: Any
    n_clusters_: Any
    n_connected_components_: Any
    n_features_in_: Any
    n_leaves_: Any
    def __init__(
        self,
        n_clusters: int | None = 2,
        *,
        metric: str | Callable[..., Any] = "euclidean",
        memory: Any = None,
        connectivity: Any = None,
        compute_full_tree: Literal["auto"] | bool = "auto",
        linkage: Literal["average", "complete", "single", "ward"] = "ward",
        pooling_func: Callable[..., Any] = ...,
        distance_threshold: float | None = None,
        compute_distances: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class HDBSCAN(Estimator):
    """Hierarchical density-based clustering, for clusters of varying density."""

    centroids_: Any
    feature_names_in_: Any
    labels_: Any
    medoids_: Any
    n_features_in_: Any
    probabilities_: Any
    def __init__(
        self,
        min_cluster_size: int = 5,
        min_samples: int | None = None,
        cluster_selection_epsilon: float = 0.0,
        max_cluster_size: int | None = None,
        metric: str | Callable[..., Any] = "euclidean",
        metric_params: dict[Any, Any] | None = None,
        alpha: float = 1.0,
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 40,
        n_jobs: int | None = None,
        cluster_selection_method: Literal["eom", "leaf"] = "eom",
        allow_single_cluster: bool = False,
        store_centers: Literal["both", "centroid", "medoid"] | None = None,
        copy: bool = ...,
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...

class MeanShift(Estimator):
    """Clusters around the modes of a density that is estimated with a flat kernel."""

    cluster_centers_: Any
    feature_names_in_: Any
    labels_: Any
    n_features_in_: Any
    n_iter_: Any
    def __init__(
        self,
        *,
        bandwidth: float | None = None,
        seeds: ArrayLike | None = None,
        bin_seeding: bool = False,
        min_bin_freq: int = 1,
        cluster_all: bool = True,
        n_jobs: int | None = None,
        max_iter: int = 300,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...
    def predict(self, X: Any, **more: Any) -> np.ndarray[Any, Any]: ...

class OPTICS(Estimator):
    """Orders the rows by density, to find clusters of varying density."""

    cluster_hierarchy_: Any
    core_distances_: Any
    feature_names_in_: Any
    labels_: Any
    n_features_in_: Any
    ordering_: Any
    predecessor_: Any
    reachability_: Any
    def __init__(
        self,
        *,
        min_samples: float = 5,
        max_eps: float = ...,
        metric: str | Callable[..., Any] = "minkowski",
        p: float = 2,
        metric_params: dict[Any, Any] | None = None,
        cluster_method: Literal["dbscan", "xi"] = "xi",
        eps: float | None = None,
        xi: float = 0.05,
        predecessor_correction: bool = True,
        min_cluster_size: float | None = None,
        algorithm: Literal["auto", "ball_tree", "brute", "kd_tree"] = "auto",
        leaf_size: int = 30,
        memory: Any = None,
        n_jobs: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...

class SpectralBiclustering(Estimator):
    """Biclusters of a checkerboard, from singular vectors."""

    biclusters_: Any
    column_labels_: Any
    columns_: Any
    feature_names_in_: Any
    n_features_in_: Any
    row_labels_: Any
    rows_: Any
    def __init__(
        self,
        n_clusters: int | tuple[Any, ...] = 3,
        *,
        method: Literal["bistochastic", "log", "scale"] = "bistochastic",
        n_components: int = 6,
        n_best: int = 3,
        svd_method: Literal["arpack", "randomized"] = "randomized",
        n_svd_vecs: int | None = None,
        mini_batch: bool = False,
        init: Literal["k-means++", "random"] | ArrayLike = "k-means++",
        n_init: int = 10,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...

class SpectralClustering(Estimator):
    """Clusters in the eigenvectors of a graph of affinities."""

    affinity_matrix_: Any
    feature_names_in_: Any
    labels_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_clusters: int = 8,
        *,
        eigen_solver: Literal["amg", "arpack", "lobpcg"] | None = None,
        n_components: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        n_init: int = 10,
        gamma: float = 1.0,
        affinity: Callable[..., Any]
        | Literal[
            "additive_chi2",
            "chi2",
            "cosine",
            "laplacian",
            "linear",
            "nearest_neighbors",
            "poly",
            "polynomial",
            "precomputed",
            "precomputed_nearest_neighbors",
            "rbf",
            "sigmoid",
        ] = "rbf",
        n_neighbors: int = 10,
        eigen_tol: float | Literal["auto"] = "auto",
        assign_labels: Literal["cluster_qr", "discretize", "kmeans"] = "kmeans",
        degree: float = 3,
        coef0: float = 1,
        kernel_params: dict[Any, Any] | None = None,
        n_jobs: int | None = None,
        verbose: int | bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_predict(self, X: Any, y: Any = None, **more: Any) -> np.ndarray[Any, Any]: ...

class SpectralCoclustering(Estimator):
    """Biclusters of a block diagonal, from singular vectors."""

    biclusters_: Any
    column_labels_: Any
    columns_: Any
    feature_names_in_: Any
    n_features_in_: Any
    row_labels_: Any
    rows_: Any
    def __init__(
        self,
        n_clusters: int = 3,
        *,
        svd_method: Literal["arpack", "randomized"] = "randomized",
        n_svd_vecs: int | None = None,
        mini_batch: bool = False,
        init: Literal["k-means++", "random"] | ArrayLike = "k-means++",
        n_init: int = 10,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
