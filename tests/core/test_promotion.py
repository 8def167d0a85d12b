"""An algorithm that the core adopts: the plugin that owned it, and the files made with it, stay good."""

import inspect

import mlmeta
import pytest
from mlmeta import cluster
from mlmeta.algorithms import kinds
from mlmeta.estimators.roles import InductiveClusterer
from mlmeta.plugins import curated
from mlmeta.providers import selection
from mlmeta.specs.state import StateSchema, Tensor

SOURCE = """
import numpy as np
from mlmeta.estimators.roles import InductiveClusterer
from mlmeta.specs.state import StateSchema, Tensor

class Corners(InductiveClusterer, kind="acme-corners/cluster.Corners",
              state=StateSchema(1, {"corners_": Tensor(("n_clusters", "n_features"))})):
    '''The two corners of a box.'''
    def __init__(self, n_clusters: int = 2, *, provider: str | None = None) -> None:
        self.n_clusters = n_clusters

class Mine(Corners, provider="acme"):
    def _fit(self, X, sample_weight):
        self.corners_ = np.stack([X.min(axis=0), X.max(axis=0)])
        self.labels_ = self._predict(X)
    def _predict(self, X):
        return np.argmin(((X[:, None] - self.corners_) ** 2).sum(axis=2), axis=1)
"""
OLD = "acme-corners/cluster.Corners"


@pytest.fixture
def owned(install, row):
    """Install the distribution that owns `cluster.Corners`."""
    install("acme-corners", [row("acme", "acme_corners:Mine", "cluster.Corners", spec="acme_corners:Corners")], code=SOURCE)


@pytest.fixture
def promote(monkeypatch):
    """Return a function that lets the core adopt it."""

    def adopt():
        class Corners(
            InductiveClusterer, kind="cluster.Corners", state=StateSchema(1, {"corners_": Tensor(("n_clusters", "n_features"))})
        ):
            """The two corners of a box."""

            def __init__(self, n_clusters: int = 2, *, provider: str | None = None) -> None:
                self.n_clusters = n_clusters

        monkeypatch.setitem(curated.PROMOTED, OLD, "cluster.Corners")
        monkeypatch.setitem(vars(cluster), "Corners", Corners)
        monkeypatch.setattr(cluster, "__all__", [*cluster.__all__, "Corners"])
        selection.refresh()
        return Corners

    yield adopt
    monkeypatch.undo()
    selection.refresh()


def test_the_old_plugin_provides_the_adopted_algorithm(owned, promote, X):
    promoted = promote()
    assert cluster.Corners is promoted is mlmeta.get(OLD) is mlmeta.get("cluster.Corners")
    made = cluster.Corners(provider="acme")
    assert isinstance(made, promoted)
    assert inspect.getmodule(type(made)).__name__ == "acme_corners"
    assert {row.kind for row in mlmeta.search("corners")} == {"cluster.Corners"}
    with mlmeta.use({OLD: "acme"}):
        assert type(cluster.Corners()) is type(made)
    assert mlmeta.doctor().healthy
    assert kinds.row_of(made.fit(X)).kind == "cluster.Corners"


def test_a_file_of_before_is_read_after(owned, promote, X, tmp_path):
    fitted = cluster.Corners(provider="acme").fit(X)
    path = mlmeta.save(fitted, tmp_path / "corners.mlm")
    assert mlmeta.inspect(path).document["kind"] == OLD
    promoted = promote()
    loaded = mlmeta.load(path, provider="acme")
    assert isinstance(loaded, promoted)
    assert (loaded.predict(X) == fitted.predict(X)).all()
    with mlmeta.use({"cluster.Corners": "acme"}):  # the core's algorithm needs nobody's leave
        assert isinstance(mlmeta.load(path), promoted)
    again = mlmeta.save(loaded, tmp_path / "again.mlm")
    assert (mlmeta.load(again, provider="acme").predict(X) == fitted.predict(X)).all()
