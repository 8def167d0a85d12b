"""Between a state and the documents of a model file."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta import schema
from mlmeta.errors import ModelFileError
from mlmeta.modelfile import rules
from mlmeta.modelfile.values import OPAQUE, decode, encode
from mlmeta.state import State

__all__ = ["FORMAT", "provenance_of", "read", "write"]

FORMAT = 0

Tensors = dict[str, NDArray[Any]]


def write(state: State, model: Any, spec: Any) -> tuple[dict[str, Any], Tensors]:
    """Return the document and the tensors of a state; `model` answers the sample input."""
    tensors: Tensors = dict(state.tensors)
    declared = spec.parameters()
    params = {
        # An array given as a parameter, such as start centres, may be rows of the training data: none leave with a model.
        name: {"opaque": "array"} if declared[name].is_array(value) else encode(value, f"params.{name}", tensors)
        for name, value in state.params.items()
    }
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
    rules.check_keys({**document, "state_sha256": ""})
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
    if document.get("format") != FORMAT:  # first: another format may have other keys
        message = f"format {document.get('format')!r} is not known here; this version reads format {FORMAT}."
        raise ModelFileError(message)
    rules.check_keys(document)
    rules.check_provenance(provenance)
    rules.check_sample_tensors(document["sample"], tensors)
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
