"""From a name, a kind or a fitted object to its spec class."""

import importlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlmeta.algorithms import strangers
from mlmeta.errors import MissingProviderError, UnknownAlgorithmError
from mlmeta.plugins import curated, registry
from mlmeta.plugins.contract import check_spec
from mlmeta.plugins.origin import row_of_class
from mlmeta.providers.names import A_FEW, ambiguity, likely, unknown_algorithm
from mlmeta.providers.selection import looking_again

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row

__all__ = ["get", "names", "namespace_attribute", "plugin_function", "row_of", "spec_class", "spec_of"]


def spec_class(kind: str) -> Any:
    """Return the spec class of a kind (`"cluster.KMeans"`, `"dist/cluster.Name"`).

    Raises
    ------
    UnknownAlgorithmError
        No installed distribution has it.
    """
    kind = curated.current(kind)
    owner, _, name = kind.rpartition("/")
    namespace, _, attribute = name.partition(".")
    if namespace not in curated.NAMESPACES:
        raise unknown_algorithm(kind, registry.index())
    shipped = importlib.import_module(f"mlmeta.{namespace}")
    if not owner and attribute in shipped.__all__:
        return getattr(shipped, attribute)
    rows = registry.index().rows.get(kind, {})
    curated_dists = {dist for _, dist in curated.rank(kind)}
    for row in sorted(rows.values(), key=lambda row: row.dist not in curated_dists):  # a stranger's spec replaces no curated one
        if row.spec:
            return _foreign_spec(row)
    if rows:
        titles = ", ".join(row.title for row in rows.values())
        message = f"{titles} ships no spec: nothing is known of the parameters and the state of {name}.{_home_of_spec(kind)}"
    elif owner:
        message = f"{name} of the distribution {owner!r} is not installed here: without that distribution nobody can read it."
    else:
        message = _unknown(namespace, attribute)
    raise UnknownAlgorithmError(message)


def _home_of_spec(kind: str) -> str:
    """Return which installation brings the spec of a reserved name that is provided here without one; empty of any other."""
    if kind not in curated.KNOWN:
        return ""
    line = curated.install_line(kind, "sklearn")
    theirs = registry.index().rows[kind].get("sklearn")
    if theirs is None or theirs.dist != "mlmeta-sklearn":
        return f" Try: {line}"
    return f" A newer mlmeta than this {version('mlmeta')} has it: pip install --upgrade mlmeta"


def _foreign_spec(row: "Row") -> Any:
    """Return the spec class that a distribution ships: a class, or JSON that is built into one."""
    assert row.spec is not None  # by the caller
    file, _, part = row.spec.partition("#")
    if not file.endswith(".json"):
        loaded = registry.load(row.spec, row)
        return registry.attempt(lambda: check_spec(loaded, row), row)
    found = _built.get(row.title)
    if found is None:
        path = row.folder / file
        found = _built.setdefault(row.title, registry.attempt(lambda: check_spec(_read_spec(path, part), row), row))
    return found


def _read_spec(path: Path, part: str) -> Any:
    """Return the spec in a file, or with `part` the one that it has under this name."""
    from mlmeta.algorithms.described import build  # noqa: PLC0415  # most processes build none

    data = json.loads(path.read_text(encoding="utf-8"))
    return build(data[part] if part else data)


_built: dict[str, Any] = {}


def namespace_attribute(namespace: str, name: str) -> Any:
    """Return what `mlmeta.<namespace>.<name>` is, for names that the core does not ship: a spec class.

    A distribution's only class of an algorithm without spec is returned as it is.

    Raises
    ------
    UnknownAlgorithmError
        Nothing of this name is installed; the message says what is, and what would add it.
    AmbiguousAlgorithmError
        Two distributions own an algorithm of this name.
    """
    if name.startswith("__"):
        raise AttributeError(name)
    return looking_again(lambda: _owned(namespace, name))


def _owned(namespace: str, name: str) -> Any:
    algorithm = f"{namespace}.{name}"
    listed = registry.index().rows
    if name in curated.RESERVED[namespace]:  # the name is a kind: nobody else can have it
        kinds = [algorithm] if algorithm in listed else []
    else:
        kinds = [kind for kind in listed if kind.rpartition("/")[2] == algorithm]
    if len(kinds) > 1:
        raise ambiguity(algorithm, kinds)
    if not kinds:
        raise UnknownAlgorithmError(_unknown(namespace, name))
    rows = list(registry.index().rows[kinds[0]].values())
    return registry.load(rows[0].factory, rows[0]) if len(rows) == 1 and rows[0].spec is None else spec_class(kinds[0])


def _unknown(namespace: str, name: str) -> str:
    known = names(namespace)
    line = curated.install_line(f"{namespace}.{name}")
    if line or name in curated.RESERVED.get(namespace, ()):
        for provider in curated.KNOWN[f"{namespace}.{name}"]:
            blocked = registry.index().blocked(f"{namespace}.{name}", provider)
            if blocked:
                whose = f"{blocked.dist} {blocked.version}, which provides it,"
                return f"{namespace}.{name}: {whose} is quarantined: ask `mlmeta doctor`. The reason: {blocked.reason}."
        advice = f"Try: {line}" if line else "No distribution that provides it is known yet."
        return f"{namespace}.{name} is known but not installed here. {advice}"
    return f"No algorithm {name!r} in mlmeta.{namespace}.{_advice(namespace, name, known)}{_broken()}"


def _advice(namespace: str, name: str, known: list[str]) -> str:
    """Return what was probably meant by a name that a namespace does not have, and where to look."""
    if f"{namespace}.{name}" in curated.EXPERIMENTAL:
        return f" {curated.EXPERIMENTAL[f'{namespace}.{name}']}"
    here = {f"{namespace}.{other}" for other in known or curated.RESERVED[namespace]}
    homes = curated.namespaces_of(name)
    found = f"{homes[0]}.{name}" if homes else likely(f"{namespace}.{name}", here) or likely(f"{namespace}.{name}", curated.KNOWN)
    written = found.removeprefix(f"{namespace}.") if found else ""
    meant = f" Did you mean {written!r}?" if found else ""
    function = f" Only estimators are here: a function may be in sklearn.{namespace}." if name.islower() else ""
    if len(known) > A_FEW:
        return f"{meant}{function} dir(mlmeta.{namespace}) has all {len(known)}."
    offered = {kind.rpartition("/")[2] for kind in registry.index().rows}
    provided = [own for own in known if f"{namespace}.{own}" in offered]
    return f"{meant}{function} Installed: {', '.join(provided) or 'none'}."


def _broken() -> str:
    """Return a hint that what is missing may be quarantined."""
    failed = len(registry.quarantined())
    return f" {failed} more quarantined: see `mlmeta doctor`." if failed else ""


def names(namespace: str) -> list[str]:
    """Return the names of a namespace's algorithms: the core's specs and what is installed."""
    module = importlib.import_module(f"mlmeta.{namespace}")
    installed = [kind.rpartition("/")[2].partition(".") for kind in registry.index().rows]
    return sorted({*module.__all__, *(name for space, _, name in installed if space == namespace)})


def get(algorithm: str, provider: str | None = None) -> Any:
    """Return the spec class called `algorithm`, or with `provider` the concrete class; the string form for configurations.

    Parameters
    ----------
    algorithm : str
        `"cluster.KMeans"`, or a full kind such as `"dist-name/cluster.Name"`.
    provider : str or None
        `"rs"`, `"np"` ...

    Raises
    ------
    UnknownAlgorithmError, UnknownProviderError, MissingProviderError
        With the nearest name or the line that installs it.

    Examples
    --------
    >>> import mlmeta
    >>> mlmeta.get("cluster.KMeans").__name__
    'KMeans'
    """
    owner, _, name = algorithm.rpartition("/")
    namespace, dot, attribute = name.partition(".")
    if not dot or namespace not in curated.NAMESPACES:
        raise unknown_algorithm(algorithm, registry.index())
    spec = looking_again(lambda: spec_class(algorithm) if owner else _named(namespace, attribute))
    return spec if provider is None else spec.using(provider)


def _named(namespace: str, attribute: str) -> Any:
    shipped = importlib.import_module(f"mlmeta.{namespace}")
    return getattr(shipped, attribute) if attribute in shipped.__all__ else _owned(namespace, attribute)


def row_of(estimator: Any) -> "Row | None":
    """Return the registered row whose class made this object, or None."""
    if hasattr(type(estimator), "__mlmeta_kind__"):
        return row_of_class(type(estimator))
    listed = [row for providers in registry.index().rows.values() for row in providers.values()]
    for base in type(estimator).__mro__:  # the nearest one: Lasso is an ElasticNet, too
        for row in listed:
            if row.factory.endswith(f":{base.__name__}") and row.loaded_class() is base:
                return row
    return None


def spec_of(estimator: Any) -> Any:
    """Return the spec class of an estimator, ours or a stranger's that a plugin registers.

    Raises
    ------
    MissingProviderError
        No installed plugin registers its class.
    """
    if hasattr(type(estimator), "__mlmeta_kind__"):
        return estimator.spec()
    row = row_of(estimator)
    if row is not None:
        return spec_class(row.kind)
    raise MissingProviderError(strangers.message(estimator, registry.index()))


def plugin_function(name: str) -> Any:
    """Return a function of `mlmeta` that a plugin owns, such as `serve`.

    Raises
    ------
    MissingProviderError
        No installed plugin has it; the message is the line that installs it.
    """
    function = registry.index().functions.get(name)
    if function is None:
        message = f"mlmeta.{name} is not installed here. Try: {curated.line_that_adds(name)}"
        raise MissingProviderError(message)
    return registry.load(function.factory, function)
