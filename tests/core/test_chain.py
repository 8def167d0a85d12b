"""A chain of fitted steps: what it answers, what it says of itself, what it refuses."""

import pickle
import re

import mlmeta
import numpy as np
import pandas as pd
import pytest
import sklearn
from mlmeta import cluster, errors, linear_model, preprocessing
from mlmeta.algorithms import kinds
from mlmeta.models import schema
from mlmeta.models.chain import Chain, states_of_steps
from mlmeta.models.portable import model_of, parts, providers
from sklearn.base import clone
from sklearn.pipeline import Pipeline

NEW = np.array([[0.1, 0.2], [17.0, 19.0], [9.0, 8.0]])
LABELS = np.repeat(["low", "mid", "top"], 20)


@pytest.fixture
def table(X):
    return pd.DataFrame(X, columns=["höhe", "b"])


@pytest.fixture
def segments(X):
    """Scaler and clusters of NumPy."""
    scale = preprocessing.StandardScaler(provider="np").fit(X)
    return Chain([("scale", scale), ("km", cluster.KMeans(3, random_state=0, provider="np").fit(scale.transform(X)))])


@pytest.fixture
def churn(table):
    """Scaler of NumPy and classifier of scikit-learn, with column names."""
    scale = preprocessing.MinMaxScaler(provider="np").fit(table)
    return Chain([("scale", scale), ("model", linear_model.LogisticRegression().fit(scale.transform(table), LABELS))])


def test_it_answers_as_its_steps_one_by_one(segments):
    scale, km = segments
    rows = scale.transform(NEW)
    assert np.array_equal(segments.predict(NEW), km.predict(rows))
    assert np.array_equal(segments.transform(NEW), km.transform(rows))
    assert segments.score(NEW) == km.score(rows)
    assert segments.score(NEW, sample_weight=[1.0, 2.0, 0.5]) == km.score(rows, sample_weight=[1.0, 2.0, 0.5])
    assert segments.n_features_in_ == 2
    assert list(segments.get_feature_names_out()) == ["kmeans0", "kmeans1", "kmeans2"]


def test_it_has_the_methods_of_its_last_step_and_no_others(segments, churn):
    assert hasattr(churn, "predict_proba")
    assert hasattr(churn, "decision_function")
    assert not hasattr(churn, "transform")
    assert not hasattr(segments, "classes_")
    with pytest.raises(errors.MissingMethodError, match=r"has no predict_proba: its last step 'km' is a KMeans"):
        segments.predict_proba(NEW)
    with pytest.raises(AttributeError):
        segments.fit  # noqa: B018
    assert churn.predict.__doc__.startswith("Return the prediction of the last step")


def test_a_classifier_at_the_end_gives_its_labels(churn, table):
    assert churn.classes_.tolist() == ["low", "mid", "top"]
    assert churn.predict(table).tolist() == LABELS.tolist()
    assert churn.score(table, LABELS) == 1.0


def test_names_are_checked_at_the_first_step(churn, table):
    assert churn.feature_names_in_.tolist() == ["höhe", "b"]
    with pytest.raises(errors.InvalidDataError, match=r"unseen at fit time:\n- x\n"):
        churn.predict(table.rename(columns={"b": "x"}))
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        churn.predict(table.to_numpy())


def test_frames_that_scikit_learn_is_told_to_give_pass_between_steps_as_numbers(churn, table):
    with sklearn.config_context(transform_output="pandas"):
        assert churn.predict(table).tolist() == LABELS.tolist()


def test_float64_rows_reach_a_step_of_scikit_learn_that_was_fitted_on_float32(X):
    scale = preprocessing.StandardScaler(provider="np").fit(X.astype(np.float32))
    km = cluster.KMeans(3, random_state=0, provider="sklearn").fit(scale.transform(X.astype(np.float32)))
    assert set(Chain([("scale", scale), ("km", km)]).predict(X)) == {0, 1, 2}


def test_steps_are_found_by_name_position_and_slice(segments):
    scale, km = segments
    assert segments["km"] is segments[-1] is segments.named_steps["km"] is km
    assert len(segments) == 2
    assert segments.steps == [("scale", scale), ("km", km)]
    assert np.array_equal(segments[:-1].transform(NEW), scale.transform(NEW))


def test_repr_and_html_show_the_steps(segments, churn):
    assert repr(segments) == (
        "Chain([('scale', StandardScaler(provider='np')), ('km', KMeans(n_clusters=3, random_state=0, provider='np'))])"
    )
    page = segments._repr_html_()
    assert page.count('class="mlmeta"') == 3
    assert "cluster_centers_" in page
    odd = Chain([("<b>", churn.steps[0][1]), ("model", churn.steps[1][1])])
    assert "&lt;b&gt;" in odd._repr_html_()
    assert "LogisticRegression()" in odd._repr_html_()
    with sklearn.config_context(display="text"):
        assert not hasattr(segments, "_repr_html_")


def test_pickles_come_back(segments, churn, table):
    again = pickle.loads(pickle.dumps(segments))
    assert repr(again) == repr(segments)
    assert np.array_equal(again.predict(NEW), segments.predict(NEW))
    assert pickle.loads(pickle.dumps(churn)).predict(table).tolist() == LABELS.tolist()


@pytest.mark.parametrize(
    ("names", "words"),
    [([], "at least one step"), (["a", "a"], "different names"), (["", "b"], "not empty"), (["a", "b__c"], "no '__'")],
)
def test_names_must_be_names(segments, names, words):
    with pytest.raises(errors.InvalidParameterError, match=words):
        Chain(list(zip(names, segments, strict=False)))


def test_what_cannot_be_a_step_is_refused_by_name(segments, X):
    scale, km = segments
    with pytest.raises(errors.NotFittedError, match=r"Step 'new': this KMeans is not fitted"):
        Chain([("scale", scale), ("new", clone(km))])
    classifier = linear_model.LogisticRegression().fit(X, LABELS)
    with pytest.raises(errors.MissingMethodError, match=r"Step 'first': LogisticRegression has no transform"):
        Chain([("first", classifier), ("km", km)])


def test_its_state_is_that_of_its_steps(churn):
    state = churn.__mlmeta_state__()
    assert (state.kind, state.n_features, state.feature_names, state.classes) == (
        "chain",
        2,
        ("höhe", "b"),
        ("low", "mid", "top"),
    )
    assert [(name, step.kind, step.feature_names) for name, step in state.steps] == [
        ("scale", "preprocessing.MinMaxScaler", ("höhe", "b")),
        ("model", "linear_model.LogisticRegression", None),
    ]
    assert state.training["steps.0.n_samples"] == 60
    assert [step.training.get("n_samples") for step in states_of_steps(state)] == [60, None]
    assert kinds.spec_of(churn).__mlmeta_outputs__ == linear_model.LogisticRegression.__mlmeta_outputs__
    again = model_of(state, providers(state, None))
    assert [name for name, _ in parts(state)] == ["scale", "model"]
    assert again.named_steps["scale"]._training["n_samples"] == 60


def test_schema_asks_a_chain_as_it_asks_an_estimator(churn, table):
    told = schema.answer(churn, table.to_numpy())
    assert told["labels"].tolist() == LABELS.tolist()
    assert told["probabilities"].shape == (60, 3)
    assert list(schema.answer(churn, table.to_numpy(), ["labels"])) == ["labels"]
    with pytest.raises(errors.InvalidDataError, match=r"chain has no output 'label'; .* Did you mean 'labels'"):
        schema.answer(churn, NEW, ["label"])


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        (None, [None, None]),
        ("np", ["np", None]),
        ("sklearn", ["sklearn", "sklearn"]),
        ({"model": "sklearn"}, [None, "sklearn"]),
        ({}, [None, None]),
    ],
)
def test_a_provider_is_for_the_steps_that_it_provides_and_a_mapping_for_those_it_names(churn, provider, expected):
    assert providers(churn.__mlmeta_state__(), provider) == expected


@pytest.mark.parametrize(
    ("provider", "error", "words"),
    [
        ("sklern", errors.UnknownProviderError, "Did you mean 'sklearn'"),
        ({"scal": "np"}, errors.InvalidParameterError, "names the step 'scal'.* Did you mean 'scale'"),
    ],
)
def test_a_provider_for_no_step_is_an_error(churn, provider, error, words):
    with pytest.raises(error, match=words):
        providers(churn.__mlmeta_state__(), provider)


def test_a_known_provider_that_provides_no_step_is_an_error(churn):
    state = churn[1:].__mlmeta_state__()
    with pytest.raises(errors.MissingProviderError, match=re.escape("'np'. Who provides them: model (sklearn)")):
        providers(state, "np")


def test_a_mapping_is_for_chains(segments):
    state = segments["km"].__mlmeta_state__()
    with pytest.raises(errors.InvalidParameterError, match=r"cluster\.KMeans, which has no steps"):
        providers(state, {"km": "np"})


def test_a_pipeline_becomes_a_chain_without_what_passes_rows_through(table, tmp_path):
    inner = Pipeline([("scale", preprocessing.StandardScaler(provider="np")), ("nothing", "passthrough")])
    whole = Pipeline([("pre", inner), ("none", None), ("km", cluster.KMeans(3, random_state=0, provider="np"))]).fit(table)
    chain = mlmeta.from_sklearn(whole, provider="np")
    assert [name for name, _ in chain.steps] == ["pre.scale", "km"]
    assert np.array_equal(chain.predict(table), whole.predict(table))
