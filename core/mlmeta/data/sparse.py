"""Sparse rows as providers receive them: plain arrays, whatever library the user's matrix comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import InvalidDataError

__all__ = ["CSR", "is_sparse"]


def is_sparse(X: object) -> bool:
    """Return whether `X` is a sparse matrix or array of whatever library: it has a method `tocsr`."""
    return hasattr(X, "tocsr")


@dataclass(frozen=True)
class CSR:
    """Compressed sparse rows: the entries of row `i` are `data[indptr[i]:indptr[i + 1]]`, in the columns `indices[...]`.

    Within a row the columns are ascending and occur once; explicit zeros may be stored. The arrays are never written.

    Attributes
    ----------
    data : ndarray of shape (n_entries,), float32 or float64
    indices : ndarray of shape (n_entries,), int32 or int64
    indptr : ndarray of shape (n_samples + 1,), of the dtype of `indices`
    shape : tuple of int
        (n_samples, n_features).
    library : callable or None
        Makes the user's kind of matrix: `library((data, indices, indptr), shape=shape)`; None when the rows come from no library.

    Examples
    --------
    >>> import numpy as np
    >>> from mlmeta.data.sparse import CSR
    >>> rows = CSR(np.array([5.0, 7.0]), np.array([1, 0]), np.array([0, 1, 1, 2]), (3, 2))
    >>> rows.to_dense(0, 3)
    array([[0., 5.],
           [0., 0.],
           [7., 0.]])
    """

    data: NDArray[np.floating[Any]]
    indices: NDArray[np.integer[Any]]
    indptr: NDArray[np.integer[Any]]
    shape: tuple[int, int]
    library: Callable[..., Any] | None = None

    @classmethod
    def from_matrix(cls, X: Any) -> Self:
        """Return the rows of a sparse matrix or array of scipy, or of any other with `tocsr`; float32 stays, all else is float64.

        Nothing is copied that is in this form already, and `X` is not written.

        Raises
        ------
        InvalidDataError
            Not two-dimensional, not real numbers, or with indices that point outside of it.
        """
        if len(X.shape) != 2:
            message = f"Expected 2D sparse data, got {len(X.shape)}D (shape {X.shape})."
            raise InvalidDataError(message)
        kind = np.dtype(X.dtype).kind
        if kind not in "biuf":
            message = (
                f"Complex data not supported: X has dtype {X.dtype}." if kind == "c" else f"X must hold numbers, got {X.dtype}."
            )
            raise InvalidDataError(message)
        matrix = X.tocsr()
        library, shape = type(matrix), (int(X.shape[0]), int(X.shape[1]))
        _check_indices(matrix.indices, matrix.indptr, shape)
        if not matrix.has_canonical_format:
            matrix = matrix.copy()  # sum_duplicates works in place, and tocsr may have returned X
            matrix.sum_duplicates()
        dtype = np.float32 if matrix.dtype == np.float32 else np.float64
        data = np.require(matrix.data, dtype=dtype, requirements=["C_CONTIGUOUS", "ALIGNED"])
        return cls(data, matrix.indices, matrix.indptr, shape, library)

    def to_matrix(self) -> Any:
        """Return the rows as the user's library has them; the arrays are copies, free to be written.

        Raises
        ------
        InvalidDataError
            The rows come from no library.
        """
        if self.library is None:
            message = "These sparse rows come from no library, so they cannot become a matrix of one."
            raise InvalidDataError(message)
        return self.library((self.data.copy(), self.indices.copy(), self.indptr.copy()), shape=self.shape)

    def take(self, positions: NDArray[np.integer[Any]]) -> "CSR":
        """Return the rows at `positions` (m,), copied."""
        starts = self.indptr[positions].astype(np.int64)
        indptr = np.zeros(len(positions) + 1, dtype=np.int64)
        np.cumsum(self.indptr[positions + 1] - starts, out=indptr[1:])
        entries = np.arange(indptr[-1]) + np.repeat(starts - indptr[:-1], np.diff(indptr))
        shape = (len(positions), self.shape[1])
        return CSR(self.data[entries], self.indices[entries], indptr, shape, self.library)

    @property
    def dtype(self) -> np.dtype[np.floating[Any]]:
        """Return the dtype of the entries."""
        return self.data.dtype

    def __len__(self) -> int:
        return self.shape[0]

    def to_dense(self, first: int, last: int) -> NDArray[np.floating[Any]]:
        """Return the rows `first` (included) to `last` (excluded) as an array of shape (last - first, n_features)."""
        dense = np.zeros((last - first, self.shape[1]), dtype=self.data.dtype)
        entries = slice(self.indptr[first], self.indptr[last])
        rows = np.repeat(np.arange(last - first), np.diff(self.indptr[first : last + 1]))
        dense[rows, self.indices[entries]] = self.data[entries]
        return dense


def _check_indices(indices: NDArray[np.integer[Any]], indptr: NDArray[np.integer[Any]], shape: tuple[int, int]) -> None:
    """Raise unless every index is one of the matrix: scipy does not look when its arrays are changed afterwards."""
    rows_are_right = len(indptr) == shape[0] + 1 and indptr[0] == 0 and (np.diff(indptr) >= 0).all()
    if not rows_are_right or indptr[-1] > len(indices):
        message = f"The sparse X of shape {shape} has row pointers that are not ascending from 0 to its {len(indices)} entries."
        raise InvalidDataError(message)
    if len(indices) and (indices.min() < 0 or indices.max() >= shape[1]):
        message = f"The sparse X of shape {shape} has column indices from {indices.min()} to {indices.max()}."
        raise InvalidDataError(message)
