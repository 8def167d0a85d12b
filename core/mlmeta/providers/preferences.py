"""What the user asked for: `mlmeta.use`, `MLMETA_PROVIDER`, the number of threads; names are checked, nothing is chosen."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlmeta.errors import AmbiguousAlgorithmError, UnknownAlgorithmError, UnknownProviderError, nearest
from mlmeta.plugins import curated

if TYPE_CHECKING:
    from mlmeta.plugins.registry import Index

__all__ = [
    "VARIABLE",
    "ambiguity",
    "asked_for",
    "check_provider_name",
    "current",
    "installed",
    "kind_named",
    "preferred",
    "threads",
    "use",
]

VARIABLE = "MLMETA_PROVIDER"


@dataclass(frozen=True)
class Context:
    """What `mlmeta.use` has set."""

    providers: Mapping[str, str]
    threads: int | None
    key: tuple[tuple[str, str], ...]  # of the providers, hashable


_used: ContextVar[Context] = ContextVar("mlmeta.use", default=Context({}, None, ()))  # noqa: B039  # never changed


@contextmanager
def use(providers: Mapping[Any, str] | None = None, *, threads: int | None = None) -> Iterator[None]:
    """Prefer providers for what is constructed inside the block, and limit the threads of what runs inside it.

    Parameters
    ----------
    providers : mapping of str or spec class to str
        Algorithm (`"cluster.KMeans"` or `cluster.KMeans`) to provider (`"np"`). An explicit choice: if it cannot be met,
        construction raises.
    threads : int
        The most threads that a fit or predict takes.

    Raises
    ------
    UnknownAlgorithmError, UnknownProviderError
        A name is not known; the message gives the nearest one.
    ValueError
        `threads` is less than 1.

    Examples
    --------
    >>> import mlmeta
    >>> with mlmeta.use(threads=2):
    ...     mlmeta.threads()
    2
    """
    if threads is not None and (not isinstance(threads, int) or isinstance(threads, bool) or threads < 1):
        message = f"threads must be an int of at least 1, got {threads!r}."
        raise ValueError(message)
    if providers is not None and not isinstance(providers, Mapping):
        message = f"providers must be a mapping such as {{'cluster.KMeans': 'np'}}, got {providers!r}."
        raise UnknownProviderError(message)
    outer = _used.get()
    chosen = dict(outer.providers)
    for algorithm, provider in (providers or {}).items():
        index = installed()
        kind = kind_named(algorithm, index)
        check_provider_name(provider, kind, index)
        chosen[kind] = provider
    token = _used.set(Context(chosen, threads or outer.threads, tuple(sorted(chosen.items()))))
    try:
        yield
    finally:
        _used.reset(token)


def asked_for(kind: str) -> str | None:
    """Return the provider that `mlmeta.use` sets for a kind."""
    return _used.get().providers.get(kind)


def current() -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """Return everything here that a choice depends on, hashable: the variable's value and what `mlmeta.use` has set."""
    return os.environ.get(VARIABLE), _used.get().key


def threads() -> int:
    """Return the most threads to use: `mlmeta.use(threads=)`, else OMP_NUM_THREADS and the processors of this process."""
    limit = _used.get().threads
    if limit is not None:
        return limit
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return min(available, int(asked)) if asked.isdecimal() and int(asked) > 0 else available


def installed() -> "Index":
    """Return the registry's index."""
    # Not at the top: `from mlmeta import cluster` must not pay for pluggy and importlib.metadata.
    from mlmeta.plugins import registry  # noqa: PLC0415

    return registry.index()


def kind_named(algorithm: Any, index: "Index") -> str:
    """Return the kind that `"namespace.Name"`, a full kind or a spec class means."""
    if not isinstance(algorithm, str):
        return _kind_of_class(algorithm)
    name = curated.current(algorithm)
    if name in index.rows or ("." in name and name.partition(".")[2] in curated.RESERVED.get(name.partition(".")[0], ())):
        return name
    found = [kind for kind in index.rows if kind.endswith(f"/{name}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguity(name, found)
    known = {kind.rpartition("/")[2] for kind in index.rows}
    message = f"No algorithm {name!r}; installed: {', '.join(sorted(known)) or 'none'}.{nearest(name, known)}"
    raise UnknownAlgorithmError(message)


def _kind_of_class(algorithm: Any) -> str:
    kind = getattr(algorithm, "__mlmeta_kind__", None)
    if not isinstance(algorithm, type) or kind is None:
        message = f"Expected an algorithm's name such as 'cluster.KMeans' or its class, got {algorithm!r}."
        raise UnknownAlgorithmError(message)
    return curated.current(str(kind))


def ambiguity(name: str, kinds: Iterable[str]) -> AmbiguousAlgorithmError:
    """Return the error for a name that several distributions own, naming them and the way out."""
    owners = " and by ".join(f"{kind.rpartition('/')[0]} as {kind!r}" for kind in sorted(kinds))
    return AmbiguousAlgorithmError(f"{name} is claimed by {owners}; say which with mlmeta.get(kind).")


def check_provider_name(provider: str, name: str, index: "Index") -> None:
    """Raise UnknownProviderError unless somebody offers a provider of this name."""
    conflicts = (quarantined.provider for quarantined in index.quarantined.values() if quarantined.provider)
    known = {*curated.DISTS, *(found for rows in index.rows.values() for found in rows), *conflicts}
    if not isinstance(provider, str) or provider not in known:
        own = sorted(index.rows.get(name.partition(" ")[0], {}))
        there = f"installed: {', '.join(own)}" if own else f"known: {', '.join(sorted(known))}"
        message = f"No provider {provider!r} for {name}; {there}.{nearest(str(provider), known)}"
        raise UnknownProviderError(message)


def preferred(variable: str, kind: str, index: "Index") -> list[str]:
    """Return the names in MLMETA_PROVIDER, best first. They may lack this algorithm, but somebody must know them."""
    names = [name.strip() for name in variable.split(",") if name.strip()]
    for name in names:
        check_provider_name(name, f"{kind} (in {VARIABLE}={variable}, names separated by commas)", index)
    return names
