"""A plugin's manifest: the JSON file that lists what a distribution provides, read without importing it."""

import difflib
import importlib.metadata
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mlmeta.errors import nearest
from mlmeta.plugins.curated import NAMESPACES, RESERVED, SPECS, current
from mlmeta.specs.capabilities import CAPABILITIES

__all__ = ["API", "GROUP", "Command", "Function", "Manifest", "ManifestError", "Refused", "Row", "read"]

Made = TypeVar("Made")

API = 0
"""The version of the contract between the core and its plugins. 0 promises nothing yet."""

GROUP = "mlmeta.plugins"
SCHEMA = 1

_RANGE = re.compile(r">=(\d+),<(\d+)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PROVIDER = re.compile(r"[a-z][a-z0-9_-]*")
_PATH = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*", re.ASCII)


KEYS = {
    "the manifest": ("$schema", "schema", "dist", "api", "algorithms", "commands", "functions"),
    "a row of algorithms": (
        "algorithm",
        "provider",
        "factory",
        "adapter",
        "owner",
        "spec",
        "spec_version",
        "summary",
        "licence",
        "capabilities",
        "unsupported",
    ),
    "a row of commands": ("name", "summary", "factory"),
    "a row of functions": ("name", "factory"),
}


class ManifestError(ValueError):
    """The manifest cannot be used; the message says why."""


@dataclass(frozen=True)
class Row:
    """One provider of one algorithm."""

    kind: str
    provider: str
    factory: str
    dist: str
    version: str
    spec: str | None = None
    adapter: str | None = None
    spec_version: int = 1
    summary: str = ""
    licence: str = ""
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    unsupported: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def name(self) -> str:
        """Return `namespace.Name`, as users write it."""
        return self.kind.rpartition("/")[2]

    @property
    def title(self) -> str:
        """Return how messages name the row."""
        return f"{self.kind}[{self.provider}] of {self.dist} {self.version}"

    @property
    def is_own(self) -> bool:
        """Return whether the class is the distribution's own code, and not that of a library which comes in versions."""
        return self.factory.partition(":")[0].partition(".")[0] == self.folder.name

    def loaded_class(self) -> Any:
        """Return the class that the factory names if its module is imported, by whomever, else None; imports nothing."""
        module, _, name = self.factory.partition(":")
        return getattr(sys.modules.get(module), name, None)


@dataclass(frozen=True)
class Command:
    """A verb that a distribution adds to the command line."""

    name: str
    summary: str
    factory: str
    dist: str
    version: str


@dataclass(frozen=True)
class Function:
    """A function that a distribution adds to `mlmeta`, such as `serve`."""

    name: str
    factory: str
    dist: str
    version: str


@dataclass(frozen=True)
class Refused:
    """A row that says something impossible. The rest of its manifest is good: a row may be of another time than this core.

    `kind` and `provider` are empty where the row does not tell them.
    """

    title: str
    reason: str
    kind: str = ""
    provider: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything one distribution provides, and what it says that this core cannot use."""

    dist: str
    version: str
    rows: tuple[Row, ...] = ()
    commands: tuple[Command, ...] = ()
    functions: tuple[Function, ...] = ()
    refused: tuple[Refused, ...] = ()


def read(entry: importlib.metadata.EntryPoint) -> Manifest:
    """Return the manifest that an entry point (`module:file.json`) names.

    Raises
    ------
    ManifestError
        Not found, not JSON, of another schema or API, or with a key that is not known. What is wrong with one row is among
        `refused`.
    """
    dist, version = (entry.dist.name, entry.dist.version) if entry.dist else (entry.name, "?")
    folder = _folder(entry.module)
    try:
        data = json.loads((folder / entry.attr).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"its manifest cannot be read: {error} (the entry point is {entry.value!r}, expected 'package:file.json')"
        raise ManifestError(message) from error
    if not isinstance(data, dict):
        message = f"its manifest is a JSON {type(data).__name__}, not an object"
        raise ManifestError(message)
    _check_header(data, dist)
    _check_keys(data, "the manifest")
    refused: list[Refused] = []
    return Manifest(
        dist=dist,
        version=version,
        rows=_each(data, "algorithms", lambda row: _row(row, dist, version, folder), refused),
        commands=_each(
            data,
            "commands",
            lambda c: Command(_text(c, "name"), _text(c, "summary"), _path(c, "factory"), dist, version),
            refused,
        ),
        functions=_each(data, "functions", lambda f: Function(_text(f, "name"), _path(f, "factory"), dist, version), refused),
        refused=tuple(refused),
    )


def _each(
    data: Mapping[str, Any], part: str, make: Callable[[Mapping[str, Any]], Made], refused: list[Refused]
) -> tuple[Made, ...]:
    """Return what the rows of a part say; one that cannot be used joins `refused`."""
    rows = data.get(part, [])
    if not isinstance(rows, list):
        message = f"{part!r} in its manifest must be a list of objects"
        raise ManifestError(message)
    found = []
    for number, row in enumerate(rows, 1):
        try:
            _check_object(row, part)
            _check_keys(row, f"a row of {part}")
            found.append(make(row))
        except ManifestError as error:
            refused.append(_refused(row, part, number, str(error)))
        except KeyError as error:
            refused.append(_refused(row, part, number, f"its manifest has a row without {error}"))
        except (TypeError, AttributeError) as error:
            refused.append(_refused(row, part, number, f"its manifest is wrong: {error}"))
    return tuple(found)


def _check_object(row: object, part: str) -> None:
    if not isinstance(row, dict):
        message = f"{part!r} in its manifest must be a list of objects, one is {row!r}"
        raise ManifestError(message)


def _refused(row: Any, part: str, number: int, reason: str) -> Refused:
    said = row if isinstance(row, dict) else {}
    names = [said.get("algorithm"), said.get("provider")]
    if part == "algorithms" and all(isinstance(name, str) for name in names):
        kind, provider = map(str, names)
        return Refused(f"{kind}[{provider}]", reason, kind, provider)
    return Refused(f"row {number} of {part}", reason)


def _folder(module: str) -> Path:
    top = module.partition(".")[0]
    found = importlib.util.find_spec(top)  # of a top-level name this imports nothing
    if found is None or not found.submodule_search_locations:
        message = f"its entry point names the package {top!r}, which is not installed"
        raise ManifestError(message)
    return Path(found.submodule_search_locations[0])


def _check_header(data: Mapping[str, Any], dist: str) -> None:
    schema = data.get("schema")
    if schema != SCHEMA:
        message = f"its manifest has schema {schema!r}, this core reads schema {SCHEMA}"
        raise ManifestError(message)
    named = data.get("dist")
    if not isinstance(named, str) or re.sub(r"[-_.]+", "-", named).lower() != re.sub(r"[-_.]+", "-", dist).lower():
        message = f'its manifest says "dist": {named!r}, expected {dist!r}'
        raise ManifestError(message)
    match = _RANGE.fullmatch(str(data.get("api")))
    if match is None:
        message = f"its manifest has the API range {data.get('api')!r}, expected the form '>=0,<1'"
        raise ManifestError(message)
    if not int(match[1]) <= API < int(match[2]):
        message = f"it needs API {data['api']}, this core has API {API}"
        raise ManifestError(message)


def _check_keys(data: Mapping[str, Any], what: str) -> None:
    for key in data:
        if key not in KEYS[what]:
            message = f"{what} has the unknown key {key!r}; known: {', '.join(KEYS[what])}.{nearest(key, KEYS[what])}"
            raise ManifestError(message)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        message = f"{key!r} in its manifest is {value!r}, expected a string"
        raise ManifestError(message)
    return value


def _path(data: Mapping[str, Any], key: str) -> str:
    path = _text(data, key)
    if not _PATH.fullmatch(path):
        message = f"{key!r} in its manifest is {path!r}, expected the form 'module:attribute'"
        raise ManifestError(message)
    return path


def _spec_version(data: Mapping[str, Any]) -> int:
    version = data.get("spec_version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        message = f"'spec_version' in its manifest is {version!r}, expected a whole number from 1 on"
        raise ManifestError(message)
    return version


def _capabilities(data: Mapping[str, Any]) -> dict[str, bool]:
    claimed = data.get("capabilities", {})
    for name, value in claimed.items():
        if name not in CAPABILITIES and not name.startswith("x-"):
            known = ", ".join(CAPABILITIES)
            message = f"{name!r} is no capability; known: {known}, and your own as 'x-name'.{nearest(name, CAPABILITIES)}"
            raise ManifestError(message)
        if not isinstance(value, bool):
            message = f"the capability {name!r} is {value!r}, expected true or false (leave it out when unknown)"
            raise ManifestError(message)
    return dict(claimed)


def _unsupported(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    declined = data.get("unsupported", {})
    for name, values in declined.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            message = f"'unsupported' of {name!r} is {values!r}, expected a list of strings"
            raise ManifestError(message)
    return {name: tuple(values) for name, values in declined.items()}


def _check_misspelt(namespace: str, name: str) -> None:
    """Raise for a name that is almost one of scikit-learn's, where no spec says that it is an algorithm of its own."""
    meant = [known for known in RESERVED[namespace] if known.lower() == name.lower()]
    meant += difflib.get_close_matches(name, RESERVED[namespace], 1, 0.9)
    if meant and name not in RESERVED[namespace]:
        message = (
            f"'{namespace}.{name}' is no algorithm that the core knows. Did you mean '{namespace}.{meant[0]}'? "
            f"A row of an algorithm of your own names its 'spec'"
        )
        raise ManifestError(message)


def _row(data: Mapping[str, Any], dist: str, version: str, folder: Path) -> Row:
    algorithm, provider = _text(data, "algorithm"), _text(data, "provider")
    owner = _text(data, "owner") if "owner" in data else dist
    namespace, _, name = algorithm.partition(".")
    if namespace not in NAMESPACES or not _NAME.fullmatch(name):
        message = f"{algorithm!r} is no algorithm: expected namespace.Name with a namespace of {', '.join(NAMESPACES)}"
        raise ManifestError(message)
    if "spec" not in data and "owner" not in data:
        _check_misspelt(namespace, name)
    theirs = algorithm if name in RESERVED[namespace] else f"{owner}/{algorithm}"
    if not _PROVIDER.fullmatch(provider):
        message = f"{provider!r} is no provider name: expected lower-case letters, digits, '-' and '_'"
        raise ManifestError(message)
    spec = _text(data, "spec") if "spec" in data else None
    if current(theirs) in SPECS:  # adopted since by the core, whose spec is the one; the plugin still provides the algorithm
        spec = None
    return Row(
        kind=current(theirs),
        provider=provider,
        factory=_path(data, "factory"),
        dist=dist,
        version=version,
        spec=spec,
        adapter=_path(data, "adapter") if "adapter" in data else None,
        spec_version=_spec_version(data),
        summary=_text(data, "summary") if "summary" in data else "",
        licence=_text(data, "licence") if "licence" in data else "",
        capabilities=_capabilities(data),
        unsupported=_unsupported(data),
        folder=folder,
    )
