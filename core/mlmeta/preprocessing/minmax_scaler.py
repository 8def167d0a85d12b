"""The spec of the scaler to a range."""

import numbers
from typing import Annotated, Any, Self

from numpy.typing import ArrayLike

from mlmeta.errors import InvalidParameterError
from mlmeta.estimators.base import Floats
from mlmeta.preprocessing.scaler import Scaler
from mlmeta.specs.domains import HINT
from mlmeta.specs.inputs import Accepts
from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["MinMaxScaler"]


class MinMaxScaler(
    Scaler,
    kind="preprocessing.MinMaxScaler",
    version=1,
    accepts=Accepts(nan=True, float16=True),
    state=StateSchema(
        version=1,
        tensors={
            "scale_": Tensor(("n_features",)),
            "min_": Tensor(("n_features",)),
            "data_min_": Tensor(("n_features",)),
            "data_max_": Tensor(("n_features",)),
            "data_range_": Tensor(("n_features",)),
            "n_samples_seen_": Tensor((), ("int64",)),
        },
    ),
):
    """Scale each column to a range: its smallest value becomes the lower end, its largest the upper end.

    A value x becomes `x * scale_ + min_`. Missing values (NaN) count for nothing and stay missing. Sparse rows are refused: the
    smallest value would have to become something else than 0. Names and meanings are those of scikit-learn 1.9.

    Parameters
    ----------
    feature_range : tuple of two numbers, default=(0, 1)
        The lower and the upper end.
    copy : bool, default=True
        Whether `X` must stay as it is; if false, an array that may be written is scaled where it lies.
    clip : bool, default=False
        Whether rows outside of what `fit` saw are moved to the ends of the range.
    provider : str or None, default=None
        Which implementation to construct; see `MinMaxScaler.providers()`.

    Attributes
    ----------
    scale_ : ndarray of shape (n_features,), float32 or float64 as `X`
        What each column is multiplied by.
    min_ : ndarray of shape (n_features,), float32 or float64 as `X`
        What is added then.
    data_min_ : ndarray of shape (n_features,), float32 or float64 as `X`
        The smallest value of each column.
    data_max_ : ndarray of shape (n_features,), float32 or float64 as `X`
        The largest.
    data_range_ : ndarray of shape (n_features,), float32 or float64 as `X`
        The difference of the two.
    n_samples_seen_ : int
        The number of rows.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta import preprocessing
    >>> scaler = preprocessing.MinMaxScaler().fit([[-1.0, 2.0], [-0.5, 6.0], [0.0, 10.0], [1.0, 18.0]])
    >>> scaler.data_max_
    array([ 1., 18.])
    >>> scaler.transform([[2.0, 2.0]])
    array([[1.5, 0. ]])
    """

    scale_: Floats
    min_: Floats
    data_min_: Floats
    data_max_: Floats
    data_range_: Floats
    n_samples_seen_: int

    def __init__(
        self,
        feature_range: tuple[float, float] = (0, 1),
        *,
        copy: Annotated[bool, HINT] = True,
        clip: bool = False,
        provider: str | None = None,
    ) -> None:
        self.feature_range = feature_range
        self.copy = copy
        self.clip = clip

    # Weights cannot change a minimum. Tools read the signatures to learn whether there are any, so these say it.

    def fit(self, X: "ArrayLike", y: object = None) -> Self:  # type: ignore[override]
        """Learn the smallest and the largest value of each column of `X` and return the estimator.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Numbers; float16 is computed as float32, float32 stays float32, everything else becomes float64.
        y : ignored
            For scikit-learn's pipelines.

        Raises
        ------
        InvalidParameterError, InvalidDataError
            As named.
        """
        return super().fit(X, y)

    def partial_fit(self, X: "ArrayLike", y: object = None) -> Self:  # type: ignore[override]
        """Learn from `X` on top of what was learnt before, and return the estimator; errors as in `fit`."""
        return super().partial_fit(X, y)

    def fit_transform(self, X: "ArrayLike", y: object = None) -> Any:  # type: ignore[override]
        """Fit and return the scaled `X`."""
        return self.fit(X, y).transform(X)

    def _check_parameters(self, sample_weight: object = None) -> None:
        super()._check_parameters(sample_weight)
        ends = self.feature_range
        if len(ends) != 2 or not all(isinstance(end, numbers.Real) for end in ends) or not ends[0] < ends[1]:
            message = (
                f"Minimum of desired feature range must be smaller than maximum. Got {ends}; "
                f"the 'feature_range' parameter of {type(self).__name__} takes two numbers, the smaller one first."
            )
            raise InvalidParameterError(message)
