"""What a bisecting fit tells while it runs: scikit-learn's lines under `verbose`, and callbacks."""

from typing import Any

import numpy as np
from mlmeta.estimators.callbacks import Watch
from numpy.typing import NDArray

from mlmeta_clustering_rs.observer import Observer

__all__ = ["SplitObserver"]


class SplitObserver(Observer):
    """Hears of the splits of a fit in Rust, and prints its iterations; the callbacks are told of the splits.

    Parameters
    ----------
    verbose : bool
        Print the progress.
    watch : Watch or None
        Told of each split; may hurry those that are left.
    dtype : data type
        That of the centres.
    """

    def __init__(self, verbose: bool, watch: Watch | None, dtype: np.dtype[np.floating]) -> None:  # noqa: FBT001
        super().__init__(verbose, None, dtype)
        self._splits = watch

    @property
    def wants_model(self) -> bool:
        """Whether `split_ends` gets the tree, which is copied for it."""
        return self._splits is not None

    def split_begins(self) -> None:
        """Hear that a split begins."""
        if self._splits is not None:
            self._splits.begin()

    def split_ends(self, pair: NDArray[np.float64], arrays: Any) -> bool:
        """Hear that a split ended, and return whether a callback asks to stop.

        Parameters
        ----------
        pair : ndarray of shape (2, d)
            The two centres, centred.
        arrays : (centres, children, inner_centres) or None
            The tree as it is now.
        """
        if self._verbose:
            print(f"New centroids from bisection: {pair.astype(self._dtype)}")
        if self._splits is None:
            return False
        return self._splits.end(dict(zip(("cluster_centers_", "children_", "inner_centers_"), arrays, strict=True)))
