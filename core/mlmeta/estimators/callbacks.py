"""Callbacks of scikit-learn (1.9 and later): progress bars, monitors and early stops that watch a fit.

They are kept in `_skl_callbacks`, where `sklearn.base.clone` and meta-estimators look for them. scikit-learn is imported only
by a fit that has callbacks; without them a fit pays for one look.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from mlmeta.errors import InvalidParameterError

__all__ = ["Watch", "check_callbacks", "watched"]

HOOKS = ("setup", "teardown", "on_fit_task_begin", "on_fit_task_end")

Fitted = Mapping[str, Any]


def check_callbacks(callbacks: tuple[Any, ...]) -> None:
    """Raise InvalidParameterError unless all are instances that have the hooks of a callback."""
    for callback in callbacks:
        missing = [hook for hook in HOOKS if not callable(getattr(callback, hook, None))]
        if isinstance(callback, type) or missing:
            why = "it is a class" if isinstance(callback, type) else f"it has no {', '.join(missing)}"
            message = f"callbacks must be instances following the FitCallback protocol. Got {callback!r}: {why}."
            raise InvalidParameterError(message)


class Watch:
    """Tells the callbacks of one fit of each iteration.

    A provider that iterates calls `begin` and `end` around each iteration, and leaves its loops when `end` says so.

    Attributes
    ----------
    stopped : bool
        Whether a callback has asked to stop.
    """

    def __init__(self, estimator: Any, context: Any, data: Fitted, width: Fitted) -> None:
        self._estimator, self._context, self._data, self._width = estimator, context, data, width
        self._task: Any = None
        self.stopped = False

    def begin(self) -> None:
        """Tell that an iteration begins."""
        self._task = self._context.subcontext(task_name="iteration")
        self._task.call_on_fit_task_begin(estimator=self._estimator, **self._data)

    def end(self, fitted: Fitted) -> bool:
        """Tell that the iteration ended, and return whether a callback asks to stop.

        Parameters
        ----------
        fitted : mapping
            The fitted attributes as they would be now, for callbacks that want an estimator that predicts.
        """
        attributes = {**fitted, **self._width}
        told = self._task.call_on_fit_task_end(estimator=self._estimator, reconstruction_attributes=attributes, **self._data)
        self.stopped = bool(told)
        return self.stopped


@contextmanager
def watched(estimator: Any, *, width: Fitted, **data: Any) -> Iterator[None]:
    """Run a fit under the callbacks of `estimator`, which finds its `Watch` in `_watch` meanwhile; without callbacks just run it.

    Parameters
    ----------
    estimator : Estimator
        Its `_fit_steps()` is the most iterations that it will tell of.
    width : mapping
        What every fit learns of its data, such as `n_features_in_`.
    data : X, y, metadata
        For callbacks that ask for them.
    """
    if not getattr(estimator, "_skl_callbacks", None):
        yield
        return
    from sklearn.callback import CallbackSupportMixin  # noqa: PLC0415  # callbacks are its own, so it is there
    from sklearn.callback._callback_support import callback_management_context  # noqa: PLC0415  # calls teardown in any case

    with callback_management_context(estimator):
        context = CallbackSupportMixin._init_callback_context(estimator, max_subtasks=estimator._fit_steps())
        context.call_on_fit_task_begin(estimator=estimator, **data)
        estimator._watch = Watch(estimator, context, data, width)
        try:
            yield
        finally:
            del estimator._watch
        context.call_on_fit_task_end(estimator=estimator, reconstruction_attributes=width, **data)
