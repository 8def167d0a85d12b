"""The class `preprocessing.StandardScaler`, provider `rs`: parameters and methods are the spec's, the mathematics is Rust."""

from typing import Any

import mlmeta
import numpy as np
from mlmeta import preprocessing
from mlmeta.data.sparse import CSR
from mlmeta.errors import InvalidDataError
from mlmeta.estimators.base import Floats

from mlmeta_preprocessing_rs import _native
from mlmeta_preprocessing_rs.rows import NativeScaler, contiguous

__all__ = ["StandardScaler"]


class StandardScaler(NativeScaler, preprocessing.StandardScaler, provider="rs"):
    """Standard scores in Rust: statistics in one pass over the memory, the same bits for any number of threads."""

    def _learn(self, X: Floats | CSR, sample_weight: Floats | None, *, first: bool) -> None:
        """Set the fitted attributes from `X` (n_samples, n_features) and, unless it is the first part, from what they were."""
        before, whole = None, sample_weight is None
        if not first:
            self._check_learnt()
            before, whole = self._learnt(), whole and np.asarray(self.n_samples_seen_).dtype.kind in "iu"
        settings: dict[str, Any] = {
            "sample_weight": sample_weight,
            "before": before,
            "with_std": self.with_std,
            "n_threads": mlmeta.threads(),
        }
        try:
            if isinstance(X, CSR):
                found = _native.column_moments_of_sparse(X.data, X.indices, X.indptr, X.shape[1], **settings)
            else:
                found = _native.column_moments(X, **settings)
        except ValueError as error:
            raise InvalidDataError(str(error)) from error
        count, mean, self.var_, self.scale_ = found
        self.mean_ = mean if self.with_mean or self.with_std else None
        seen = count.astype(np.int64) if whole else count
        self.n_samples_seen_ = seen[0] if (seen == seen[0]).all() else seen

    def _learnt(self) -> tuple[Any, Any, Any]:
        """Return count, mean and variance of each column as learnt so far."""
        width = (self.n_features_in_,)
        count = np.broadcast_to(np.asarray(self.n_samples_seen_), width)
        mean = np.zeros(width) if self.mean_ is None else self.mean_
        variance = contiguous(self.var_, np.float64) if self.with_std else None
        return contiguous(count, np.float64), contiguous(mean, np.float64), variance

    def _scale(self, X: Any) -> Any:
        """Return the standard scores of `X` (n_samples, n_features); entries of sparse rows are overwritten."""
        self._check_learnt()
        if isinstance(X, CSR):
            if self.with_std and self.scale_ is not None:
                factor = contiguous(1 / self.scale_, np.float64)
                _native.multiply_entries(X.data, X.indices, factor=factor, n_threads=mlmeta.threads())
            return X
        target = self._target(X)
        _native.divide(X, target, **self._parameters_for(X), n_threads=mlmeta.threads())
        return target

    def _unscale(self, X: Any) -> Any:
        """Return the rows whose standard scores are `X` (n_samples, n_features); entries of sparse rows are overwritten."""
        self._check_learnt()
        if isinstance(X, CSR):
            if self.with_std and self.scale_ is not None:
                factor = contiguous(self.scale_, np.float64)
                _native.multiply_entries(X.data, X.indices, factor=factor, n_threads=mlmeta.threads())
            return X
        target = self._target(X)
        _native.multiply(X, target, **self._parameters_for(X), n_threads=mlmeta.threads())
        return target

    def _parameters_for(self, X: Floats) -> dict[str, Any]:
        """Return what is subtracted and divided by, in the dtype of the rows, as scikit-learn has it."""
        offset = contiguous(self.mean_, X.dtype) if self.with_mean else None
        factor = contiguous(self.scale_, X.dtype) if self.with_std else None
        return {"offset": offset, "factor": factor}
