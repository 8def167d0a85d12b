"""Clustering.

`dir(mlmeta.cluster)` has all that is installed, `mlmeta.search(namespace="cluster")` who provides it.
"""

from typing import TYPE_CHECKING

from mlmeta.cluster.bisecting_kmeans import BisectingKMeans
from mlmeta.cluster.dbscan import DBSCAN
from mlmeta.cluster.kmeans import KMeans
from mlmeta.cluster.mini_batch_kmeans import MiniBatchKMeans

__all__ = ["DBSCAN", "BisectingKMeans", "KMeans", "MiniBatchKMeans"]

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("cluster")
