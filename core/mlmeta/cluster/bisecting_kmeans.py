"""The spec of bisecting K-Means."""

from collections.abc import Callable
from typing import Annotated, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.cluster.bisecting_tree import check_tree
from mlmeta.cluster.centre_clusterer import CentreClusterer
from mlmeta.estimators.base import Floats
from mlmeta.specs.domains import HINT, Interval, Options
from mlmeta.specs.inputs import Accepts
from mlmeta.specs.state import State, StateSchema, Tensor

__all__ = ["BisectingKMeans"]


class BisectingKMeans(
    CentreClusterer,
    kind="cluster.BisectingKMeans",
    version=1,
    accepts=Accepts(sparse=True),
    state=StateSchema(
        version=1,
        tensors={
            "cluster_centers_": Tensor(("n_clusters", "n_features")),
            "children_": Tensor(("n_splits", "n_children"), dtypes=("int64",), optional=True),
            "inner_centers_": Tensor(("n_splits", "n_features"), optional=True),
        },
        training=("inertia_",),
    ),
):
    """K-Means that splits one cluster in two until there are enough.

    Starts with all rows in one cluster and splits, again and again, the worst or the largest one by K-Means with two centres
    (M. Steinbach, G. Karypis and V. Kumar, "A comparison of document clustering techniques", 2000). A new row goes down the tree
    of these splits, to the nearer of two centres each time, so that its cluster need not be that of the nearest centre. Names,
    meanings and random draws are scikit-learn's.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters, and of centres.
    init : {"k-means++", "random"} or callable, default="random"
        The two start centres of a split: greedy k-means++, rows drawn at random, or what `init(X, 2, random_state=...)` returns
        for the rows `X` of the cluster, minus the mean of all rows (sparse rows are as they were given).
    n_init : int, default=1
        Number of runs of each split; one replaces the best so far when its inertia is lower by more than a millionth.
    random_state : int, RandomState or None, default=None
        Seed of the draws. The same seed gives the draws of scikit-learn's float64 fit; ties within rounding may fall elsewhere.
    max_iter : int, default=300
        The most iterations of one run.
    verbose : int, default=0
        Print the progress.
    tol : float, default=1e-4
        A run stops when the squared shift of its two centres is at most `tol`, in the units of the data.
    copy_x : bool, default=True
        Whether `X` must stay as it is; providers never write to it either way.
    algorithm : {"lloyd", "elkan"}, default="lloyd"
        How the labels are found; never what they are.
    bisecting_strategy : {"biggest_inertia", "largest_cluster"}, default="biggest_inertia"
        Which cluster is split next: the one with the largest (weighted) sum of squared distances to its centre, or the one with
        the most rows. The first from the left when several are.
    provider : str or None, default=None
        Which implementation to construct; see `BisectingKMeans.providers()`.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features), float32 or float64 as `X`
        The centres, from the left of the tree to the right.
    children_ : ndarray of shape (n_clusters - 1, 2), int64, or None
        The splits: row `i` has the left and the right child of the inner node `i`. A number below `n_clusters` is a cluster,
        `n_clusters + j` the inner node `j`. Row 0 is the root; a left child and all below it come before the right one. None
        when there is one cluster.
    inner_centers_ : ndarray of shape (n_clusters - 1, n_features), float32 or float64 as `X`, or None
        The centres of the inner nodes.
    labels_ : ndarray of shape (n_samples,), int32
        The cluster of each row of `fit`.
    inertia_ : float
        Sum of squared distances of the rows to their centres, weighted.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta import cluster
    >>> X = [[1.0, 1.0], [10.0, 1.0], [3.0, 1.0], [10.0, 0.0], [2.0, 1.0], [10.0, 2.0], [10.0, 8.0], [10.0, 9.0], [10.0, 10.0]]
    >>> model = cluster.BisectingKMeans(n_clusters=3, random_state=0).fit(X)
    >>> model.labels_
    array([0, 2, 0, 2, 0, 2, 1, 1, 1], dtype=int32)
    >>> model.children_.tolist()
    [[0, 4], [1, 2]]
    >>> model.predict([[0.0, 0.0], [12.0, 3.0]])
    array([0, 2], dtype=int32)
    """

    children_: NDArray[np.int64] | None = None
    inner_centers_: Floats | None = None

    def __init__(
        self,
        n_clusters: Annotated[int, Interval(1, None)] = 8,
        *,
        init: Annotated[str, Options("k-means++", "random")] | Callable[..., ArrayLike] = "random",
        n_init: Annotated[int, Interval(1, None)] = 1,
        random_state: "Annotated[int, Interval(0, 2**32 - 1)] | np.random.RandomState | None" = None,
        max_iter: Annotated[int, Interval(1, None)] = 300,
        verbose: Annotated[int, Interval(0, None)] | bool = 0,
        tol: Annotated[float, Interval(0, None)] = 1e-4,
        copy_x: Annotated[bool, HINT] = True,
        algorithm: Annotated[str, Options("lloyd", "elkan"), HINT] = "lloyd",
        bisecting_strategy: Annotated[str, Options("biggest_inertia", "largest_cluster")] = "biggest_inertia",
        provider: str | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.random_state = random_state
        self.max_iter = max_iter
        self.verbose = verbose
        self.tol = tol
        self.copy_x = copy_x
        self.algorithm = algorithm
        self.bisecting_strategy = bisecting_strategy

    def _fit_steps(self) -> int:
        """Return the number of splits."""
        return self.n_clusters - 1

    @classmethod
    def __mlmeta_from_state__(cls, state: State) -> Self:
        """Return a fitted estimator that has this state.

        Raises
        ------
        ModelFileError
            The arrays contradict the schema, or are no tree.
        """
        found = super().__mlmeta_from_state__(state)
        check_tree(found.children_, found.inner_centers_, len(found.cluster_centers_), state.kind)
        return found
