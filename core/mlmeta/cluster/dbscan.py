"""The spec of DBSCAN."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.estimators.base import Floats
from mlmeta.estimators.roles import Clusterer
from mlmeta.specs.domains import HINT, Choice, Interval, Options
from mlmeta.specs.requirements import Requires, given, other_than

__all__ = ["DBSCAN"]


class DBSCAN(
    Clusterer,
    kind="cluster.DBSCAN",
    version=1,
    requires=(
        Requires(
            other_than("p", None),
            given("metric", "minkowski"),
            "Only the Minkowski metric has a power.",
            otherwise="ignored",
        ),
        Requires(
            given("metric", "precomputed"),
            given("algorithm", "auto", "brute"),
            "Trees are built from rows, not from distances.",
        ),
        Requires(
            given("metric", Choice("callable")),
            given("algorithm", "auto", "ball_tree", "brute"),
            "A k-d tree takes metrics of single coordinates only, by name.",
        ),
    ),
):
    """Density-based clustering of applications with noise.

    Clusters are the connected regions where every row has `min_samples` neighbours within `eps` (M. Ester, H.-P. Kriegel,
    J. Sander and X. Xu, "A density-based algorithm for discovering clusters in large spatial databases with noise", 1996). It
    labels the rows it is fitted on, -1 for noise; it has no `predict` and so no model to save or serve.

    Parameters
    ----------
    eps : float, default=0.5
        The largest distance between two rows that are neighbours.
    min_samples : int, default=5
        Number of rows (itself included) within `eps` that make a row a core point.
    metric : str or callable, default="euclidean"
        The distance, by scikit-learn's name or as a function of two rows.
    metric_params : dict or None, default=None
        Arguments of the metric.
    algorithm : {"auto", "ball_tree", "kd_tree", "brute"}, default="auto"
        How neighbours are found; never which.
    leaf_size : int, default=30
        Leaf size of the trees.
    p : float or None, default=None
        Power of the Minkowski metric, which needs it, here or in `metric_params`.
    n_jobs : int or None, default=None
        Number of processes or threads that look for neighbours.
    provider : str or None, default=None
        Which implementation to construct; see `DBSCAN.providers()`.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int64
        The cluster of each row; -1 is noise.
    core_sample_indices_ : ndarray of shape (n_core_samples,)
        Indices of the core points.
    components_ : ndarray of shape (n_core_samples, n_features)
        The core points.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.
    """

    core_sample_indices_: NDArray[np.intp]
    components_: Floats

    def __init__(
        self,
        eps: Annotated[float, Interval(0, None, "neither")] = 0.5,
        *,
        min_samples: Annotated[int, Interval(1, None)] = 5,
        metric: str | Callable[..., float] = "euclidean",
        metric_params: dict[str, Any] | None = None,
        algorithm: Annotated[str, Options("auto", "ball_tree", "kd_tree", "brute"), HINT] = "auto",
        leaf_size: Annotated[int, Interval(1, None), HINT] = 30,
        p: Annotated[float, Interval(0, None)] | None = None,
        n_jobs: Annotated[int, HINT] | None = None,
        provider: str | None = None,
    ) -> None:
        self.eps = eps
        self.min_samples = min_samples
        self.metric = metric
        self.metric_params = metric_params
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.p = p
        self.n_jobs = n_jobs
