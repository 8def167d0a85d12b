"""What a mini-batch fit tells while it runs: scikit-learn's lines under `verbose`, and callbacks."""

from typing import Any

import numpy as np
from mlmeta.estimators.callbacks import Watch
from numpy.typing import NDArray

__all__ = ["MiniBatchObserver"]

WHY = {"movement": "small centers change", "improvement": "lack of improvement in inertia"}


class MiniBatchObserver:
    """Hears of the steps of a fit in Rust, on the thread that called `fit`.

    Parameters
    ----------
    verbose : bool
        Print the progress.
    watch : Watch or None
        Told of each step; may end the fit.
    dtype : data type
        That of the centres.
    init : str, array or function
        As the user gave it.
    n_starts : int
    """

    def __init__(self, *, verbose: bool, watch: Watch | None, dtype: np.dtype[np.floating], init: Any, n_starts: int) -> None:
        self._verbose, self._watch, self._dtype = verbose, watch, dtype
        self._init, self._n_starts = init, n_starts

    def start_begins(self, number: int) -> None:
        """Hear that start `number`, from 0, is about to be drawn."""
        self._tell(f"Init {number + 1}/{self._n_starts} with method {self._init}")

    def start_ends(self, number: int, inertia: float) -> None:
        """Hear how a start was judged."""
        self._tell(f"Inertia for init {number + 1}/{self._n_starts}: {inertia}")

    def step_begins(self) -> None:
        """Hear that a step begins."""
        if self._watch is not None:
            self._watch.begin()

    def step_ends(
        self,
        number: int,
        n_steps: int,
        mean_inertia: float,
        smoothed_inertia: float,
        n_replaced: int,
        centres: NDArray[np.float64],
        end: str | None,
    ) -> bool:
        """Hear of a step, counted from 1, and return whether a callback asks to stop.

        Parameters
        ----------
        number, n_steps : int
            Which step, and the most that there are.
        mean_inertia, smoothed_inertia : float
            Of a row of the batch, and over the batches.
        n_replaced : int
            Centres of few rows that became rows of the batch.
        centres : ndarray of shape (n_clusters, d)
            After the step.
        end : {"movement", "improvement"} or None
            Why the fit ends.
        """
        told = "" if number == 1 else f", ewa inertia: {smoothed_inertia}"
        if n_replaced:
            self._tell(f"[MiniBatchKMeans] Reassigning {n_replaced} cluster centers.")
        self._tell(f"Minibatch step {number}/{n_steps}: mean batch inertia: {mean_inertia}{told}")
        if end is not None:
            self._tell(f"Converged ({WHY[end]}) at step {number}/{n_steps}")
        return self._watch is not None and self._watch.end({"cluster_centers_": centres.astype(self._dtype)})

    def _tell(self, line: str) -> None:
        if self._verbose:
            print(line)
