"""Arrays of Python objects: which of them are numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import InvalidDataError

__all__ = ["refuse_other_objects"]


def refuse_other_objects(array: NDArray[Any], name: str) -> None:
    """Raise for objects that NumPy would convert to numbers although they are none: text, bytes, dates, complex numbers.

    Parameters
    ----------
    array : ndarray of object
    name : str
        What holds the objects, for messages.

    Raises
    ------
    InvalidDataError
        Names the first such object.
    """
    for kind in {type(value) for value in array.ravel().tolist()}:
        if issubclass(kind, complex | np.complexfloating):
            message = f"Complex data not supported: {name} holds values of type {kind.__name__}."
            raise InvalidDataError(message)
        if issubclass(kind, str | bytes | np.datetime64 | np.timedelta64):
            example = next(value for value in array.flat if type(value) is kind)
            message = f"{name} must hold numbers, got {example!r} of type {kind.__name__} among its objects."
            raise InvalidDataError(message)
