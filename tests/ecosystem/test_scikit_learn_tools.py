"""scikit-learn's pipelines, searches and clones carry an estimator's settings: container, metadata requests."""

import numpy as np
import pandas as pd
import pytest
import sklearn
from joblib import parallel_config
from mlmeta import cluster, errors
from sklearn import datasets
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

PROVIDERS = ("np", "rs")


@pytest.fixture(scope="module")
def frame():
    return datasets.load_iris(as_frame=True).data


def weighing(**parameters):
    """Return a K-Means that asks for weights wherever it takes them."""
    made = cluster.KMeans(random_state=0, provider="np", **parameters)
    return made.set_fit_request(sample_weight=True).set_score_request(sample_weight=True)


@pytest.fixture
def routing():
    with sklearn.config_context(enable_metadata_routing=True):
        yield


# -- containers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_column_transformer_gives_frames(frame, provider):
    steps = [("distances", cluster.KMeans(2, random_state=0, provider=provider), list(frame.columns[:2]))]
    made = ColumnTransformer(steps, remainder="passthrough").set_output(transform="pandas")
    given = made.fit_transform(frame)
    assert list(given.columns[:2]) == ["distances__kmeans0", "distances__kmeans1"]
    assert given.index.equals(frame.index)
    assert given.shape == (150, 4)


def test_a_pipeline_passes_names_on(frame):
    made = make_pipeline(StandardScaler(), cluster.KMeans(2, random_state=0, provider="np")).set_output(transform="pandas")
    assert list(made.fit_transform(frame).columns) == list(made.get_feature_names_out()) == ["kmeans0", "kmeans1"]
    assert list(made[-1].feature_names_in_) == list(frame.columns)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_clone_keeps_container_and_requests(routing, provider):
    made = cluster.KMeans(2, provider=provider).set_output(transform="pandas").set_fit_request(sample_weight="importance")
    twin = clone(made)
    assert twin._sklearn_output_config == {"transform": "pandas"}
    assert twin.get_metadata_routing().fit.requests == {"sample_weight": "importance"}
    made.set_output(transform="default").set_fit_request(sample_weight=False)
    assert twin._sklearn_output_config == {"transform": "pandas"}
    assert twin.get_metadata_routing().fit.requests == {"sample_weight": "importance"}


# -- metadata routing -------------------------------------------------------------------------------------------------


def test_requests_wait_for_scikit_learns_switch():
    with pytest.raises(RuntimeError, match=r"sklearn.set_config\(enable_metadata_routing=True\)"):
        cluster.KMeans(provider="np").set_fit_request(sample_weight=True)


def test_methods_that_take_metadata_have_a_request_and_no_others(routing):
    made = cluster.KMeans(provider="np")
    found = [name for name in ("fit", "score", "predict", "transform", "partial_fit") if hasattr(made, f"set_{name}_request")]
    assert found == ["fit", "score"]
    assert made.get_metadata_routing().fit.requests == {"sample_weight": None}
    assert made.get_metadata_routing().predict.requests == {}
    with pytest.raises(errors.UnknownParameterError, match=r"'sample_weights' in fit.*Did you mean 'sample_weight'\?"):
        made.set_fit_request(sample_weights=True)
    with pytest.raises(ValueError, match="should be either a valid identifier"):
        made.set_fit_request(sample_weight="no identifier")


def test_a_pipeline_routes_weights(routing, frame):
    weight = np.linspace(0.1, 5.0, 150)
    made = Pipeline([("k_means", weighing(n_clusters=3))]).fit(frame, sample_weight=weight)
    expected = cluster.KMeans(3, random_state=0, provider="np").fit(frame, sample_weight=weight)
    assert made[0].inertia_ == expected.inertia_
    assert made.score(frame, sample_weight=weight) == expected.score(frame, sample_weight=weight)
    with pytest.raises(UnsetMetadataPassedError, match=r"KMeans.set_fit_request"):
        Pipeline([("k_means", cluster.KMeans(3, provider="np"))]).fit(frame, sample_weight=weight)


def test_an_alias_names_the_metadata(routing, frame):
    weight = np.linspace(0.1, 5.0, 150)
    asked = cluster.KMeans(3, random_state=0, provider="np").set_fit_request(sample_weight="importance")
    expected = cluster.KMeans(3, random_state=0, provider="np").fit(frame, sample_weight=weight)
    assert Pipeline([("k_means", asked)]).fit(frame, importance=weight)[0].inertia_ == expected.inertia_


def test_a_search_routes_weights_to_fit_and_score(routing, frame):
    weight = np.linspace(0.1, 5.0, 150)
    weighted, plain = (
        GridSearchCV(weighing(), {"n_clusters": [2, 3]}, cv=3, n_jobs=2, error_score="raise").fit(frame, **given)
        for given in ({"sample_weight": weight}, {})
    )
    expected = cluster.KMeans(3, random_state=0, provider="np").fit(frame, sample_weight=weight)
    assert weighted.best_estimator_.inertia_ == expected.inertia_
    assert not np.allclose(weighted.cv_results_["mean_test_score"], plain.cv_results_["mean_test_score"])


# -- processes and threads --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["loky", "threading"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_scores_are_the_same_in_other_processes_and_threads(frame, backend, provider):
    made = cluster.KMeans(3, random_state=0, provider=provider)
    alone = cross_val_score(made, frame, cv=3)
    with parallel_config(backend=backend):
        assert np.array_equal(cross_val_score(made, frame, cv=3, n_jobs=2), alone)


def test_a_search_takes_a_class_written_here(frame):
    class Cautious(cluster.KMeans.using("np")):
        def predict(self, X):
            return super().predict(X) * 2

    search = GridSearchCV(Cautious(random_state=0), {"n_clusters": [2, 3]}, cv=2, n_jobs=2, error_score="raise").fit(frame)
    assert set(search.predict(frame)) == {0, 2, 4}
    assert isinstance(search.best_estimator_.set_output(transform="pandas").transform(frame), pd.DataFrame)
