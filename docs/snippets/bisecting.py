"""Bisecting K-Means, whose answers follow its tree."""

# --8<-- [start:tree]
import numpy as np
from mlmeta import cluster

X = np.array([[0.0], [1.0], [9.0], [10.0], [90.0]])
model = cluster.BisectingKMeans(n_clusters=3, random_state=0).fit(X)
row = [[49.0]]  # nearest to 9.5; but the first split is between 5 and 90

print(model.cluster_centers_.ravel().tolist(), model.children_.tolist())
print(model.predict(row).tolist(), model.transform(row).round(1).tolist())
# --8<-- [end:tree]
