"""The providers of an algorithm, in the order of their rank, and what is known of each; nothing is imported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlmeta.plugins import curated
from mlmeta.providers.names import installed

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row
    from mlmeta.plugins.registry import Index

__all__ = ["Candidate", "Providers", "candidates", "providers", "ranked"]


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


def ranked(kind: str, rows: Mapping[str, "Row"], index: "Index") -> list[str]:
    """Return the providers that may be chosen unasked, best first, of those installed or claimed by several."""
    owner, slash, _ = kind.rpartition("/")
    if slash:  # a foreign algorithm: its owner's providers, in the order of the manifest
        return [provider for provider, row in rows.items() if row.dist == owner]
    return [
        provider
        for provider, dist in curated.rank(kind)
        if (provider in rows and rows[provider].dist == dist) or index.blocked(kind, provider)
    ]


def candidates(kind: str, index: "Index", preferred: Iterable[str]) -> list[Candidate]:
    """Return what is known of each provider of a kind, the preferred ones first, then by rank."""
    from mlmeta.plugins import registry  # noqa: PLC0415

    rows = index.rows.get(kind, {})
    known = curated.KNOWN.get(kind, ())
    usable = ranked(kind, rows, index)
    order = [provider for provider, _ in curated.rank(kind) if provider in known or provider in usable] or usable
    found = []
    for provider in dict.fromkeys([*preferred, *order, *rows]):
        row, blocked = rows.get(provider), index.blocked(kind, provider)
        if row is not None:
            failed = registry.failure(row)
            status, reason = ("quarantined", failed.reason) if failed else ("available", "")
            found.append(Candidate(provider, row.dist, row.version, status, reason))
        elif blocked is not None:
            found.append(Candidate(provider, blocked.dist, blocked.version, "quarantined", blocked.reason))
        elif provider in known:
            dist = curated.DISTS[provider][kind.partition(".")[0]]
            found.append(Candidate(provider, dist, None, "not installed", curated.install_line(kind, provider) or ""))
    told = [
        Candidate(q.provider, q.dist, q.version, "quarantined", q.reason) for q in index.quarantined.values() if q.kind == kind
    ]
    return found + [candidate for candidate in told if candidate not in found]


def providers(kind: str) -> Providers:
    """Return what is known of each provider of a kind, best rank first; no plugin is imported."""
    return Providers(candidates(kind, installed(), []))
