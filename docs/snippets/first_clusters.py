# --8<-- [start:data]
import numpy as np

rng = np.random.default_rng(0)
middles = [(0, 0), (4, 0), (2, 3)]
X = np.concatenate([rng.normal(xy, 0.3, size=(100, 2)) for xy in middles])
# --8<-- [end:data]

# --8<-- [start:fit]
from mlmeta import cluster

km = cluster.KMeans(n_clusters=3, random_state=0).fit(X)
print(km.cluster_centers_.round(2))
print("rows in each cluster:", np.bincount(km.labels_))
# --8<-- [end:fit]

# --8<-- [start:predict]
print("new rows:", km.predict([[0.2, -0.1], [2.0, 2.5]]))
# --8<-- [end:predict]

# --8<-- [start:other]
again = cluster.KMeans(n_clusters=3, random_state=0, provider="np").fit(X)
print("same labels:", np.array_equal(km.labels_, again.labels_))
# --8<-- [end:other]

# --8<-- [start:save]
import mlmeta

mlmeta.save(km, "segments.mlm")
loaded = mlmeta.load("segments.mlm")
print("after loading:", loaded.predict([[0.2, -0.1], [2.0, 2.5]]))
# --8<-- [end:save]
