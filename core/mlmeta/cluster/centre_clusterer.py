"""Clusterers whose model is one centre a cluster: what their specs share."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.data.validation import check_sample_weight
from mlmeta.errors import InvalidDataError
from mlmeta.estimators.base import Floats
from mlmeta.estimators.roles import InductiveClusterer, Transformer
from mlmeta.specs.outputs import Output

__all__ = ["CentreClusterer"]


class CentreClusterer(InductiveClusterer, Transformer):
    """Finds `n_clusters` centres; a row is transformed to its distances to them. A provider writes `_transform` as well."""

    n_clusters: int
    cluster_centers_: Floats
    inertia_: float

    __mlmeta_outputs__: ClassVar[tuple[Output, ...]] = (
        *InductiveClusterer.__mlmeta_outputs__,
        Output("distances", "transform", "float64", "n_clusters", on_request=True, description="distance to each centre"),
    )

    def score(self, X: "ArrayLike", y: object = None, sample_weight: "ArrayLike | None" = None) -> float:
        """Return the opposite of the (weighted) sum of squared distances of the rows to their nearest centre."""
        del y
        data = self._check_array(X)
        weight = check_sample_weight(sample_weight, data)
        squared = self._squared_distances(data)
        return -float(squared.sum() if weight is None else (squared * weight.astype(np.float64)).sum())

    def _squared_distances(self, X: Any) -> NDArray[np.float64]:
        """Return the squared distance of each row of `X` to its nearest centre. A provider that takes sparse rows has its own."""
        nearest = self.cluster_centers_[self._predict(X)].astype(np.float64)
        squared: NDArray[np.float64] = np.einsum("ij,ij->i", X - nearest, X - nearest)
        return squared

    def _check_fit_array(self, X: Any) -> Any:
        data = super()._check_fit_array(X)
        if len(data) < self.n_clusters:
            message = f"n_samples={len(data)} should be >= n_clusters={self.n_clusters}."
            raise InvalidDataError(message)
        return data
