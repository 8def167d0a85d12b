# --8<-- [start:look]
import mlmeta
from mlmeta import cluster

cluster.KMeans.providers()  # names, versions, status; no plugin is imported
mlmeta.explain("cluster.KMeans")  # why this provider, why not the others
# --8<-- [end:look]

# --8<-- [start:keyword]
km = cluster.KMeans(n_clusters=8, provider="np")
print(km)
# --8<-- [end:keyword]

# --8<-- [start:use]
with mlmeta.use({"cluster.KMeans": "np"}, threads=2):
    km = cluster.KMeans(n_clusters=8)
    print(km, "on at most", mlmeta.threads(), "threads")
# --8<-- [end:use]

# --8<-- [start:use_on]
setting = mlmeta.use("np")
print(mlmeta.explain("cluster.KMeans").because)
setting.undo()
print(mlmeta.explain("cluster.KMeans").because)
# --8<-- [end:use_on]

# --8<-- [start:class]
Concrete = cluster.KMeans.using("np")
print(
    issubclass(Concrete, cluster.KMeans),
    mlmeta.get("cluster.KMeans", provider="np") is Concrete,
)
# --8<-- [end:class]

# --8<-- [start:errors]
from mlmeta.errors import UnknownParameterError, UnknownProviderError

try:
    cluster.KMeans(provider="npp")
except UnknownProviderError as error:
    print(error)

try:
    cluster.KMeans(n_cluster=8)
except UnknownParameterError as error:
    print(error)
# --8<-- [end:errors]
