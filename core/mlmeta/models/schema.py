"""What a fitted model takes and gives, by name: the schema that model files carry and servers answer with."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.algorithms import kinds
from mlmeta.errors import InvalidDataError, MissingMethodError, nearest
from mlmeta.models.fitted import adapter_of
from mlmeta.specs.outputs import Output
from mlmeta.specs.state import sizes

__all__ = ["INPUT", "answer", "describe", "last", "sample", "stored", "width_of_transformed"]

INPUT = "X"


def describe(spec: Any, state: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the schema of a state: `{"inputs": [...], "outputs": [...]}`, as model files of its spec version carry it.

    The outputs of a chain are those of its last step; its `spec` is not looked at.
    """
    rows = [_entry(INPUT, "float64", [-1, state.n_features], "rows to predict, one feature a column")]
    answering, answered = last(spec, state)
    known = [output for output in answering.__mlmeta_outputs__ if output.since <= answered.spec_version]
    return {"inputs": rows, "outputs": _outputs(answering, answered, known)}


def last(spec: Any, state: Any) -> tuple[Any, Any]:
    """Return spec and state of what answers: the last step of a chain, or the model itself."""
    if not state.steps:
        return spec, state
    _, step = state.steps[-1]
    return kinds.spec_class(step.kind), step


def width_of_transformed(spec: Any, state: Any) -> int | None:
    """Return how many columns a step gives to the next one, -1 if that is not known, None if it transforms nothing."""
    transformed = [output for output in spec.__mlmeta_outputs__ if output.method == "transform"]
    shapes = [entry["shape"] for entry in _outputs(spec, state, transformed)]
    return next((shape[1] if len(shape) > 1 else -1 for shape in shapes), None)


def _outputs(spec: Any, state: Any, outputs: Sequence[Output]) -> list[dict[str, Any]]:
    known = sizes(state, spec.__mlmeta_state_schema__)
    return [
        _entry(
            output.name,
            _label_dtype(state.classes) if output.dtype == "classes" else output.dtype,
            [-1, known[output.columns]] if output.columns in known else [-1],
            output.description,
            on_request=output.on_request,
        )
        for output in outputs
    ]


def _entry(name: str, dtype: str, shape: list[int], description: str, *, on_request: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "dtype": dtype,
        "shape": shape,
        "description": description,
        "min": None,
        "max": None,
        "on_request": on_request,
    }


def _label_dtype(classes: Sequence[object] | None) -> str:
    kinds = {type(label) for label in classes or ()}
    return {str: "string", int: "int64", bool: "bool"}[kinds.pop()] if len(kinds) == 1 else "string"


def answer(model: Any, X: ArrayLike, outputs: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
    """Return the named outputs for `X` of shape (n_samples, n_features); without names, all that are not on request.

    Raises
    ------
    InvalidDataError
        A name is no output of this model.
    """
    spec = kinds.spec_of(model)
    known: Mapping[str, Output] = {output.name: output for output in spec.__mlmeta_outputs__}
    if not known:
        message = f"{spec.__mlmeta_kind__} has no predict or transform: it answers nothing about new rows."
        raise MissingMethodError(message)
    names = [name for name, output in known.items() if not output.on_request] if outputs is None else outputs
    for name in names:
        if name not in known:
            message = f"{spec.__mlmeta_kind__} has no output {name!r}; it has {sorted(known)}.{nearest(name, known)}"
            raise InvalidDataError(message)
    adapter = adapter_of(model)
    with warnings.catch_warnings():
        # The caller matched the columns already; a model with feature names need not warn that an array has none.
        warnings.filterwarnings("ignore", message="X does not have valid feature names", category=UserWarning)
        return {name: _typed(adapter.ask(model, known[name].method, X), known[name].dtype) for name in names}


def _typed(value: Any, dtype: str) -> NDArray[Any]:
    array = np.asarray(value)
    return array if dtype == "classes" else array.astype(dtype, copy=False)


def sample(model: Any, state: Any) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
    """Return a small input made from the state alone (no row of the training data leaves with a model) and all its answers.

    The rows are those of the first array that has a column a feature; where there is none, the arrays of a real number a
    feature; else zeros. Text is given as indexes into the classes. An answer that is not finite is left out.
    """
    given = _sample_rows(state.steps[0][1] if state.steps else state)
    outputs = {output.name: output for output in kinds.spec_of(model).__mlmeta_outputs__}
    expected = {
        name: stored(value, state.classes) if outputs[name].dtype == "classes" else value
        for name, value in answer(model, given, list(outputs)).items()
        if value.dtype.kind != "f" or np.isfinite(value).all()
    }
    return {INPUT: given}, expected


def _sample_rows(state: Any) -> NDArray[np.float64]:
    """Return at most three rows, of shape (n, n_features), that the arrays of a state are."""
    declared = kinds.spec_class(state.kind).__mlmeta_state_schema__.tensors
    named = [array for name, array in state.tensors.items() if declared[name].dims[-1:] == ("n_features",)]
    real = [array for array in named if array.dtype.kind == "f"]
    rows = next((array for array in real if array.ndim == 2), None)
    if rows is None:
        rows = np.array([array for array in real if array.ndim == 1] or [np.zeros(state.n_features)])
    return np.ascontiguousarray(rows[:3], dtype=np.float64)


def stored(labels: NDArray[Any], classes: Sequence[object]) -> NDArray[Any]:
    """Return labels as a file's sample holds them: text as indexes into the classes."""
    if not isinstance(classes[0], str):
        return labels.astype(np.bool_ if isinstance(classes[0], bool) else np.int64)
    position = {label: index for index, label in enumerate(classes)}
    return np.array([position[label] for label in labels.tolist()], dtype=np.int64)
