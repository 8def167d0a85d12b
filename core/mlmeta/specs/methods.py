"""The public methods that a spec may have: what they take and do, for specs that are data and for lists of methods."""

import inspect
from collections.abc import Callable
from typing import Any

__all__ = ["METHODS", "declared"]

METHODS: dict[str, tuple[str, str]] = {
    "fit": ("X, y=None", "Learn from `X`, and from `y` where there is a target, and return the estimator."),
    "partial_fit": ("X, y=None", "Learn from some more rows and return the estimator."),
    "fit_predict": ("X, y=None", "Fit and return the prediction for each row of `X`."),
    "fit_transform": ("X, y=None", "Fit and return the transformed `X`."),
    "predict": ("X", "Return the prediction for each row."),
    "predict_proba": ("X", "Return the probability of each class, columns as in `classes_`."),
    "predict_log_proba": ("X", "Return the logarithm of the probability of each class, columns as in `classes_`."),
    "decision_function": ("X", "Return the score of each row; its sign or its largest column decides."),
    "score_samples": ("X", "Return the log-likelihood, or the normality, of each row."),
    "kneighbors": ("X=None", "Return the distances of each row to its nearest neighbours, and their indices."),
    "radius_neighbors": ("X=None", "Return the distances of each row to its neighbours within the radius, and their indices."),
    "transform": ("X", "Return the transformed rows."),
    "inverse_transform": ("X", "Return the rows that `transform` would turn into these."),
    "sample": ("n_samples=1", "Return rows drawn from the model."),
    "score": ("X, y=None", "Return how good the model is on these rows; greater is better."),
}
"""Name -> (parameters, meaning), in the order in which they are listed."""


def declared(name: str, kind: str) -> Callable[..., Any]:
    """Return the method `name` of a spec that is data: it tells what it takes and does, and its providers write it."""
    parameters, meaning = METHODS[name]

    def method(self: Any, *_args: Any, **_kwargs: Any) -> Any:
        message = f"{type(self).__name__}.{name} is written by the providers of {kind}."
        raise NotImplementedError(message)

    method.__name__, method.__qualname__, method.__doc__ = name, f"{kind.rpartition('.')[2]}.{name}", meaning
    method.__signature__ = _signature(parameters)  # type: ignore[attr-defined]
    return method


def _signature(parameters: str) -> inspect.Signature:
    """Return the signature of a method that takes these parameters: names, with `=None` or a whole number as default."""
    listed = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    for written in parameters.split(", "):
        name, _, default = written.partition("=")
        given = {"": inspect.Parameter.empty, "None": None}.get(default, default)
        value = int(given) if isinstance(given, str) else given
        listed.append(inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=value))
    return inspect.Signature(listed)
