"""What the documents of a model file must be: keys and types first, then what the kind's spec says."""

import re
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from mlmeta import schema
from mlmeta.errors import ModelFileError, nearest
from mlmeta.state import State, check

__all__ = ["check_against", "check_keys", "check_provenance", "check_sample_tensors"]

KEYS: dict[str, type | tuple[type, ...]] = {
    "format": int,
    "kind": str,
    "spec_version": int,
    "state_version": int,
    "params": dict,
    "n_features": int,
    "feature_names": (list, type(None)),
    "classes": (list, type(None)),
    "schema": dict,
    "sample": dict,
    "state_sha256": str,
}

PROVENANCE: dict[str, type] = {"provider": dict, "core_version": str, "created": str, "training": dict}
PROVIDER = ("dist", "name", "version")
ENTRY: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "dtype": str,
    "shape": list,
    "description": str,
    "min": (list, type(None)),
    "max": (list, type(None)),
    "on_request": bool,
}

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def check_against(spec: Any, state: State, described: Mapping[str, Any]) -> None:
    """Raise unless a state and the schema in its file are what the installed spec says.

    Raises
    ------
    ModelFileError
        Of a kind without state, of a newer spec, with an unknown parameter, or with arrays or a schema that contradict it.
    """
    if spec.__mlmeta_state_schema__ is None:
        message = f"{state.kind} has no portable state, so no file can hold it."
        raise ModelFileError(message)
    if state.spec_version > spec.__mlmeta_version__:
        message = f"spec version {state.spec_version} of {state.kind} is newer than the installed {spec.__mlmeta_version__}."
        raise ModelFileError(message)
    known = spec.parameters()
    for name in state.params:
        if name not in known:
            message = f"{state.kind} has no parameter {name!r}.{nearest(name, known)}"
            raise ModelFileError(message)
    check(state, spec.__mlmeta_state_schema__)
    for part, entries in schema.describe(spec, state).items():
        expected, found = [_essence(entry) for entry in entries], [_essence(entry) for entry in described[part]]
        if found != expected:
            message = f"schema.{part} is {found}, but the state means {expected}."
            raise ModelFileError(message)


def _essence(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return entry["name"], entry["dtype"], entry["shape"], entry["on_request"]


def check_keys(document: Mapping[str, Any]) -> None:
    """Raise ModelFileError unless the state's document has exactly its keys, of the right types."""
    if set(document) != set(KEYS):
        differing = ", ".join(sorted(set(document) ^ set(KEYS)))
        message = f"mlmeta must hold exactly the keys {', '.join(KEYS)}; differing: {differing}."
        raise ModelFileError(message)
    for key, types in KEYS.items():
        if not isinstance(document[key], types) or isinstance(document[key], bool):
            message = f"mlmeta.{key} is a {type(document[key]).__name__}."
            raise ModelFileError(message)
    if min(document["spec_version"], document["state_version"], document["n_features"]) < 1:
        message = "spec_version, state_version and n_features must be at least 1."
        raise ModelFileError(message)
    names = document["feature_names"]
    if names is not None and (len(names) != document["n_features"] or not all(isinstance(name, str) for name in names)):
        message = f"feature_names must be {document['n_features']} strings."
        raise ModelFileError(message)
    classes = document["classes"]
    if classes is not None and not (
        len(classes) > 1
        and len({type(label) for label in classes}) == 1
        and isinstance(classes[0], str | int | bool)
        and len(set(classes)) == len(classes)
    ):
        message = "classes must be two or more different strings, integers or booleans."
        raise ModelFileError(message)
    _check_schema(document["schema"])
    _check_sample(document["sample"])


def _check_schema(described: Mapping[str, Any]) -> None:
    parts = [described.get("inputs"), described.get("outputs")]
    right = set(described) == {"inputs", "outputs"} and all(
        isinstance(part, list) and all(_is_entry(entry) for entry in part) for part in parts
    )
    if not right:
        message = f"schema must hold exactly inputs and outputs, lists of objects of {', '.join(ENTRY)}."
        raise ModelFileError(message)


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == set(ENTRY)
        and all(isinstance(entry[key], types) for key, types in ENTRY.items())
        and all(type(size) is int and size >= -1 for size in entry["shape"])
    )


def check_provenance(provenance: Mapping[str, Any]) -> None:
    """Raise ModelFileError unless the provenance has exactly its keys, of the right types."""
    if set(provenance) != set(PROVENANCE):
        message = f"mlmeta.provenance must hold exactly the keys {', '.join(PROVENANCE)}."
        raise ModelFileError(message)
    for key, wanted in PROVENANCE.items():
        if not isinstance(provenance[key], wanted):
            message = f"mlmeta.provenance.{key} is a {type(provenance[key]).__name__}."
            raise ModelFileError(message)
    provider = provenance["provider"]
    if set(provider) != set(PROVIDER) or not all(isinstance(text, str) for text in provider.values()):
        message = f"mlmeta.provenance.provider must hold exactly the texts {', '.join(PROVIDER)}."
        raise ModelFileError(message)
    if not _DATE.fullmatch(provenance["created"]):
        message = f"mlmeta.provenance.created is {provenance['created']!r}, expected the form '2026-11-23T17:00:00Z'."
        raise ModelFileError(message)


def check_sample_tensors(sample: Mapping[str, Mapping[str, str]], tensors: Mapping[str, NDArray[Any]]) -> None:
    """Raise ModelFileError unless the sample names exactly the tensors `sample.*` of the file."""
    named = {name for part in sample.values() for name in part.values()}
    there = {name for name in tensors if name.startswith("sample.")}
    if named != there:
        message = f"sample names the tensors {sorted(named)}, the file holds {sorted(there)}."
        raise ModelFileError(message)


def _check_sample(sample: Mapping[str, Any]) -> None:
    parts = [sample.get("inputs"), sample.get("outputs")]
    right = set(sample) == {"inputs", "outputs"} and all(
        isinstance(part, dict) and all(isinstance(name, str) and name.startswith("sample.") for name in part.values())
        for part in parts
    )
    if not right:
        message = "sample must hold exactly inputs and outputs, each naming tensors 'sample.*'."
        raise ModelFileError(message)
