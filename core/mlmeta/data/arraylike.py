"""What users call an array, as real numbers in the form that providers take: one copy at most, and none where it has it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.data import frames
from mlmeta.data.objects import refuse_other_objects
from mlmeta.errors import InvalidDataError

__all__ = ["to_numbers"]

_TAKEN = {np.dtype(np.float32), np.dtype(np.float64)}  # in native byte order


def to_numbers(X: Any, name: str = "X", *, float16: bool = False) -> NDArray[np.floating[Any]]:
    """Return `X` as a C-contiguous, aligned array in native byte order: float32 as it is, every other number as float64.

    Parameters
    ----------
    X : array-like
        An array, a buffer, nested sequences, a data frame, or what exports `__array__`, `__dlpack__` or Arrow. Never written.
    name : str
        The argument's name, for messages.
    float16 : bool
        Whether float16 stays as it is, too.

    Raises
    ------
    InvalidDataError
        Not numbers: text, dates, complex, masked or ragged.

    Examples
    --------
    >>> import numpy as np
    >>> to_numbers(np.array([[1, 2]], dtype=">i2"))
    array([[1., 2.]])
    """
    if type(X) is np.ndarray and X.dtype in _TAKEN and X.flags.c_contiguous and X.flags.aligned:
        return X
    array = _array(X, name)
    kind = array.dtype.kind
    if kind == "c":
        message = f"Complex data not supported: {name} has dtype {array.dtype}."
        raise InvalidDataError(message)
    if kind not in "biufO":  # NumPy would turn text and dates into numbers that nobody meant
        message = f"{name} must hold numbers, got dtype {array.dtype}."
        raise InvalidDataError(message)
    if kind == "O":
        refuse_other_objects(array, name)
    kept: dict[str, Any] = {"f4": np.float32, **({"f2": np.float16} if float16 else {})}
    dtype = kept.get(array.dtype.str[1:], np.float64)  # whatever the byte order
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # what is too large becomes an infinity, which the gate finds
            return np.require(array, dtype=dtype, requirements=["C_CONTIGUOUS", "ALIGNED"])
    except (ValueError, TypeError, OverflowError) as error:
        message = f"{name} must hold numbers, got dtype {array.dtype}: {error}"
        raise InvalidDataError(message) from error


def _array(X: Any, name: str) -> NDArray[Any]:
    """Return `X` as NumPy sees it, without a copy where it exports its memory."""
    if np.ma.isMaskedArray(X):
        if np.ma.is_masked(X):
            count = np.ma.getmaskarray(X).sum()
            message = f"{name} has {count} masked values, which are missing ones: fill them first, for instance with X.filled(0)."
            raise InvalidDataError(message)
        return np.asarray(X.data)
    frames.refuse_lazy(X)
    try:
        if frames.is_frame(X):
            return frames.from_frame(X)
        if not hasattr(X, "__array__"):
            if hasattr(X, "__dlpack__"):
                return np.from_dlpack(X)
            if hasattr(X, "__arrow_c_stream__") or hasattr(X, "__arrow_c_array__"):
                return frames.from_frame(_arrow_frame(X, name))
        return np.asarray(X)
    except InvalidDataError:
        raise
    except (ValueError, TypeError, RuntimeError, BufferError) as error:
        message = f"{name} cannot be read as an array of numbers: {error}"
        raise InvalidDataError(message) from error


def _arrow_frame(X: Any, name: str) -> Any:
    """Return what exports Arrow as a frame of polars, which reads it without a copy."""
    try:
        import polars as pl  # noqa: PLC0415  # an option of the user's
    except ImportError:
        message = (
            f"{name} is Arrow data of type {type(X).__name__}, which polars reads: "
            'pip install "mlmeta[data]", or convert it to a NumPy array.'
        )
        raise InvalidDataError(message) from None
    return pl.DataFrame(X)
