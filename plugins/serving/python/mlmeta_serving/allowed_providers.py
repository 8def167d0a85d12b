"""Which provider answers for a model file: one of those that the operator allows, and no other."""

from collections.abc import Collection, Iterable, Sequence

from mlmeta.errors import MissingProviderError
from mlmeta.providers.candidates import Candidate, providers
from mlmeta.providers.names import check_provider_name, installed

__all__ = ["check_names", "choose"]


def check_names(allowed: Iterable[str]) -> None:
    """Raise unless somebody has a provider of each name; nothing is imported.

    Raises
    ------
    UnknownProviderError
        With the nearest name.
    """
    for name in allowed:
        check_provider_name(name, "--allow-provider", installed())


def choose(kind: str, trained: str, allowed: Collection[str]) -> str:
    """Return the allowed provider that reads a model of a kind: the one that trained it, or else the best-ranked one.

    Nothing is imported.

    Parameters
    ----------
    kind : str
        `"cluster.KMeans"`, `"dist/cluster.Name"`.
    trained : str
        The provider that the file names.
    allowed : collection of str
        What the operator allows to be imported.

    Raises
    ------
    MissingProviderError
        None of the allowed ones provides this kind here; the message says who does.
    """
    known = providers(kind)
    usable = [found.provider for found in known if found.status == "available" and found.provider in allowed]
    if not usable:
        raise MissingProviderError(_refusal(kind, allowed, known))
    return trained if trained in usable else usable[0]


def _refusal(kind: str, allowed: Collection[str], known: Sequence[Candidate]) -> str:
    names = ", ".join(sorted(set(allowed))) or "none"
    there = ", ".join(f"{found.provider} of {found.dist} ({_state(found)})" for found in known)
    return f"{kind}: no allowed provider can read it (allowed: {names}); who provides it: {there or 'nobody installed here'}"


def _state(found: Candidate) -> str:
    return "installed" if found.status == "available" else f"{found.status}: {found.reason}"
