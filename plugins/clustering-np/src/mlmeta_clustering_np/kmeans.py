"""The class `cluster.KMeans`, provider `np`: the parameters and methods are the spec's, the mathematics is in `fit`."""

import numpy as np
from mlmeta import cluster
from mlmeta.cluster.start_centres import are_given
from mlmeta.errors import ConvergenceWarning, warn

from mlmeta_clustering_np.arrays import Floats, Rows
from mlmeta_clustering_np.centres import Centres
from mlmeta_clustering_np.fit import fit_k_means


class KMeans(Centres, cluster.KMeans, provider="np"):
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
        one_run = self.n_init == 1 or are_given(self.init) or (self.n_init == "auto" and self.init == "k-means++")
        return self.max_iter if one_run else None
