import numpy as np

from mlmeta import cluster

X = np.random.default_rng(0).normal(size=(1000, 3))

km = cluster.KMeans(n_clusters=8, random_state=0).fit(X)  # the best installed provider; nothing else is imported
km = cluster.KMeans(n_clusters=8, provider="np")  # explicit
assert isinstance(km, cluster.KMeans)  # for every provider of the spec
