"""What a provider's class must be: what its manifest says, and complete."""

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlmeta.manifest import Row

__all__ = ["check_class", "check_spec"]


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
    _check_same("kind", found.__mlmeta_kind__, "the manifest's algorithm", row.kind, row.factory)
    _check_same("provider", getattr(found, "__mlmeta_provider__", None), "the manifest's provider", row.provider, row.factory)
    _check_same("spec version", spec.__mlmeta_version__, "the manifest's spec_version", row.spec_version, row.factory)
    missing = sorted(getattr(found, "__abstractmethods__", ()))
    if inspect.isabstract(found) and missing:
        message = f"the class {found.__name__} lacks {', '.join(missing)}, which a provider of {row.kind} writes"
        raise TypeError(message)
    return found


def _check_same(what: str, given: object, whose: str, expected: object, path: str | None) -> None:
    if given != expected:
        message = f"the class that {path!r} names has the {what} {given!r}, {whose} is {expected!r}"
        raise TypeError(message)
