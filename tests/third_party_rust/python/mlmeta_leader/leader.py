"""The algorithm `cluster.Leader`: its spec, and the provider that computes it in Rust."""

from typing import Annotated, Any

from mlmeta.estimators.base import Floats, Labels
from mlmeta.estimators.roles import InductiveClusterer
from mlmeta.specs.domains import Interval
from mlmeta.specs.state import StateSchema, Tensor

from mlmeta_leader import _native

__all__ = ["Leader", "RustLeader"]


class Leader(
    InductiveClusterer,
    kind="mlmeta-leader/cluster.Leader",
    version=1,
    state=StateSchema(version=1, tensors={"leaders_": Tensor(("n_clusters", "n_features"))}),
):
    """Cluster in one pass over the rows.

    A row joins the first leader within the radius; where there is none, it leads a cluster of its own (J. A. Hartigan,
    "Clustering Algorithms", 1975, chapter 3). Another order of the rows gives other clusters.

    Parameters
    ----------
    radius : float, default=1.0
        The largest distance of a row to its leader in training.
    provider : str or None, default=None
        Which implementation to construct; see `Leader.providers()`.

    Attributes
    ----------
    leaders_ : ndarray of shape (n_clusters, n_features), float32 or float64 as `X`
        The first row of each cluster.
    labels_ : ndarray of shape (n_samples,), int32
        The cluster of each row of `fit`.
    n_features_in_ : int
        Width of `X`.
    """

    leaders_: Floats

    def __init__(self, radius: Annotated[float, Interval(0.0, None)] = 1.0, *, provider: str | None = None) -> None:
        self.radius = radius


class RustLeader(Leader, provider="leader-rs"):
    """The leader algorithm in Rust."""

    def _fit(self, X: Floats, sample_weight: Floats | None) -> None:
        """Set the leaders and the labels of `X` (n_samples, n_features); the manifest says that weights are not taken."""
        del sample_weight
        leading, self.labels_ = _native.lead(X, float(self.radius))
        self.leaders_ = X[leading]

    def _predict(self, X: Floats) -> Labels:
        """Return the nearest leader of each row of `X` (n_samples, n_features)."""
        rows: Any = X.astype(self.leaders_.dtype, copy=False)
        return _native.nearest(rows, self.leaders_)
