"""The `__init__` of specs and of providers' classes: who may declare which parameter, and advice for misspelt names."""

import inspect
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from mlmeta.errors import nearest
from mlmeta.estimators.spec_class import refuse_unknown
from mlmeta.specs.domains import REQUIRED
from mlmeta.specs.parameters import Parameter, read

__all__ = ["EXTRA", "extras", "of_provider", "of_spec"]

EXTRA = "x_"
"""What the names of a provider's own parameters start with; all other names belong to the spec."""

Init = Callable[..., None]


def of_spec(declared: Init) -> Init:
    """Return a spec's `__init__` with its advice, and without `provider`, which selects the class before it runs."""
    listed = [parameter for parameter in inspect.signature(declared).parameters.values() if parameter.name != "provider"]
    for parameter in listed[1:]:
        required = REQUIRED in getattr(parameter.annotation, "__metadata__", ())
        if parameter.annotation is parameter.empty or (parameter.default is parameter.empty and not required):
            what = f"{declared.__qualname__}: the parameter {parameter.name!r}"
            message = f"{what} needs an annotation that says its domain, and a default."
            raise TypeError(message)
    return _advised(declared, listed)


def of_provider(made: type, declared: Init) -> Init:
    """Return the `__init__` that a provider's class declares, with the signature of the whole: the spec's parameters and its own.

    The class writes only its own parameters, and hands the others on:

        def __init__(self, *args: Any, x_leaf_size: Annotated[int, Interval(1, None)] = 40, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.x_leaf_size = x_leaf_size

    Raises
    ------
    TypeError
        A parameter that the spec does not have is not called `x_...`, is not keyword-only, or lacks a default or an
        annotation; a parameter of the spec is left out or has another default: defaults are the same everywhere.
    """
    parent = next(base for base in made.__mro__[1:] if "__init__" in vars(base))
    known = inspect.signature(vars(parent)["__init__"]).parameters
    own = inspect.signature(declared).parameters
    named = {name: p for name, p in own.items() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)}
    for name, parameter in named.items():
        if name in known:
            wrong = parameter.default is not known[name].default and parameter.default != known[name].default
            reason = f"has the default {known[name].default!r} in the spec, not {parameter.default!r}"
        else:
            wrong, reason = _flaw(parameter, known)
        if wrong:
            message = f"{made.__qualname__}: the parameter {name!r} {reason}."
            raise TypeError(message)
    missing = [name for name in known if name not in named]
    if missing and not any(parameter.kind is parameter.VAR_KEYWORD for parameter in own.values()):
        message = (
            f"{made.__qualname__}: __init__ takes no {missing[0]!r}, which the spec has; pass **kwargs on to the spec's __init__."
        )
        raise TypeError(message)
    return _advised(declared, [*known.values(), *(parameter for name, parameter in named.items() if name not in known)])


def _flaw(parameter: inspect.Parameter, known: Collection[str]) -> tuple[bool, str]:
    """Return whether a parameter cannot be a provider's own, and why."""
    name = parameter.name
    if not name.startswith(EXTRA):
        return (
            True,
            f"is none of the spec's; a provider's own start with {EXTRA!r}: {EXTRA + name!r}.{nearest(name, known)}".rstrip("."),
        )
    if parameter.kind is not parameter.KEYWORD_ONLY or parameter.default is parameter.empty:
        return True, "must be keyword-only and have a default: it exists for this provider alone"
    return parameter.annotation is parameter.empty, "needs an annotation that says its domain"


def _advised(declared: Init, listed: list[inspect.Parameter]) -> Init:
    names = dict.fromkeys(parameter.name for parameter in listed[1:])

    @wraps(declared)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        if not kwargs.keys() <= names.keys():
            refuse_unknown(type(self), kwargs, names)
        declared(self, *args, **kwargs)

    # Names and defaults, as a reader of `help` wants them; the domains are in the docstring and in `parameters()`.
    plain = [parameter.replace(annotation=parameter.empty) for parameter in listed]
    __init__.__signature__ = inspect.Signature(plain)  # type: ignore[attr-defined]
    return __init__


def extras(made: type) -> dict[str, Parameter]:
    """Return the parameters that a provider's class and its bases add to the spec's, by name."""
    found: dict[str, Parameter] = {}
    for base in reversed(made.__mro__):
        init = vars(base).get("__init__")
        if "__mlmeta_provider__" in vars(base) and init is not None:
            declared = init.__wrapped__
            names = [name for name in inspect.signature(declared).parameters if name.startswith(EXTRA)]
            found |= read(declared, base.__doc__, names)
    return found
