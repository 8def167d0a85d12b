"""Which provider is used, and why: keyword > `mlmeta.use` > `MLMETA_PROVIDER` > curated rank."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mlmeta.errors import (
    BrokenPluginError,
    MissingProviderError,
    ProviderWarning,
    UnknownAlgorithmError,
    UnknownProviderError,
    warn,
)
from mlmeta.plugins import curated
from mlmeta.plugins.contract import check_class
from mlmeta.providers.candidates import candidates, ranked
from mlmeta.providers.names import check_provider_name, installed
from mlmeta.providers.preferences import asked_for, choice_key, preferred

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row
    from mlmeta.plugins.registry import Index

__all__ = ["OTHER", "choose", "is_provider", "lacks", "looking_again", "refresh", "refusal", "sparse_refusal"]


OTHER = "other than default"
"""What a manifest writes for every value of a parameter but its default."""

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
    key = (spec, keyword, *choice_key(), _generation)
    try:
        cached = _choices.get(key)
    except TypeError:  # no hash
        message = f"provider must be a str, got {keyword!r}."
        raise UnknownProviderError(message) from None
    if cached is not None and not (cached[1] and lacks(cached[1], given, spec)):
        return cached[0]
    return looking_again(lambda: _choose(spec, keyword, given, (spec, keyword, *choice_key(), _generation)))


def looking_again(find: Callable[[], Any]) -> Any:
    """Return what `find` finds; when that is nothing, look again if distributions have come or gone since the last look.

    So an install in a running interpreter is seen by the next use of what it brings.
    """
    from mlmeta.plugins import registry  # noqa: PLC0415  # see _resolved

    try:
        return find()
    except (MissingProviderError, UnknownProviderError, UnknownAlgorithmError):
        if not registry.stale():
            raise
    refresh()
    return find()


def refresh() -> None:
    """Forget what was found, so that the next use sees distributions that came or went since.

    Examples
    --------
    >>> from mlmeta.providers import selection
    >>> selection.refresh()
    """
    from mlmeta.plugins import registry  # noqa: PLC0415  # see _resolved

    global _generation  # in the key, so that a choice under way cannot be stored as a new one
    registry.refresh()
    _generation += 1
    _choices.clear()


def _choose(spec: Any, keyword: str | None, given: Mapping[str, Any], key: tuple[Any, ...]) -> Any:
    kind, index = spec.__mlmeta_kind__, installed()
    rows = index.rows.get(kind, {})
    explicit = keyword or asked_for(kind)
    if explicit:
        found = _explicit(spec, explicit, rows, index)
        _choices[key] = (found, {})  # asked for by name: what it lacks is said in `fit`
        return found
    declined = False
    for provider in dict.fromkeys([*preferred(kind, index), *ranked(kind, rows, index)]):
        row, blocked = rows.get(provider), index.blocked(kind, provider)
        if blocked:
            warn(ProviderWarning(f"{blocked.subject} is quarantined: {blocked.reason}. The next provider is used"))
        if row is None:
            continue
        lacking = lacks(row.unsupported, given, spec)
        if lacking:
            warn(ProviderWarning(f"{row.title} is passed over: it does not take {lacking}; the next provider is used"))
            declined = True
            continue
        try:
            found = _resolved(spec, row)
        except BrokenPluginError as error:
            warn(ProviderWarning(f"{error} The next provider is used"))
            continue
        if not declined:  # another call, without these parameters, has a better choice
            _choices[key] = (found, row.unsupported)
        return found
    raise MissingProviderError(_nothing_usable(kind, index))


def _explicit(spec: Any, provider: str, rows: Mapping[str, "Row"], index: "Index") -> Any:
    kind = spec.__mlmeta_kind__
    check_provider_name(provider, kind, index)
    row = rows.get(provider)
    if row is not None:
        return _resolved(spec, row)
    blocked = index.blocked(kind, provider)
    if blocked:
        message = f"{kind}[{provider}] of {blocked.dist} is quarantined: {blocked.reason}."
        raise BrokenPluginError(message)
    offered = ", ".join(sorted(rows)) or "none"
    line = curated.install_line(kind, provider)
    namespace = kind.rpartition("/")[2].partition(".")[0]
    elsewhere = {r.dist for rows in index.rows.values() for r in rows.values() if r.provider == provider}
    near = [d for d in sorted(elsewhere) if curated.DISTS.get(provider, {}).get(namespace, d) == d]
    advice = f" Try: {line}" if line else f" {' and '.join(near)} {'do' if near[1:] else 'does'} not provide it." if near else ""
    message = f"{kind} has no installed provider {provider!r}; installed: {offered}.{advice}"
    raise MissingProviderError(message)


def _resolved(spec: Any, row: "Row") -> Any:
    from mlmeta.plugins import registry  # noqa: PLC0415  # `from mlmeta import cluster` must not pay for it

    # Once a class was checked it stays in `sys.modules`, and the choice is cached: a construction pays for none of this.
    found = registry.load(row.factory, row)
    registry.attempt(lambda: check_class(found, spec, row), row)
    return found if issubclass(found, spec) else spec.register(found)


def _nothing_usable(kind: str, index: "Index") -> str:
    reasons = [
        f"{c.provider} ({c.reason or f'installed, and chosen only when asked for: provider={c.provider!r}'})"
        for c in candidates(kind, index, [])
        if c.status != "not installed"
    ]
    line = curated.install_line(kind)
    return f"No provider of {kind} is usable{': ' + '; '.join(reasons) if reasons else ''}." + (f" Try: {line}" if line else "")


def lacks(unsupported: Mapping[str, tuple[str, ...]], given: Mapping[str, Any], spec: Any) -> str:
    """Return the first `name=value` that a provider does not take, or the empty string.

    A parameter that is not given has its default, when an estimator is constructed as when it is fitted.
    """
    if not unsupported:
        return ""
    defaults = spec._parameter_names()
    for name, values in unsupported.items():
        default = defaults.get(name, inspect.Parameter.empty)
        value = given.get(name, default)
        if value is inspect.Parameter.empty:
            continue
        if not _words(value).isdisjoint(values) or (OTHER in values and not _same(value, default)):
            return f"{name}={value!r}"
    return ""


def _same(value: Any, default: Any) -> bool:
    """Return whether a parameter's value is the default: the same number, text or object."""
    return value is default or (not getattr(value, "ndim", 0) and bool(value == default))


def _words(value: Any) -> set[str]:
    """Return the ways in which a manifest may write a value that a provider does not take: itself, or its type."""
    if isinstance(value, str):
        return {value}
    if callable(value):
        return {"callable"}
    if hasattr(value, "__array__") or isinstance(value, list | tuple):
        return {type(value).__name__, "array"}  # no manifest writes an array out
    return {repr(value), type(value).__name__}


def refusal(spec: Any, provider: str, given: Mapping[str, Any], *, weighted: bool) -> str:
    """Return why a provider cannot fit with these parameters, naming the providers that can; empty if it can."""
    rows = installed().rows.get(spec.__mlmeta_kind__, {})
    row = rows.get(provider)
    if row is None:
        return ""
    lacking = lacks(row.unsupported, given, spec)
    if lacking:
        able = [p for p, other in rows.items() if not lacks(other.unsupported, given, spec)]
        return _names_able(row.title, lacking, able)
    if weighted and row.capabilities.get("sample_weight") is False:
        return _names_able(row.title, "sample_weight", _capable(rows, "sample_weight"))
    return ""


def sparse_refusal(kind: str, provider: str) -> str:
    """Return why a provider does not take sparse `X`, naming the providers that do; empty if its manifest says that it does."""
    rows = installed().rows.get(kind, {})
    able = _capable(rows, "sparse")
    if provider in able:
        return ""
    title = rows[provider].title if provider in rows else f"{kind}[{provider}]"
    return f"{_names_able(title, 'sparse X', able)} '.toarray()' makes sparse data dense."


def _capable(rows: Mapping[str, "Row"], capability: str) -> list[str]:
    return [provider for provider, row in rows.items() if row.capabilities.get(capability)]


def _names_able(title: str, lacking: str, able: Iterable[str]) -> str:
    return f"{title} does not take {lacking}. Providers that do: {', '.join(sorted(able)) or 'none installed'}."


def is_provider(kind: str, candidate: type) -> bool:
    """Return whether `candidate` derives from a provider's class of this kind, imported by whomever; imports nothing."""
    return any(row.loaded_class() in candidate.__mro__ for row in installed().rows.get(kind, {}).values())
