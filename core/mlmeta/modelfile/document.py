"""Between a state and the documents of a model file."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta import schema
from mlmeta.errors import ModelFileError
from mlmeta.modelfile.values import OPAQUE, decode, encode
from mlmeta.state import State

__all__ = ["FORMAT", "provenance_of", "read", "write"]

FORMAT = 0

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

Tensors = dict[str, NDArray[Any]]


def write(state: State, model: Any, spec: Any) -> tuple[dict[str, Any], Tensors]:
    """Return the document and the tensors of a state; `model` answers the sample input."""
    tensors: Tensors = dict(state.tensors)
    params = {name: encode(value, f"params.{name}", tensors) for name, value in state.params.items()}
    sample: dict[str, dict[str, str]] = {"inputs": {}, "outputs": {}}
    for part, arrays in zip(("inputs", "outputs"), schema.sample(model, state), strict=True):
        for name, array in arrays.items():
            tensors[f"sample.{name}"] = array
            sample[part][name] = f"sample.{name}"
    document = {
        "format": FORMAT,
        "kind": state.kind,
        "spec_version": state.spec_version,
        "state_version": state.state_version,
        "params": params,
        "n_features": state.n_features,
        "feature_names": None if state.feature_names is None else list(state.feature_names),
        "classes": None if state.classes is None else list(state.classes),
        "schema": schema.describe(spec, state),
        "sample": sample,
    }
    _check_keys({**document, "state_sha256": ""})
    return document, tensors


def provenance_of(state: State, provider: Mapping[str, str], core_version: str) -> dict[str, Any]:
    """Return the provenance of a state that is written now."""
    return {
        "provider": dict(provider),
        "core_version": core_version,
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "training": {name: encode(value, name, {}) for name, value in state.training.items()},
    }


def read(document: Mapping[str, Any], provenance: Mapping[str, Any], tensors: Tensors) -> State:
    """Return the state that a file holds.

    Raises
    ------
    ModelFileError
        A key is missing, too many, or of another type.
    """
    _check_keys(document)
    if document["format"] != FORMAT:
        message = f"format {document['format']} is not known here; this version reads format {FORMAT}."
        raise ModelFileError(message)
    inner = {name for part in document["sample"].values() for name in part.values()}
    inner |= {name for name in tensors if name.startswith("params.")}
    params = {name: decode(value, f"params.{name}", tensors) for name, value in document["params"].items()}
    names, classes = document["feature_names"], document["classes"]
    return State(
        kind=document["kind"],
        spec_version=document["spec_version"],
        state_version=document["state_version"],
        params={name: value for name, value in params.items() if value is not OPAQUE},
        n_features=document["n_features"],
        feature_names=None if names is None else tuple(names),
        classes=None if classes is None else tuple(classes),
        tensors={name: np.asarray(array) for name, array in tensors.items() if name not in inner},
        training={name: decode(value, f"training.{name}", {}) for name, value in provenance["training"].items()},
    )


def _check_keys(document: Mapping[str, Any]) -> None:
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
    _check_sample(document["sample"])


def _check_sample(sample: Mapping[str, Any]) -> None:
    parts = [sample.get("inputs"), sample.get("outputs")]
    right = set(sample) == {"inputs", "outputs"} and all(
        isinstance(part, dict) and all(isinstance(name, str) and name.startswith("sample.") for name in part.values())
        for part in parts
    )
    if not right:
        message = "sample must hold exactly inputs and outputs, each naming tensors 'sample.*'."
        raise ModelFileError(message)
