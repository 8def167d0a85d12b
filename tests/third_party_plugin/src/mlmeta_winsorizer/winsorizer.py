"""The algorithm `preprocessing.Winsorizer`: its spec, and the provider that computes it with NumPy."""

from typing import Annotated

import numpy as np
from mlmeta.estimators.base import Floats
from mlmeta.estimators.roles import Transformer
from mlmeta.specs.domains import Interval
from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["NumpyWinsorizer", "Winsorizer"]


class Winsorizer(
    Transformer,
    kind="mlmeta-winsorizer/preprocessing.Winsorizer",
    version=1,
    state=StateSchema(version=1, tensors={"lower_": Tensor(("n_features",)), "upper_": Tensor(("n_features",))}),
):
    """Clip each column to its own quantiles, so that outliers keep their row and lose their weight.

    Named after C. P. Winsor by J. W. Tukey ("The future of data analysis", Annals of Mathematical Statistics 33, 1962, pages
    1-67); the idea is older (C. Hastings, F. Mosteller, J. W. Tukey and C. P. Winsor, "Low moments for small samples: a
    comparative study of order statistics", the same Annals 18, 1947, pages 413-426). There extreme values become their
    nearest kept neighbours; here the bounds are quantiles, interpolated linearly, so that they also apply to new rows.

    Parameters
    ----------
    lower : float, default=0.05
        The quantile below which values are raised to it; 0 keeps them.
    upper : float, default=0.95
        The quantile above which values are lowered to it; 1 keeps them.
    provider : str or None, default=None
        Which implementation to construct; see `Winsorizer.providers()`.

    Attributes
    ----------
    lower_, upper_ : ndarray of shape (n_features,), float32 or float64 as `X`
        The bounds of each column.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta_winsorizer import Winsorizer
    >>> Winsorizer(lower=0.0, upper=0.5).fit_transform([[1.0], [2.0], [300.0]]).ravel().tolist()
    [1.0, 2.0, 2.0]
    """

    lower_: Floats
    upper_: Floats

    def __init__(
        self,
        *,
        lower: Annotated[float, Interval(0.0, 0.5)] = 0.05,
        upper: Annotated[float, Interval(0.5, 1.0)] = 0.95,
        provider: str | None = None,
    ) -> None:
        self.lower = lower
        self.upper = upper


class NumpyWinsorizer(Winsorizer, provider="winsor"):
    """The Winsorizer in NumPy."""

    def _fit(self, X: Floats, sample_weight: Floats | None) -> None:
        """Set the bounds of each column of `X` (n_samples, n_features); the manifest says that weights are not taken."""
        del sample_weight
        self.lower_, self.upper_ = np.quantile(X, [self.lower, self.upper], axis=0).astype(X.dtype)

    def _transform(self, X: Floats) -> Floats:
        """Return `X` (n_samples, n_features) within the bounds."""
        clipped: Floats = np.clip(X, self.lower_, self.upper_, dtype=X.dtype)
        return clipped
