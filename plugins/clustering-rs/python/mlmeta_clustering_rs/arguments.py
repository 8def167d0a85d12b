"""Rows, centres and random streams as the native module takes them."""

from typing import Any, TypeAlias

import numpy as np
from mlmeta.data.sparse import CSR
from mlmeta.errors import InvalidParameterError
from mlmeta.estimators.base import Floats
from numpy.typing import NDArray

__all__ = ["RandomState", "Rows", "advance", "alike", "arrays", "random_stream", "state_of"]

Rows: TypeAlias = Floats | CSR
RandomState: TypeAlias = tuple[NDArray[np.uint32], int]
"""The words of a stream and how many of them were drawn."""


def random_stream(random_state: int | np.random.RandomState | None) -> np.random.RandomState:
    """Return the stream that `random_state` stands for."""
    if random_state is None:
        return np.random.mtrand._rand  # the stream that `numpy.random.seed` seeds; NumPy has no public name for it
    return random_state if isinstance(random_state, np.random.RandomState) else np.random.RandomState(random_state)


def state_of(stream: np.random.RandomState) -> RandomState:
    """Return the state of a stream.

    Raises
    ------
    InvalidParameterError
        It draws from another generator than MT19937.
    """
    state: dict[str, Any] = stream.get_state(legacy=False)
    if state["bit_generator"] != "MT19937":
        message = f"random_state draws from {state['bit_generator']}; provider 'rs' takes a RandomState of MT19937."
        raise InvalidParameterError(message)
    return state["state"]["key"], state["state"]["pos"]


def advance(stream: np.random.RandomState, state: RandomState) -> None:
    """Bring a stream to a state."""
    key, position = state
    stream.set_state({**stream.get_state(legacy=False), "state": {"key": key, "pos": position}})


def alike(X: Rows, centres: Floats) -> tuple[Any, Any]:
    """Return the rows and the centres in one dtype: the wider one, so that no value is rounded."""
    if X.dtype == centres.dtype and isinstance(X, np.ndarray) and X.flags.c_contiguous and centres.flags.c_contiguous:
        return X, centres
    dtype = np.result_type(X.dtype, centres)
    return arrays(X, dtype), np.ascontiguousarray(centres, dtype=dtype)


def arrays(X: Rows, dtype: Any = None) -> Any:
    """Return the rows in the form of the native module; nothing is copied that is in that form already."""
    if not isinstance(X, CSR):
        return np.ascontiguousarray(X, dtype=dtype)
    kinds = {X.indices.dtype, X.indptr.dtype}
    index = X.indices.dtype if kinds in ({np.dtype(np.int32)}, {np.dtype(np.int64)}) else np.dtype(np.int64)
    columns, starts = (np.require(array, dtype=index, requirements=["C", "A"]) for array in (X.indices, X.indptr))
    return np.ascontiguousarray(X.data, dtype=dtype), columns, starts, X.shape[1]
