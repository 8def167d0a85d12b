"""A whole bisecting K-Means fit: the rows are prepared once, then one cluster after the other is split by Lloyd's algorithm.

Source: Steinbach, Karypis and Kumar, "A comparison of document clustering techniques", KDD workshop on text mining, 2000.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from mlmeta.cluster.bisecting_tree import laid_out
from mlmeta.data.sparse import CSR
from mlmeta.errors import InvalidDataError
from mlmeta.estimators.callbacks import Watch
from numpy.typing import ArrayLike, NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Integers, Labels, Rows, sum_in_order
from mlmeta_clustering_np.cluster_statistics import maxima_of
from mlmeta_clustering_np.distances import distances_to_own_centre
from mlmeta_clustering_np.fit import random_stream, start_centres
from mlmeta_clustering_np.lloyd import Run, inertia, lloyd, rows_at
from mlmeta_clustering_np.preparation import Prepared, prepare
from mlmeta_clustering_np.sparse_rows import part, sparse_blocks
from mlmeta_clustering_np.sums import ExactSums, FixedPoint

BETTER = 1 - 1e-6
"""A later run of a split replaces the best one when its inertia is below this share of it."""

Start: TypeAlias = str | Callable[..., ArrayLike]
"""`"k-means++"`, `"random"`, or a function that returns two start centres (2, d)."""


@dataclass(frozen=True)
class Split:
    """How a cluster is split.

    Attributes
    ----------
    init : str or callable
    n_init, max_iter : int
    tol : float
        Bound on the squared shift of the two centres, in the units of the data.
    by_inertia : bool
        Whether the score of a cluster is its inertia; else it is the number of its rows.
    verbose : bool
    """

    init: Start = "random"
    n_init: int = 1
    max_iter: int = 300
    tol: float = 1e-4
    by_inertia: bool = True
    verbose: bool = False


@dataclass
class Node:
    """A cluster, or what was one before it was split.

    Attributes
    ----------
    centre : ndarray of float64, shape (d,)
        In the coordinates of the centred rows.
    rows : ndarray of intp, shape (n_rows,)
        The positions of its rows, ascending.
    score : float
        The cluster with the highest is split next.
    children : tuple of two nodes, or None
    """

    centre: Doubles
    rows: NDArray[np.intp]
    score: float
    children: "tuple[Node, Node] | None" = None


@dataclass(frozen=True)
class BisectingFit:
    """A fitted tree, in the coordinates of the data and in its dtype; see `mlmeta.cluster.BisectingKMeans`.

    Attributes
    ----------
    centres : ndarray of shape (n_clusters, d)
    children : ndarray of int64, shape (n_clusters - 1, 2), or None
    inner_centres : ndarray of shape (n_clusters - 1, d), or None
    labels : ndarray of int32, shape (n,)
    inertia : float
    """

    centres: Floats
    children: Integers | None
    inner_centres: Floats | None
    labels: Labels
    inertia: float


def fit_bisecting_k_means(
    X: Rows,
    *,
    n_clusters: int,
    split: Split,
    random_state: int | np.random.RandomState | None = None,
    sample_weight: Floats | None = None,
    watch: Watch | None = None,
) -> BisectingFit:
    """Return the tree of `n_clusters - 1` splits of `X`.

    Parameters
    ----------
    X : ndarray or CSR of float32 or float64, shape (n, d)
        C-contiguous, finite, at least `n_clusters` rows; not written.
    n_clusters : int
    split : Split
    random_state : int, RandomState or None
        All splits draw from one random stream.
    sample_weight : ndarray of the dtype of `X`, shape (n,), optional
        Not negative, not all zero.
    watch : Watch, optional
        Told of each split. When it asks to stop, each further split is one run of one iteration.

    Raises
    ------
    InvalidParameterError
        If start centres have the wrong shape or are not finite.
    InvalidDataError
        If squared distances of `X` overflow, or a cluster cannot be split as it has too few rows.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [9.0], [10.0], [90.0]])
    >>> fit = fit_bisecting_k_means(X, n_clusters=3, split=Split(), random_state=0)
    >>> fit.centres[:, 0].tolist(), fit.children.tolist(), fit.inertia
    ([9.5, 0.5, 90.0], [[4, 2], [0, 1]], 1.0)
    """
    stream = random_stream(random_state)
    data = prepare(X, 0.0, sample_weight)
    root = Node(mean_of(data), np.arange(len(X)), 0.0)
    leaves = [root]  # from left to right
    while len(leaves) < n_clusters:
        hurried = watch is not None and watch.stopped
        if watch is not None and not hurried:
            watch.begin()
        at = int(np.argmax([leaf.score for leaf in leaves]))
        leaves[at : at + 1] = bisect(data, leaves[at], n_clusters, split, stream, sample_weight, hurried=hurried)
        if watch is not None and not hurried:
            arrays = arrays_of(root, data)
            watch.end({"cluster_centers_": arrays[0], "children_": arrays[1], "inner_centers_": arrays[2]})
    labels = np.empty(len(X), dtype=np.int32)
    for label, leaf in enumerate(leaves):
        labels[leaf.rows] = label
    centres = np.stack([leaf.centre for leaf in leaves])
    return BisectingFit(*arrays_of(root, data), labels, inertia(data, centres, labels, sample_weight))


def bisect(
    data: Prepared,
    node: Node,
    n_clusters: int,
    split: Split,
    stream: np.random.RandomState,
    sample_weight: Floats | None,
    *,
    hurried: bool = False,
) -> tuple[Node, Node]:
    """Split a node in two by K-Means on its rows, and return its children.

    Parameters
    ----------
    data : Prepared
        All rows of the fit.
    node : Node
        Gets its children; its rows are forgotten.
    n_clusters : int
        How many clusters are wanted in all, for the message of an error.
    split : Split
    stream : RandomState
    sample_weight : ndarray of shape (n,) or None
        Of all rows.
    hurried : bool
        One run of one iteration is enough.
    """
    weight = None if sample_weight is None else sample_weight[node.rows]
    check_rows(len(node.rows), weight, split.init, n_clusters)
    its = part_of(data, node.rows, weight, split.tol)

    def run() -> Run:
        centres = start_centres(its, 2, split.init, stream, weight)
        return lloyd(its, centres, sample_weight=weight, max_iter=1 if hurried else split.max_iter, verbose=split.verbose)

    best = run()
    for _ in range(0 if hurried else split.n_init - 1):
        later = run()
        if later.inertia < best.inertia * BETTER:
            best = later
    if split.verbose:
        print(f"New centroids from bisection: {best.centres.astype(data.source.dtype)}")
    scores = inertias(its, best, weight) if split.by_inertia else np.bincount(best.labels, minlength=2)
    sides = (node.rows[best.labels == side] for side in (0, 1))
    left, right = (Node(*child) for child in zip(best.centres, sides, scores.tolist(), strict=True))
    node.children, node.rows = (left, right), node.rows[:0]
    return left, right


def check_rows(n_rows: int, weight: Floats | None, init: Start, n_clusters: int) -> None:
    """Raise InvalidDataError unless a cluster of `n_rows` rows with these weights (n_rows,) has what its split starts from."""
    counted = n_rows if weight is None else int(np.count_nonzero(weight))
    needed = {"random": 2, "k-means++": 1}.get(init, 0) if isinstance(init, str) else 0
    if n_rows < 1 or counted < needed:
        message = (
            f"The cluster to split next has {n_rows} row(s), {counted} of them with a weight, and init={init!r} starts from "
            f"{max(needed, 1)}: X has too few different rows for n_clusters={n_clusters}. Ask for fewer clusters."
        )
        raise InvalidDataError(message)


def part_of(data: Prepared, positions: NDArray[np.intp], weight: Floats | None, tolerance: float) -> Prepared:
    """Return some rows of a fit as a fit of their own, in the same coordinates.

    Parameters
    ----------
    data : Prepared
    positions : ndarray of intp, shape (m,)
    weight : ndarray of shape (m,) or None
        Of these rows.
    tolerance : float
        Bound on the squared shift of the centres.
    """
    source = rows_at(data.source, positions)
    rows = source if data.rows is data.source else rows_at(data.rows, positions)
    heaviest = 1.0 if weight is None else float(weight.max())
    largest_distance = sum_in_order(np.square(2 * maxima_of(rows)))
    return Prepared(source, rows, data.mean, tolerance, heaviest * largest_distance, data.words)


def inertias(its: Prepared, run: Run, weight: Floats | None) -> Doubles:
    """Return the exact (weighted) sum of the `D` of the rows to their centre, by cluster, each rounded once, (2,)."""
    sums = ExactSums.start(2, FixedPoint.for_bounds(np.array([its.largest_term]), n_rows=len(run.labels), words=2))
    distances = distances_to_own_centre(its.rows, run.centres, run.labels)
    sums.accumulate(distances[:, np.newaxis], run.labels, weights=weight)
    return sums.finish()[:, 0]


def mean_of(data: Prepared) -> Doubles:
    """Return the mean of all rows in the coordinates of the fit, (d,): zero, but for sparse rows, which are not centred."""
    rows = data.rows
    if not isinstance(rows, CSR):
        return np.zeros_like(data.mean)
    sums = ExactSums.start(1, FixedPoint.for_bounds(maxima_of(rows), n_rows=len(rows), words=2))
    for block in sparse_blocks(rows, 1):
        some = part(rows, block)
        sums.accumulate_entries(some.data.astype(np.float64), np.zeros_like(some.indices), some.indices)
    means: Doubles = sums.finish()[0] / len(rows)
    return means


def arrays_of(root: Node, data: Prepared) -> tuple[Floats, Integers | None, Floats | None]:
    """Return a tree as (centres, children, inner centres), in the coordinates and the dtype of the data."""
    clusters, inner, children = laid_out(root, lambda node: node.children)
    centres = data.uncentred(np.stack([node.centre for node in clusters]))
    return centres, children, data.uncentred(np.stack([node.centre for node in inner])) if inner else None
