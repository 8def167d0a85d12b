"""The class as users construct it, through the spec."""

import pickle
from typing import Any

import numpy as np
import pytest
from mlmeta import cluster
from mlmeta.errors import ConvergenceWarning
from mlmeta_clustering_np.kmeans import KMeans
from sklearn import datasets
from sklearn.base import clone


def estimator(n_clusters: int = 4, **parameters: Any) -> cluster.KMeans:
    return cluster.KMeans(n_clusters, random_state=0, provider="np", **parameters)


def test_the_spec_constructs_this_class() -> None:
    assert type(estimator()) is KMeans
    assert isinstance(estimator(), cluster.KMeans)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_fitted_attributes_have_the_types_of_the_spec(dtype: type) -> None:
    X = datasets.load_wine().data.astype(dtype)
    before = X.copy()
    km = estimator().fit(X)
    assert np.array_equal(X, before)
    assert (km.cluster_centers_.dtype, km.cluster_centers_.shape) == (dtype, (4, 13))
    assert (km.labels_.dtype, km.labels_.shape) == (np.int32, (178,))
    assert type(km.inertia_) is float
    assert type(km.n_iter_) is int


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_predict_and_transform_agree_with_the_labels_of_the_fit(dtype: type) -> None:
    X = datasets.make_blobs(500, 3, centers=4, random_state=0)[0].astype(dtype)
    km = estimator().fit(X)
    assert np.array_equal(km.predict(X), km.labels_)
    distances = km.transform(X)
    assert distances.dtype == dtype
    assert np.array_equal(distances.argmin(axis=1), km.labels_)
    np.testing.assert_allclose(np.square(distances.min(axis=1)).sum(), km.inertia_, rtol=1e-4)


def test_a_float64_model_takes_float32_rows_and_the_reverse() -> None:
    X = datasets.make_blobs(200, 3, centers=4, random_state=0)[0]
    wide, narrow = estimator().fit(X), estimator().fit(X.astype(np.float32))
    assert np.array_equal(wide.predict(X.astype(np.float32)), narrow.predict(X))


def test_sample_weights_move_the_centre() -> None:
    km = estimator(1).fit([[0.0], [1.0]], sample_weight=[3.0, 1.0])
    assert km.cluster_centers_.tolist() == [[0.25]]
    assert km.inertia_ == 3 * 0.25**2 + 0.75**2


def test_duplicates_that_leave_clusters_empty_are_warned_of() -> None:
    with pytest.warns(ConvergenceWarning, match=r"Number of distinct clusters \(2\) found smaller than n_clusters \(3\)"):
        estimator(3).fit([[0.0], [0.0], [5.0], [5.0]])


def test_more_runs_than_one_from_given_centres_are_warned_of_where_fit_is_called() -> None:
    with pytest.warns(RuntimeWarning, match="performing only one init") as caught:
        estimator(2, init=[[0.0], [5.0]], n_init=2).fit([[0.0], [0.5], [5.0]])
    assert caught[0].filename == __file__


def test_a_failed_fit_leaves_the_estimator_as_it_was() -> None:
    km = estimator(2).fit([[0.0], [1.0], [9.0]])
    with pytest.raises(ValueError, match="squared distances overflow"):
        km.fit([[1e200], [-1e200]])
    assert km.inertia_ == 0.5


def test_clones_and_pickles_fit_alike() -> None:
    X = datasets.load_iris().data
    km = estimator().fit(X)
    for other in (clone(km).fit(X), pickle.loads(pickle.dumps(km)), km.set_params(algorithm="elkan", copy_x=False).fit(X)):
        assert np.array_equal(other.cluster_centers_, km.cluster_centers_)
