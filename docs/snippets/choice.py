# --8<-- [start:type]
from mlmeta import cluster

km = cluster.KMeans(n_clusters=3)
# The concrete class that a call would choose, and a class of the spec.
assert type(km) is cluster.KMeans.using()
assert isinstance(km, cluster.KMeans)
# --8<-- [end:type]

# --8<-- [start:explain]
import mlmeta

explanation = mlmeta.explain("cluster.KMeans", provider="np")
assert explanation.chosen == "np"
print(explanation.because)
# --8<-- [end:explain]
