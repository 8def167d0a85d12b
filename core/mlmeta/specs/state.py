"""What a fitted model is: named arrays and plain data, defined by the spec and not by the provider."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.data import ranges
from mlmeta.errors import InvalidParameterError, ModelFileError, NoPortableStateError, NotFittedError

__all__ = ["State", "StateSchema", "Tensor", "capture", "check", "restore", "schema_of", "sizes"]

FLOATS = ("float64", "float32")


@dataclass(frozen=True)
class Tensor:
    """The shape of one array of a state, as names of dimensions, and the dtypes it may have.

    A dimension is `"n_features"`, `"n_classes"`, the name of an integer parameter, or any other name; equal names mean
    equal sizes over all arrays of the state. `"n_outputs"` of a binary classifier is 1.

    Attributes
    ----------
    dims : tuple of str
        The names of the dimensions.
    dtypes : tuple of str
        The dtypes it may have.
    unless_false : str or None
        The name of a boolean parameter: where that is false the array may be missing, and the fitted attribute is then None.
    scalar : bool
        Whether it may also be a single number that stands for all (an array without dimensions).
    squeezed : bool
        Whether its first dimension may be missing, as with one target.
    optional : bool
        Whether some fits have no such attribute at all.
    since : int
        The version of the state that has it first: one of an older version lacks it, and the fitted attribute is then None.
    """

    dims: tuple[str, ...]
    dtypes: tuple[str, ...] = FLOATS
    unless_false: str | None = None
    scalar: bool = False
    squeezed: bool = False
    optional: bool = False
    since: int = 1

    def named(self, shape: tuple[int, ...]) -> dict[str, int] | None:
        """Return the sizes of the dimensions of an array of this shape, by name; None if it has the wrong number of them."""
        if self.scalar and not shape:
            return {}
        dims = self.dims[1:] if self.squeezed and len(shape) == len(self.dims) - 1 else self.dims
        return dict(zip(dims, shape, strict=True)) if len(dims) == len(shape) else None

    def as_json(self) -> dict[str, Any]:
        """Return the declaration as data; what is rare is left out."""
        names = ("unless_false", "scalar", "squeezed", "optional")
        rare = {name: getattr(self, name) for name in names if getattr(self, name)}
        rare |= {"since": self.since} if self.since > 1 else {}
        return {"dims": list(self.dims), "dtypes": list(self.dtypes), **rare}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tensor":
        """Return the declaration that `as_json` wrote."""
        return cls(**{**data, "dims": tuple(data["dims"]), "dtypes": tuple(data["dtypes"])})


@dataclass(frozen=True)
class StateSchema:
    """The arrays of a kind's state by the name of the fitted attribute, and what the training summary tells.

    Attributes
    ----------
    version : int
        Of the arrays; a reader takes no other one.
    tensors : mapping of str to Tensor
        By the name of the fitted attribute.
    training : tuple of str
        Fitted attributes that the training summary of a file tells, such as `n_iter_`: nothing is predicted from them.
    classes : bool
        Whether `classes_` belongs to the state.
    """

    version: int
    tensors: Mapping[str, Tensor]
    training: tuple[str, ...] = ()
    classes: bool = False

    def known(self, version: int) -> dict[str, Tensor]:
        """Return the arrays that a state of this version has, or may have."""
        return {name: declared for name, declared in self.tensors.items() if declared.since <= version}

    def as_json(self) -> dict[str, Any]:
        """Return the schema as data."""
        tensors = {name: declared.as_json() for name, declared in self.tensors.items()}
        return {"version": self.version, "tensors": tensors, "training": list(self.training), "classes": self.classes}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "StateSchema":
        """Return the schema that `as_json` wrote."""
        tensors = {name: Tensor.from_json(declared) for name, declared in data["tensors"].items()}
        return cls(data["version"], tensors, tuple(data["training"]), data["classes"])


class _Checked:
    """Room to note the schema that a state passed, which is no field of it."""

    __slots__ = ("_passed",)


@dataclass(frozen=True)
class State(_Checked):
    """One fitted model as data.

    Attributes
    ----------
    ranges : tuple of two float64 arrays of shape (n_features,), or None
        The least and the largest value of each column in training.
    steps : tuple of (name, State)
        What a chain (kind `"chain"`) is made of; such a state has neither parameters nor tensors of its own.
    mapped : bool
        Whether a model keeps these very arrays and copies none: they are a file that stays mapped, or nobody else has them.
    """

    kind: str
    spec_version: int
    state_version: int
    params: Mapping[str, Any]
    n_features: int
    feature_names: tuple[str, ...] | None
    classes: tuple[str | int | bool, ...] | None
    tensors: Mapping[str, NDArray[Any]]
    training: Mapping[str, Any] = field(default_factory=dict)
    ranges: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    steps: tuple[tuple[str, "State"], ...] = ()
    mapped: bool = field(default=False, compare=False)


def schema_of(spec: Any) -> StateSchema:
    """Return the schema of a spec's state.

    Raises
    ------
    NoPortableStateError
        The spec defines no state; the message says what is possible instead.
    """
    schema: StateSchema | None = spec.__mlmeta_state_schema__
    if schema is None:
        raise NoPortableStateError(_no_state(spec))
    return schema


def capture(estimator: Any, spec: Any) -> State:
    """Return the state of a fitted estimator, read from the attributes that its spec names.

    Raises
    ------
    NoPortableStateError
        The spec defines no state.
    NotFittedError
        An attribute of the state is missing.
    """
    schema = schema_of(spec)
    name = type(estimator).__name__
    always = [attribute for attribute, declared in schema.tensors.items() if not declared.optional]
    missing = [attribute for attribute in ("n_features_in_", *always) if not hasattr(estimator, attribute)]
    if missing:
        message = f"This {name} is not fitted: it has no {', '.join(missing)}. Call 'fit' first."
        raise NotFittedError(message)
    parameters = spec.parameters()
    params = {key: value for key, value in estimator.get_params(deep=False).items() if key in parameters}
    _check_unchanged(estimator, params, schema, parameters)
    names = getattr(estimator, "feature_names_in_", None)
    summary = dict(getattr(estimator, "_training", {}))
    for attribute in schema.training:
        if getattr(estimator, attribute, None) is not None:
            summary[attribute] = _plain(getattr(estimator, attribute))
    version = _version(estimator, schema)
    tensors = {
        key: np.require(getattr(estimator, key), requirements="C")  # ascontiguousarray would give a scalar a dimension
        for key, declared in schema.known(version).items()
        if getattr(estimator, key, None) is not None or not (declared.unless_false or declared.optional)
    }
    state = State(
        kind=spec.__mlmeta_kind__,
        spec_version=spec.__mlmeta_version__,
        state_version=version,
        params=params,
        n_features=int(estimator.n_features_in_),
        feature_names=None if names is None else tuple(map(str, names)),
        classes=tuple(np.asarray(estimator.classes_).tolist()) if schema.classes else None,
        tensors=tensors,
        training=summary,
        ranges=ranges.kept(estimator, tensors),
    )
    check(state, schema)
    return state


def _version(estimator: Any, schema: StateSchema) -> int:
    """Return the newest version of the state of which a fitted estimator lacks nothing: read from an older file, it stays old."""
    lacking = [
        declared.since - 1
        for name, declared in schema.tensors.items()
        if declared.since > 1
        and not declared.optional
        and getattr(estimator, name) is None
        and not (declared.unless_false and getattr(estimator, declared.unless_false) is False)
    ]
    return min(lacking, default=schema.version)


def _check_unchanged(estimator: Any, params: Mapping[str, Any], schema: StateSchema, declared: Mapping[str, Any]) -> None:
    """Raise InvalidParameterError when a parameter was set, after `fit`, to what this model was never fitted with."""
    name, own = type(estimator).__name__, inspect.signature(type(estimator)).parameters
    for key, value in params.items():
        if repr(value) not in (repr(declared[key].default), repr(own[key].default)):  # a default may be a word of one version
            declared[key].check(value, name)
    for attribute, tensor in schema.tensors.items():
        shape = getattr(getattr(estimator, attribute, None), "shape", ())
        for dim, size in (tensor.named(shape) or {}).items():
            if dim in params and _size(params[dim], size) != size:
                message = (
                    f"{dim} was changed to {params[dim]!r} after 'fit', and this {name} was fitted with {size}: "
                    f"call 'fit' again, or set it back with set_params({dim}={size})."
                )
                raise InvalidParameterError(message)


def restore(target: type, state: State, spec: Any) -> Any:
    """Return a fitted estimator of the class `target` that has this state."""
    check(state, spec.__mlmeta_state_schema__)
    try:
        estimator = target(**_arguments(target, state.params, spec.parameters()))
    except InvalidParameterError as error:
        raise _refusal(state, str(error)) from error
    schema: StateSchema = spec.__mlmeta_state_schema__
    fitted: dict[str, Any] = dict.fromkeys(key for key, tensor in schema.tensors.items() if not tensor.optional)
    fitted |= {key: _as_fitted(value, schema.tensors[key], own=not state.mapped) for key, value in state.tensors.items()}
    fitted["n_features_in_"] = state.n_features
    if state.feature_names is not None:
        fitted["feature_names_in_"] = np.array(state.feature_names, dtype=object)
    if state.classes is not None:
        fitted["classes_"] = np.array(state.classes)
    for attribute in schema.training:
        if attribute in state.training:
            value = state.training[attribute]
            fitted[attribute] = np.array(value) if isinstance(value, list) else value
    if hasattr(target, "__mlmeta_kind__"):
        fitted["_training"] = {key: value for key, value in state.training.items() if key not in fitted}
    for attribute, value in fitted.items():
        if not isinstance(getattr(target, attribute, None), property):  # else the class tells it from what else it has
            setattr(estimator, attribute, value)
    ranges.keep(estimator, state.ranges, state.tensors)
    return estimator


def _as_fitted(value: NDArray[Any], declared: Tensor, *, own: bool) -> Any:
    """Return an array as a fitted attribute; a float64 that stands for all columns is Python's, which keeps float32 rows so."""
    if value.ndim:
        return value.copy() if own else value
    return value.item() if declared.scalar and value.dtype == np.float64 else value[()]


def check(state: State, schema: StateSchema, *, finite: bool = False) -> None:
    """Raise ModelFileError unless the arrays are those of the schema, of agreeing sizes and finite.

    A state that passed passes again without a look at each number; `finite` says that each was looked at already.
    """
    if getattr(state, "_passed", None) is schema:
        return
    if state.state_version > schema.version:
        raise _refusal(state, f"state version {state.state_version}, known is {schema.version}")
    known_tensors = schema.known(state.state_version)
    needed = {name for name, declared in known_tensors.items() if _is_needed(declared, state)}
    if not needed <= state.tensors.keys() <= known_tensors.keys():
        raise _refusal(state, f"tensors {sorted(state.tensors)}, need {sorted(needed)}")
    if (state.classes is not None) != schema.classes:
        raise _refusal(state, "'classes' given or missing against its kind")
    known: dict[str, int] = {"n_features": state.n_features}
    if state.classes is not None:
        known |= {"n_classes": len(state.classes), "n_outputs": 1 if len(state.classes) == 2 else len(state.classes)}
    for name, array in state.tensors.items():
        _check_array(name, array, schema.tensors[name], state, known)
        if not finite and array.dtype.kind == "f" and not np.isfinite(array).all():
            raise _refusal(state, f"{name!r} is not finite")
    object.__setattr__(state, "_passed", schema)  # a state is never changed


def _check_array(name: str, array: NDArray[Any], declared: Tensor, state: State, known: dict[str, int]) -> None:
    """Check one array, and learn the sizes of its dimensions."""
    if array.dtype.name not in declared.dtypes:
        raise _refusal(state, f"{name!r} has dtype {array.dtype}, need {declared.dtypes}")
    found = declared.named(array.shape)
    if found is None:
        raise _refusal(state, f"{name!r} has shape {array.shape}, need {declared.dims}")
    for dim, size in found.items():
        if size < 1:
            raise _refusal(state, f"{name!r} has no {dim}")
        expected = known.setdefault(dim, _size(state.params.get(dim), size))
        if size != expected:
            raise _refusal(state, f"{name!r} has {size} {dim}, expected {expected}")


def _is_needed(declared: Tensor, state: State) -> bool:
    return not declared.optional and (declared.unless_false is None or state.params.get(declared.unless_false) is not False)


def sizes(state: State, schema: StateSchema) -> dict[str, int]:
    """Return the sizes of the dimensions that the arrays of a checked state have, by name."""
    found = {"n_features": state.n_features, "n_classes": len(state.classes or ())}
    for name, array in state.tensors.items():
        found |= schema.tensors[name].named(array.shape) or {}
    return found


def _arguments(target: type, params: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that a class is constructed with. Another version of a library may lack one, or say it otherwise.

    Where the spec's default is a value and the class's is None, the class has a way of its own to say the default: scikit-learn
    before 1.8 takes `l1_ratio=0.0` of LogisticRegression for a mistake. A default outside of its own domain is a word of one
    version, such as "deprecated", and means the default of every other.

    Raises
    ------
    InvalidParameterError
        A value is outside of its domain: no model was ever fitted with it.
    """
    theirs = target().get_params(deep=False)
    given = {
        key: _as_declared(declared[key], value)
        for key, value in params.items()
        if key in theirs and not (repr(value) == repr(declared[key].default) and _is_left_out(theirs[key], declared[key]))
    }
    for key, value in given.items():
        if repr(value) != repr(theirs[key]):  # a default is right, also one that only this version of a library knows
            declared[key].check(value, target.__name__)
    return given


def _is_left_out(their_default: Any, parameter: Any) -> bool:
    """Return whether a class is to be left with its own default where the spec's was recorded."""
    return their_default is None or not any(choice.accepts(parameter.default) for choice in parameter.choices)


def _as_declared(parameter: Any, value: Any) -> Any:
    """Return a parameter's value in the type that its spec asks for: a file has one kind of list."""
    takes_tuple = any(choice.name == "tuple" for choice in parameter.choices)
    return tuple(value) if takes_tuple and isinstance(value, list) else value


def _size(parameter: object, otherwise: int) -> int:
    return int(parameter) if isinstance(parameter, int | np.integer) else otherwise


def _refusal(state: State, reason: str) -> ModelFileError:
    return ModelFileError(f"The state is no {state.kind}: {reason.removesuffix('.')}.")


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def _no_state(spec: Any) -> str:
    kind = spec.__mlmeta_kind__
    if not hasattr(spec, "predict") and not hasattr(spec, "transform"):
        return (
            f"{kind} has neither predict nor transform: there is no model to save or serve, "
            f"only the labels of the training data. Keep them from `labels_`."
        )
    return (
        f"{kind} has no portable state, so no other provider, model file or server can take it over. What is possible: "
        f"keep the Python object with pickle or joblib (load such files only from sources you trust), "
        f"or choose an algorithm with a portable state (`mlmeta list --capability servable`)."
    )
