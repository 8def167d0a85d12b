"""The NumPy reference provider of mlmeta's clustering algorithms.

Start at :mod:`mlmeta_clustering_np.fit`; every other module is one step of it.
"""

from mlmeta_clustering_np.bisecting_kmeans import BisectingKMeans
from mlmeta_clustering_np.kmeans import KMeans

__all__ = ["BisectingKMeans", "KMeans"]
