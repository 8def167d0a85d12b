"""The class `preprocessing.MinMaxScaler`, provider `rs`: parameters and methods are the spec's, the mathematics is Rust."""

from typing import Any

import mlmeta
import numpy as np
from mlmeta import preprocessing
from mlmeta.errors import InvalidDataError
from mlmeta.estimators.base import Floats

from mlmeta_preprocessing_rs import _native
from mlmeta_preprocessing_rs.rows import NativeScaler, contiguous

__all__ = ["MinMaxScaler"]


class MinMaxScaler(NativeScaler, preprocessing.MinMaxScaler, provider="rs"):
    """Columns scaled to a range, in Rust."""

    def _learn(self, X: Any, sample_weight: Floats | None, *, first: bool) -> None:
        """Set the fitted attributes from `X` (n_samples, n_features) and, unless it is the first part, from what they were."""
        del sample_weight
        before, seen = None, len(X)
        if not first:
            # In the wider of the two dtypes: no earlier statistic is rounded.
            dtype = np.result_type(X, self.data_min_)
            X = contiguous(X, dtype)
            before, seen = (
                (contiguous(self.data_min_, dtype), contiguous(self.data_max_, dtype)),
                seen + int(self.n_samples_seen_),
            )
        try:
            found = _native.column_ranges(X, before=before, feature_range=self._ends(), n_threads=mlmeta.threads())
        except ValueError as error:
            raise InvalidDataError(str(error)) from error
        self.scale_, self.min_, self.data_min_, self.data_max_, self.data_range_ = found
        self.n_samples_seen_ = seen

    def _scale(self, X: Any) -> Any:
        """Return `X` (n_samples, n_features) scaled to the range."""
        target = self._target(X)
        clip = self._ends() if self.clip else None
        _native.multiply(X, target, **self._parameters_for(X), clip=clip, n_threads=mlmeta.threads())
        return target

    def _unscale(self, X: Any) -> Any:
        """Return the rows whose scaled values are `X` (n_samples, n_features)."""
        target = self._target(X)
        _native.divide(X, target, **self._parameters_for(X), n_threads=mlmeta.threads())
        return target

    def _ends(self) -> tuple[float, float]:
        low, high = self.feature_range
        return float(low), float(high)

    def _parameters_for(self, X: Floats) -> dict[str, Any]:
        """Return what is added and multiplied by, in the wider of the dtypes of the rows and of what was fitted."""
        dtype = np.result_type(X, self.scale_)
        return {"offset": contiguous(self.min_, dtype), "factor": contiguous(self.scale_, dtype)}
