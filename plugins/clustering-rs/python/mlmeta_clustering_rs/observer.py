"""What a fit tells while it runs: scikit-learn's lines under `verbose`, and callbacks."""

import numpy as np
from mlmeta.estimators.callbacks import Watch
from numpy.typing import NDArray

__all__ = ["Observer"]


class Observer:
    """Hears of the steps of a fit in Rust, on the thread that called `fit`.

    Parameters
    ----------
    verbose : bool
        Print the progress.
    watch : Watch or None
        Told of each iteration of each run; may end them all.
    dtype : data type
        That of the centres.
    """

    def __init__(self, verbose: bool, watch: Watch | None, dtype: np.dtype[np.floating]) -> None:  # noqa: FBT001
        self._verbose, self._watch, self._dtype = verbose, watch, dtype

    @property
    def wants_distances(self) -> bool:
        """Whether `iteration_ends` gets squared distances, which are computed for it."""
        return self._verbose

    def run_begins(self) -> None:
        """Hear that a run has its start centres."""
        if self._verbose:
            print("Initialization complete")

    def iteration_begins(self) -> None:
        """Hear that an iteration begins."""
        if self._watch is not None:
            self._watch.begin()

    def iteration_ends(self, number: int, centres: NDArray[np.float64], squared_distances: NDArray[np.float64] | None) -> bool:
        """Hear of the updated centres (n_clusters, d), and return whether a callback asks to stop.

        Parameters
        ----------
        number : int
            Of the iteration, from 0.
        centres : ndarray of shape (n_clusters, d)
        squared_distances : ndarray of shape (n,) or None
            Of each row to its centre before the update, weighted.
        """
        if squared_distances is not None:
            print(f"Iteration {number}, inertia {squared_distances.sum()}.")
        return self._watch is not None and self._watch.end({"cluster_centers_": centres.astype(self._dtype)})

    def run_converged(self, number: int, shift: float | None, tolerance: float | None) -> None:
        """Hear that a run converged in an iteration: within the tolerance, or strictly (`shift` is None)."""
        if not self._verbose:
            return
        why = "strict convergence" if shift is None else f"center shift {shift} within tolerance {tolerance}"
        print(f"Converged at iteration {number}: {why}.")
