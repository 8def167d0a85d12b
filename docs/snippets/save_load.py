# --8<-- [start:save]
import mlmeta
import numpy as np
from mlmeta import cluster

rng = np.random.default_rng(0)
X = np.concatenate([rng.normal(middle, 0.3, size=(100, 2)) for middle in [(0, 0), (4, 0), (2, 3)]])
km = cluster.KMeans(n_clusters=3, random_state=0).fit(X)

mlmeta.save(km, "segments.mlm")
# --8<-- [end:save]

# --8<-- [start:load]
model = mlmeta.load("segments.mlm")  # your own choice of provider, as in cluster.KMeans()
model = mlmeta.load("segments.mlm", provider="np")  # another provider reads the same state
print(model.predict([[0.0, 1.0]]))
# --8<-- [end:load]

# --8<-- [start:inspect]
summary = mlmeta.inspect("segments.mlm")  # imports nothing
print(summary.document["kind"])
# --8<-- [end:inspect]

# --8<-- [start:refused]
from mlmeta.errors import NoPortableStateError

labels_only = cluster.DBSCAN(eps=0.5).fit(X)
try:
    mlmeta.save(labels_only, "dense.mlm")
except NoPortableStateError as error:
    print(error)
# --8<-- [end:refused]
