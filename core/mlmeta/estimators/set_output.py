"""The container of transformed rows: an array, or a data frame of pandas or polars, as scikit-learn's `set_output` says.

The setting is kept where scikit-learn's `clone` looks for it. Where scikit-learn is loaded, its global setting
(`sklearn.set_config(transform_output="pandas")`) holds for estimators that have none of their own.
"""

import importlib
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import InvalidDataError, InvalidParameterError, nearest

__all__ = ["check_container", "container", "wrapped"]

CONTAINERS = ("default", "pandas", "polars")


def check_container(name: object) -> None:
    """Raise InvalidParameterError unless `name` is a container that `wrapped` can make."""
    if name not in CONTAINERS:
        message = f"output config must be in {list(CONTAINERS)}, got {name}.{nearest(str(name), CONTAINERS)}"
        raise InvalidParameterError(message)


def container(estimator: Any) -> str:
    """Return the name of the container that `estimator.transform` gives."""
    own: dict[str, str] = getattr(estimator, "_sklearn_output_config", {})
    if "transform" in own:
        return own["transform"]
    peer = getattr(sys.modules.get("sklearn"), "get_config", None)  # None too while it is being imported
    return str(peer()["transform_output"]) if peer else "default"


def wrapped(rows: Any, X: Any, estimator: Any) -> Any:
    """Return transformed rows in the container that `estimator` is set to.

    Parameters
    ----------
    rows : ndarray of shape (n_samples, n_features_out), or a sparse matrix
        What the provider computed.
    X : array-like
        What the user passed; a pandas frame's index is kept.
    estimator : fitted Transformer
        Names the columns.

    Raises
    ------
    InvalidParameterError
        The container is unknown.
    InvalidDataError
        A frame is asked for and the rows are sparse.
    ImportError
        The container's library is not installed.
    """
    name = container(estimator)
    check_container(name)
    if name == "default":
        return rows
    if not isinstance(rows, np.ndarray):
        message = (
            f"{type(estimator).__name__} outputs a scipy sparse matrix, which {name} does not take. Try to set the transformer "
            f"output to a dense array or disable {name.capitalize()} output with set_output(transform='default')."
        )
        raise InvalidDataError(message)
    return _frame(name, rows, X, estimator.get_feature_names_out())


def _frame(name: str, rows: NDArray[Any], X: Any, columns: NDArray[np.object_]) -> Any:
    try:
        library = importlib.import_module(name)
    except ModuleNotFoundError as error:
        message = f"Setting output container to {name!r} requires {name} to be installed. Try: pip install {name}"
        raise ImportError(message, name=name) from error
    if name == "polars":
        return library.DataFrame(rows, schema=columns.tolist(), orient="row")
    index = X.index if isinstance(X, library.DataFrame | library.Series) else None
    return library.DataFrame(rows, index=index, columns=columns, copy=False)
