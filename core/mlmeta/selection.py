"""Which provider is used, and why: keyword > `mlmeta.use` > `MLMETA_PROVIDER` > curated rank."""

import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlmeta import curated
from mlmeta.errors import (
    AmbiguousAlgorithmError,
    BrokenPluginError,
    MissingProviderError,
    ProviderWarning,
    UnknownAlgorithmError,
    UnknownProviderError,
    nearest,
)

if TYPE_CHECKING:
    from mlmeta.manifest import Row
    from mlmeta.registry import Index

__all__ = [
    "VARIABLE",
    "Candidate",
    "Providers",
    "ambiguity",
    "asked_for",
    "candidates",
    "choose",
    "is_provider",
    "kind_named",
    "providers",
    "ranked",
    "refresh",
    "refusal",
    "threads",
    "use",
]

VARIABLE = "MLMETA_PROVIDER"


@dataclass(frozen=True)
class _Context:
    """What `mlmeta.use` has set."""

    providers: Mapping[str, str]
    threads: int | None
    key: tuple[tuple[str, str], ...]  # of the providers, hashable


_used: ContextVar[_Context] = ContextVar("mlmeta.use", default=_Context({}, None, ()))  # noqa: B039  # never changed


@contextmanager
def use(providers: Mapping[str, str] | None = None, *, threads: int | None = None) -> Iterator[None]:
    """Prefer providers for what is constructed inside the block, and limit the threads of what runs inside it.

    Parameters
    ----------
    providers : mapping of str to str
        Algorithm (`"cluster.KMeans"`) to provider (`"np"`). An explicit choice: if it cannot be met, construction raises.
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
    if threads is not None and threads < 1:
        message = f"threads must be at least 1, got {threads!r}."
        raise ValueError(message)
    outer = _used.get()
    chosen = dict(outer.providers)
    for name, provider in (providers or {}).items():
        index = _index()
        chosen[kind_named(name, index)] = provider
        _check_provider_name(provider, name, index)
    token = _used.set(_Context(chosen, threads or outer.threads, tuple(sorted(chosen.items()))))
    try:
        yield
    finally:
        _used.reset(token)


def asked_for(kind: str) -> str | None:
    """Return the provider that `mlmeta.use` sets for a kind."""
    return _used.get().providers.get(kind)


def threads() -> int:
    """Return the most threads to use: `mlmeta.use(threads=)`, else OMP_NUM_THREADS and the processors of this process."""
    limit = _used.get().threads
    if limit is not None:
        return limit
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return min(available, int(asked)) if asked.isdecimal() and int(asked) > 0 else available


@dataclass(frozen=True)
class Candidate:
    """One provider of an algorithm and what became of it."""

    provider: str
    dist: str
    version: str | None
    status: str  # "chosen", "available", "not installed" or "quarantined"
    reason: str


class Providers(tuple[Candidate, ...]):
    """The providers of an algorithm, best rank first; prints as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self:
            return "no provider is known"
        rows = [("provider", "distribution", "version", "status", "reason")]
        rows += [(c.provider, c.dist, c.version or "-", c.status, c.reason) for c in self]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        lines = ["  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[4]]).rstrip() for row in rows]
        return "\n".join(lines)


def _index() -> "Index":
    # Not at the top: `from mlmeta import cluster` must not pay for pluggy and importlib.metadata.
    from mlmeta import registry  # noqa: PLC0415

    return registry.index()


def _load(row: "Row") -> Any:
    from mlmeta import registry  # noqa: PLC0415

    return registry.load(row.factory, row)


def kind_named(name: str, index: "Index") -> str:
    """Return the kind that `namespace.Name` (or a full kind) means."""
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


def ambiguity(name: str, kinds: Iterable[str]) -> AmbiguousAlgorithmError:
    """Return the error for a name that several distributions own, naming them and the way out."""
    owners = " and by ".join(f"{kind.rpartition('/')[0]} as {kind!r}" for kind in sorted(kinds))
    return AmbiguousAlgorithmError(f"{name} is claimed by {owners}; say which with mlmeta.get(kind).")


def _check_provider_name(provider: str, name: str, index: "Index") -> None:
    conflicts = (subject.rpartition("[")[2][:-1] for subject in index.quarantined if subject.endswith("]"))
    known = {*curated.DISTS, *(found for rows in index.rows.values() for found in rows), *conflicts}
    if provider not in known:
        message = f"No provider {provider!r} for {name}; known: {', '.join(sorted(known))}.{nearest(provider, known)}"
        raise UnknownProviderError(message)


def ranked(kind: str, rows: Mapping[str, "Row"], index: "Index") -> list[str]:
    """Return the providers that may be chosen unasked, best first, of those installed or claimed by several."""
    owner, slash, _ = kind.rpartition("/")
    if slash:  # a foreign algorithm: its owner's providers, in the order of the manifest
        return [provider for provider, row in rows.items() if row.dist == owner]
    return [
        provider
        for provider, dist in curated.rank(kind)
        if (provider in rows and rows[provider].dist == dist) or f"{kind}[{provider}]" in index.quarantined
    ]


def _preferred(variable: str, kind: str, index: "Index") -> list[str]:
    """Return the names in MLMETA_PROVIDER, best first. They may lack this algorithm, but somebody must know them."""
    names = [name.strip() for name in variable.split(",") if name.strip()]
    for name in names:
        _check_provider_name(name, f"{kind} (in {VARIABLE}={variable})", index)
    return names


# -- the choice -------------------------------------------------------------------------------------------------------

_choices: dict[tuple[Any, ...], tuple[Any, Mapping[str, tuple[str, ...]]]] = {}
_generation = 0


def choose(spec: Any, keyword: str | None, given: Mapping[str, Any]) -> Any:
    """Return the class that a call of the spec class constructs.

    Parameters
    ----------
    spec : spec class
        `cluster.KMeans` ...
    keyword : str or None
        What `provider=` said.
    given : mapping
        The parameters of the call: a provider chosen by preference or rank must take them.

    Raises
    ------
    UnknownProviderError, MissingProviderError, BrokenPluginError, UnsupportedParameterError
        No provider can be used, or the one asked for cannot; the message says why.
    """
    # Cached per installed index, environment value and context: a construction should cost microseconds.
    key = (spec, keyword, os.environ.get(VARIABLE), _used.get().key, _generation)
    try:
        cached = _choices.get(key)
    except TypeError:  # no hash
        message = f"provider must be a str, got {keyword!r}."
        raise UnknownProviderError(message) from None
    if cached is not None and not (cached[1] and _lacks(cached[1], given)):
        return cached[0]
    return _choose(spec, keyword, given, key)


def refresh() -> None:
    """Forget what was found, so that the next use sees distributions that came or went since.

    Examples
    --------
    >>> from mlmeta import selection
    >>> selection.refresh()
    """
    from mlmeta import registry  # noqa: PLC0415  # see _index

    global _generation  # in the key, so that a choice under way cannot be stored as a new one
    registry.refresh()
    _generation += 1
    _choices.clear()


def _choose(spec: Any, keyword: str | None, given: Mapping[str, Any], key: tuple[Any, ...]) -> Any:
    kind, index = spec.__mlmeta_kind__, _index()
    rows = index.rows.get(kind, {})
    explicit = keyword or asked_for(kind)
    if explicit:
        found = _explicit(spec, explicit, rows, index)
        _choices[key] = (found, {})  # asked for by name: what it lacks is said in `fit`
        return found
    preferred, declined = _preferred(key[2] or "", kind, index), False
    for provider in dict.fromkeys([*preferred, *ranked(kind, rows, index)]):
        row, conflict = rows.get(provider), index.quarantined.get(f"{kind}[{provider}]")
        if conflict:
            _warn(f"{conflict.subject} is quarantined: {conflict.reason}. The next provider is used")
        if row is None:
            continue
        lacking = _lacks(row.unsupported, given)
        if lacking:
            _warn(f"{row.title} is passed over: it does not take {lacking}; the next provider is used")
            declined = True
            continue
        try:
            found = _resolved(spec, row)
        except BrokenPluginError as error:
            _warn(f"{error} The next provider is used")
            continue
        if not declined:  # another call, without these parameters, has a better choice
            _choices[key] = (found, row.unsupported)
        return found
    raise MissingProviderError(_nothing_usable(kind, index))


def _explicit(spec: Any, provider: str, rows: Mapping[str, "Row"], index: "Index") -> Any:
    kind = spec.__mlmeta_kind__
    _check_provider_name(provider, kind, index)
    row = rows.get(provider)
    if row is not None:
        return _resolved(spec, row)
    conflict = index.quarantined.get(f"{kind}[{provider}]")
    if conflict:
        message = f"{kind}[{provider}] is quarantined: {conflict.reason}."
        raise BrokenPluginError(message)
    offered = ", ".join(sorted(rows)) or "none"
    line = curated.install_line(kind) if provider in curated.KNOWN.get(kind, ()) else None
    message = f"{kind} has no installed provider {provider!r}; installed: {offered}.{f' Try: {line}' if line else ''}"
    raise MissingProviderError(message)


def _resolved(spec: Any, row: "Row") -> Any:
    found = _load(row)
    return found if issubclass(found, spec) else spec.register(found)


def _nothing_usable(kind: str, index: "Index") -> str:
    reasons = [f"{c.provider} ({c.reason})" for c in candidates(kind, index, []) if c.status != "not installed"]
    line = curated.install_line(kind)
    return f"No provider of {kind} is usable{': ' + '; '.join(reasons) if reasons else ''}." + (f" Try: {line}" if line else "")


def _warn(text: str) -> None:
    warnings.warn(ProviderWarning(text), stacklevel=5)


def _lacks(unsupported: Mapping[str, tuple[str, ...]], given: Mapping[str, Any]) -> str:
    """Return the first `name=value` that a provider does not take, or the empty string."""
    for name, values in unsupported.items():
        if name in given and _word(given[name]) in values:
            return f"{name}={given[name]!r}"
    return ""


def _word(value: Any) -> str:
    """Return how manifests write a value that a provider does not take."""
    if isinstance(value, str):
        return value
    if callable(value):
        return "callable"
    return "array" if hasattr(value, "__array__") or isinstance(value, list | tuple) else repr(value)


def refusal(kind: str, provider: str, given: Mapping[str, Any], *, weighted: bool) -> str:
    """Return why a provider cannot fit with these parameters, naming the providers that can; empty if it can."""
    rows = _index().rows.get(kind, {})
    row = rows.get(provider)
    if row is None:
        return ""
    lacking = _lacks(row.unsupported, given)
    if lacking:
        able = [p for p, other in rows.items() if not _lacks(other.unsupported, given)]
    elif weighted and row.capabilities.get("sample_weight") is False:
        lacking, able = "sample_weight", [p for p, other in rows.items() if other.capabilities.get("sample_weight")]
    else:
        return ""
    return f"{row.title} does not take {lacking}. Providers that do: {', '.join(sorted(able)) or 'none installed'}."


# -- looking without choosing -----------------------------------------------------------------------------------------


def is_provider(kind: str, candidate: type) -> bool:
    """Return whether `candidate` derives from a provider's class of this kind, imported by whomever; imports nothing."""
    paths = [row.factory.partition(":") for row in _index().rows.get(kind, {}).values()]
    return any(getattr(sys.modules.get(module), name, None) in candidate.__mro__ for module, _, name in paths)


def candidates(kind: str, index: "Index", preferred: list[str]) -> list[Candidate]:
    """Return what is known of each provider of a kind, the preferred ones first, then by rank."""
    from mlmeta import registry  # noqa: PLC0415

    rows = index.rows.get(kind, {})
    order = curated.KNOWN.get(kind, ()) or ranked(kind, rows, index)
    found = []
    for provider in dict.fromkeys([*preferred, *order, *rows]):
        row = rows.get(provider)
        if row is not None:
            failed = registry.failure(row)
            status, reason = ("quarantined", failed.reason) if failed else ("available", "")
            found.append(Candidate(provider, row.dist, row.version, status, reason))
        elif provider in curated.KNOWN.get(kind, ()) and f"{kind}[{provider}]" not in index.quarantined:
            dist = curated.DISTS[provider][kind.partition(".")[0]]
            found.append(Candidate(provider, dist, None, "not installed", curated.install_line(kind) or ""))
    conflicts = [q for subject, q in index.quarantined.items() if subject.startswith(f"{kind}[")]
    found += [Candidate(q.subject[len(kind) + 1 : -1], q.dist, q.version, "quarantined", q.reason) for q in conflicts]
    return found


def providers(kind: str) -> Providers:
    """Return what is known of each provider of a kind, best rank first; no plugin is imported."""
    return Providers(candidates(kind, _index(), []))
