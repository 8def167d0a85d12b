"""The spec of K-Means."""

from typing import Annotated, Any

import numpy as np

from mlmeta.cluster.centre_clusterer import CentreClusterer
from mlmeta.cluster.start_centres import Start, are_given, checked_start_centres
from mlmeta.errors import warn
from mlmeta.specs.domains import HINT, Array, Choice, Interval, Options
from mlmeta.specs.inputs import Accepts
from mlmeta.specs.requirements import Requires, given, other_than
from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["KMeans"]


class KMeans(
    CentreClusterer,
    kind="cluster.KMeans",
    version=1,
    accepts=Accepts(sparse=True),
    requires=(
        Requires(
            given("init", Choice("array", Array(2))),
            given("n_init", "auto", 1),
            "Given start centres make every run the same: one is done.",
            otherwise="warned",
        ),
        Requires(
            given("algorithm", "elkan"),
            other_than("n_clusters", 1),
            "With a single cluster there is no other centre to rule out.",
            otherwise="warned",
        ),
    ),
    state=StateSchema(
        version=1,
        tensors={"cluster_centers_": Tensor(("n_clusters", "n_features"))},
        training=("inertia_", "n_iter_"),
    ),
):
    """K-Means clustering by Lloyd's algorithm.

    Finds `n_clusters` centres so that the sum of squared distances of the rows to their nearest centre is a local minimum
    (S. Lloyd, "Least squares quantization in PCM", 1982; greedy k-means++ start after D. Arthur and S. Vassilvitskii,
    "k-means++: the advantages of careful seeding", 2007). Names, meanings and random draws are scikit-learn's.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters, and of centres.
    init : {"k-means++", "random"}, array-like of shape (n_clusters, n_features) or callable, default="k-means++"
        The start centres: greedy k-means++, rows drawn at random, the given centres, or what
        `init(X, n_clusters, random_state=...)` returns for the centred `X` (sparse `X` is not centred).
    n_init : "auto" or int, default="auto"
        Number of runs; the one with the lowest inertia is kept. "auto" is 1 for k-means++ and an array, else 10.
    max_iter : int, default=300
        The most iterations of one run.
    tol : float, default=1e-4
        A run stops when the squared shift of the centres is at most `tol` times the mean variance of the columns.
    verbose : int, default=0
        Print the progress.
    random_state : int, RandomState or None, default=None
        Seed of the draws. The same seed gives the draws of scikit-learn's float64 fit; ties within rounding may fall elsewhere.
    copy_x : bool, default=True
        Whether `X` must stay as it is; providers never write to it either way.
    algorithm : {"lloyd", "elkan"}, default="lloyd"
        How the labels are found; never what they are.
    provider : str or None, default=None
        Which implementation to construct; see `KMeans.providers()`.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features), float32 or float64 as `X`
        The centres.
    labels_ : ndarray of shape (n_samples,), int32
        The cluster of each row of `fit`.
    inertia_ : float
        Sum of squared distances of the rows to their centres, weighted.
    n_iter_ : int
        Iterations of the kept run.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta import cluster
    >>> X = [[1.0, 2.0], [1.0, 4.0], [1.0, 0.0], [10.0, 2.0], [10.0, 4.0], [10.0, 0.0]]
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit(X)
    >>> km.labels_
    array([1, 1, 1, 0, 0, 0], dtype=int32)
    >>> km.predict([[0.0, 0.0], [12.0, 3.0]])
    array([1, 0], dtype=int32)
    """

    n_iter_: int

    def __init__(
        self,
        n_clusters: Annotated[int, Interval(1, None)] = 8,
        *,
        init: Start = "k-means++",
        n_init: Annotated[str, Options("auto")] | Annotated[int, Interval(1, None)] = "auto",
        max_iter: Annotated[int, Interval(1, None)] = 300,
        tol: Annotated[float, Interval(0, None)] = 1e-4,
        verbose: Annotated[int, Interval(0, None)] | bool = 0,
        random_state: "Annotated[int, Interval(0, 2**32 - 1)] | np.random.RandomState | None" = None,
        copy_x: Annotated[bool, HINT] = True,
        algorithm: Annotated[str, Options("lloyd", "elkan"), HINT] = "lloyd",
        provider: str | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.copy_x = copy_x
        self.algorithm = algorithm

    def _check_fit_array(self, X: Any) -> Any:
        data = super()._check_fit_array(X)
        if are_given(self.init):
            checked_start_centres(self.init, n_clusters=self.n_clusters, n_features=data.shape[1], dtype=data.dtype)
        if self.algorithm == "elkan" and self.n_clusters == 1:
            message = "algorithm='elkan' doesn't make sense for a single cluster. Using 'lloyd' instead."
            warn(RuntimeWarning(message))
        return data
