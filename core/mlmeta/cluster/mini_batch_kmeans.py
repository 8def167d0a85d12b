"""The spec of mini-batch K-Means."""

from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.cluster.centre_clusterer import CentreClusterer
from mlmeta.cluster.start_centres import Start, are_given, checked_start_centres
from mlmeta.errors import NotFittedError, warn
from mlmeta.estimators.base import Labels
from mlmeta.estimators.roles import Incremental, InductiveClusterer
from mlmeta.plugins import contract
from mlmeta.specs.domains import Array, Choice, Interval, Options
from mlmeta.specs.inputs import Accepts
from mlmeta.specs.outputs import Output
from mlmeta.specs.requirements import Requires, given
from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["MiniBatchKMeans"]

STARTS = 3
"""Starts that `n_init="auto"` stands for where they differ much."""


class MiniBatchKMeans(
    Incremental,
    CentreClusterer,
    kind="cluster.MiniBatchKMeans",
    version=1,
    accepts=Accepts(sparse=True),
    requires=(
        Requires(
            given("init", Choice("array", Array(2))),
            given("n_init", "auto", 1),
            "Given start centres make every start the same: one is tried.",
            otherwise="warned",
        ),
    ),
    state=StateSchema(
        version=1,
        tensors={"cluster_centers_": Tensor(("n_clusters", "n_features"))},
        training=("inertia_", "n_iter_", "n_steps_"),
    ),
):
    """K-Means on small random batches of the rows.

    Each step draws a batch, labels its rows by the nearest centres, and moves each centre to the mean of all rows that it was
    ever given (D. Sculley, "Web-scale k-means clustering", WWW 2010). Centres with few rows are moved to rows of the batch now
    and then. Close to `KMeans` in quality, and much sooner there when rows are many. Names, meanings and random draws are
    scikit-learn's.

    Parameters
    ----------
    n_clusters : int, default=8
        Number of clusters, and of centres.
    init : {"k-means++", "random"}, array-like of shape (n_clusters, n_features) or callable, default="k-means++"
        The start centres: greedy k-means++, rows drawn at random, the given centres, or what
        `init(X, n_clusters, random_state=...)` returns. All but an array see `init_size` rows, drawn at random.
    max_iter : int, default=100
        The most passes: as many steps as batches make up the rows, times `max_iter`.
    batch_size : int, default=1024
        Rows of a batch; all of them when there are fewer.
    verbose : int, default=0
        Print the progress.
    compute_labels : bool, default=True
        Label all rows when the steps are done. Otherwise there is no `labels_`, and `inertia_` is estimated from the batches.
    random_state : int, RandomState or None, default=None
        Seed of the draws. The same seed gives the draws of scikit-learn's float64 fit; ties within rounding may fall elsewhere.
    tol : float, default=0.0
        Stop when a step moves the centres, squared, by at most `tol` times the mean variance of the columns; 0 never does.
    max_no_improvement : int or None, default=10
        Stop when the smoothed inertia of the batches has found no new minimum for so many steps in a row; None never does.
    init_size : int or None, default=None
        Rows drawn for each start, and for the choice of the best. None is three batches, or three times `n_clusters` where
        three batches are fewer rows than clusters.
    n_init : "auto" or int, default="auto"
        Starts that are tried; the one with the lowest inertia on `init_size` rows is kept. "auto" is 1 for k-means++ and an
        array, else 3.
    reassignment_ratio : float, default=0.01
        A centre with less than this share of the rows of the fullest one is moved to a row of the batch.
    provider : str or None, default=None
        Which implementation to construct; see `MiniBatchKMeans.providers()`.

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features), float32 or float64 as the first `X`
        The centres.
    labels_ : ndarray of shape (n_samples,), int32
        The cluster of each row of `fit`, or of the last part; only with `compute_labels`.
    inertia_ : float
        Sum of squared distances of these rows to their centres, weighted.
    n_iter_ : int
        Passes over as many rows as there are, begun by `fit`.
    n_steps_ : int
        Batches that the centres learnt from.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta import cluster
    >>> X = [[1.0, 2.0], [1.0, 4.0], [1.0, 0.0], [10.0, 2.0], [10.0, 4.0], [10.0, 0.0]]
    >>> km = cluster.MiniBatchKMeans(n_clusters=2, random_state=0).fit(X)
    >>> km.predict([[0.0, 0.0], [12.0, 3.0]]).tolist()
    [1, 0]
    >>> parts = cluster.MiniBatchKMeans(n_clusters=2, random_state=0).partial_fit(X[:4]).partial_fit(X[4:])
    >>> parts.n_steps_, sorted(parts.cluster_centers_.tolist())
    (2, [[1.0, 2.0], [10.0, 2.0]])
    """

    n_iter_: int
    n_steps_: int

    __mlmeta_outputs__: ClassVar[tuple[Output, ...]] = InductiveClusterer.__mlmeta_outputs__
    """A file promises what it always has: labels."""
    _columns_out = "n_clusters"

    def __init__(
        self,
        n_clusters: Annotated[int, Interval(1, None)] = 8,
        *,
        init: Start = "k-means++",
        max_iter: Annotated[int, Interval(1, None)] = 100,
        batch_size: Annotated[int, Interval(1, None)] = 1024,
        verbose: Annotated[int, Interval(0, None)] | bool = 0,
        compute_labels: bool = True,
        random_state: "Annotated[int, Interval(0, 2**32 - 1)] | np.random.RandomState | None" = None,
        tol: Annotated[float, Interval(0, None)] = 0.0,
        max_no_improvement: Annotated[int, Interval(0, None)] | None = 10,
        init_size: Annotated[int, Interval(1, None)] | None = None,
        n_init: Annotated[str, Options("auto")] | Annotated[int, Interval(1, None)] = "auto",
        reassignment_ratio: Annotated[float, Interval(0, None)] = 0.01,
        provider: str | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.verbose = verbose
        self.compute_labels = compute_labels
        self.random_state = random_state
        self.tol = tol
        self.max_no_improvement = max_no_improvement
        self.init_size = init_size
        self.n_init = n_init
        self.reassignment_ratio = reassignment_ratio

    def fit_predict(self, X: "ArrayLike", y: object = None, sample_weight: "ArrayLike | None" = None) -> Labels:
        """Fit and return the cluster of each row, of shape (n_samples,), also without `compute_labels`."""
        fitted = self.fit(X, y, sample_weight)
        return fitted.labels_ if self.compute_labels else fitted.predict(X)

    def _fit_steps(self) -> int | None:
        """Return None: the number of steps depends on the rows."""
        return None

    def _check_fit_array(self, X: Any) -> Any:
        data = super()._check_fit_array(X)
        if are_given(self.init):
            checked_start_centres(self.init, n_clusters=self.n_clusters, n_features=data.shape[1], dtype=data.dtype)
            if self.n_init not in ("auto", 1):
                message = (
                    "Explicit initial center position passed: performing only one init in MiniBatchKMeans "
                    f"instead of n_init={self.n_init}."
                )
                warn(RuntimeWarning(message))
        if self.init_size is not None and self.init_size < self.n_clusters:
            message = (
                f"init_size={self.init_size} should be larger than n_clusters={self.n_clusters}. "
                "Setting it to min(3*n_clusters, n_samples)"
            )
            warn(RuntimeWarning(message))
        return data

    def _check_next_array(self, X: Any) -> Any:
        if not hasattr(self, "_counts"):
            message = (
                "This MiniBatchKMeans was made from a state, which does not tell how many rows each centre stands for: "
                "'partial_fit' cannot go on from it. Call 'fit', or begin anew with init=model.cluster_centers_."
            )
            raise NotFittedError(message)
        return super()._check_next_array(X)

    def _check_outcome(self, n_rows: int) -> None:
        told = ("labels_", "inertia_") if self.compute_labels else ()
        contract.check_fitted(self, "n_steps_", *told, summary=False)
        if self.compute_labels:
            self.labels_ = contract.as_labels(self.labels_, n_rows, self, "_fit")
        else:
            vars(self).pop("labels_", None)  # those of an earlier fit are of other centres

    # -- what providers derive from the parameters ----------------------------------------------------------------------

    def _rows_of_a_batch(self, n_samples: int) -> int:
        return min(int(self.batch_size), n_samples)

    def _rows_of_a_start(self, n_samples: int) -> int:
        """Return how many rows are drawn for a start; all of them are taken when there are not more."""
        rows = 3 * self._rows_of_a_batch(n_samples) if self.init_size is None else int(self.init_size)
        return min(rows if rows >= self.n_clusters else 3 * self.n_clusters, n_samples)

    def _number_of_starts(self) -> int:
        if are_given(self.init):
            return 1
        return int(self.n_init) if self.n_init != "auto" else 1 if self.init == "k-means++" else STARTS
