"""Between a state and the documents of a model file."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlmeta.algorithms import kinds
from mlmeta.data.ranges import Ranges
from mlmeta.modelfile import agreement, container, rules
from mlmeta.modelfile.values import OPAQUE, decode, encode
from mlmeta.models import schema
from mlmeta.plugins.curated import current
from mlmeta.specs.state import State

__all__ = ["provenance_of", "read", "write"]

Tensors = dict[str, NDArray[Any]]


def write(state: State, model: Any, spec: Any) -> tuple[dict[str, Any], Tensors]:
    """Return the document and the tensors of a state; `model` answers the sample input.

    Parameters
    ----------
    state : State
        Of a model, or of a chain: then the specs are those of the steps' kinds, and `spec` is not looked at.
    model : estimator
        Fitted.
    spec : spec class
        That of the state's kind.
    """
    tensors: Tensors = {}
    steps = [
        {"name": name, **_model(step, kinds.spec_class(step.kind), tensors, f"steps.{index}.")}
        for index, (name, step) in enumerate(state.steps)
    ]
    own = _shared(state, {}) if steps else _model(state, spec, tensors, "")
    described = schema.describe(spec, state)
    if state.ranges is not None:
        for entry in described["inputs"]:
            for end, array in zip(("min", "max"), state.ranges, strict=True):
                entry[end] = f"ranges.{entry['name']}.{end}"
                tensors[entry[end]] = np.asarray(array, dtype=np.float64)
    sample: dict[str, dict[str, str]] = {"inputs": {}, "outputs": {}}
    for part, arrays in zip(sample, schema.sample(model, state), strict=True):
        for name, array in arrays.items():
            sample[part][name] = f"sample.{name}"
            tensors[f"sample.{name}"] = array
    document = {
        "format": container.FORMAT,
        **own,
        "feature_names": None if state.feature_names is None else list(state.feature_names),
        "steps": steps,
        "schema": described,
        "sample": sample,
    }
    rules.check_keys({**document, "state_sha256": ""})
    agreement.check_tensors(document, tensors)
    return document, tensors


def _model(state: State, spec: Any, tensors: Tensors, prefix: str) -> dict[str, Any]:
    """Return what the document says of one model, and add its tensors under names with this prefix."""
    tensors |= {f"{prefix}{name}": array for name, array in state.tensors.items()}
    declared = spec.parameters()
    params = {
        # An array given as a parameter, such as start centres, may be rows of the training data: none leave with a model.
        name: {"opaque": "array"} if declared[name].is_array(value) else encode(value, f"{prefix}params.{name}", tensors)
        for name, value in state.params.items()
    }
    return _shared(state, params)


def _shared(state: State, params: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": state.kind,
        "spec_version": state.spec_version,
        "state_version": state.state_version,
        "params": params,
        "n_features": state.n_features,
        "classes": None if state.classes is None else list(state.classes),
    }


def provenance_of(state: State, provider: Mapping[str, str], core_version: str) -> dict[str, Any]:
    """Return the provenance of a state that is written now; of the training, what is told in numbers."""
    training = {name: encode(value, name, {}) for name, value in state.training.items()}
    return {
        "provider": dict(provider),
        "core_version": core_version,
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "training": {name: value for name, value in training.items() if rules.is_numeric(value)},
    }


def read(document: Mapping[str, Any], provenance: Mapping[str, Any], tensors: Tensors, *, mapped: bool = False) -> State:
    """Return the state that a file holds.

    The first step of a chain has the chain's feature names and ranges; `mapped` is that of the state and its steps.

    Raises
    ------
    ModelFileError
        A key is missing, too many, or of another type, or tensors and document contradict each other.
    """
    rules.check_keys(document)
    rules.check_provenance(provenance)
    agreement.check_tensors(document, tensors)
    ranged = [entry for entry in document["schema"]["inputs"] if entry["min"] is not None]
    names = document["feature_names"]
    outer = _Outer(
        None if names is None else tuple(names),
        (tensors[ranged[0]["min"]], tensors[ranged[0]["max"]]) if ranged else None,
    )
    steps = [
        (step["name"], _state(step, tensors, f"steps.{index}.", _Outer() if index else outer, mapped=mapped))
        for index, step in enumerate(document["steps"])
    ]
    training = {name: decode(value, f"training.{name}", {}) for name, value in provenance["training"].items()}
    return _state(document, {} if steps else tensors, "", outer, training=training, steps=tuple(steps), mapped=mapped)


class _Outer(NamedTuple):
    """What a file tells of its model as a whole; in a chain the first step has it, too."""

    feature_names: tuple[str, ...] | None = None
    ranges: Ranges | None = None


def _state(found: Mapping[str, Any], tensors: Tensors, prefix: str, outer: _Outer, **more: Any) -> State:
    """Return the state of one model, whose tensors have names with this prefix."""
    params = {name: decode(value, f"{prefix}params.{name}", tensors) for name, value in found["params"].items()}
    others = (f"{prefix}params.", "sample.", "ranges.")
    return State(
        kind=current(found["kind"]),
        spec_version=found["spec_version"],
        state_version=found["state_version"],
        params={name: value for name, value in params.items() if value is not OPAQUE},
        n_features=found["n_features"],
        feature_names=outer.feature_names,
        classes=None if found["classes"] is None else tuple(found["classes"]),
        tensors={
            name.removeprefix(prefix): array
            for name, array in tensors.items()
            if name.startswith(prefix) and not name.startswith(others)
        },
        ranges=outer.ranges,
        **more,
    )
