"""The native provider of mlmeta's clustering algorithms, in Rust."""

from mlmeta_clustering_rs.kmeans import KMeans
from mlmeta_clustering_rs.mini_batch_kmeans import MiniBatchKMeans

__all__ = ["KMeans", "MiniBatchKMeans"]
