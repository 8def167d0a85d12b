"""What is installed, as data. A plugin is imported only when something of it is used, whatever that import may do."""

import importlib
import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pluggy

from mlmeta.errors import BrokenPluginError, inside
from mlmeta.plugins import blame, curated, hookspecs, manifest
from mlmeta.plugins.manifest import Command, Function, Manifest, Row

__all__ = ["Index", "Quarantined", "attempt", "failure", "index", "load", "plugin_manager", "quarantined", "refresh", "stale"]


@dataclass(frozen=True)
class Quarantined:
    """Something that failed: who, which version, why. The traceback is text: a kept one keeps its frames alive."""

    subject: str
    dist: str
    version: str
    reason: str
    traceback: str = ""
    kind: str = ""
    provider: str = ""


@dataclass(frozen=True)
class Index:
    """Everything the manifests say, by kind and provider; a snapshot that never changes."""

    rows: Mapping[str, Mapping[str, Row]]
    commands: Mapping[str, Command]
    functions: Mapping[str, Function]
    quarantined: Mapping[str, Quarantined] = field(default_factory=dict)

    def all_rows(self) -> list[Row]:
        """Return every row, sorted by algorithm."""
        return [row for kind in sorted(self.rows) for row in self.rows[kind].values()]

    def blocked(self, kind: str, provider: str) -> Quarantined | None:
        """Return why a provider of a kind is not there although it is installed; None if it is there, or is not installed.

        Two distributions claim it, or the curated row or its distribution is quarantined.
        """
        if provider in self.rows.get(kind, ()):
            return None
        title, known = f"{kind}[{provider}]", provider in curated.KNOWN.get(kind, ())
        dist = dict(curated.rank(kind)).get(provider, "") if known else ""
        return next((self.quarantined[name] for name in (title, f"{title} of {dist}", dist) if name in self.quarantined), None)


class Manifests:
    """The one built-in plugin: it feeds all manifests into the plugin manager."""

    def __init__(self) -> None:
        self.manifests: list[Manifest] = []
        self.quarantined: dict[str, Quarantined] = {}
        for entry in importlib.metadata.entry_points(group=manifest.GROUP):
            dist, version = (entry.dist.name, entry.dist.version) if entry.dist else (entry.name, "?")
            try:
                self.manifests.append(manifest.read(entry))
            except Exception as error:  # whatever is wrong with a manifest stays with its distribution
                plain = isinstance(error, manifest.ManifestError)  # its message says all
                reason, frames = (str(error), "") if plain else (repr(error), blame.frames(error))
                self.quarantined[dist] = Quarantined(dist, dist, version, reason, frames)
        for found in self.manifests:
            for row in found.refused:
                subject = f"{row.title} of {found.dist}"
                self.quarantined[subject] = Quarantined(
                    subject, found.dist, found.version, row.reason, kind=row.kind, provider=row.provider
                )

    @hookspecs.hookimpl
    def mlmeta_algorithms(self) -> Sequence[Row]:
        """Return the rows of all manifests."""
        return [row for found in self.manifests for row in found.rows]

    @hookspecs.hookimpl
    def mlmeta_commands(self) -> Sequence[Command]:
        """Return the verbs of all manifests."""
        return [command for found in self.manifests for command in found.commands]

    @hookspecs.hookimpl
    def mlmeta_functions(self) -> Sequence[Function]:
        """Return the functions of all manifests."""
        return [function for found in self.manifests for function in found.functions]


_lock = Lock()
_index: Index | None = None
_seen: tuple[tuple[str, int], ...] = ()  # the places of distributions when the index was built
_failed: dict[str, Quarantined] = {}  # what failed at import or lookup, by the row's title


@cache
def plugin_manager() -> pluggy.PluginManager:
    """Return the plugin manager, with the contract and nothing else registered."""
    manager = pluggy.PluginManager("mlmeta")
    manager.add_hookspecs(hookspecs)
    return manager


def index() -> Index:
    """Return what is installed; built once under a lock and published in one assignment."""
    global _index, _seen  # the one cache of this module
    found = _index
    if found is not None:
        return found
    with _lock:
        if _index is None:
            _seen = _places()
            _index = _build()
        return _index


def stale() -> bool:
    """Return whether distributions may have come or gone since the index was built: a place of theirs was written to."""
    return _places() != _seen


def _places() -> tuple[tuple[str, int], ...]:
    folders = [Path(place) for place in sys.path if place]
    return tuple((str(folder), folder.stat().st_mtime_ns) for folder in folders if folder.is_dir())


def refresh() -> None:
    """Forget what was found, so that the next use sees distributions that came or went since."""
    global _index
    with _lock:
        importlib.invalidate_caches()
        _failed.clear()
        _index = None


def _build() -> Index:
    manager = plugin_manager()
    previous = manager.get_plugin("manifests")
    if previous is not None:
        manager.unregister(previous)
    adapter = Manifests()
    manager.register(adapter, name="manifests")
    quarantined = dict(adapter.quarantined)
    rows = _unique(_flat(manager.hook.mlmeta_algorithms()), "", quarantined)
    kinds: dict[str, dict[str, Row]] = {}
    for row in rows.values():
        kinds.setdefault(row.kind, {})[row.provider] = row
    return Index(
        rows=kinds,
        commands=_unique(_flat(manager.hook.mlmeta_commands()), "command ", quarantined),
        functions=_unique(_flat(manager.hook.mlmeta_functions()), "function ", quarantined),
        quarantined=quarantined,
    )


def _flat(results: Iterable[Sequence[Any]]) -> list[Any]:
    return [item for result in results for item in result]


def _key(item: Any) -> str:
    return f"{item.kind}[{item.provider}]" if isinstance(item, Row) else item.name


def _unique(items: Iterable[Any], what: str, quarantined: dict[str, Quarantined]) -> dict[str, Any]:
    """Return the items by key. What two distributions claim belongs to the rightful one of them, or to nobody."""
    claims: dict[str, list[Any]] = {}
    for item in items:
        claims.setdefault(_key(item), []).append(item)
    found = {}
    for key, claimed in claims.items():
        rightful = [item for item in claimed if item.dist == _rightful(item)]
        if len(claimed) == 1 or len(rightful) == 1:
            found[key] = kept = (rightful or claimed)[0]
            refused = [(item, f"the name belongs to {kept.dist}") for item in claimed if item is not kept]
        else:
            owners = " and by ".join(sorted(f"{item.dist} {item.version}" for item in claimed))
            twice = len({item.dist for item in claimed}) == 1
            one = f"claimed twice by {claimed[0].dist} {claimed[0].version}: leave out one of the rows, or of its entry points"
            refused = [(claimed[0], one if twice else f"claimed by {owners}; uninstall one of them")]
        for item, reason in refused:
            subject = f"{what}{key} of {item.dist}" if key in found else f"{what}{key}"
            kind, provider = (item.kind, item.provider) if isinstance(item, Row) else ("", "")
            quarantined[subject] = Quarantined(subject, item.dist, item.version, reason, kind=kind, provider=provider)
    return found


def _rightful(item: Row | Command | Function) -> str | None:
    """Return the distribution to which a name belongs: the curated one, or the owner of a foreign algorithm."""
    if not isinstance(item, Row):
        return curated.FROM_PLUGINS.get(item.name)
    owner, slash, _ = item.kind.rpartition("/")
    return owner if slash else dict(curated.rank(item.kind)).get(item.provider)


def quarantined() -> dict[str, Quarantined]:
    """Return everything that failed, by subject: manifests, conflicts, and imports tried so far."""
    return {**index().quarantined, **_failed}


def failure(row: Row) -> Quarantined | None:
    """Return why this row is quarantined, if its import was tried and failed."""
    return _failed.get(row.title)


def load(path: str, owner: Row | Command | Function) -> Any:
    """Return `module:attribute`, imported.

    No lock of ours is held meanwhile: a plugin that makes estimators while it is imported would deadlock with a resolving
    thread. Python's import lock alone gives every thread the same object.

    Raises
    ------
    BrokenPluginError
        The import failed, now or before; the plugin is quarantined and everything else goes on.
    """
    module, _, attribute = path.partition(":")
    inside(module)
    return attempt(lambda: getattr(importlib.import_module(module), attribute), owner)


def attempt(act: Callable[[], Any], owner: Row | Command | Function) -> Any:
    """Return what `act` returns, which reads or imports something of a plugin.

    Raises
    ------
    BrokenPluginError
        It failed, now or before; the plugin is quarantined and everything else goes on.
    """
    title = owner.title if isinstance(owner, Row) else f"{owner.name} of {owner.dist} {owner.version}"
    known, cause = _failed.get(title), None
    if known is None:
        try:
            return act()
        except (KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as error:  # SystemExit and a Rust panic are no Exception
            cause = error
            known = Quarantined(title, owner.dist, owner.version, blame.reason(error), blame.frames(error))
            _failed[title] = known
    message = f"{title} is quarantined: {known.reason}. `mlmeta doctor --deep` shows the traceback."
    raise BrokenPluginError(message) from cause
