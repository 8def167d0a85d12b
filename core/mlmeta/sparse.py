"""Sparse rows as providers receive them: plain arrays, whatever library the user's matrix comes from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CSR"]


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

    Examples
    --------
    >>> import numpy as np
    >>> from mlmeta.sparse import CSR
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
