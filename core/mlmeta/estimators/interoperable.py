"""What scikit-learn's tools, notebooks and pickle ask of an estimator beyond parameters and methods; each door one file."""

from collections.abc import Callable
from typing import Any, Self

from mlmeta.estimators import callbacks, html, pickling, routing
from mlmeta.estimators.constraints import constraints

__all__ = ["Interoperable"]


class Interoperable:
    """The part of the base class that other software talks to; by duck typing, nothing is imported before it asks."""

    set_fit_request = routing.Request("fit")
    set_partial_fit_request = routing.Request("partial_fit")
    set_predict_request = routing.Request("predict")
    set_predict_proba_request = routing.Request("predict_proba")
    set_predict_log_proba_request = routing.Request("predict_log_proba")
    set_decision_function_request = routing.Request("decision_function")
    set_score_request = routing.Request("score")
    set_transform_request = routing.Request("transform")
    set_inverse_transform_request = routing.Request("inverse_transform")

    def get_metadata_routing(self) -> Any:
        """Return scikit-learn's `MetadataRequest`: which methods ask a meta-estimator for which metadata."""
        return routing.requests_of(self)

    _watch: callbacks.Watch | None = None

    def set_callbacks(self, *given: Any) -> Self:
        """Set scikit-learn's callbacks (1.9 and later) for `fit`, and return the estimator; without arguments, remove them.

        Raises
        ------
        InvalidParameterError
            Something is no instance of a callback.
        """
        callbacks.check_callbacks(given)
        if given:
            self._skl_callbacks = list(given)
        else:
            vars(self).pop("_skl_callbacks", None)
        return self

    def _fit_steps(self) -> int | None:
        """Return the most iterations that `_fit` tells `_watch` of: 0 if it does not, None if the number is not known."""
        return 0

    @property
    def _parameter_constraints(self) -> dict[str, Any]:
        made: Any = type(self)
        return constraints(made.parameters(), made._parameter_names())

    @property
    def _repr_html_(self) -> Callable[[], str]:
        """Return the function that notebooks call; absent under `sklearn.set_config(display="text")`."""
        if not html.wanted():
            message = "_repr_html_ is only defined when the 'display' configuration option is set to 'diagram'"
            raise AttributeError(message)
        return lambda: html.render(self)

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        """Return what notebooks show, by media type."""
        return {"text/plain": repr(self)} | ({"text/html": html.render(self)} if html.wanted() else {})

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Return how to pickle: by the provider's name when a plugin registers the class, otherwise as Python does."""
        return pickling.reduce(self) or super().__reduce_ex__(protocol)
