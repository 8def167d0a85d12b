"""The distributions that the catalogue lists: those of `catalogue/index.toml`, one line each, and whatever else is installed."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from mlmeta.errors import nearest
from mlmeta.plugins import registry

__all__ = ["Distribution", "listed", "read"]

KEYS = {"summary", "home"}


@dataclass(frozen=True)
class Distribution:
    """One distribution: what it is, its version where it is installed, and how many providers of algorithms it has there."""

    name: str
    summary: str
    home: str = ""
    version: str = ""
    providers: int = 0


def read(path: Path) -> list[Distribution]:
    """Return the lines of an index, in its order.

    Raises
    ------
    ValueError
        A name is not in its normal form or out of order, a key is unknown or missing, a summary is no sentence, a home no https
        address.
    """
    found: list[Distribution] = []
    for name, line in tomllib.loads(path.read_text(encoding="utf-8")).items():
        where = f"{path.name}: {name}"
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) is None:
            message = f"{where} is not in its normal form: lower case, words joined by single hyphens."
            raise ValueError(message)
        if found and name < found[-1].name:
            message = f"{where} comes after {found[-1].name}; the lines are sorted by name."
            raise ValueError(message)
        if not isinstance(line, dict) or "summary" not in line:
            message = f'{where} needs a summary: {name} = {{ summary = "..." }}.'
            raise ValueError(message)
        for key in set(line) - KEYS:
            message = f"{where} has the unknown key {key!r}; expected {' and '.join(sorted(KEYS))}.{nearest(key, KEYS)}"
            raise ValueError(message)
        summary, home = line["summary"], line.get("home", "")
        if not isinstance(summary, str) or not 10 <= len(summary) <= 120 or not summary.endswith("."):
            message = f"{where}: the summary must be one sentence of 10 to 120 characters, with its full stop. Got {summary!r}."
            raise ValueError(message)
        if home and (not isinstance(home, str) or not home.startswith("https://")):
            message = f"{where}: home must be an https address. Got {home!r}."
            raise ValueError(message)
        found.append(Distribution(name, summary, home))
    return found


def listed(path: Path) -> list[Distribution]:
    """Return the distributions of an index and those that are installed, by name."""
    providers = Counter(row.dist for row in registry.index().all_rows())
    known = {distribution.name: distribution for distribution in read(path)}
    for name in providers.keys() - known.keys():
        known[name] = Distribution(name, metadata.metadata(name)["Summary"] or "")
    return [Distribution(name, told.summary, told.home, _version(name), providers[name]) for name, told in sorted(known.items())]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
