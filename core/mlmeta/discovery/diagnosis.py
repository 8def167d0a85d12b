"""What is here and what is wrong with it: `mlmeta.doctor()`."""

import json
import platform
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from subprocess import PIPE
from typing import Any

from mlmeta.errors import UnknownProviderError
from mlmeta.plugins import registry
from mlmeta.plugins.manifest import Command, Function, Row
from mlmeta.plugins.registry import Index, Quarantined
from mlmeta.providers import candidates, preferences

__all__ = ["Diagnosis", "doctor"]


LIBRARIES = ("numpy", "scikit-learn", "scipy", "pandas", "polars")

PATIENCE = 60
"""Seconds that the providers of a distribution may take to be imported, and one more for each of them."""


@dataclass(frozen=True)
class Diagnosis:
    """Versions, threads, plugins, the order of choice where there is one, and what is quarantined; prints as text.

    Attributes
    ----------
    versions : dict
        Of mlmeta, Python and, where they are installed, of the libraries that numbers come from and go to.
    threads : int
    settings : dict
        What the user has set that changes the choice, by where: `MLMETA_PROVIDER`, `mlmeta.use`.
    problems : list of str
        What is wrong with these settings.
    plugins : dict
        Version by distribution.
    ranks : dict
        The providers of each algorithm that has several, best first, as these settings order them.
    facts : dict
        What provider classes tell of themselves, by kind and provider; only of a deep look.
    quarantined : list of dict
    """

    versions: dict[str, str]
    threads: int
    settings: dict[str, str]
    problems: list[str]
    plugins: dict[str, str]
    ranks: dict[str, list[str]]
    facts: dict[str, dict[str, str]]
    quarantined: list[dict[str, str]]

    @property
    def healthy(self) -> bool:
        """Return whether nothing is quarantined, and the settings name what exists."""
        return not self.quarantined and not self.problems

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {**vars(self), "healthy": self.healthy}

    def __repr__(self) -> str:
        lines = [*(f"{name:<12} {found}" for name, found in self.versions.items()), f"{'threads':<12} {self.threads}"]
        lines += [f"{'setting':<12} {where}: {what}" for where, what in self.settings.items()]
        lines += [f"{'problem':<12} {problem}" for problem in self.problems]
        lines += [f"{'plugin':<12} {dist} {found}" for dist, found in self.plugins.items()] or ["no plugin is installed"]
        lines += [f"{'rank':<12} {kind}: {' > '.join(ranked)}" for kind, ranked in self.ranks.items()]
        for title, told in self.facts.items():
            lines.append(f"{'fact':<12} {title}: {', '.join(f'{name} {value}' for name, value in told.items())}")
        for entry in self.quarantined:
            lines.append(f"{'quarantined':<12} {entry['subject']} ({entry['dist']} {entry['version']}): {entry['reason']}")
            if entry["traceback"]:
                lines.append(textwrap.indent(entry["traceback"].rstrip(), " " * 13))
            lines.append(f"{'':<12} next step: {entry['next_step']}")
        return "\n".join(lines)


def doctor(*, deep: bool = False) -> Diagnosis:
    """Return what is installed and what is wrong with it; no plugin is imported into this process.

    Parameters
    ----------
    deep : bool
        Import every provider and construct its estimator, and fit what a plugin brings itself to a few rows: that it does what
        spec and manifest say. Those of a distribution are tried in a process of their own: they may crash, exit or hang.

    Examples
    --------
    >>> import mlmeta
    >>> mlmeta.doctor().healthy
    True
    """
    index = registry.index()
    found = registry.quarantined()
    facts: dict[str, dict[str, str]] = {}
    if deep:
        with ThreadPoolExecutor(preferences.threads()) as pool:
            for failed, told in pool.map(_probe, _by_distribution(index)):
                found |= {one.subject: one for one in failed}
                facts |= told
    owners: list[Row | Command | Function] = [*index.all_rows(), *index.commands.values(), *index.functions.values()]
    return Diagnosis(
        versions={
            "mlmeta": version("mlmeta"),
            "python": platform.python_version(),
            **_versions(LIBRARIES),
            "platform": f"{sys.platform} {platform.machine()}",
        },
        threads=preferences.threads(),
        plugins=dict(sorted((owner.dist, owner.version) for owner in owners)),
        settings=preferences.settings(),
        problems=_problems(index),
        ranks={kind: _ordered(kind, index) for kind, rows in sorted(index.rows.items()) if len(rows) > 1},
        facts=dict(sorted(facts.items())),
        quarantined=[
            {
                "subject": q.subject,
                "dist": q.dist,
                "version": q.version,
                "reason": q.reason,
                "traceback": q.traceback,
                "next_step": _next_step(q),
            }
            for q in found.values()
        ],
    )


def _next_step(entry: Quarantined) -> str:
    """Return what to do about what is quarantined: its author, who installed it from a folder, mends it there."""
    if "claimed by" in entry.reason:
        return "uninstall one of them, or have one renamed: the provider's name is free, the algorithm's is its owner's"
    try:
        place = json.loads(distribution(entry.dist).read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        place = {}
    if place.get("dir_info", {}).get("editable"):
        return f"mend {entry.dist} in {place['url'].removeprefix('file://')}"
    return f"mend or upgrade {entry.dist}, or `pip uninstall {entry.dist}`"


def _versions(libraries: Iterable[str]) -> dict[str, str]:
    found = {}
    for name in libraries:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _problems(index: Index) -> list[str]:
    """Return what is wrong with the names in MLMETA_PROVIDER; those of `mlmeta.use` were checked."""
    try:
        preferences.preferred("every algorithm", index)
    except UnknownProviderError as error:
        return [str(error)]
    return []


def _ordered(kind: str, index: Index) -> list[str]:
    """Return the providers of a kind as a construction here would try them."""
    rows = index.rows[kind]
    asked = preferences.asked_for(kind)
    first = [asked] if asked else [name for name in preferences.order() if name in rows]
    return list(dict.fromkeys([*first, *candidates.ranked(kind, rows, index)]))


def _by_distribution(index: Index) -> list[list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in index.all_rows():
        rows.setdefault(row.dist, []).append(row)
    return list(rows.values())


def _probe(rows: list[Row]) -> tuple[list[Quarantined], dict[str, dict[str, str]]]:
    """Return what went wrong when the providers were tried in a process of their own, and what they tell of themselves.

    When the process dies or hangs, the one that was being tried is blamed, and the others are tried in another process.
    """
    failed: list[Quarantined] = []
    facts: dict[str, dict[str, str]] = {}
    while rows:
        told, end, errors = _tried(rows)
        for row, answer in zip(rows, told, strict=False):
            if answer["reason"]:
                failed.append(Quarantined(row.title, row.dist, row.version, answer["reason"], answer["traceback"]))
            if answer["facts"]:
                facts[f"{row.kind}[{row.provider}]"] = answer["facts"]
        rows = rows[len(told) :]
        if rows:
            blamed, *rows = rows
            failed.append(Quarantined(blamed.title, blamed.dist, blamed.version, end, errors))
    return failed, facts


def _tried(rows: list[Row]) -> tuple[list[dict[str, Any]], str, str]:
    """Return the answers for the first of `rows`, how the process ended, and what it wrote to standard error."""
    names = "".join(f"{row.kind} {row.provider}\n" for row in rows)
    command = [sys.executable, "-m", "mlmeta.discovery.probe"]
    patience = PATIENCE + len(rows)
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            out, errors = process.communicate(names, timeout=patience)
            code = process.returncode
            end = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            end = f"did not end within {patience} s"
    return [json.loads(line) for line in out.splitlines() if line.endswith("}")], end, errors
