"""What a provider must be and do: its class is what its manifest says, its methods set and return what they should."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ProviderError
from mlmeta.plugins.curated import current

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row

__all__ = ["as_labels", "check_class", "check_fitted", "check_spec", "check_stored", "frozen"]


def check_spec(found: Any, row: "Row") -> Any:
    """Return `found`, the spec class that a row names.

    Raises
    ------
    TypeError
        It is no spec, or that of another kind. The caller quarantines it.
    """
    kind = vars(found).get("__mlmeta_kind__") if isinstance(found, type) else None
    if kind is None:
        message = f"{row.spec!r} is no spec: expected a class with kind={row.kind!r} in its class statement"
        raise TypeError(message)
    _check_same("kind", kind, "the manifest's algorithm", row.kind, row.spec)
    return found


def check_class(found: Any, spec: Any, row: "Row") -> Any:
    """Return `found`, the class that a row's factory names.

    Raises
    ------
    TypeError
        It is no class, is not the spec and provider that the row says, or lacks a method. The caller quarantines it.
    """
    if not isinstance(found, type):
        message = f"the factory {row.factory!r} is a {type(found).__name__}, expected a class"
        raise TypeError(message)
    if not hasattr(found, "__mlmeta_kind__"):
        return found
    _check_same("kind", current(found.__mlmeta_kind__), "the manifest's algorithm", row.kind, row.factory)
    _check_same("provider", getattr(found, "__mlmeta_provider__", None), "the manifest's provider", row.provider, row.factory)
    _check_same("spec version", spec.__mlmeta_version__, "the manifest's spec_version", row.spec_version, row.factory)
    missing = sorted(getattr(found, "__abstractmethods__", ()))
    if missing:
        message = f"the class {found.__name__} lacks {', '.join(missing)}, which a provider of {row.kind} writes"
        raise TypeError(message)
    return found


def _check_same(what: str, given: object, whose: str, expected: object, path: str | None) -> None:
    if given != expected:
        message = f"the class that {path!r} names has the {what} {given!r}, {whose} is {expected!r}"
        raise TypeError(message)


def frozen(X: Any) -> Any:
    """Return a view of an array that cannot be written: a provider that tries gets NumPy's error, and the user's array stays."""
    if not isinstance(X, np.ndarray):
        return X
    view = X.view()
    view.setflags(write=False)
    return view


def check_stored(estimator: Any, names: Any) -> None:
    """Raise ProviderError unless `__init__` stored every parameter under its own name."""
    for name in names:
        if not hasattr(estimator, name):
            message = f"{_who(estimator)}: __init__ must store the parameter {name!r} as `self.{name}`."
            raise ProviderError(message)


def check_fitted(estimator: Any, *always: str) -> None:
    """Raise ProviderError unless `_fit` set the attributes that its role (`always`) and its spec's state name."""
    schema = estimator.spec().__mlmeta_state_schema__
    named = list(always)
    if schema is not None:
        named += [name for name, tensor in schema.tensors.items() if not _switched_off(estimator, tensor)]
        named += schema.training
    for name in named:
        if not hasattr(estimator, name):
            message = f"{_who(estimator)}: `_fit` did not set `{name}`, which the spec names."
            raise ProviderError(message)


def as_labels(labels: Any, n_rows: int, estimator: Any, method: str) -> NDArray[np.int32]:
    """Return what a provider gave as labels, as int32 of shape (n_rows,).

    Raises
    ------
    ProviderError
        Of another shape, or no whole numbers.
    """
    if type(labels) is np.ndarray and labels.dtype == np.int32 and labels.shape == (n_rows,):
        return labels
    array = np.asarray(labels)
    if array.shape != (n_rows,) or array.dtype.kind not in "iu":
        given = f"{array.dtype} of shape {array.shape}"
        message = f"{_who(estimator)}: `{method}` gave {given} as labels, expected integers of shape ({n_rows},)."
        raise ProviderError(message)
    return array.astype(np.int32, copy=False)


def _switched_off(estimator: Any, tensor: Any) -> bool:
    return tensor.unless_false is not None and not getattr(estimator, tensor.unless_false)


def _who(estimator: Any) -> str:
    return f"{estimator.spec().__mlmeta_kind__}[{getattr(estimator, '__mlmeta_provider__', type(estimator).__name__)}]"
