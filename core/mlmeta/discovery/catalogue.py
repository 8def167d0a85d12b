"""What is installed, as rows that people and programs browse; read from manifests, no plugin is imported."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mlmeta.errors import UnknownAlgorithmError, nearest
from mlmeta.plugins import registry
from mlmeta.plugins.curated import NAMESPACES
from mlmeta.plugins.manifest import Row
from mlmeta.providers.names import likely
from mlmeta.specs.capabilities import CAPABILITIES

__all__ = ["Entry", "Listing", "nearest_algorithm", "search"]


@dataclass(frozen=True)
class Entry:
    """One provider of one algorithm."""

    algorithm: str
    kind: str
    provider: str
    dist: str
    version: str
    licence: str
    summary: str
    capabilities: Mapping[str, bool | None]

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {**vars(self), "capabilities": dict(self.capabilities)}


class Listing(tuple[Entry, ...]):
    """Rows of the catalogue; prints as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self:
            return "nothing found"
        rows = [("algorithm", "provider", "version", "summary")]
        rows += [(entry.algorithm, entry.provider, entry.version, entry.summary) for entry in self]
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        return "\n".join(
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip() for row in rows
        )

    def folded(self, width: int) -> str:
        """Return the rows for a screen of `width` columns: as a table where that fits, else each summary under its row."""
        table = repr(self)
        if max(map(len, table.splitlines())) <= width:
            return table
        indent = " " * 4
        lines = []
        for entry in self:
            lines.append(f"{entry.algorithm}  {entry.provider} {entry.version}")
            lines += textwrap.wrap(entry.summary, width, initial_indent=indent, subsequent_indent=indent)
        return "\n".join(lines)


def _entry(row: Row) -> Entry:
    capabilities = {name: row.capabilities.get(name) for name in sorted({*CAPABILITIES, *row.capabilities})}
    return Entry(row.name, row.kind, row.provider, row.dist, row.version, row.licence, row.summary, capabilities)


def search(
    words: str = "",
    *,
    namespace: str | None = None,
    provider: str | None = None,
    capabilities: Mapping[str, bool] | Iterable[str] | str = (),
) -> Listing:
    """Return the installed providers of algorithms that match; no plugin is imported.

    Parameters
    ----------
    words : str
        Each must occur in the name or the summary; case, spaces and hyphens do not matter.
    namespace, provider : str or None
        Only these.
    capabilities : str, collection of str, or mapping of str to bool
        Only rows whose manifest says so.

    Raises
    ------
    UnknownAlgorithmError
        No such namespace, provider or capability; the message gives the nearest name.

    Examples
    --------
    >>> import mlmeta
    >>> [row.provider for row in mlmeta.search("cluster.KMeans", capabilities={"sparse": True})]
    ['np', 'rs', 'sklearn']
    """
    rows = registry.index().all_rows()
    capabilities = [capabilities] if isinstance(capabilities, str) else capabilities
    _check_known("namespace", namespace, NAMESPACES)
    _check_known("provider", provider, sorted({row.provider for row in rows}))
    wanted = dict(capabilities) if isinstance(capabilities, Mapping) else dict.fromkeys(capabilities, True)
    for name in wanted:
        _check_known("capability", name, sorted({*CAPABILITIES, *(c for row in rows for c in row.capabilities)}))
    return Listing(
        _entry(row)
        for row in rows
        if (namespace is None or row.name.startswith(f"{namespace}."))
        and (provider is None or row.provider == provider)
        and all(row.capabilities.get(name) is value for name, value in wanted.items())
        and all(_plain(word) in _plain(f"{row.name} {row.summary}") for word in words.split())
    )


def nearest_algorithm(words: str) -> str | None:
    """Return the installed algorithm whose name is probably meant, for words that nothing matches."""
    return likely(words, {row.name for row in registry.index().all_rows()})


def _plain(text: str) -> str:
    return text.lower().replace("-", "").replace(" ", "")


def _check_known(what: str, name: str | None, known: Iterable[str]) -> None:
    listed = list(known)
    if name is not None and name not in listed:
        message = f"No {what} {name!r}; known: {', '.join(listed)}.{nearest(name, listed)}"
        raise UnknownAlgorithmError(message)
