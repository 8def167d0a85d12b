"""The spec of the standard scaler."""

from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.data.sparse import is_sparse
from mlmeta.errors import InvalidDataError, NotFittedError
from mlmeta.preprocessing.scaler import Scaler
from mlmeta.specs.domains import HINT
from mlmeta.specs.inputs import Accepts
from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["StandardScaler"]

COUNTS = ("int64", "float64", "float32")


class StandardScaler(
    Scaler,
    kind="preprocessing.StandardScaler",
    version=1,
    accepts=Accepts(sparse=True, nan=True, float16=True),
    state=StateSchema(
        version=1,
        tensors={
            "mean_": Tensor(("n_features",), unless_false="with_mean"),
            "var_": Tensor(("n_features",), unless_false="with_std"),
            "scale_": Tensor(("n_features",), unless_false="with_std"),
            "n_samples_seen_": Tensor(("n_features",), COUNTS, scalar=True),
        },
    ),
):
    """Standardise each column: subtract its mean and divide by its standard deviation.

    Mean and variance come from two passes over the rows, and those of several parts are put together (T. Chan, G. Golub and
    R. LeVeque, "Algorithms for computing the sample variance: analysis and recommendations", The American Statistician 37,
    1983, pages 242-247). The variance divides by the number of rows. Missing values (NaN) count for nothing and stay missing.
    Sparse rows are scaled, not centred: `with_mean` must be false for them. Names and meanings are those of scikit-learn 1.9.

    Parameters
    ----------
    copy : bool, default=True
        Whether `X` must stay as it is; if false, an array that may be written is scaled where it lies.
    with_mean : bool, default=True
        Subtract the mean.
    with_std : bool, default=True
        Divide by the standard deviation; a column that is constant within rounding is divided by 1.
    provider : str or None, default=None
        Which implementation to construct; see `StandardScaler.providers()`.

    Attributes
    ----------
    mean_ : ndarray of shape (n_features,), float64, or None
        The mean of each column; None when neither `with_mean` nor `with_std`.
    var_ : ndarray of shape (n_features,), float64, or None
        The variance of each column; None without `with_std`.
    scale_ : ndarray of shape (n_features,), float64, or None
        What each column is divided by; None without `with_std`.
    n_samples_seen_ : int or ndarray of shape (n_features,)
        The number of rows, or the sum of their weights; one a column when values are missing.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta import preprocessing
    >>> scaler = preprocessing.StandardScaler().fit([[0.0, 0.0], [0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    >>> scaler.mean_
    array([0.5, 0.5])
    >>> scaler.transform([[2.0, 2.0]])
    array([[3., 3.]])
    """

    mean_: NDArray[np.float64] | None
    var_: NDArray[np.float64] | None
    scale_: NDArray[np.float64] | None
    n_samples_seen_: int | float | NDArray[Any]

    def __init__(
        self,
        *,
        copy: Annotated[bool, HINT] = True,
        with_mean: bool = True,
        with_std: bool = True,
        provider: str | None = None,
    ) -> None:
        self.copy = copy
        self.with_mean = with_mean
        self.with_std = with_std

    def transform(self, X: "ArrayLike", copy: bool | None = None) -> Any:  # noqa: FBT001  # scikit-learn's signature
        """Return the standardised rows, of the shape of `X` and its dtype (float16, float32 or float64); sparse rows stay sparse.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n_samples, n_features)
            The rows.
        copy : bool or None
            In place of the parameter `copy`, when given.

        Raises
        ------
        NotFittedError
            Before `fit`.
        InvalidDataError
            `X` is not what the model takes.
        """
        return _in_format_of(X, super(StandardScaler, self._copying(copy)).transform(X))

    def inverse_transform(self, X: "ArrayLike", copy: bool | None = None) -> Any:  # noqa: FBT001  # scikit-learn's signature
        """Return the rows that `transform` would turn into `X`; parameters and errors as there."""
        return _in_format_of(X, super(StandardScaler, self._copying(copy)).inverse_transform(X))

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = tags.input_tags.sparse and not self.with_mean
        return tags

    def _copying(self, copy: bool | None) -> Self:  # noqa: FBT001  # as its callers
        """Return this estimator with another `copy`: the same fitted arrays, so that calls at the same time do not meet."""
        if copy is None or copy == self.copy:
            return self
        twin = type(self).__new__(type(self))
        vars(twin).update(vars(self), copy=copy)
        return twin

    def _gate(self, X: Any, n_features: int | None = None) -> Any:
        if self.with_mean and is_sparse(X):
            message = (
                "Cannot center sparse matrices: pass `with_mean=False` instead. "
                "Centred, the rows would be dense, and in common use too large for the memory."
            )
            raise InvalidDataError(message)
        return super()._gate(X, n_features)

    def _check_learnt(self) -> None:
        """Raise unless what the parameters now ask for was learnt: they may have been changed since `fit`."""
        for name, learnt in (("with_mean", self.mean_), ("with_std", self.scale_)):
            if getattr(self, name) and learnt is None:
                message = f"This {type(self).__name__} was fitted with {name}=False and now has {name}=True. Call 'fit' again."
                raise NotFittedError(message)


def _in_format_of(X: Any, rows: Any) -> Any:
    """Return sparse rows in the format of the user's `X`: the gate makes compressed rows of any."""
    return rows.asformat(X.format) if is_sparse(rows) and hasattr(X, "format") else rows
