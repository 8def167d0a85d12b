"""The class `preprocessing.StandardScaler`, provider `np`: what it learns is in `moments`."""

import numpy as np
from mlmeta import preprocessing
from mlmeta.data.sparse import CSR

from mlmeta_preprocessing_np.arrays import Counts, Doubles, Floats
from mlmeta_preprocessing_np.dense import moments_of_dense
from mlmeta_preprocessing_np.moments import Moments
from mlmeta_preprocessing_np.sparse import moments_of_sparse

EPSILON = np.finfo(np.float64).eps


class StandardScaler(preprocessing.StandardScaler, provider="np"):
    """Standard scores in NumPy."""

    def _learn(self, X: Floats | CSR, sample_weight: Floats | None, *, first: bool) -> None:
        """Set the fitted attributes from `X` (n_samples, n_features) and, unless it is the first part, from what they were."""
        weight = None if sample_weight is None else sample_weight.astype(np.float64)
        if isinstance(X, CSR):
            found = moments_of_sparse(X, weight, squares=self.with_std)
        else:
            found = moments_of_dense(X, weight, squares=self.with_std)
        if not first:
            self._check_learnt()
            found = self._moments().merged(found)
        self.mean_ = found.mean if self.with_mean or self.with_std else None
        self.var_ = found.variance
        self.scale_ = None if found.variance is None else _divisors(found.count, found.mean, found.variance)
        same = bool((found.count == found.count[0]).all())
        self.n_samples_seen_ = found.count[0] if same else found.count

    def _moments(self) -> Moments:
        """Return what was learnt so far."""
        count = np.broadcast_to(np.asarray(self.n_samples_seen_), (self.n_features_in_,))
        mean = np.zeros(self.n_features_in_) if self.mean_ is None else self.mean_
        return Moments.from_mean(count, mean, self.var_ if self.with_std else None)

    def _scale(self, X: Floats | CSR) -> Floats | CSR:
        """Return `X` (n_samples, n_features), which is overwritten, as standard scores."""
        self._check_learnt()
        if isinstance(X, CSR):
            if self.with_std and self.scale_ is not None:
                np.multiply(X.data, (1 / self.scale_)[X.indices], out=X.data, casting="same_kind")
            return X
        # In the dtype of the rows, as scikit-learn does: the same bits for the same statistics.
        if self.with_mean and self.mean_ is not None:
            X -= self.mean_.astype(X.dtype)
        if self.with_std and self.scale_ is not None:
            X /= self.scale_.astype(X.dtype)
        return X

    def _unscale(self, X: Floats | CSR) -> Floats | CSR:
        """Return the rows whose standard scores are `X` (n_samples, n_features), which is overwritten."""
        self._check_learnt()
        if isinstance(X, CSR):
            if self.with_std and self.scale_ is not None:
                np.multiply(X.data, self.scale_[X.indices], out=X.data, casting="same_kind")
            return X
        if self.with_std and self.scale_ is not None:
            X *= self.scale_.astype(X.dtype)
        if self.with_mean and self.mean_ is not None:
            X += self.mean_.astype(X.dtype)
        return X


def _divisors(count: Counts, mean: Doubles, variance: Doubles) -> Doubles:
    """Return the standard deviation of each column, 1 for a column that is constant within rounding.

    The bound is the error of the two-pass variance (Chan, Golub and LeVeque, 1983, table 1), as scikit-learn takes it: below it
    nothing tells the column from a constant one.
    """
    with np.errstate(over="ignore"):
        bound = count * EPSILON * variance + (count * mean * EPSILON) ** 2
    scale: Doubles = np.where(variance <= bound, 1.0, np.sqrt(variance))
    return scale
