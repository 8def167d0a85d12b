"""Which provider reads each part of a file, and whether the file may bring it; nothing is imported to find out."""

from collections.abc import Collection

from mlmeta.errors import MissingProviderError
from mlmeta.models.portable import Provider, named, parts, providers
from mlmeta.plugins import registry
from mlmeta.specs.state import State

__all__ = ["chosen", "trained"]


def trained(provider: str, n_parts: int) -> list[str]:
    """Return the provider that trained each part, from the text in a file: of a chain, names with commas between them."""
    names = provider.split(",")
    return names if len(names) == n_parts else [""] * n_parts


def chosen(state: State, provider: Provider, by: str, allow: Collection[str]) -> list[str | None]:
    """Return the provider of each part of a state; None where the choice is left to preferences and rank.

    Parameters
    ----------
    state : State
        Of an estimator or a chain, as a file holds it.
    provider : str, mapping of str to str, or None
        What the caller asks for.
    by : str
        The provider that the file names: who trained the model.
    allow : collection of str
        Providers that the file may name.

    Raises
    ------
    MissingProviderError
        A distribution owns an algorithm in the file, and the caller named no provider of it.
    UnknownProviderError, InvalidParameterError
        As `mlmeta.models.portable.providers`.
    """
    steps = parts(state)
    asked = providers(state, provider)
    return [
        _permitted(name, part, wanted, author, allow)
        for (name, part), wanted, author in zip(steps, asked, trained(by, len(steps)), strict=True)
    ]


def _permitted(step: str, state: State, asked: str | None, author: str, allow: Collection[str]) -> str | None:
    owner, _, _ = state.kind.rpartition("/")
    offered = registry.index().rows.get(state.kind, {})
    known = asked or (author if author in allow else None)
    if owner and (known is None or (offered and known not in offered)):
        message = (
            f"The file holds the algorithm {state.kind!r}, which the distribution {owner!r} owns. "
            f"To import it, say so: load(..., allow={{{author!r}}})."
        )
        raise MissingProviderError(named(step, message))
    return asked or (known if known in offered else None)
