"""What users write, as kinds and names of providers; the unknown is answered with the nearest name, never with all."""

import difflib
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from mlmeta.errors import AmbiguousAlgorithmError, UnknownAlgorithmError, UnknownProviderError, nearest
from mlmeta.plugins import curated

if TYPE_CHECKING:
    from mlmeta.plugins.registry import Index

__all__ = ["A_FEW", "ambiguity", "check_provider_name", "installed", "kind_named", "likely", "unknown_algorithm"]

A_FEW = 10
"""The most names that a message lists."""


def installed() -> "Index":
    """Return the registry's index."""
    # Not at the top: `from mlmeta import cluster` must not pay for pluggy and importlib.metadata.
    from mlmeta.plugins import registry  # noqa: PLC0415

    return registry.index()


def kind_named(algorithm: Any, index: "Index") -> str:
    """Return the kind that `"namespace.Name"`, a full kind, a spec class or an estimator of one means.

    Raises
    ------
    UnknownAlgorithmError, AmbiguousAlgorithmError
        There is none, or there are several.
    """
    if not isinstance(algorithm, str):
        return _kind_of_object(algorithm, index)
    name = curated.current(algorithm)
    if name in index.rows or ("." in name and name.partition(".")[2] in curated.RESERVED.get(name.partition(".")[0], ())):
        return name
    found = [kind for kind in index.rows if kind.endswith(f"/{name}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguity(name, found)
    raise unknown_algorithm(name, index)


def _kind_of_object(algorithm: Any, index: "Index") -> str:
    made = algorithm if isinstance(algorithm, type) else type(algorithm)
    kind = getattr(made, "__mlmeta_kind__", None)
    if kind is not None:
        return curated.current(str(kind))
    for row in index.all_rows():
        if row.loaded_class() is made:  # scikit-learn's own class, say
            return row.kind
    message = f"Expected an algorithm's name such as 'cluster.KMeans', its class or an estimator of it, got {algorithm!r}."
    raise UnknownAlgorithmError(message)


def ambiguity(name: str, kinds: Iterable[str]) -> AmbiguousAlgorithmError:
    """Return the error for a name that several distributions own, naming them and the way out."""
    owners = " and by ".join(f"{kind.rpartition('/')[0]} as {kind!r}" for kind in sorted(kinds))
    return AmbiguousAlgorithmError(f"{name} is claimed by {owners}; say which with mlmeta.get(kind).")


def unknown_algorithm(name: str, index: "Index") -> UnknownAlgorithmError:
    """Return the error for a name that means no algorithm: the nearest one first, then where to look."""
    bare = name.rpartition("/")[2]
    if bare in curated.NAMESPACES:
        return UnknownAlgorithmError(f"{name!r} is a namespace, not an algorithm: name one of it, such as '{_first_of(bare)}'.")
    if bare.partition(".")[0] in curated.ELSEWHERE:
        module, _, attribute = bare.partition(".")
        return UnknownAlgorithmError(f"{name!r} is no algorithm: {curated.stays(module, attribute or '...')}.")
    if bare in curated.EXPERIMENTAL:
        return UnknownAlgorithmError(f"No algorithm {name!r}. {curated.EXPERIMENTAL[bare]}")
    known = {kind.rpartition("/")[2] for kind in index.rows} | curated.KNOWN.keys()
    found = likely(bare, known)
    advice = f" Did you mean {found!r}?" if found else " Names are written as in 'cluster.KMeans'."
    return UnknownAlgorithmError(f"No algorithm {name!r}.{advice} `mlmeta list` shows what is installed.")


def _first_of(namespace: str) -> str:
    return f"{namespace}.{min(curated.RESERVED[namespace])}"


def likely(name: str, known: Collection[str]) -> str | None:
    """Return the algorithm that `name` probably means: `"cluster.KMeans"` for `"KMeans"`, `"k_means"` and `"clusters.KMeans"`.

    Parameters
    ----------
    name : str
        With or without a namespace.
    known : collection of str
        `"namespace.Name"` of each algorithm.
    """
    by_last: dict[str, list[str]] = {}
    for full in sorted(known):
        by_last.setdefault(_folded(full.rpartition(".")[2]), []).append(full)
    last = _folded(name.rpartition(".")[2])
    close = [last] if last in by_last else difflib.get_close_matches(last, by_last, 1, 0.75)
    return difflib.get_close_matches(name, by_last[close[0]], 1, 0.0)[0] if close else None


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def check_provider_name(provider: str, name: str, index: "Index") -> None:
    """Raise UnknownProviderError unless somebody offers a provider of this name; `name` says for what it was given."""
    kind = name.partition(" ")[0]
    own = {*index.rows.get(kind, {}), *curated.KNOWN.get(kind, ())}
    conflicts = (quarantined.provider for quarantined in index.quarantined.values() if quarantined.provider)
    known = {*curated.DISTS, *(found for rows in index.rows.values() for found in rows), *conflicts}
    if isinstance(provider, str) and provider in known:
        return
    here = sorted(index.rows.get(kind, {}))
    there = f"installed: {', '.join(here)}" if here else f"known: {', '.join(sorted(known))}"
    message = f"No provider {provider!r} for {name}; {there}.{_meant(str(provider), own or known)}"
    raise UnknownProviderError(message)


def _meant(provider: str, offered: Collection[str]) -> str:
    spoken = curated.SPOKEN.get(_folded(provider))
    return f" Did you mean {spoken!r}?" if spoken in offered else nearest(provider, offered)
