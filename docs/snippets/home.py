import numpy as np
from mlmeta import cluster

X = np.random.default_rng(0).normal(size=(1000, 3))

# The best installed provider; no other plugin is imported.
km = cluster.KMeans(n_clusters=8, random_state=0).fit(X)

# Another one, by name. Every provider gives an instance of the spec.
km = cluster.KMeans(n_clusters=8, random_state=0, provider="np").fit(X)
assert isinstance(km, cluster.KMeans)
