# --8<-- [start:save]
import mlmeta
import numpy as np
from mlmeta import cluster

rng = np.random.default_rng(0)
middles = [(0, 0), (4, 0), (2, 3)]
X = np.concatenate([rng.normal(xy, 0.3, size=(100, 2)) for xy in middles])
km = cluster.KMeans(n_clusters=3, random_state=0).fit(X)

mlmeta.save(km, "segments.mlm")
# --8<-- [end:save]

# --8<-- [start:load]
# Your own choice of provider, as in cluster.KMeans().
model = mlmeta.load("segments.mlm")

# Another provider reads the same state.
model = mlmeta.load("segments.mlm", provider="np")
print(model.predict([[0.0, 1.0]]))
# --8<-- [end:load]

# --8<-- [start:inspect]
summary = mlmeta.inspect("segments.mlm")  # imports nothing
print(summary.document["kind"])
# --8<-- [end:inspect]

# --8<-- [start:verify]
print(mlmeta.verify("segments.mlm", provider="np").agrees)
# --8<-- [end:verify]

# --8<-- [start:linfa]
mlmeta.to_linfa_json(km, "model.json")
print(mlmeta.from_linfa_json("model.json").predict([[0.0, 1.0]]))
# --8<-- [end:linfa]

# --8<-- [start:refused]
from mlmeta.errors import NoPortableStateError

labels_only = cluster.DBSCAN(eps=0.5).fit(X)
try:
    mlmeta.save(labels_only, "dense.mlm")
except NoPortableStateError as error:
    print(error)
# --8<-- [end:refused]
