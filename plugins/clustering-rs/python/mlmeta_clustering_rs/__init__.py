"""The native provider of mlmeta's clustering algorithms, in Rust."""

from mlmeta_clustering_rs.kmeans import KMeans

__all__ = ["KMeans"]
