"""The class `cluster.MiniBatchKMeans`, provider `np`: parameters and methods are the spec's, the rest is in `mini_batch_fit`."""

import math

import numpy as np
from mlmeta import cluster

from mlmeta_clustering_np.arrays import Floats, Rows
from mlmeta_clustering_np.centres import Centres
from mlmeta_clustering_np.fit import random_stream
from mlmeta_clustering_np.mini_batch_fit import check_magnitudes, fit_mini_batches
from mlmeta_clustering_np.mini_batch_start import start_centres
from mlmeta_clustering_np.mini_batch_step import Learnt, inertia_of, labels_of


class MiniBatchKMeans(Centres, cluster.MiniBatchKMeans, provider="np"):
    """Mini-batch K-Means in NumPy: the readable reference, with the random draws of scikit-learn."""

    def _fit(self, X: Rows, sample_weight: Floats | None) -> None:
        """Fit to checked data `X` (n, d) and set the fitted attributes."""
        batch_size = self._rows_of_a_batch(len(X))
        fit = fit_mini_batches(
            X,
            n_clusters=self.n_clusters,
            init=self.init,
            n_starts=self._number_of_starts(),
            rows_of_a_start=self._rows_of_a_start(len(X)),
            batch_size=batch_size,
            max_iter=self.max_iter,
            tol=self.tol,
            max_no_improvement=self.max_no_improvement,
            reassignment_ratio=self.reassignment_ratio,
            stream=random_stream(self.random_state),
            sample_weight=sample_weight,
            verbose=bool(self.verbose),
            watch=self._watch,
        )
        self._batch_size = batch_size
        self._keep(fit.learnt, X.dtype)
        self.n_steps_ = fit.n_steps
        self.n_iter_ = math.ceil(fit.n_steps * batch_size / len(X))
        if self.compute_labels:
            self._label(X, sample_weight)
        else:
            self.inertia_ = fit.mean_inertia * (len(X) if sample_weight is None else math.fsum(sample_weight))

    def _learn(self, X: Rows, sample_weight: Floats | None, *, first: bool) -> None:
        """Make one step with the rows of `X` (n, d)."""
        check_magnitudes(X, sample_weight)
        stream = vars(self).setdefault("_random_state", random_stream(self.random_state))
        if first:
            self._batch_size = self._rows_of_a_batch(len(X))
            rows = self._rows_of_a_start(len(X))
            learnt = Learnt.start(start_centres(X, self.n_clusters, self.init, rows, stream, sample_weight))
            steps, dtype = 0, X.dtype
        else:
            learnt = Learnt(self.cluster_centers_.astype(np.float64), self._counts.copy(), self._seen)
            steps, dtype = self.n_steps_, self.cluster_centers_.dtype
        learnt.learn(
            X,
            sample_weight,
            stream,
            batch_size=self._batch_size,
            reassignment_ratio=self.reassignment_ratio,
            verbose=bool(self.verbose),
        )
        self._keep(learnt, dtype)
        self.n_steps_ = steps + 1
        if self.compute_labels:
            self._label(X, sample_weight)

    def _keep(self, learnt: Learnt, dtype: np.dtype[np.floating]) -> None:
        """Set the centres, and what the next part goes on from."""
        self.cluster_centers_ = learnt.centres.astype(dtype)
        self._counts, self._seen = learnt.counts, learnt.seen

    def _label(self, X: Rows, sample_weight: Floats | None) -> None:
        """Set the labels of the rows of `X` (n, d), and their inertia."""
        centres = self.cluster_centers_.astype(np.float64)
        self.labels_ = labels_of(X, centres)
        self.inertia_ = inertia_of(X, centres, self.labels_, sample_weight)
