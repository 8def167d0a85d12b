"""What a user's editor sees: read by type checkers, never run; `test_typing.py` holds what they must say."""

from typing import reveal_type

from mlmeta import cluster, linear_model, preprocessing
from mlmeta_winsorizer import Winsorizer

km = cluster.KMeans(n_clusters=3, random_state=0, provider="np")
reveal_type(km.fit([[1.0], [2.0]]))
reveal_type(km.cluster_centers_)
reveal_type(km.labels_)
reveal_type(km.predict([[1.0]]))
reveal_type(cluster.KMeans.using("np"))
reveal_type(cluster.KMeans.using("np")(4).n_clusters)
reveal_type(linear_model.LogisticRegression(C=2.0).C)
reveal_type(linear_model.Ridge(alpha=2.0).fit([[1.0]], [1.0]))
linear_model.Ridge(alhpa=2.0)
cluster.KMeans(n_cluster=3)
cluster.KMeans(n_clusters="three")
cluster.KMeans.using("np")(tool=1.0)
cluster.KMeens  # noqa: B018
km.predit([[1.0]])

scaler = preprocessing.StandardScaler(with_mean=False)
reveal_type(scaler.fit([[1.0]]).partial_fit([[2.0]]))
reveal_type(scaler.mean_)
reveal_type(preprocessing.MinMaxScaler((0, 2)).data_max_)
preprocessing.StandardScaler(with_men=False)
preprocessing.MinMaxScaler(feature_range="0 to 2")
scaler.variance_  # noqa: B018

clipper = Winsorizer(upper=0.9)
reveal_type(clipper.fit([[1.0]]))
reveal_type(clipper.lower_)
Winsorizer(uper=0.9)
Winsorizer(lower="none")
