"""What a provider must be and do: its class is what its manifest says, its methods set and return what they should."""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ModelFileError, ProviderError
from mlmeta.plugins.curated import current
from mlmeta.plugins.origin import row_of_class
from mlmeta.specs.state import State, check

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row

__all__ = [
    "Guard",
    "as_labels",
    "as_probabilities",
    "as_rows",
    "check_class",
    "check_fitted",
    "check_spec",
    "check_state",
    "check_stored",
    "frozen",
]

INT32 = np.iinfo(np.int32)

PANIC = "PanicException"
"""The class in which PyO3 tells a panic of Rust; a BaseException, which `except Exception` would miss."""


def check_spec(found: Any, row: "Row") -> Any:
    """Return `found`, the spec class that a row names.

    Raises
    ------
    TypeError
        It is no spec, or that of another kind. The caller quarantines it.
    """
    kind = vars(found).get("__mlmeta_kind__") if isinstance(found, type) else None
    if kind is None:
        message = f"{row.spec!r} is no spec: expected a class with kind={row.kind!r} in its class statement"
        raise TypeError(message)
    _check_same("kind", kind, "the manifest's algorithm", row.kind, row.spec)
    return found


def check_class(found: Any, spec: Any, row: "Row") -> Any:
    """Return `found`, the class that a row's factory names.

    Raises
    ------
    TypeError
        It is no class, is not the spec and provider that the row says, or lacks a method. The caller quarantines it.
    """
    if not isinstance(found, type):
        message = f"the factory {row.factory!r} is a {type(found).__name__}, expected a class"
        raise TypeError(message)
    if not hasattr(found, "__mlmeta_kind__"):
        return found
    _check_same("kind", current(found.__mlmeta_kind__), "the manifest's algorithm", row.kind, row.factory)
    _check_same("provider", getattr(found, "__mlmeta_provider__", None), "the manifest's provider", row.provider, row.factory)
    _check_same("spec version", spec.__mlmeta_version__, "the manifest's spec_version", row.spec_version, row.factory)
    missing = sorted(getattr(found, "__abstractmethods__", ()))
    if missing:
        message = f"the class {found.__name__} lacks {', '.join(missing)}, which a provider of {row.kind} writes"
        raise TypeError(message)
    return found


def _check_same(what: str, given: object, whose: str, expected: object, path: str | None) -> None:
    if given != expected:
        message = f"the class that {path!r} names has the {what} {given!r}, {whose} is {expected!r}"
        raise TypeError(message)


def frozen(X: Any) -> Any:
    """Return a view of an array that cannot be written: a provider that tries gets NumPy's error, and the user's array stays."""
    if not isinstance(X, np.ndarray):
        return X
    view = X.view()
    view.setflags(write=False)
    return view


class Guard:
    """Stands around the call of a provider's method: a panic of its Rust code becomes a ProviderError, all else passes.

    A class, not a generator: a call that goes well pays next to nothing, and no frame comes between the user's line and a
    provider that warns.
    """

    __slots__ = ("_estimator", "_method")

    def __init__(self, estimator: Any, method: str) -> None:
        self._estimator, self._method = estimator, method

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None and type(error).__name__ == PANIC:
            message = f"{_who(self._estimator)}: its Rust code panicked in `{self._method}`: {error}"
            raise ProviderError(message) from error


def check_stored(estimator: Any, names: Any) -> None:
    """Raise ProviderError unless `__init__` stored every parameter under its own name."""
    for name in names:
        if not hasattr(estimator, name):
            message = f"{_who(estimator)}: __init__ must store the parameter {name!r} as `self.{name}`."
            raise ProviderError(message)


def check_fitted(estimator: Any, *always: str, summary: bool = True) -> None:
    """Raise ProviderError unless `_fit` set the attributes that its role (`always`) and its spec's state name.

    With `summary` false those of the training summary are not asked for: not every way of learning knows them.
    """
    schema = estimator.spec().__mlmeta_state_schema__
    named = list(always)
    if schema is not None:
        named += [name for name, tensor in schema.tensors.items() if not _switched_off(estimator, tensor)]
        named += schema.training if summary else ()
    for name in named:
        if not hasattr(estimator, name):
            message = f"{_who(estimator)}: `_fit` did not set `{name}`, which the spec names."
            raise ProviderError(message)


def check_state(estimator: Any, n_features: int) -> None:
    """Raise ProviderError unless the arrays that `_fit` set have the dims and dtypes of the spec's state, and are finite.

    Where NaN is a missing value, what was learnt of a column without any value is none either.
    """
    spec = estimator.spec()
    schema = spec.__mlmeta_state_schema__
    if schema is None:
        return
    found = {name: getattr(estimator, name, None) for name in schema.tensors}
    state = State(
        kind=spec.__mlmeta_kind__,
        spec_version=spec.__mlmeta_version__,
        state_version=schema.version,
        params=vars(estimator),
        n_features=n_features,
        feature_names=None,
        classes=tuple(estimator.classes_.tolist()) if schema.classes else None,
        tensors={name: np.asarray(value) for name, value in found.items() if value is not None},
    )
    try:
        check(state, schema, finite=spec.__mlmeta_accepts__.nan)
    except ModelFileError as error:
        message = f"{_who(estimator)}: `_fit` set something else than the spec names. {error}"
        raise ProviderError(message) from error


def as_labels(labels: Any, n_rows: int, estimator: Any, method: str) -> NDArray[np.int32]:
    """Return what a provider gave as labels, as int32 of shape (n_rows,).

    Where the arrays of the state have a dimension `n_clusters`, the labels of several rows are looked at, too.

    Raises
    ------
    ProviderError
        Of another shape, no whole numbers, or of a cluster that there is not.
    """
    array = labels if type(labels) is np.ndarray else np.asarray(labels)
    if array.shape != (n_rows,) or array.dtype.kind not in "iu":
        given = f"{array.dtype} of shape {array.shape}"
        message = f"{_who(estimator)}: `{method}` gave {given} as labels, expected integers of shape ({n_rows},)."
        raise ProviderError(message)
    if n_rows > 1:  # one row is to be answered at once
        _check_range(array, estimator, method)
    return array.astype(np.int32, copy=False)


def _check_range(labels: NDArray[np.integer[Any]], estimator: Any, method: str) -> None:
    n_clusters = _size("n_clusters", estimator)
    low, high = (0, n_clusters - 1) if n_clusters else (INT32.min, INT32.max)
    least, largest = labels.min(), labels.max()
    if least < low or largest > high:
        wrong = least if least < low else largest
        message = f"{_who(estimator)}: `{method}` gave the label {wrong}, expected {low} to {high}."
        raise ProviderError(message)


def as_rows(rows: Any, X: Any, estimator: Any, method: str) -> Any:
    """Return what a provider gave as transformed `X`: real numbers, a row a row, in the dtype of `X`.

    Parameters
    ----------
    rows : ndarray, or a sparse matrix, of shape (n_samples, n_outputs)
        Of `method`. Other numbers than those of a real output stay what they are.
    X : ndarray or CSR of shape (n_samples, n_features)
        That were transformed.

    Raises
    ------
    ProviderError
        Of another shape, or no numbers where the spec says so.
    """
    if not hasattr(rows, "dtype") or not hasattr(rows, "shape"):
        rows = np.asarray(rows)
    columns, dtype = _declared(type(estimator), method.lstrip("_"))  # type: ignore[arg-type]  # a class hashes
    width, real = _size(columns, estimator), dtype.startswith("float")
    shape = (len(X), rows.shape[-1] if width is None and len(rows.shape) > 1 else width)
    if rows.shape != shape or (real and rows.dtype.kind != "f"):
        what = f"{X.dtype if real else dtype} of shape ({len(X)}, {'n_outputs' if width is None else width})"
        message = f"{_who(estimator)}: `{method}` gave {rows.dtype} of shape {tuple(rows.shape)}, expected {what}."
        raise ProviderError(message)
    return rows.astype(X.dtype) if real and rows.dtype != X.dtype else rows


@cache
def _declared(made: Any, method: str) -> tuple[str, str]:
    """Return the dimension of the columns and the dtype of a method's output, as the spec declares it."""
    output = next((output for output in made.__mlmeta_outputs__ if output.method == method), None)
    return ("", "float64") if output is None else (output.columns or "", output.dtype)


def as_probabilities(rows: Any, n_rows: int, estimator: Any, method: str) -> NDArray[np.floating[Any]]:
    """Return what a provider gave as probabilities, of shape (n_rows, n_classes).

    Raises
    ------
    ProviderError
        Of another shape, no real numbers; of several rows also, when some are not between 0 and 1.
    """
    array = rows if type(rows) is np.ndarray else np.asarray(rows)
    expected = (n_rows, len(estimator.classes_))
    if array.shape != expected or array.dtype.kind != "f":
        given = f"{array.dtype} of shape {array.shape}"
        message = f"{_who(estimator)}: `{method}` gave {given} as probabilities, expected real numbers of shape {expected}."
        raise ProviderError(message)
    if n_rows > 1 and not (array.min() >= 0 and array.max() <= 1 + 1e-6):  # false for NaN
        message = f"{_who(estimator)}: `{method}` gave probabilities from {array.min()} to {array.max()}."
        raise ProviderError(message)
    return array


def _size(dimension: str, estimator: Any) -> int | None:
    """Return the size of a dimension of the fitted state; None if no array of the state has it."""
    if dimension == "n_features":
        return int(estimator.n_features_in_)
    for name, axis in _places(type(estimator), dimension):  # type: ignore[arg-type]  # a class hashes
        shape = getattr(getattr(estimator, name, None), "shape", ())
        if len(shape) >= -axis:  # else it is a scalar that stands for all, or has one target
            return int(shape[axis])
    return None


@cache  # one row is to be answered in microseconds
def _places(made: Any, dimension: str) -> tuple[tuple[str, int], ...]:
    """Return the names of the arrays that have a dimension, and which axis it is, counted from the last one."""
    schema = made.__mlmeta_state_schema__
    named = schema.tensors.items() if schema else ()
    return tuple((name, tensor.dims.index(dimension) - len(tensor.dims)) for name, tensor in named if dimension in tensor.dims)


def _switched_off(estimator: Any, tensor: Any) -> bool:
    return tensor.unless_false is not None and not getattr(estimator, tensor.unless_false)


def _who(estimator: Any) -> str:
    """Return how messages name the provider of an estimator, with the distribution that registers it if one does."""
    row = row_of_class(type(estimator))
    provider = getattr(estimator, "__mlmeta_provider__", type(estimator).__name__)
    return row.title if row else f"{estimator.spec().__mlmeta_kind__}[{provider}]"
