"""The metaclass of spec classes: calling `cluster.KMeans` returns an instance of a provider's class (as `pathlib.Path` does)."""

import inspect
from abc import ABCMeta
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mlmeta.errors import UnknownParameterError, nearest
from mlmeta.providers import selection

__all__ = ["SpecMeta", "refuse_unknown"]

_JOINTS = (
    "__mlmeta_",
    "__sklearn_",
    "__abstractmethods__",
    "__annotations__",
    "__init_subclass__",
    "__subclasshook__",
    "__reduce_ex__",
)


def refuse_unknown(owner: type, given: Iterable[str], known: Iterable[str]) -> None:
    """Raise UnknownParameterError for the first name that is not known (scikit-learn's wording, plus the nearest name)."""
    for key in given:
        if key in known:
            continue
        name = owner.__name__
        if key == "provider":
            message = f"provider= selects the class: make a new {name}(..., provider=...) or use {name}.using(...)."
        elif key.startswith("x_") and "__mlmeta_kind__" in vars(owner):
            message = f"{key!r} is no parameter of the spec {name}: use its provider's own class, {name}.using(...)({key}=...)."
        else:
            listed = sorted(known)
            advice = nearest(key, [*listed, "provider"])
            message = f"Invalid parameter {key!r} for estimator {name}. Valid parameters are: {listed}.{advice}"
        raise UnknownParameterError(message)


def _unfinished(made: Any) -> str:
    """Return why a class that a user derived from a spec cannot be constructed, and what to derive from."""
    kind = getattr(made, "__mlmeta_kind__", None)
    advice = f" {kind} is a spec, without code: derive from a provider's class, {kind}.using()." if kind else ""
    return f"{made.__name__} is abstract: it has no {', '.join(sorted(made.__abstractmethods__))}.{advice}"


class SpecMeta(ABCMeta):
    """Turns a call of a spec class into a call of a provider's class; concrete classes are constructed as usual."""

    def __dir__(cls) -> list[str]:
        """Return the names that users have a use for: `help` shows nothing of how specs and providers are joined."""
        names = (name for name in super().__dir__() if not name.startswith(_JOINTS))
        return [name for name in names if not name.endswith("_request") or hasattr(cls, name)]

    @property
    def __signature__(cls) -> inspect.Signature:
        """Return the signature of the declared `__init__`: `inspect` and scikit-learn must not see `(*args, **kwargs)`."""
        signature = inspect.signature(vars(cls).get("__mlmeta_init__", cls.__init__))  # type: ignore[misc]
        plain = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
        return inspect.Signature(plain[1:])

    if not TYPE_CHECKING:  # visible, a metaclass __call__ hides __init__ from type checkers

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            """Construct the chosen provider's class when `cls` is a spec, else `cls`."""
            if "__mlmeta_kind__" not in cls.__dict__:
                if cls.__abstractmethods__:
                    raise TypeError(_unfinished(cls))
                return super().__call__(*args, **kwargs)
            provider = kwargs.pop("provider", None)
            names = cls._parameter_names()
            if not kwargs.keys() <= names.keys():  # before a provider is resolved: a typo imports no plugin
                refuse_unknown(cls, kwargs, names)
            given = {**dict(zip(names, args, strict=False)), **kwargs} if args else kwargs
            chosen = selection.choose(cls, provider, given)
            if chosen.__init__ is not cls.__init__:
                return chosen(*args, **kwargs)
            made = chosen.__new__(chosen)
            cls.__mlmeta_init__(made, *args, **kwargs)  # the declared one: the names are checked already
            return made
