"""The start of mini-batch K-Means: centres from a few rows, and the choice of the best of several starts."""

from typing import Any

import numpy as np
from mlmeta.cluster.start_centres import checked_start_centres
from mlmeta.data.sparse import CSR
from mlmeta.errors import InvalidDataError
from numpy.typing import NDArray

from mlmeta_clustering_np.arrays import Doubles, Floats, Rows
from mlmeta_clustering_np.lloyd import rows_at
from mlmeta_clustering_np.mini_batch_step import inertia_of, labels_of, rows_as_centres
from mlmeta_clustering_np.seeding import k_means_plus_plus, random_rows


def best_start(
    X: Rows,
    *,
    n_clusters: int,
    init: Any,
    n_starts: int,
    n_rows: int,
    stream: np.random.RandomState,
    sample_weight: Floats | None,
    verbose: bool = False,
) -> Doubles:
    """Return the start centres, of `n_starts` that are drawn, with the lowest inertia on `n_rows` rows, drawn first.

    Parameters
    ----------
    X : ndarray or CSR of shape (n, d)
    n_clusters, n_starts, n_rows : int
        `n_rows` is at most n.
    init : {"k-means++", "random"}, array-like of shape (n_clusters, d) or callable
    stream : RandomState
    sample_weight : ndarray of shape (n,) or None
    verbose : bool
        Print the inertia of each.

    Raises
    ------
    InvalidParameterError, InvalidDataError
        As for `start_centres`.
    """
    drawn = stream.randint(0, len(X), n_rows)
    judges, weight = rows_at(X, drawn), weights_at(sample_weight, drawn)
    best, lowest = None, np.inf
    for number in range(1, n_starts + 1):
        if verbose:
            print(f"Init {number}/{n_starts} with method {init}")
        centres = start_centres(X, n_clusters, init, n_rows, stream, sample_weight)
        found = inertia_of(judges, centres, labels_of(judges, centres), weight)
        if verbose:
            print(f"Inertia for init {number}/{n_starts}: {found}")
        if best is None or found < lowest:
            best, lowest = centres, found
    assert best is not None  # n_init is at least 1
    return best


def start_centres(
    X: Rows, n_clusters: int, init: Any, n_rows: int, stream: np.random.RandomState, sample_weight: Floats | None
) -> Doubles:
    """Return start centres as float64 (n_clusters, d), from `n_rows` rows of `X` (n, d) that are drawn if it has more.

    Raises
    ------
    InvalidParameterError
        The centres that `init` gives have the wrong shape or are not finite.
    InvalidDataError
        All rows that were drawn have weight 0.
    """
    if n_rows < len(X):
        drawn = stream.randint(0, len(X), n_rows)
        X, sample_weight = rows_at(X, drawn), weights_at(sample_weight, drawn)
    if callable(init):
        seen = X.to_matrix() if isinstance(X, CSR) else X
        init = init(seen, n_clusters, random_state=stream)
    elif isinstance(init, str):
        if sample_weight is not None and not sample_weight.any():
            message = f"All of the {n_rows} rows that were drawn for the start have weight 0: raise init_size."
            raise InvalidDataError(message)
        if init == "random":
            return rows_as_centres(X, random_rows(len(X), n_clusters, stream, sample_weight))
        return rows_as_centres(X, k_means_plus_plus(X, n_clusters, stream, sample_weight))
    given = checked_start_centres(init, n_clusters=n_clusters, n_features=X.shape[1], dtype=X.dtype)
    return given.astype(np.float64)


def weights_at(sample_weight: Floats | None, positions: NDArray[np.intp]) -> Floats | None:
    """Return the weights of the rows at `positions`."""
    return None if sample_weight is None else sample_weight[positions]
