"""The class `preprocessing.MinMaxScaler`, provider `np`."""

import numpy as np
from mlmeta import preprocessing

from mlmeta_preprocessing_np.arrays import Floats


class MinMaxScaler(preprocessing.MinMaxScaler, provider="np"):
    """Columns scaled to a range, in NumPy."""

    def _learn(self, X: Floats, sample_weight: Floats | None, *, first: bool) -> None:
        """Set the fitted attributes from `X` (n_samples, n_features) and, unless it is the first part, from what they were."""
        del sample_weight
        # fmin and fmax pass over NaN, also over that of a column of which no value has been seen yet.
        # Adding 0 makes the zero positive, of which otherwise the order of the rows decided.
        smallest, largest, seen = np.fmin.reduce(X, axis=0) + 0, np.fmax.reduce(X, axis=0) + 0, len(X)
        if not first:
            smallest, largest = np.fmin(self.data_min_, smallest), np.fmax(self.data_max_, largest)
            seen += int(self.n_samples_seen_)
        low, high = np.asarray(self.feature_range, dtype=X.dtype)
        span = largest - smallest
        self.scale_ = (high - low) / np.where(span < 10 * np.finfo(span.dtype).eps, 1, span).astype(span.dtype)
        self.min_ = low - smallest * self.scale_
        self.data_min_, self.data_max_, self.data_range_ = smallest, largest, span
        self.n_samples_seen_ = seen

    def _scale(self, X: Floats) -> Floats:
        """Return `X` (n_samples, n_features), which is overwritten, scaled to the range."""
        X *= self.scale_
        X += self.min_
        if self.clip:
            low, high = np.asarray(self.feature_range, dtype=X.dtype)
            np.clip(X, low, high, out=X)
        return X

    def _unscale(self, X: Floats) -> Floats:
        """Return the rows whose scaled values are `X` (n_samples, n_features), which is overwritten."""
        X -= self.min_
        X /= self.scale_
        return X
