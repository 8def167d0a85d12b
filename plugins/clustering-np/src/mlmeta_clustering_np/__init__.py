"""The NumPy reference provider of mlmeta's clustering algorithms.

Start at :mod:`mlmeta_clustering_np.fit` or :mod:`mlmeta_clustering_np.mini_batch_fit`; every other module is one step of these.
"""

from mlmeta_clustering_np.bisecting_kmeans import BisectingKMeans
from mlmeta_clustering_np.kmeans import KMeans
from mlmeta_clustering_np.mini_batch_kmeans import MiniBatchKMeans

__all__ = ["BisectingKMeans", "KMeans", "MiniBatchKMeans"]
