"""Start centres: what a user may ask for, and the check of those that a user, or a function of the user's, gives."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.data.sparse import is_sparse
from mlmeta.errors import InvalidParameterError
from mlmeta.estimators.base import Floats
from mlmeta.specs.domains import Array, Options

__all__ = ["Start", "are_given", "checked_start_centres"]

Start = (
    Annotated[str, Options("k-means++", "random")]
    | Annotated[NDArray[Any] | Sequence[Sequence[float]], Array(2)]
    | Callable[..., ArrayLike]
)
"""The domain of `init`."""


def are_given(init: Any) -> bool:
    """Return whether `init` is start centres, and neither the name of a way to find them nor a function."""
    return not isinstance(init, str) and not callable(init)


def checked_start_centres(centres: Any, *, n_clusters: int, n_features: int, dtype: Any) -> Floats:
    """Return start centres as a C-contiguous array (n_clusters, n_features) of `dtype`.

    Parameters
    ----------
    centres : array-like or sparse matrix
        A function that was given sparse rows may return some of them.
    n_clusters, n_features : int
    dtype : data type
        That of the rows.

    Raises
    ------
    InvalidParameterError
        If their shape is another one, or a value is not finite.

    Examples
    --------
    >>> from mlmeta.cluster.start_centres import checked_start_centres
    >>> checked_start_centres([[0], [1]], n_clusters=2, n_features=1, dtype="float32")
    array([[0.],
           [1.]], dtype=float32)
    """
    if is_sparse(centres):
        centres = centres.toarray()
    with np.errstate(over="ignore"):
        array: Floats = np.ascontiguousarray(centres, dtype=dtype)
    expected = (n_clusters, n_features)
    if array.shape != expected:
        wrong = array.ndim != 2 or len(array) != n_clusters
        what = f"number of clusters {n_clusters}" if wrong else f"number of features of the data {n_features}"
        message = (
            f"The shape of the initial centers {array.shape} does not match the {what}: "
            f"init must give an array of shape {expected}."
        )
        raise InvalidParameterError(message)
    if not np.isfinite(array).all():
        message = f"The initial centers that init gives contain NaN, infinity or values too large for {array.dtype}."
        raise InvalidParameterError(message)
    return array
