"""What is here and what is wrong with it: `mlmeta.doctor()`."""

import platform
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from mlmeta import preferences, registry
from mlmeta.manifest import Command, Function, Row
from mlmeta.registry import Quarantined

__all__ = ["Diagnosis", "doctor"]


PATIENCE = 60
"""Seconds that a provider may take to be imported and constructed."""


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
            if entry["traceback"]:
                lines.append(textwrap.indent(entry["traceback"].rstrip(), " " * 13))
            lines.append(f"{'':<12} next step: mend or upgrade {entry['dist']}, or `pip uninstall {entry['dist']}`")
        return "\n".join(lines)


def doctor(*, deep: bool = False) -> Diagnosis:
    """Return what is installed and what is wrong with it; no plugin is imported into this process.

    Parameters
    ----------
    deep : bool
        Import every provider and construct its estimator, each in a process of its own: it may crash, exit or hang.

    Examples
    --------
    >>> import mlmeta
    >>> mlmeta.doctor().healthy
    True
    """
    index = registry.index()
    found = registry.quarantined()
    if deep:
        found |= {failed.subject: failed for failed in map(_probe, index.all_rows()) if failed}
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
            for q in found.values()
        ],
    )


def _probe(row: Row) -> Quarantined | None:
    """Return what went wrong when the provider was tried in a process of its own, or None."""
    command = [sys.executable, "-m", "mlmeta.probe", row.kind, row.provider]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return Quarantined(row.title, row.dist, row.version, f"did not end within {PATIENCE} s")
    if done.returncode == 0:
        return None
    lines = done.stderr.strip().splitlines() or [""]
    how = f"killed by signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
    return Quarantined(row.title, row.dist, row.version, lines[-1] or how, done.stderr)
