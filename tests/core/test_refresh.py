"""An install in a running interpreter is seen by the next use of what it brings; nothing is looked up in vain."""

import mlmeta
import pytest
from mlmeta import cluster, errors
from mlmeta.plugins import registry
from mlmeta.providers import selection

CODE = """
from mlmeta import cluster
class Made(cluster.KMeans, provider="late"):
    def _fit(self, X, sample_weight): ...
    def _predict(self, X): ...
    def _transform(self, X): ...
    def _squared_distances(self, X): ...
"""


def late(install, row):
    install("late-dist", [row("late", "late_dist:Made")], code=CODE, look=False)


def test_a_provider_that_was_just_installed_is_found(install, row):
    selection.refresh()
    with pytest.raises(errors.UnknownProviderError, match="No provider 'late'"):
        cluster.KMeans(provider="late")
    late(install, row)
    assert type(cluster.KMeans(provider="late")).__module__ == "late_dist"


def test_a_concrete_class_and_a_string_find_it_too(install, row):
    selection.refresh()
    cluster.KMeans.providers()
    late(install, row)
    assert mlmeta.get("cluster.KMeans", provider="late") is cluster.KMeans.using("late")


def test_an_algorithm_that_was_just_installed_is_found(install, row):
    selection.refresh()
    with pytest.raises(AttributeError, match="No algorithm 'Novel'"):
        _ = cluster.Novel
    install("late-dist", [row("late", "collections:OrderedDict", algorithm="cluster.Novel")], look=False)
    assert cluster.Novel.__name__ == "OrderedDict"


def test_nothing_is_read_again_while_nothing_has_changed(install, row, monkeypatch):
    install("some-dist", [row("late", "late_dist:Made")])
    registry.index()
    monkeypatch.setattr(registry, "_build", lambda: pytest.fail("the manifests are read again"))
    with pytest.raises(errors.UnknownProviderError):
        cluster.KMeans(provider="never")
    with pytest.raises(AttributeError):
        _ = cluster.Never
    monkeypatch.undo()
