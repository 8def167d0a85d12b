"""The class `cluster.KMeans`, provider `np`: the parameters and methods are the spec's, the mathematics is in `fit`."""

import numpy as np
from mlmeta import cluster
from mlmeta.errors import ConvergenceWarning, warn

from mlmeta_clustering_np.arrays import Doubles, Floats, Labels, Rows
from mlmeta_clustering_np.distances import distance_table, distances_to_own_centre
from mlmeta_clustering_np.fit import fit_k_means
from mlmeta_clustering_np.labels import nearest_centres


class KMeans(cluster.KMeans, provider="np"):
    """K-Means in NumPy: the readable reference, with exact sums and the random draws of scikit-learn."""

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        fit = fit_k_means(
            X,
            n_clusters=self.n_clusters,
            init=self.init,
            n_init=self.n_init,
            max_iter=self.max_iter,
            tol=self.tol,
            random_state=self.random_state,
            sample_weight=sample_weight,
            verbose=bool(self.verbose),
            watch=self._watch,
        )
        n_distinct = len(np.unique(fit.labels))
        if n_distinct < self.n_clusters:
            message = (
                f"Number of distinct clusters ({n_distinct}) found smaller than n_clusters ({self.n_clusters}). "
                "Possibly due to duplicate points in X."
            )
            warn(ConvergenceWarning(message))
        self.cluster_centers_ = fit.centres
        self.labels_ = fit.labels
        self.inertia_ = fit.inertia
        self.n_iter_ = fit.n_iter

    def _fit_steps(self) -> int | None:
        """Return the most iterations; with several runs nobody knows their number."""
        given = not isinstance(self.init, str) and not callable(self.init)
        one_run = self.n_init == 1 or given or (self.n_init == "auto" and self.init == "k-means++")
        return self.max_iter if one_run else None

    def _predict(self, X: Rows) -> Labels:
        """Return the label of each row of `X` (n, d) as int32 (n,)."""
        return nearest_centres(X, self.cluster_centers_)

    def _transform(self, X: Rows) -> Floats:
        """Return the distance of each row of `X` (n, d) to each centre, (n, n_clusters)."""
        return distance_table(X, self.cluster_centers_)

    def _squared_distances(self, X: Rows) -> Doubles:
        """Return the squared distance of each row of `X` (n, d) to its nearest centre as float64 (n,)."""
        return distances_to_own_centre(X, self.cluster_centers_, self._predict(X))
