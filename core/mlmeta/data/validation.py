"""The input gate: what users pass in becomes a C-contiguous float32 or float64 array, or a clear error.

The user's array is never written, and not copied when it already is what providers take.
"""

import math
from collections.abc import Sequence
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.data.arraylike import to_numbers
from mlmeta.data.frames import refuse_lazy
from mlmeta.data.sparse import CSR, is_sparse
from mlmeta.errors import InvalidDataError, nearest, warn

__all__ = ["check_array", "check_classes", "check_feature_names", "check_labels", "check_sample_weight", "feature_names"]

Floats = NDArray[np.floating[Any]]

A_FEW = 4096


@overload
def check_array(
    X: Any,
    *,
    owner: str,
    n_features: int | None = None,
    minimum: int = 1,
    sparse: Literal[False] = False,
    nan: bool = False,
    float16: bool = False,
) -> Floats: ...


@overload
def check_array(
    X: Any,
    *,
    owner: str,
    n_features: int | None = None,
    minimum: int = 1,
    sparse: bool,
    nan: bool = False,
    float16: bool = False,
) -> Floats | CSR: ...


def check_array(
    X: Any,
    *,
    owner: str,
    n_features: int | None = None,
    minimum: int = 1,
    sparse: bool = False,
    nan: bool = False,
    float16: bool = False,
) -> Floats | CSR:
    """Return `X` as finite numbers of shape (n_samples, n_features), float32 as it is and everything else float64.

    Parameters
    ----------
    X : array-like or sparse matrix of shape (n_samples, n_features)
        Numbers. Sparse is what has a method `tocsr`, as scipy's matrices and arrays do.
    owner : str
        The estimator's name, for messages.
    n_features : int or None
        The width that a fitted estimator expects.
    minimum : int
        The least number of rows.
    sparse : bool
        Whether sparse `X` is taken.
    nan : bool
        Whether NaN is taken, as a missing value.
    float16 : bool
        Whether float16 stays as it is, too; sparse rows never have it.

    Returns
    -------
    ndarray or CSR
        A C-contiguous array in native byte order, or sparse rows when `X` is sparse; `X` itself when it is that already.

    Raises
    ------
    InvalidDataError
        Not two-dimensional, not numeric, empty, infinite, of another width; sparse or NaN where it is not taken.
    """
    if type(X) is not np.ndarray and is_sparse(X):
        if not sparse:
            message = (
                f"Sparse data was passed for X, but dense data is required by {owner}. "
                "Use '.toarray()' to convert to a dense NumPy array."
            )
            raise InvalidDataError(message)
        rows = CSR.from_matrix(X)
        _check_shape(rows.shape, owner, n_features, minimum)
        _check_finite(rows.data, owner, nan=nan)
        return rows
    array = to_numbers(X, float16=float16)
    if array.ndim != 2:
        raise InvalidDataError(_not_rows(array.shape))
    _check_shape(array.shape, owner, n_features, minimum)
    _check_finite(array, owner, nan=nan)
    return array


def _not_rows(shape: tuple[int, ...]) -> str:
    """Return what is wrong with an array that is no table, and what would make it one."""
    what = f"Expected 2D array, got {len(shape)}D array instead (shape {shape})."
    if len(shape) > 2:
        width = math.prod(shape[1:])
        return f"{what} If each of the {shape[0]} is a sample, X.reshape(len(X), -1) makes it a row of {width} features."
    return (
        f"{what} Reshape your data either using array.reshape(-1, 1) if your data has a single feature "
        "or array.reshape(1, -1) if it contains a single sample."
    )


def _check_shape(shape: tuple[int, ...], owner: str, n_features: int | None, minimum: int) -> None:
    rows, columns = shape
    if rows < minimum:
        message = f"Found array with {rows} sample(s) (shape={shape}) while a minimum of {minimum} is required by {owner}."
        raise InvalidDataError(message)
    if n_features is not None and columns != n_features:
        message = f"X has {columns} features, but {owner} is expecting {n_features} features as input."
        raise InvalidDataError(message)
    if columns < 1:
        message = f"Found array with 0 feature(s) (shape={shape}) while a minimum of 1 is required by {owner}."
        raise InvalidDataError(message)


def _check_finite(array: Floats, owner: str, *, nan: bool) -> None:
    if _all_finite(array) or (nan and not np.isinf(array).any()):
        return
    what = "NaN" if not nan and np.isnan(array).any() else f"infinity or a value too large for {array.dtype!r}"
    message = f"Input X contains {what}. {owner} does not accept {'infinite' if nan else 'missing or infinite'} values."
    raise InvalidDataError(message)


def _all_finite(array: Floats) -> bool:
    if array.size <= A_FEW:  # to look for a zero byte takes half as long as NumPy's reduction
        return b"\0" not in np.isfinite(array).tobytes()
    # The sum of finite numbers is finite unless it overflows; only then is the slower look at each of them needed.
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(array.sum()):
            return True
    return bool(np.isfinite(array).all())


def check_sample_weight(sample_weight: ArrayLike | None, X: Floats | CSR) -> Floats | None:
    """Return the weights as an array of shape (n_samples,) and the dtype of `X`, or None.

    Raises
    ------
    InvalidDataError
        Of another length, not finite, negative, or all zero.
    """
    if sample_weight is None:
        return None
    with np.errstate(over="ignore"):  # found below
        weight = to_numbers(sample_weight, "sample_weight").astype(X.dtype, copy=False)
    if weight.ndim == 0:
        weight = np.full(len(X), weight, dtype=X.dtype)
    if weight.shape != (len(X),):
        message = f"Sample weights must be 1D array or scalar with shape ({len(X)},), got shape {weight.shape}."
        raise InvalidDataError(message)
    if not np.isfinite(weight).all():
        message = "Input sample_weight contains NaN or infinity."
        raise InvalidDataError(message)
    if (weight < 0).any():
        message = f"Negative values in data passed to `sample_weight`: the smallest is {weight.min()}."
        raise InvalidDataError(message)
    if not weight.any():
        message = "Sample weights are all zero: at least one must be positive."
        raise InvalidDataError(message)
    return np.ascontiguousarray(weight)


def check_labels(y: ArrayLike | None, X: Floats | CSR, *, owner: str) -> NDArray[Any]:
    """Return `y` as an array of shape (n_samples,).

    Raises
    ------
    InvalidDataError
        Missing, of another length, not one-dimensional, continuous, or not of one kind (text, whole numbers or booleans).
    """
    if y is None:
        message = f"{owner} requires y to be passed, but the target y is None."
        raise InvalidDataError(message)
    try:
        labels = np.asarray(y)
    except (ValueError, TypeError) as error:
        message = f"y cannot be read as an array of labels: {error}"
        raise InvalidDataError(message) from error
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.shape != (len(X),):
        message = f"Found input variables with inconsistent numbers of samples: X has {len(X)}, y has shape {labels.shape}."
        raise InvalidDataError(message)
    kinds = _kinds_of_objects(labels) if labels.dtype.kind == "O" else {labels.dtype.kind}
    if len(kinds) != 1 or not kinds <= set("biufU"):
        message = f"The labels in y must be of one kind: text, whole numbers or booleans. Got {labels.dtype} with {labels[:3]!r}."
        raise InvalidDataError(message)
    if kinds == {"f"}:
        _check_whole(labels.astype(np.float64))
    return labels


def _kinds_of_objects(labels: NDArray[np.object_]) -> set[str]:
    """Return NumPy's letters for the kinds of the labels, with `"O"` for what is no label."""
    one_a_type = {type(label): label for label in labels.tolist()}
    return {np.asarray(label).dtype.kind for label in one_a_type.values()}


def _check_whole(labels: NDArray[np.float64]) -> None:
    if not np.isfinite(labels).all():
        message = "Input y contains NaN or infinity."
        raise InvalidDataError(message)
    if (labels != np.floor(labels)).any():
        message = (
            "Unknown label type: continuous. A classifier expects discrete classes, and y holds numbers that are not whole: "
            "is this a regression?"
        )
        raise InvalidDataError(message)


def feature_names(X: Any) -> NDArray[np.object_] | None:
    """Return the column names of a data frame when all are strings, else None.

    Raises
    ------
    InvalidDataError
        Some are strings and some are not.
    """
    refuse_lazy(X)
    columns = getattr(X, "columns", None)
    names = [] if columns is None else list(columns)
    kinds = sorted({type(name).__qualname__ for name in names})
    if len(kinds) > 1 and "str" in kinds:
        message = (
            "Feature names are only supported if all input features have string names, but your input has "
            f"{kinds} as feature name / column name types. Convert them all to strings: X.columns = X.columns.astype(str)."
        )
        raise InvalidDataError(message)
    return np.array(names, dtype=object) if kinds == ["str"] else None


def _listed(names: Sequence[str]) -> str:
    """Return the first five names, one a line."""
    return "".join(f"- {name}\n" for name in names[:5]) + ("- ...\n" if len(names) > 5 else "")


def check_feature_names(X: Any, fitted: NDArray[np.object_] | None, *, owner: str) -> None:
    """Raise when the columns of `X` are not those of `fit`, in the same order; warn when names are missing on one side.

    Raises
    ------
    InvalidDataError
        Columns are unseen, missing or in another order.
    """
    given = feature_names(X)
    if fitted is None and given is not None:
        warn(UserWarning(f"X has feature names, but {owner} was fitted without feature names"))
    if fitted is not None and given is None:
        message = f"X does not have valid feature names, but {owner} was fitted with feature names"
        warn(UserWarning(message))
    if fitted is None or given is None or list(fitted) == list(given):
        return
    message = "The feature names should match those that were passed during fit.\n"
    unseen, missing = sorted(set(given) - set(fitted)), sorted(set(fitted) - set(given))
    if unseen:
        message += f"Feature names unseen at fit time:\n{_listed(unseen)}"
    if missing:
        message += f"Feature names seen at fit time, yet now missing:\n{_listed(missing)}"
    if not unseen and not missing:
        message += "Feature names must be in the same order as they were in fit.\n"
    if unseen:
        message += nearest(unseen[0], map(str, fitted)).strip()
    raise InvalidDataError(message)


def check_classes(classes: NDArray[Any], *, owner: str) -> None:
    """Raise unless there are at least two classes.

    Raises
    ------
    InvalidDataError
        Only one label occurs.
    """
    if len(classes) < 2:
        message = f"{owner} needs samples of at least 2 classes, but the data contains only one class: {classes[0]!r}."
        raise InvalidDataError(message)
