"""What a user's editor sees: checked by mypy, never run; `test_typing.py` holds what it must say."""

from typing import reveal_type

from mlmeta import cluster, linear_model

km = cluster.KMeans(n_clusters=3, random_state=0, provider="np")
reveal_type(km.fit([[1.0], [2.0]]))
reveal_type(km.cluster_centers_)
reveal_type(km.labels_)
reveal_type(km.predict([[1.0]]))
reveal_type(cluster.KMeans.using("np"))
reveal_type(cluster.KMeans.using("np")(4).n_clusters)
reveal_type(linear_model.LogisticRegression(C=2.0).C)
cluster.KMeans(n_cluster=3)
cluster.KMeans(n_clusters="three")
cluster.KMeens  # noqa: B018
km.predit([[1.0]])
