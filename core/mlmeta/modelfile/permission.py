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
        Providers that may be imported because of the file.

    Raises
    ------
    MissingProviderError
        A distribution owns an algorithm in the file, and the caller neither named nor allowed a provider of it.
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
    offered = registry.index().rows.get(state.kind, {})
    allowed = [provider for provider in offered if provider in allow]  # best first: in the order of their owner's manifest
    owner, _, _ = state.kind.rpartition("/")
    known: str | None = asked or (author if author in allowed else None)
    if owner and known is None:
        known = next(iter(allowed), None)
    if owner and (known not in offered if offered else known is None and author not in allow):
        name = author if author in offered or not offered else next(iter(offered))
        message = (
            f"The file holds the algorithm {state.kind!r}, which the distribution {owner!r} owns. To import it, say so: "
            f"load(..., allow={{{name!r}}}), on the command line --allow-provider {name}."
        )
        raise MissingProviderError(named(step, message))
    return known
