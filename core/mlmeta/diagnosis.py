"""What is here and what is wrong with it: `mlmeta.doctor()`."""

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from mlmeta import preferences, registry
from mlmeta.manifest import Command, Function, Row

__all__ = ["Diagnosis", "doctor"]


@dataclass(frozen=True)
class Diagnosis:
    """Versions, threads, plugins, and what is quarantined; prints as text."""

    versions: dict[str, str]
    threads: int
    plugins: dict[str, str]
    quarantined: list[dict[str, str]]

    @property
    def healthy(self) -> bool:
        """Return whether nothing is quarantined."""
        return not self.quarantined

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {**vars(self), "healthy": self.healthy}

    def __repr__(self) -> str:
        lines = [*(f"{name:<12} {found}" for name, found in self.versions.items()), f"{'threads':<12} {self.threads}"]
        lines += [f"{'plugin':<12} {dist} {found}" for dist, found in self.plugins.items()] or ["no plugin is installed"]
        for entry in self.quarantined:
            lines.append(f"{'quarantined':<12} {entry['subject']} ({entry['dist']} {entry['version']}): {entry['reason']}")
            lines.append(f"{'':<12} next step: upgrade it, or `pip uninstall {entry['dist']}`")
        return "\n".join(lines)


def doctor() -> Diagnosis:
    """Return what is installed and what is wrong with it; no plugin is imported.

    Examples
    --------
    >>> import mlmeta
    >>> mlmeta.doctor().healthy
    True
    """
    index = registry.index()
    owners: list[Row | Command | Function] = [*index.all_rows(), *index.commands.values(), *index.functions.values()]
    return Diagnosis(
        versions={
            "mlmeta": version("mlmeta"),
            "python": platform.python_version(),
            "numpy": version("numpy"),
            "platform": f"{sys.platform} {platform.machine()}",
        },
        threads=preferences.threads(),
        plugins=dict(sorted((owner.dist, owner.version) for owner in owners)),
        quarantined=[
            {"subject": q.subject, "dist": q.dist, "version": q.version, "reason": q.reason, "traceback": q.traceback}
            for q in registry.quarantined().values()
        ],
    )
