"""Tables of named columns (pandas, polars and what looks like them) as arrays of numbers, by duck typing."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.data.objects import refuse_other_objects
from mlmeta.errors import InvalidDataError

__all__ = ["from_frame", "is_frame", "refuse_lazy"]


def is_frame(X: object) -> bool:
    """Return whether `X` is a table whose columns have names and dtypes."""
    return all(hasattr(X, name) for name in ("to_numpy", "columns", "dtypes"))


def refuse_lazy(X: object) -> None:
    """Raise for a LazyFrame (of polars, or narwhals): it holds no rows, and to ask it for its columns is work already.

    Raises
    ------
    InvalidDataError
        With what to do.
    """
    if type(X).__name__ == "LazyFrame":
        message = "X is a LazyFrame, which holds no rows yet: call X.collect() first."
        raise InvalidDataError(message)


def from_frame(X: Any) -> NDArray[Any]:
    """Return the columns of a frame as one array: a view where the frame holds one, else one copy; missing values are NaN.

    Raises
    ------
    InvalidDataError
        A column is neither numeric nor boolean; the message names it.
    """
    for name, dtype in zip(X.columns, X.dtypes, strict=True):
        if not _is_numeric(dtype):
            message = (
                f"X must hold numbers, got column {name!r} of dtype {dtype}. "
                "Encode it as numbers or leave it out before the estimator sees it."
            )
            raise InvalidDataError(message)
    dtypes = {str(dtype) for dtype in X.dtypes}
    if len(dtypes) == 1 and all(isinstance(dtype, np.dtype) for dtype in X.dtypes):
        return np.asarray(X)  # pandas keeps such columns together
    return _copied(X, np.dtype(np.float32 if {name.lower() for name in dtypes} == {"float32"} else np.float64))


def _is_numeric(dtype: Any) -> bool:
    if hasattr(dtype, "is_numeric"):  # polars
        return bool(dtype.is_numeric()) or str(dtype) in {"Boolean", "Null"}
    # pandas' categories, texts and objects all say "O"; of the latter NumPy's, the values decide.
    return getattr(dtype, "kind", "?") in "biuf" or dtype == np.dtype(object)


def _copied(X: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return a C-contiguous array that was filled column by column: frames would make one in their own order first."""
    array = np.empty(X.shape, dtype=dtype)
    for position in range(X.shape[1]):
        column = X.iloc[:, position] if hasattr(X, "iloc") else X.to_series(position)
        values = column.to_numpy()
        if values.dtype.kind == "O" and not isinstance(column.dtype, np.dtype) and hasattr(X, "iloc"):
            values = column.to_numpy(dtype=np.float64, na_value=np.nan)  # pandas' own missing value is no number
        if values.dtype.kind == "O":
            refuse_other_objects(values, f"column {X.columns[position]!r} of X")
        try:
            with np.errstate(over="ignore"):  # the gate finds the infinity
                array[:, position] = values
        except (TypeError, ValueError, OverflowError) as error:
            message = f"X must hold numbers, got column {X.columns[position]!r} of dtype {column.dtype}: {error}"
            raise InvalidDataError(message) from error
    return array
