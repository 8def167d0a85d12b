# --8<-- [start:parameters]
from mlmeta import cluster
from mlmeta.errors import InvalidParameterError

tol = cluster.KMeans.parameters()["tol"]
print(tol.default, "-", tol.doc)
print(" or ".join(map(str, tol.choices)))

try:
    cluster.KMeans(tol=-1).fit([[0.0], [1.0]])
except InvalidParameterError as error:
    print(error)
# --8<-- [end:parameters]

# --8<-- [start:state]
import mlmeta

X = [[0.0], [1.0], [9.0]]
trained = cluster.KMeans(n_clusters=2, random_state=0).fit(X)
mlmeta.save(trained, "model.mlm")
read = mlmeta.load("model.mlm", provider="np")

print(read.cluster_centers_.ravel(), read.inertia_)
print((read.predict(X) == trained.predict(X)).all())
# --8<-- [end:state]
