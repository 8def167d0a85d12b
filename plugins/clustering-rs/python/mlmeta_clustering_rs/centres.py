"""What fitted centres answer of new rows, whichever way they were found."""

import numpy as np
from mlmeta import threads
from mlmeta.estimators.base import Floats, Labels
from numpy.typing import NDArray

from mlmeta_clustering_rs import _native
from mlmeta_clustering_rs.arguments import Rows, alike

__all__ = ["Centres"]


class Centres:
    """The methods of a clusterer whose model is one centre a cluster."""

    cluster_centers_: Floats

    def _predict(self, X: Rows) -> Labels:
        """Return the label of each row of `X` (n, d) as int32 (n,)."""
        rows, centres = alike(X, self.cluster_centers_)
        # Counting the processors takes longer than labelling one row.
        return _native.predict(rows, centres, threads() if len(X) > 1 else 1)

    def _transform(self, X: Rows) -> Floats:
        """Return the distance of each row of `X` (n, d) to each centre, (n, n_clusters), in the dtype of `X`."""
        rows, centres = alike(X, self.cluster_centers_)
        return _native.transform(rows, centres, threads()).astype(X.dtype, copy=False)

    def _squared_distances(self, X: Rows) -> NDArray[np.float64]:
        """Return the squared distance of each row of `X` (n, d) to its nearest centre as float64 (n,)."""
        rows, centres = alike(X, self.cluster_centers_)
        return _native.squared_distances(rows, centres, threads())
