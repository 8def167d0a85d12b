"""When mini-batch K-Means stops: the centres hardly move, or the smoothed inertia of the batches falls no more."""


class Convergence:
    """Follows the steps of a fit.

    Parameters
    ----------
    n_samples, batch_size : int
        Rows of the data, and of a batch.
    n_steps : int
        The most steps, as told when `verbose`.
    tolerance : float
        The squared movement of the centres that ends the fit; 0 for none.
    max_no_improvement : int or None
        So many steps without a new minimum of the smoothed inertia end the fit.
    verbose : bool

    Attributes
    ----------
    smoothed : float or None
        The exponentially weighted mean of the inertia of a row, over the batches; the first counts only as long as it is alone.
    """

    def __init__(
        self,
        *,
        n_samples: int,
        batch_size: int,
        n_steps: int,
        tolerance: float,
        max_no_improvement: int | None,
        verbose: bool = False,
    ) -> None:
        self.smoothed: float | None = None
        self._lowest: float | None = None
        self._without_improvement = 0
        self._share = min(batch_size * 2.0 / (n_samples + 1), 1)
        self._batch_size, self._n_steps, self._verbose = batch_size, n_steps, verbose
        self._tolerance, self._patience = tolerance, max_no_improvement

    def reached(self, step: int, inertia: float, squared_movement: float) -> bool:
        """Return whether to stop after `step`, counted from 1.

        Parameters
        ----------
        step : int
        inertia : float
            Of the batch, before the centres were moved.
        squared_movement : float
            Of the centres.
        """
        mean = inertia / self._batch_size
        told = f"Minibatch step {step}/{self._n_steps}: mean batch inertia: {mean}"
        if step == 1:  # that of the start centres
            self.smoothed = mean
            self._tell(told)
            return False
        if step == 2 or self.smoothed is None:
            self.smoothed = mean
        else:
            self.smoothed = self.smoothed * (1 - self._share) + mean * self._share
        self._tell(f"{told}, ewa inertia: {self.smoothed}")
        if 0 < self._tolerance >= squared_movement:
            self._tell(f"Converged (small centers change) at step {step}/{self._n_steps}")
            return True
        improved = self._lowest is None or self.smoothed < self._lowest
        self._without_improvement = 0 if improved else self._without_improvement + 1
        if improved:
            self._lowest = self.smoothed
        if self._patience is not None and self._without_improvement >= self._patience:
            self._tell(f"Converged (lack of improvement in inertia) at step {step}/{self._n_steps}")
            return True
        return False

    def _tell(self, line: str) -> None:
        if self._verbose:
            print(line)
