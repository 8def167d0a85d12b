"""The tree of a bisecting clustering as arrays: which nodes each split made, in one order that all providers write."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ModelFileError

__all__ = ["check_tree", "laid_out"]

Node = TypeVar("Node")
Children: TypeAlias = NDArray[np.int64]


def laid_out(root: Node, branches: Callable[[Node], tuple[Node, Node] | None]) -> tuple[list[Node], list[Node], Children | None]:
    """Return the clusters of a tree from left to right, its inner nodes, parents first, and which are the children of which.

    Parameters
    ----------
    root : object
    branches : callable
        Returns the left and the right child of a node; None of a cluster.

    Returns
    -------
    clusters, inner : list of nodes
    children : ndarray of int64, shape (n_clusters - 1, 2), or None
        Row `i` has the children of the inner node `i`: a number below `n_clusters` is a cluster, `n_clusters + j` the inner node
        `j`. The root is row 0, a left child and all below it come before the right one. None of a single cluster.

    Examples
    --------
    >>> from mlmeta.cluster.bisecting_tree import laid_out
    >>> clusters, inner, children = laid_out((("a", "b"), "c"), lambda node: node if isinstance(node, tuple) else None)
    >>> clusters, len(inner), children.tolist()
    (['a', 'b', 'c'], 2, [[4, 2], [0, 1]])
    """
    clusters: list[Node] = []
    inner: list[Node] = []
    children: list[list[int]] = []
    waiting: list[tuple[Node, list[int], int]] = [(root, [0], 0)]
    while waiting:
        node, row, side = waiting.pop()
        pair = branches(node)
        if pair is None:
            row[side] = len(clusters)
            clusters.append(node)
            continue
        row[side] = ~len(inner)  # negative until the number of clusters is known
        inner.append(node)
        children.append([0, 0])
        waiting += [(pair[1], children[-1], 1), (pair[0], children[-1], 0)]
    if not inner:
        return clusters, inner, None
    numbers = np.array(children, dtype=np.int64)
    return clusters, inner, np.where(numbers < 0, len(clusters) + ~numbers, numbers)


def check_tree(children: NDArray[Any] | None, inner_centers: NDArray[Any] | None, n_clusters: int, kind: str) -> None:
    """Raise ModelFileError unless the arrays of a state are a tree over `n_clusters` clusters, in the order of `laid_out`.

    Parameters
    ----------
    children : ndarray of shape (n_splits, n_children) or None
    inner_centers : ndarray of shape (n_splits, n_features) or None
    n_clusters : int
    kind : str
        Whose state it is, for the message.

    Examples
    --------
    >>> import numpy as np
    >>> from mlmeta.cluster.bisecting_tree import check_tree
    >>> check_tree(np.array([[4, 2], [0, 4]]), np.zeros((2, 1)), 3, "a/b.C")
    Traceback (most recent call last):
    mlmeta.errors.ModelFileError: The state is no a/b.C: 'children_' has node 4 as right child of row 1, expected 1.
    """
    expected = (n_clusters - 1, 2)
    if children is None or inner_centers is None:
        if n_clusters > 1 or children is not None or inner_centers is not None:
            name = "children_" if children is None else "inner_centers_"
            message = f"The state is no {kind}: no {name!r} with {n_clusters} clusters."
            raise ModelFileError(message)
        return
    if children.shape != expected or len(inner_centers) != len(children):
        given = f"{children.shape} and 'inner_centers_' {len(inner_centers)} rows"
        message = f"The state is no {kind}: 'children_' has shape {given}, need {expected} for {n_clusters} clusters."
        raise ModelFileError(message)
    clusters = inner = 0
    waiting = [(n_clusters, "root")]
    while waiting:
        node, place = waiting.pop()
        # In this order whatever is met is the next cluster or the next inner node: nothing twice, nothing beyond, no circle.
        following = clusters if node < n_clusters else n_clusters + inner
        if node != following or node > 2 * n_clusters - 2:
            possible = [number for number in (clusters, n_clusters + inner) if number < 2 * n_clusters - 1]
            expected_node = " or ".join(map(str, possible))
            message = f"The state is no {kind}: 'children_' has node {node} as {place}, expected {expected_node}."
            raise ModelFileError(message)
        if node < n_clusters:
            clusters += 1
            continue
        left, right = children[inner].tolist()
        waiting += [(right, f"right child of row {inner}"), (left, f"left child of row {inner}")]
        inner += 1
    if clusters < n_clusters:
        message = f"The state is no {kind}: 'children_' is a tree of {clusters} clusters, expected {n_clusters}."
        raise ModelFileError(message)
