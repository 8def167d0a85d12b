"""What a model file says twice must agree: tensors with the names in its document, the document with what the specs say."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.algorithms import kinds
from mlmeta.errors import ModelFileError, nearest
from mlmeta.modelfile.rules import CHAIN, DTYPES
from mlmeta.models import schema
from mlmeta.specs.state import State, check

__all__ = ["check_against", "check_tensors"]

Tensors = Mapping[str, NDArray[Any]]

STORED = {name: np.dtype("int64" if name == "string" else name) for name in DTYPES}
"""The dtype that a sample of an input or output is stored in."""


def check_tensors(document: Mapping[str, Any], tensors: Tensors) -> None:
    """Raise unless the file has exactly the tensors that parameters, schema and sample name, and they fit the schema.

    Parameters
    ----------
    document : mapping
        With the right keys and types.
    tensors : mapping of str to ndarray
        All tensors of the file.

    Raises
    ------
    ModelFileError
        The message names the field or the tensors.
    """
    described = document["schema"]
    ranged = [entry for entries in described.values() for entry in entries if entry["min"] is not None]
    _check_named("schema", [entry[end] for entry in ranged for end in ("min", "max")], tensors, "ranges.")
    for entry in ranged:
        _check_range(entry, tensors[entry["min"]], tensors[entry["max"]])
    named = [name for part in document["sample"].values() for name in part.values()]
    _check_named("sample", named, tensors, "sample.")
    for part, names in document["sample"].items():
        declared = {entry["name"]: entry for entry in described[part]}
        for name, tensor in names.items():
            if name not in declared:
                message = f"mlmeta.sample.{part} names {name!r}, the schema has {sorted(declared)}.{nearest(name, declared)}"
                raise ModelFileError(message)
            _check_sample(f"mlmeta.sample.{part}.{name}", tensors[tensor], declared[name], document["classes"])
    if document["kind"] == CHAIN:
        prefixes = [f"steps.{index}." for index in range(len(document["steps"]))]
        for prefix, step in zip(prefixes, document["steps"], strict=True):
            _check_named(f"{prefix}params", _referred(step["params"].values()), tensors, f"{prefix}params.")
        extra = [name for name in tensors if name in prefixes or not name.startswith((*prefixes, "sample.", "ranges."))]
        if extra:
            message = f"The tensors {extra} belong to no step of the chain."
            raise ModelFileError(message)
    else:
        _check_named("params", _referred(document["params"].values()), tensors, "params.")


def _check_named(what: str, named: Iterable[str], tensors: Tensors, prefix: str) -> None:
    wanted, there = set(named), {name for name in tensors if name.startswith(prefix)}
    if wanted != there:
        message = f"mlmeta.{what} names the tensors {sorted(wanted)}, the file holds {sorted(there)}."
        raise ModelFileError(message)


def _referred(values: Iterable[Any]) -> Iterator[str]:
    """Yield the names of the tensors that encoded parameters stand for."""
    for value in values:
        if isinstance(value, list):
            yield from _referred(value)
        elif isinstance(value, dict) and isinstance(value.get("tensor"), str):
            yield value["tensor"]
        elif isinstance(value, dict):
            yield from _referred(value.values())


def _check_range(entry: Mapping[str, Any], least: NDArray[Any], largest: NDArray[Any]) -> None:
    columns = entry["shape"][1]
    for name, array in ((entry["min"], least), (entry["max"], largest)):
        if array.dtype != np.float64 or array.shape != (columns,):
            message = f"The tensor {name!r} is {array.dtype} of shape {array.shape}, expected float64 of shape ({columns},)."
            raise ModelFileError(message)
    if (least > largest).any():
        message = f"The tensor {entry['min']!r} is somewhere larger than {entry['max']!r}."
        raise ModelFileError(message)


def _check_sample(where: str, array: NDArray[Any], declared: Mapping[str, Any], classes: list[Any] | None) -> None:
    if array.dtype != STORED[declared["dtype"]]:
        message = f"{where} is {array.dtype}, expected {STORED[declared['dtype']]}."
        raise ModelFileError(message)
    shape = declared["shape"]
    if array.ndim != len(shape) or not all(size in (-1, given) for size, given in zip(shape, array.shape, strict=True)):
        message = f"{where} has the shape {array.shape}, expected {shape} as in the schema."
        raise ModelFileError(message)
    if declared["dtype"] == "string" and array.size and not 0 <= array.min() <= array.max() < len(classes or ()):
        message = f"{where} must hold indexes into {len(classes or ())} classes."
        raise ModelFileError(message)


def check_against(spec: Any, state: State, described: Mapping[str, Any]) -> None:
    """Raise unless a state and the schema in its file are what the installed specs say.

    In a chain, `spec` is not looked at: each step has its own. That of a kind which a distribution owns is imported then, so
    ask for permission first.

    Raises
    ------
    ModelFileError
        Of a kind without state, of a newer spec, with an unknown parameter, or with arrays or a schema that contradict it; in a
        chain the same of a step, or a step that does not take what the one before gives.
    """
    if not state.steps:
        _check_spec(spec, state)
    for name, step in state.steps:
        try:
            _check_spec(kinds.spec_class(step.kind), step)
        except ModelFileError as error:
            message = f"step {name!r}: {error}"
            raise ModelFileError(message) from error
    _check_widths(state)
    for part, entries in schema.describe(spec, state).items():
        expected, found = [_essence(entry) for entry in entries], [_essence(entry) for entry in described[part]]
        if part == "outputs" and any(entry["min"] is not None for entry in described[part]):
            message = "schema.outputs has a range: only the input has one."
            raise ModelFileError(message)
        if found != expected:
            message = f"schema.{part} is {found}, but the state means {expected}{_older(spec, state, part)}."
            raise ModelFileError(message)


def _older(spec: Any, state: State, part: str) -> str:
    """Return that outputs were counted as of the file's version, where the installed spec is newer."""
    answering, answered = schema.last(spec, state)
    old = part == "outputs" and answered.spec_version < answering.__mlmeta_version__
    return f" (spec version {answered.spec_version}, {answering.__mlmeta_version__} is installed)" if old else ""


def _check_spec(spec: Any, state: State) -> None:
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
    check(state, spec.__mlmeta_state_schema__, finite=True)  # a file with other numbers is refused as it is read


def _check_widths(chain: State) -> None:
    """Raise unless each step of a chain can transform rows into what the next one takes."""
    for (name, step), (following, taker) in zip(chain.steps, chain.steps[1:], strict=False):
        given = schema.width_of_transformed(kinds.spec_class(step.kind), step)
        if given is None:
            message = f"step {name!r}: {step.kind} transforms nothing, so {following!r} cannot follow it."
            raise ModelFileError(message)
        if given not in (-1, taker.n_features):
            message = f"step {following!r} takes {taker.n_features} features, the step {name!r} gives {given}."
            raise ModelFileError(message)


def _essence(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return entry["name"], entry["dtype"], entry["shape"], entry["on_request"]
