"""What a provider leaves out or does wrong is named where it happens, with the provider's name."""

from typing import Annotated

import mlmeta
import numpy as np
import pytest
from mlmeta import errors
from mlmeta.algorithms.specjson import as_json
from mlmeta.estimators.roles import InductiveClusterer
from mlmeta.specs.domains import Interval
from mlmeta.specs.state import StateSchema, Tensor

STATE = StateSchema(1, {"centers_": Tensor(("n_clusters", "n_features"))}, training=("cost_",))
ROWS = np.arange(8.0).reshape(4, 2)


class Medians(InductiveClusterer, kind="acme/cluster.Medians", state=STATE):
    """Clusters around medians."""

    def __init__(self, n_clusters: Annotated[int, Interval(1, None)] = 2, *, provider: str | None = None) -> None:
        self.n_clusters = n_clusters


class Good(Medians, provider="good"):
    def _fit(self, X, sample_weight):
        self.centers_, self.labels_, self.cost_ = X[:2].copy(), np.array([0, 1, 1, 1]), 3.0

    def _predict(self, X):
        return np.zeros(len(X), dtype=np.int64)


def test_labels_are_int32_whatever_the_provider_gives():
    made = Good().fit(ROWS)
    assert made.labels_.dtype == made.predict(ROWS).dtype == made.fit_predict(ROWS).dtype == np.int32


@pytest.mark.parametrize("name", ["labels_", "centers_", "cost_"])
def test_what_fit_did_not_set_is_named(name):
    class Forgetful(Good, provider="forgetful"):
        def _fit(self, X, sample_weight):
            super()._fit(X, sample_weight)
            delattr(self, name)

    made = Forgetful()
    with pytest.raises(errors.ProviderError, match=rf"acme/cluster.Medians\[forgetful\]: `_fit` did not set `{name}`"):
        made.fit(ROWS)


@pytest.mark.parametrize("labels", [np.zeros((3, 1)), [0.0, 1.0, 0.0], [[0], [1], [0]], [0, 1], None, "012"])
def test_labels_that_are_none_are_refused(labels):
    class Strange(Good, provider="strange"):
        def _predict(self, X):
            return labels

    made = Strange().fit(ROWS)
    with pytest.raises(errors.ProviderError, match=r"\[strange\]: `_predict` gave .* expected integers of shape \(3,\)"):
        made.predict(ROWS[:3])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_provider_cannot_write_to_the_users_rows(dtype):
    class Careless(Good, provider="careless"):
        def _fit(self, X, sample_weight):
            X -= 1

        def _predict(self, X):
            X -= 1

    rows = ROWS.astype(dtype)
    with pytest.raises(ValueError, match="read-only"):
        Careless().fit(rows)
    fitted = Good().fit(rows)
    fitted.__class__ = Careless
    with pytest.raises(ValueError, match="read-only"):
        fitted.predict(rows)
    assert np.array_equal(rows, ROWS)
    assert rows.flags.writeable


def test_a_parameter_that_init_does_not_store_is_named():
    class Loose(InductiveClusterer, kind="acme/cluster.Loose"):
        def __init__(self, n_clusters: Annotated[int, Interval(1, None)] = 2, *, provider: str | None = None) -> None:
            pass

    class Provider(Loose, provider="loose"):
        _fit = Good._fit
        _predict = Good._predict

    with pytest.raises(errors.ProviderError, match="__init__ must store the parameter 'n_clusters'"):
        Provider().fit(ROWS)


@pytest.mark.parametrize("declaration", ["n_clusters=2", "n_clusters: int"])
def test_a_parameter_without_annotation_or_default_is_refused_when_the_class_is_made(declaration):
    code = "class Spec(InductiveClusterer, kind='acme/cluster.Spec'):\n"
    code += f"    def __init__(self, {declaration}, *, provider: str | None = None): ..."
    with pytest.raises(TypeError, match="'n_clusters' needs an annotation that says its domain, and a default"):
        exec(code, {"InductiveClusterer": InductiveClusterer})


def test_a_spec_without_docstring_does_not_show_its_roles():
    class Silent(InductiveClusterer, kind="acme/cluster.Silent"):
        def __init__(self, *, provider: str | None = None) -> None: ...

    assert as_json(Silent)["summary"] == ""
    assert as_json(mlmeta.get("cluster.KMeans"))["summary"] == "K-Means clustering by Lloyd's algorithm."
