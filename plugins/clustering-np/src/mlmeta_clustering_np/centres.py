"""What fitted centres answer of new rows, whichever way they were found."""

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows
from mlmeta_clustering_np.distances import distance_table, distances_to_own_centre
from mlmeta_clustering_np.labels import nearest_centres

__all__ = ["Centres"]


class Centres:
    """The methods of a clusterer whose model is one centre a cluster."""

    cluster_centers_: Floats

    def _predict(self, X: Rows) -> Labels:
        """Return the label of each row of `X` (n, d) as int32 (n,)."""
        return nearest_centres(X, self.cluster_centers_)

    def _transform(self, X: Rows) -> Floats:
        """Return the distance of each row of `X` (n, d) to each centre, (n, n_clusters)."""
        return distance_table(X, self.cluster_centers_)

    def _squared_distances(self, X: Rows) -> Doubles:
        """Return the squared distance of each row of `X` (n, d) to its nearest centre as float64 (n,)."""
        return distances_to_own_centre(X, self.cluster_centers_, nearest_centres(X, self.cluster_centers_))
