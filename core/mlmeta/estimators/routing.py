"""scikit-learn's metadata routing: which method of an estimator asks a pipeline or a search for `sample_weight`.

Requests are kept in `_metadata_request`, where `sklearn.base.clone` looks for them. scikit-learn is imported only when it
asks, or when a request is set, which it must have allowed by `sklearn.set_config(enable_metadata_routing=True)`.
"""

import inspect
import sys
from collections.abc import Callable
from types import MethodType
from typing import Any, TypeVar

from mlmeta.errors import UnknownParameterError, nearest

__all__ = ["METHODS", "Request", "requests_of"]

METHODS = (
    "fit",
    "partial_fit",
    "predict",
    "predict_proba",
    "predict_log_proba",
    "decision_function",
    "score",
    "transform",
    "inverse_transform",
)
"""The methods to which scikit-learn routes; `fit_predict` and `fit_transform` ask for what their parts ask for."""

DATA = frozenset({"self", "X", "y", "Y", "Xt", "yt"})

T = TypeVar("T")


def _metadata(owner: type, method: str) -> list[str]:
    """Return the names of the metadata that a method takes, from its signature."""
    function = getattr(owner, method, None)
    if function is None:
        return []
    named = [p for p in inspect.signature(function).parameters.values() if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return sorted(p.name for p in named if p.name not in DATA)


def requests_of(estimator: Any) -> Any:
    """Return a copy of the `MetadataRequest` of an estimator: what was set, or None (an error when passed) for each name."""
    from sklearn.utils.metadata_routing import MetadataRequest, get_routing_for_object  # noqa: PLC0415  # only it asks

    kept = getattr(estimator, "_metadata_request", None)
    if kept is not None:
        return get_routing_for_object(kept)
    found = MetadataRequest(owner=type(estimator).__name__)
    for method in METHODS:
        for name in _metadata(type(estimator), method):
            getattr(found, method).add_request(param=name, alias=None)
    return found


def _enabled() -> bool:
    get_config = getattr(sys.modules.get("sklearn"), "get_config", None)
    return bool(get_config and get_config().get("enable_metadata_routing"))


class Request:
    """The method `set_<method>_request` of classes whose `<method>` takes metadata; other classes have no such attribute."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __get__(self, instance: T | None, owner: type[T]) -> Callable[..., T]:
        """Return the setter, bound to `instance` if there is one."""
        method, keys = self._method, _metadata(owner, self._method)
        if not keys:
            message = f"{owner.__name__!r} has no 'set_{method}_request': its {method} takes no metadata."
            raise AttributeError(message)

        def set_request(self: Any, **requests: bool | str | None) -> Any:
            return _set(self, method, keys, requests)

        kinds = inspect.Parameter
        listed = [kinds("self", kinds.POSITIONAL_OR_KEYWORD)]
        listed += [kinds(key, kinds.KEYWORD_ONLY, default="$UNCHANGED$", annotation=bool | str | None) for key in keys]
        set_request.__signature__ = inspect.Signature(listed)  # type: ignore[attr-defined]
        set_request.__name__ = set_request.__qualname__ = f"set_{method}_request"
        set_request.__doc__ = (
            f"Say which metadata a meta-estimator passes to `{method}`, and return the estimator.\n\n"
            "True: when it is given; False: never; None: giving it is an error; a str: what is given under this other name."
        )
        return set_request if instance is None else MethodType(set_request, instance)


def _set(estimator: Any, method: str, keys: list[str], requests: dict[str, bool | str | None]) -> Any:
    """Store requests for one method.

    Raises
    ------
    RuntimeError
        Routing is not enabled.
    UnknownParameterError
        The method takes no metadata of this name.
    ValueError
        From scikit-learn: the value is no request.
    """
    if not _enabled():
        message = (
            "This method is only available when metadata routing is enabled. "
            "You can enable it using sklearn.set_config(enable_metadata_routing=True)."
        )
        raise RuntimeError(message)
    for key in requests:
        if key not in keys:
            message = f"Unexpected args: {key!r} in {method}. Accepted arguments are: {keys}.{nearest(key, keys)}"
            raise UnknownParameterError(message)
    found = requests_of(estimator)
    for key, request in requests.items():
        if request != "$UNCHANGED$":  # scikit-learn's word for a request that stays as it is
            getattr(found, method).add_request(param=key, alias=request)
    estimator._metadata_request = found
    return estimator
