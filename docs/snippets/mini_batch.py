"""Mini-batch K-Means on rows that come in parts."""

# --8<-- [start:parts]
import numpy as np
from mlmeta import cluster

stream = np.random.default_rng(0)
parts = (stream.normal([[0.0, 0.0], [8.0, 8.0]] * 50) for _ in range(20))

km = cluster.MiniBatchKMeans(n_clusters=2, random_state=0)
for part in parts:
    km.partial_fit(part)
print(km.n_steps_, km.predict([[0.5, -0.5], [9.0, 7.0]]).tolist())
# --8<-- [end:parts]
