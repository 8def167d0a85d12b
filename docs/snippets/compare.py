import mlmeta
import numpy as np
from mlmeta import cluster

X = np.random.default_rng(0).normal(size=(100_000, 8))
found = mlmeta.compare(
    cluster.KMeans, X, providers=["rs", "np"], n_clusters=8, random_state=0
)
rs, np_ = found.contenders
print([name for name, how in np_.differences if how])  # what differs at all
