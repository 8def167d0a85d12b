"""Portable state: saved from scikit-learn's class, loaded into it again, with the same answers."""

import itertools
import pickle

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors, linear_model, naive_bayes, preprocessing
from mlmeta.algorithms import kinds
from mlmeta.models import adapters
from mlmeta.plugins import registry
from mlmeta.specs import state
from sklearn.base import clone
from sklearn.utils import get_tags

DTYPES = ("float64", "float32")
ROWS = np.abs(np.random.RandomState(0).normal(size=(120, 5))) + (np.arange(120) % 3)[:, None]
VALUES = ROWS @ np.array([1.0, 2.0, 0.0, -1.0, 0.5])
VALUES = VALUES - VALUES.min() + 0.5
TARGETS = {
    "classifier": {
        "three texts": np.array(["a", "b", "c"])[np.arange(120) % 3],
        "two numbers": np.arange(120) % 3 % 2,
        "booleans": np.arange(120) % 3 > 0,
    },
    "regressor": {"one": VALUES, "a column": VALUES[:, None], "two": np.column_stack([VALUES, VALUES[::-1]])},
}


def with_state():
    """Return the kinds whose scikit-learn row says that it is servable."""
    rows = registry.index().all_rows()
    return [row.kind for row in rows if row.provider == "sklearn" and row.capabilities["servable"]]


def fits(kind):
    """Yield fitted models of a kind, over targets, dtypes and the constant, and their rows."""
    concrete = kinds.get(kind, provider="sklearn")
    targets = TARGETS.get(get_tags(concrete()).estimator_type, {"none": None})
    for (name, y), dtype, constant in itertools.product(targets.items(), DTYPES, (True, False)):
        made = concrete()
        if not constant and "fit_intercept" not in made.get_params():
            continue
        several = get_tags(made).target_tags.multi_output
        if (name == "two" and not several) or (name == "one" and "MultiTask" in kind):
            continue
        settings = {"random_state": 0, "fit_intercept": constant, "max_iter": 5 if kind.endswith("PursuitCV") else 2000}
        settings |= {} if y is not None else {"n_components": 3}
        made.set_params(**{name: value for name, value in settings.items() if name in made.get_params()})
        X = ROWS.astype(dtype)
        yield made.fit(X, y), X


@pytest.mark.parametrize("model", with_state())
def test_a_loaded_model_gives_the_same_answers(model, tmp_path):
    spec = kinds.get(model)
    for fitted, X in fits(model):
        path = mlmeta.save(fitted, tmp_path / "model.mlm")
        loaded = mlmeta.load(path, provider="sklearn")
        assert type(loaded) is type(fitted)
        shapes = {output["name"]: output["shape"] for output in mlmeta.inspect(path).document["schema"]["outputs"]}
        assert shapes
        for output in spec.__mlmeta_outputs__:
            expected, told = getattr(fitted, output.method)(X), getattr(loaded, output.method)(X)
            assert told.dtype == expected.dtype
            assert list(expected.shape[1:]) == shapes[output.name][1:]
            if expected.dtype.kind == "f":  # a component's memory layout, which a file does not keep, turns the last bit
                np.testing.assert_allclose(told, expected, rtol=1e-12 if X.dtype == np.float64 else 1e-4, atol=1e-6)
            else:
                np.testing.assert_array_equal(told, expected)
        for method in ("decision_function", "predict_proba", "transform"):
            if hasattr(fitted, method):
                np.testing.assert_allclose(getattr(loaded, method)(X), getattr(fitted, method)(X), rtol=1e-4, atol=1e-5)
        assert loaded.get_params() == fitted.get_params()
        again = mlmeta.save(loaded, tmp_path / "again.mlm")
        assert mlmeta.inspect(again).document["state_sha256"] == mlmeta.inspect(path).document["state_sha256"]
        assert type(clone(loaded)) is type(fitted)
        assert type(pickle.loads(pickle.dumps(loaded))) is type(fitted)


def test_the_expected_kinds_have_a_state():
    found = set(with_state())
    expected = "linear_model.Ridge naive_bayes.GaussianNB preprocessing.RobustScaler decomposition.PCA cluster.MiniBatchKMeans"
    assert set(expected.split()) < found
    assert {"neighbors.NearestCentroid", "discriminant_analysis.LinearDiscriminantAnalysis", "cluster.KMeans"} < found
    bayes = {"naive_bayes.CategoricalNB", "naive_bayes.ComplementNB"}
    assert bayes | {"discriminant_analysis.QuadraticDiscriminantAnalysis"} < found
    assert len(found) > 50


@pytest.mark.parametrize("provider", ["np", "sklearn"])
def test_k_means_of_scikit_learn_is_read_by_other_providers_and_the_other_way_round(provider, tmp_path):
    other = {"np": "sklearn", "sklearn": "np"}[provider]
    fitted = cluster.KMeans(3, random_state=0, provider=provider).fit(ROWS)
    loaded = mlmeta.load(mlmeta.save(fitted, tmp_path / "model.mlm"), provider=other)
    assert type(loaded) is cluster.KMeans.using(other)
    np.testing.assert_array_equal(loaded.predict(ROWS), fitted.predict(ROWS))


def test_a_subclass_is_saved_as_the_nearest_registered_class(tmp_path):
    lasso = linear_model.Lasso().fit(ROWS, VALUES)  # in scikit-learn a subclass of ElasticNet
    path = mlmeta.save(lasso, tmp_path / "model.mlm")
    assert mlmeta.inspect(path).document["kind"] == "linear_model.Lasso"
    assert type(mlmeta.load(path)) is type(lasso)


def test_column_names_and_an_absent_centre_survive(tmp_path):
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(ROWS, columns=list("abcde"))
    scaler = preprocessing.RobustScaler(with_centering=False).fit(table)
    loaded = mlmeta.load(mlmeta.save(scaler, tmp_path / "model.mlm"))
    assert loaded.center_ is None
    assert list(loaded.feature_names_in_) == list("abcde")
    pandas.testing.assert_frame_equal(
        loaded.set_output(transform="pandas").transform(table), scaler.set_output(transform="pandas").transform(table)
    )


@pytest.mark.parametrize(
    ("model", "target", "words"),
    [
        ("ensemble.RandomForestClassifier", "classifier", "keep the Python object with pickle or joblib"),
        ("neighbors.KNeighborsClassifier", "classifier", "keep the Python object with pickle or joblib"),
        ("cluster.OPTICS", "", "neither predict nor transform"),
    ],
)
def test_the_others_say_what_is_possible(model, target, words, tmp_path):
    y = TARGETS[target]["three texts"] if target else None
    with pytest.raises(errors.NoPortableStateError, match=words):
        mlmeta.save(mlmeta.get(model)().fit(ROWS, y), tmp_path / "model.mlm")


def test_an_unfitted_model_is_refused_by_name(tmp_path):
    with pytest.raises(errors.NotFittedError, match=r"This GaussianNB is not fitted: it has no n_features_in_, theta_"):
        mlmeta.save(naive_bayes.GaussianNB(), tmp_path / "model.mlm")


def test_a_file_whose_arrays_contradict_each_other_is_refused():
    fitted = naive_bayes.GaussianNB().fit(ROWS, TARGETS["classifier"]["three texts"])
    spec = kinds.spec_of(fitted)
    captured = state.capture(fitted, spec)
    lie = {**captured.tensors, "var_": captured.tensors["var_"][:, :-1]}
    with pytest.raises(errors.ModelFileError, match="'var_' has 4 n_features, expected 5"):
        state.restore(type(fitted), type(captured)(**{**vars(captured), "tensors": lie}), spec)


def test_categories_that_contradict_the_arrays_are_refused():
    fitted = naive_bayes.CategoricalNB().fit(ROWS, TARGETS["classifier"]["three texts"])
    spec, adapter = kinds.spec_of(fitted), adapters.of(kinds.row_of(fitted))
    captured = adapter.capture(fitted, spec)
    lie = {**captured.tensors, "n_categories_": captured.tensors["n_categories_"] + 1}
    with pytest.raises(errors.ModelFileError, match="n_categories_ add up to"):
        adapter.restore(type(fitted), type(captured)(**{**vars(captured), "tensors": lie}), spec)
