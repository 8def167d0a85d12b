"""What scalers share: they learn in parts, and what they do to a row can be undone. A provider writes the arithmetic."""

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.data.sparse import CSR
from mlmeta.estimators.base import Floats
from mlmeta.estimators.roles import Incremental, Transformer

__all__ = ["Scaler"]


class Scaler(Incremental, Transformer):
    """A transformer that changes each column by itself. A provider writes `_learn`, `_scale` and `_unscale`.

    Parts in any number and order give what one `fit` on all rows gives, up to rounding.
    `_scale` and `_unscale` receive rows that are theirs to write and return them; missing values (NaN) stay missing. float16 is
    none of their business: such rows are float32 inside, and what is given back is float16.
    """

    copy: bool

    def inverse_transform(self, X: "ArrayLike") -> Any:
        """Return the rows that `transform` would turn into `X`, in the dtype of `X` (float16, float32 or float64).

        Raises
        ------
        NotFittedError
            Before `fit`.
        InvalidDataError
            `X` is not what the model takes.
        """
        self._check_fitted()
        data = self._gate(X, self.n_features_in_)
        return _as_given(self._unscale(self._own(_wide(data))), data)

    def _check_fit_array(self, X: Any) -> Any:
        return _wide(super()._check_fit_array(X))

    def _check_next_array(self, X: Any) -> Any:
        return _wide(super()._check_next_array(X))

    def _fit(self, X: Any, sample_weight: Floats | None) -> None:
        self._learn(X, sample_weight, first=True)

    def _transform(self, X: Any) -> Any:
        return _as_given(self._scale(self._own(_wide(X))), X)

    def _own(self, X: Any) -> Any:
        """Return the rows as ones that may be written: a copy, unless `copy` is false and the array allows it."""
        if isinstance(X, CSR):
            return replace(X, data=X.data.copy())
        return X if not self.copy and X.flags.writeable else X.copy()

    def _scale(self, X: Any) -> Any:
        raise NotImplementedError

    def _unscale(self, X: Any) -> Any:
        raise NotImplementedError

    if not TYPE_CHECKING:  # as in the roles
        _scale = abstractmethod(_scale)
        _unscale = abstractmethod(_unscale)


def _wide(X: Any) -> Any:
    """Return float16 rows as float32, which holds each of their values and has room for what is computed; others as they are."""
    return X.astype(np.float32) if X.dtype == np.float16 else X


def _as_given(rows: Any, X: Any) -> Any:
    """Return rows in the dtype of `X`, from which they were computed; sparse ones as the matrix of the library they came from."""
    if isinstance(rows, CSR):
        return rows.to_matrix()
    return rows.astype(np.float16) if X.dtype == np.float16 else rows
