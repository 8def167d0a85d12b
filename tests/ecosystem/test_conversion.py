"""From scikit-learn's fitted objects to models of any provider and back: the same predictions, the same state."""

import itertools
import pickle
import subprocess
import sys

import mlmeta
import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, errors, fitted, kinds, linear_model, preprocessing, registry
from mlmeta.chain import Chain
from sklearn import cluster as their_cluster
from sklearn import decomposition, linear_model as their_linear_model, naive_bayes, neighbors
from sklearn import preprocessing as their_preprocessing
from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

ROWS = np.abs(np.random.RandomState(0).normal(size=(120, 5))) + (np.arange(120) % 3)[:, None]
VALUES = np.abs(ROWS @ np.array([1.0, 2.0, 0.0, -1.0, 0.5])) + 0.5
WORDS = np.array(["ä", "b", "c"])[np.arange(120) % 3]
ANSWERS = ("predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "transform", "inverse_transform")
STATEFUL = sorted(row.kind for row in registry.index().all_rows() if row.provider == "sklearn" and row.capabilities["servable"])


def fit(kind):
    """Return scikit-learn's own fitted object of a kind, and its target."""
    made = kinds.get(kind, provider="sklearn")()
    settings = {"random_state": 0, "n_components": 3, "n_clusters": 3}
    if get_tags(made).estimator_type == "classifier":
        settings = {"random_state": 0}
    made.set_params(**{name: value for name, value in settings.items() if name in made.get_params()})
    y = {"classifier": WORDS, "regressor": VALUES}.get(get_tags(made).estimator_type)
    return made.fit(ROWS, np.column_stack([y, y]) if "MultiTask" in kind else y), y


def check_same_answers(one, other, X, *, rtol=1e-12):
    """Check that two fitted objects have the same methods, which give the same."""
    for method in ANSWERS:
        assert hasattr(one, method) == hasattr(other, method), method
        if not hasattr(one, method):
            continue
        given = one.transform(X) if method == "inverse_transform" else X
        expected = getattr(one, method)(given)
        told = getattr(other, method)(given)
        if expected.dtype.kind == "f":
            np.testing.assert_allclose(told, expected, rtol=rtol, atol=1e-12)
        else:
            np.testing.assert_array_equal(told, expected)


def digest(model, path):
    return mlmeta.inspect(mlmeta.save(model, path)).document["state_sha256"]


def test_all_kinds_with_state_are_tested():
    assert len(STATEFUL) >= 54


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("kind", STATEFUL)
def test_every_kind_goes_to_mlmeta_and_back(kind, tmp_path):
    theirs, y = fit(kind)
    ours = mlmeta.from_sklearn(theirs)
    assert isinstance(ours, kinds.get(kind))
    assert type(ours) is kinds.get(kind).using()
    again = mlmeta.to_sklearn(ours)
    assert type(again) is type(theirs)
    assert again is not theirs
    check_is_fitted(again)
    check_same_answers(theirs, again, ROWS)
    assert again.get_params() == theirs.get_params()
    assert repr(again) == repr(theirs)
    assert not hasattr(clone(again), "n_features_in_")
    check_same_answers(again, pickle.loads(pickle.dumps(again)), ROWS)
    assert b"mlmeta" not in pickle.dumps(again)
    if hasattr(theirs, "get_feature_names_out"):
        assert list(again.get_feature_names_out()) == list(theirs.get_feature_names_out())
    if hasattr(theirs, "score"):
        assert again.score(ROWS, y) == pytest.approx(theirs.score(ROWS, y)) if "MultiTask" not in kind else True
    assert digest(theirs, tmp_path / "a.mlm") == digest(ours, tmp_path / "b.mlm") == digest(again, tmp_path / "c.mlm")
    again.fit(ROWS, np.column_stack([y, y]) if "MultiTask" in kind else y)


def test_no_array_is_shared():
    theirs, _ = fit("cluster.KMeans")
    ours = mlmeta.from_sklearn(theirs)
    ours.cluster_centers_[0] = 99.0
    assert not (theirs.cluster_centers_ == 99.0).any()
    again = mlmeta.to_sklearn(ours)
    again.cluster_centers_[0] = 7.0
    assert (ours.cluster_centers_[0] == 99.0).all()


@pytest.mark.parametrize("kind", ["cluster.KMeans", "preprocessing.StandardScaler", "preprocessing.MinMaxScaler"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_order_of_providers_gives_the_same(kind, dtype, tmp_path):
    """np -> file -> rs -> file -> np, sklearn -> file -> rs -> scikit-learn's own object, and all other orders."""
    spec, X = kinds.get(kind), ROWS.astype(dtype)
    path = tmp_path / "model.mlm"
    for order in itertools.permutations(["np", "rs", "sklearn"]):
        made = spec.using(order[0])()
        model = made.set_params(**({"n_clusters": 3, "random_state": 0} if kind == "cluster.KMeans" else {})).fit(X)
        answer = "predict" if kind == "cluster.KMeans" else "transform"
        expected, before = getattr(model, answer)(X), digest(model, path)
        for provider in (*order[1:], order[0]):
            model = mlmeta.load(path, provider)
            assert type(model) is spec.using(provider)
            np.testing.assert_allclose(getattr(model, answer)(X), expected, rtol=1e-12 if dtype == np.float64 else 1e-6)
            if provider != "sklearn" and order[0] != "sklearn":  # scikit-learn's objects know no ranges
                assert digest(model, path) == before
            mlmeta.save(model, path)
        back = mlmeta.to_sklearn(mlmeta.load(path))
        assert type(back) is spec.using("sklearn")
        np.testing.assert_allclose(getattr(back, answer)(X), expected, rtol=1e-12 if dtype == np.float64 else 1e-6)
