"""The cluster of new rows: down the tree of splits, at each to the nearer of two centres."""

import numpy as np

from mlmeta_clustering_np.arrays import Floats, Integers, Labels, Rows
from mlmeta_clustering_np.labels import nearest_centres
from mlmeta_clustering_np.lloyd import rows_at


def descend(rows: Rows, centres: Floats, children: Integers | None, inner_centres: Floats | None) -> Labels:
    """Return the cluster at which each row (n, d) arrives, as int32 (n,).

    Parameters
    ----------
    rows : ndarray or CSR of shape (n, d)
    centres : ndarray of shape (n_clusters, d)
    children : ndarray of int64, shape (n_clusters - 1, 2), or None
        The splits, see `mlmeta.cluster.BisectingKMeans`; None of a single cluster.
    inner_centres : ndarray of shape (n_clusters - 1, d), or None

    Examples
    --------
    >>> centres, inner = np.array([[0.5], [9.5], [90.0]]), np.array([[22.0], [5.0]])
    >>> descend(np.array([[3.0], [47.0], [49.0]]), centres, np.array([[4, 2], [0, 1]]), inner).tolist()
    [0, 1, 2]
    """
    labels = np.zeros(len(rows), dtype=np.int32)
    if children is None or inner_centres is None:
        return labels
    n_clusters, of_nodes = len(centres), np.concatenate([centres, inner_centres])
    waiting = [(n_clusters, np.arange(len(rows)))]
    while waiting:
        node, members = waiting.pop()
        if node < n_clusters:
            labels[members] = node
        elif members.size:
            pair = children[node - n_clusters]
            sides = nearest_centres(rows_at(rows, members), of_nodes[pair])
            waiting += [(int(child), members[sides == side]) for side, child in enumerate(pair)]
    return labels
