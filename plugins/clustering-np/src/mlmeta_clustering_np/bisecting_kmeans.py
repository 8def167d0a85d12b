"""The class `cluster.BisectingKMeans`, provider `np`: the spec's parameters and methods; the mathematics is in `bisecting`."""

from mlmeta import cluster

from mlmeta_clustering_np.arrays import Floats, Labels, Rows
from mlmeta_clustering_np.bisecting import Split, fit_bisecting_k_means
from mlmeta_clustering_np.bisecting_tree import descend
from mlmeta_clustering_np.centres import Centres


class BisectingKMeans(Centres, cluster.BisectingKMeans, provider="np"):
    """Bisecting K-Means in NumPy: the readable reference, with exact sums and the random draws of scikit-learn."""

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        split = Split(
            init=self.init,
            n_init=self.n_init,
            max_iter=self.max_iter,
            tol=self.tol,
            by_inertia=self.bisecting_strategy == "biggest_inertia",
            verbose=bool(self.verbose),
        )
        fit = fit_bisecting_k_means(
            X,
            n_clusters=self.n_clusters,
            split=split,
            random_state=self.random_state,
            sample_weight=sample_weight,
            watch=self._watch,
        )
        self.cluster_centers_ = fit.centres
        self.children_ = fit.children
        self.inner_centers_ = fit.inner_centres
        self.labels_ = fit.labels
        self.inertia_ = fit.inertia

    def _predict(self, X: Rows) -> Labels:
        """Return the cluster at which each row of `X` (n, d) arrives as int32 (n,)."""
        return descend(X, self.cluster_centers_, self.children_, self.inner_centers_)
