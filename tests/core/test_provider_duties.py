"""What a provider leaves out or does wrong is named where it happens, with the provider's name."""

from typing import Annotated

import mlmeta
import numpy as np
import pytest
from mlmeta import errors, preprocessing
from mlmeta.algorithms.specjson import as_json
from mlmeta.estimators.roles import Classifier, InductiveClusterer, Transformer
from mlmeta.specs.domains import Interval
from mlmeta.specs.outputs import Output
from mlmeta.specs.state import StateSchema, Tensor

STATE = StateSchema(1, {"centers_": Tensor(("n_clusters", "n_features"))}, training=("cost_",))
STATE_OF_HALVES = StateSchema(1, {"centre_": Tensor(("n_features",))})
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


@pytest.mark.parametrize(
    ("centres", "reason"),
    [
        (lambda X: X[:1].copy(), "'centers_' has 1 n_clusters, expected 2"),
        (lambda X: X[:2, :1].copy(), "'centers_' has 1 n_features, expected 2"),
        (lambda X: X[:2].astype(np.int64), "'centers_' has dtype int64"),
        (lambda X: X[:2] * np.nan, "'centers_' is not finite"),
        (lambda X: X[0].copy(), "'centers_' has shape"),
    ],
)
def test_arrays_that_are_none_of_the_spec_are_the_providers_mistake_in_fit(centres, reason):
    class Other(Good, provider="other"):
        def _fit(self, X, sample_weight):
            super()._fit(X, sample_weight)
            self.centers_, self.labels_ = centres(X), np.zeros(len(X), dtype=int)

    with pytest.raises(errors.ProviderError, match=rf"\[other\]: `_fit` set something else than the spec names.*{reason}"):
        Other().fit(ROWS)


@pytest.mark.parametrize("label", [-1, 2, 77, 2**40])
def test_labels_of_no_cluster_are_refused(label):
    class Beyond(Good, provider="beyond"):
        def _predict(self, X):
            return np.full(len(X), label)

    with pytest.raises(errors.ProviderError, match=rf"\[beyond\]: `_predict` gave the label {label}, expected 0 to 1"):
        Beyond().fit(ROWS).predict(ROWS)

    class Fits(Good, provider="fits"):
        def _fit(self, X, sample_weight):
            super()._fit(X, sample_weight)
            self.labels_ = np.array([0, 0, 1, label])

    with pytest.raises(errors.ProviderError, match=rf"`_fit` gave the label {label}"):
        Fits().fit(ROWS)


class Halves(Transformer, kind="acme/preprocessing.Halves", state=STATE_OF_HALVES):
    """Half of each number."""

    def __init__(self, *, provider: str | None = None) -> None: ...


class Half(Halves, provider="good"):
    def _fit(self, X, sample_weight):
        self.centre_ = X.mean(axis=0)

    def _transform(self, X):
        return X / 2


@pytest.mark.parametrize(
    "rows",
    [lambda X: X[:1], lambda X: X[:, :1], lambda X: X[0], lambda X: X.astype(np.int8), lambda X: X.astype(str), lambda X: None],
)
def test_transformed_rows_that_are_none_are_refused(rows):
    class Strange(Half, provider="strange"):
        def _transform(self, X):
            return rows(X)

    made = Strange().fit(ROWS)
    with pytest.raises(errors.ProviderError, match=r"Halves\[strange\]: `_transform` gave .* expected float64 of shape \(3, 2\)"):
        made.transform(ROWS[:3])


def test_transformed_rows_have_the_dtype_of_the_given_ones():
    class Wide(Half, provider="wide"):
        def _transform(self, X):
            return X.astype(np.float64) / 2

    assert Wide().fit(ROWS).transform(ROWS.astype(np.float32)).dtype == np.float32


class Panic(BaseException):
    """As PyO3's: no Exception, and of this name."""


Panic.__name__ = "PanicException"


@pytest.mark.parametrize("method", ["_fit", "_predict"])
def test_a_panic_of_a_providers_rust_code_is_an_error_that_names_it(install, row, method):
    def panics(self, *given):
        message = "index out of bounds"
        raise Panic(message)

    made = type("Panicking", (Good,), {}, provider="panicking")
    install("acme", [row("panicking", "acme:K", "cluster.Medians", spec="acme:Medians")], version="3.1")
    fitted = made().fit(ROWS)
    setattr(made, method, panics)
    with pytest.raises(
        errors.ProviderError,
        match=rf"acme/cluster.Medians\[panicking\] of acme 3.1: its Rust code panicked in `{method}`: index out of bounds",
    ) as caught:
        getattr(fitted, method.strip("_"))(ROWS)
    assert isinstance(caught.value.__cause__, Panic)


def test_a_panic_while_learning_in_parts_is_an_error_too(monkeypatch):
    made = preprocessing.StandardScaler(provider="np")

    def panics(self, *given, first):
        raise Panic

    monkeypatch.setattr(type(made), "_learn", panics)
    with pytest.raises(errors.ProviderError, match=r"StandardScaler\[np\] of .*panicked in `_learn`"):
        made.partial_fit(ROWS)


def test_an_interrupt_passes():
    class Stopped(Good, provider="stopped"):
        def _fit(self, X, sample_weight):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Stopped().fit(ROWS)


@pytest.mark.parametrize(
    "told", [[[0.5, 0.5]], [[0.5], [0.5], [0.5]], [[1, 0], [0, 1], [1, 0]], [[0.5, np.nan]] * 3, [[-1.0, 2.0]] * 3]
)
def test_probabilities_that_are_none_are_refused(told):
    class Coin(Classifier, kind="acme/dummy.Coin"):
        def __init__(self, *, provider: str | None = None) -> None: ...

    class Strange(Coin, provider="strange"):
        def _fit(self, X, y, sample_weight): ...

        def _predict_proba(self, X):
            return told

    made = Strange().fit(ROWS, [0, 1, 0, 1])
    with pytest.raises(errors.ProviderError, match=r"dummy.Coin\[strange\]: `_predict_proba` gave .*probabilities"):
        made.predict(ROWS[:3])


def test_a_misspelt_keyword_of_a_class_statement_has_the_nearest_name():
    with pytest.raises(TypeError, match=r"Medoids: its .* has the unknown keyword 'versoin'.*Did you mean 'version'"):
        type("Medoids", (InductiveClusterer,), {}, kind="acme/cluster.Medoids", versoin=1)


def test_an_output_of_a_dtype_that_there_is_not_is_refused_when_it_is_declared():
    with pytest.raises(TypeError, match=r"output 'centred' has the dtype 'float'; expected one of .*Did you mean 'float64'"):
        Output("centred", "transform", "float")
