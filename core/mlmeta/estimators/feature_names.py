"""The names of the columns that a transformer gives, after those that it was fitted on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import InvalidDataError

__all__ = ["names_in", "names_out"]

Names = NDArray[np.object_]


def names_out(estimator: Any, input_features: Any = None) -> Names:
    """Return the names of the columns of `estimator.transform(X)`, of shape (n_features_out,) and dtype object.

    A transformer that declares as many columns as it takes keeps their names; any other numbers its own after the class:
    `kmeans0`, `kmeans1` ...

    Parameters
    ----------
    estimator : fitted Transformer
    input_features : array-like of str or None
        The names that the columns of `X` have; None is `feature_names_in_`, or `x0`, `x1` ...

    Raises
    ------
    InvalidDataError
        `input_features` is of another length than `n_features_in_`, or is not `feature_names_in_`.
    """
    names = names_in(estimator, input_features)
    declared = (output.columns for output in estimator.__mlmeta_outputs__ if output.method == "transform")
    dimension = estimator._columns_out or next(declared, "n_features")
    if dimension == "n_features":
        return names
    return _array(f"{type(estimator).__name__.lower()}{i}" for i in range(_size(estimator, dimension)))


def names_in(estimator: Any, input_features: Any = None) -> Names:
    """Return the names of the columns that a fitted estimator takes, as scikit-learn finds them.

    Raises
    ------
    InvalidDataError
        As `names_out`.
    """
    fitted, width = getattr(estimator, "feature_names_in_", None), estimator.n_features_in_
    if input_features is None:
        return _array(f"x{i}" for i in range(width)) if fitted is None else fitted.copy()
    given = _array(input_features)
    if fitted is not None and list(given) != list(fitted):
        message = f"input_features is not equal to feature_names_in_: expected {list(fitted)}, got {list(given)}."
        raise InvalidDataError(message)
    if len(given) != width:
        message = f"input_features should have length equal to number of features ({width}), got {len(given)}"
        raise InvalidDataError(message)
    return given


def _array(names: Any) -> Names:
    return np.array(list(names), dtype=object)


def _size(estimator: Any, dimension: str) -> int:
    """Return the size of a dimension of the fitted state, or the value of a fitted attribute of that name."""
    schema = estimator.__mlmeta_state_schema__
    for name, tensor in schema.tensors.items() if schema else ():
        array = getattr(estimator, name, None)
        if array is not None and dimension in tensor.dims:
            return int(np.shape(array)[tensor.dims.index(dimension)])
    return int(getattr(estimator, dimension))
