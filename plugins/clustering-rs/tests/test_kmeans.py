"""The class through the spec."""

import json
import warnings
from importlib import resources

import mlmeta_clustering_rs
import numpy as np
import pytest
from mlmeta import cluster
from mlmeta.errors import ConvergenceWarning, InvalidDataError, InvalidParameterError
from sklearn import datasets
from sklearn.cluster import KMeans as PeerKMeans

IRIS = datasets.load_iris().data


def KMeans(*args, **parameters):
    return cluster.KMeans(*args, provider="rs", **parameters)


def test_the_manifest_names_the_class():
    manifest = json.loads((resources.files(mlmeta_clustering_rs) / "mlmeta.json").read_text())
    factories = {row["algorithm"]: row["factory"] for row in manifest["algorithms"]}
    assert factories["cluster.KMeans"] == "mlmeta_clustering_rs.kmeans:KMeans"
    assert type(KMeans()).__module__ == "mlmeta_clustering_rs.kmeans"


@pytest.mark.parametrize("init", ["k-means++", "random", IRIS[[0, 60, 120]]], ids=["k-means++", "random", "array"])
@pytest.mark.parametrize("seed", range(4))
def test_every_init_gives_scikit_learns_fit(init, seed):
    ours = KMeans(3, init=init, random_state=seed).fit(IRIS)
    theirs = PeerKMeans(3, init=init, random_state=seed).fit(IRIS)
    assert (ours.labels_ == theirs.labels_).all()
    assert ours.n_iter_ == theirs.n_iter_
    assert ours.labels_.dtype == np.int32
    np.testing.assert_allclose(ours.transform(IRIS), theirs.transform(IRIS), atol=1e-12)
    assert (ours.predict(IRIS[::7]) == theirs.predict(IRIS[::7])).all()


def test_a_random_state_goes_on_where_scikit_learns_would():
    ours, theirs = np.random.RandomState(1), np.random.RandomState(1)
    for _ in range(3):
        KMeans(3, random_state=ours).fit(IRIS)
        PeerKMeans(3, random_state=theirs).fit(IRIS)
        assert ours.random_sample() == theirs.random_sample()


def test_a_random_state_of_another_generator_is_refused():
    with pytest.raises(InvalidParameterError, match="draws from PCG64"):
        KMeans(3, random_state=np.random.RandomState(np.random.PCG64(0))).fit(IRIS)


def test_no_random_state_draws_from_numpys_global_stream():
    np.random.seed(4)
    first = KMeans(3).fit(IRIS)
    np.random.seed(4)
    assert (KMeans(3).fit(IRIS).labels_ == first.labels_).all()
    expected = np.random.RandomState(4)
    PeerKMeans(3, random_state=expected).fit(IRIS)
    assert np.random.random_sample() == expected.random_sample()


def test_a_model_of_one_dtype_labels_rows_of_the_other():
    km = KMeans(3, random_state=0).fit(IRIS)
    assert (km.predict(IRIS.astype(np.float32)) == km.labels_).all()
    narrow = KMeans(3, random_state=0).fit(IRIS.astype(np.float32))
    assert narrow.cluster_centers_.dtype == np.float32
    assert (narrow.predict(IRIS) == narrow.labels_).all()


WEIGHTED = {
    "iris": (IRIS, 3),
    "wine": (datasets.load_wine().data, 3),
    "cancer": (datasets.load_breast_cancer().data, 8),
    "diabetes": (datasets.load_diabetes().data, 8),
    "blobs": (datasets.make_blobs(5000, 8, centers=12, random_state=1, cluster_std=3)[0], 12),
}
WEIGHTS = {
    "uniform": lambda random, n: random.uniform(size=n),
    "integers": lambda random, n: random.integers(0, 5, n).astype(float),
    "many zeros": lambda random, n: random.uniform(size=n) * (random.uniform(size=n) < 0.3),
    "skewed": lambda random, n: random.standard_exponential(n) ** 4,
}


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("init", ["k-means++", "random", "array"])
@pytest.mark.parametrize("data", WEIGHTED)
def test_weighted_labels_and_iterations_are_scikit_learns(data, init, weights):
    X, k = WEIGHTED[data]
    for seed in range(3):
        sample_weight = weights(np.random.default_rng(seed), len(X))
        parameters = {"init": X[:k] if init == "array" else init, "n_init": 1, "random_state": seed}
        ours = KMeans(k, **parameters).fit(X, sample_weight=sample_weight)
        theirs = PeerKMeans(k, **parameters).fit(X, sample_weight=sample_weight)
        assert (ours.labels_ == theirs.labels_).all(), seed
        assert ours.n_iter_ == theirs.n_iter_, seed
        assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-12)
        assert (ours.labels_ == KMeans(k, **parameters).fit_predict(X, sample_weight=sample_weight)).all()


def test_weights_of_any_layout_are_taken():
    weights = np.arange(300.0)[::2]
    expected = KMeans(3, random_state=0).fit(IRIS, sample_weight=weights.copy())
    assert (KMeans(3, random_state=0).fit(IRIS, sample_weight=weights).labels_ == expected.labels_).all()
    assert (KMeans(3, random_state=0).fit(IRIS, sample_weight=weights.tolist()).labels_ == expected.labels_).all()


def test_weights_whose_sums_overflow_are_refused():
    with pytest.raises(InvalidDataError, match="divide sample_weight by a constant"):
        KMeans(3).fit(IRIS, sample_weight=np.full(len(IRIS), 1e307))


def test_more_random_starts_than_rows_with_weight_are_refused_as_numpy_does():
    with pytest.raises(ValueError, match="Fewer non-zero entries in p than size"):
        KMeans(3, init="random").fit(IRIS, sample_weight=np.arange(len(IRIS)) < 2)


def test_data_whose_squares_overflow_is_refused_and_the_stream_untouched():
    stream = np.random.RandomState(0)
    with pytest.raises(InvalidDataError, match="scale the data"):
        KMeans(3, random_state=stream).fit(IRIS * 1e200)
    assert stream.random_sample() == np.random.RandomState(0).random_sample()


def test_start_centres_must_be_finite():
    with pytest.raises(InvalidParameterError, match="NaN, infinity"):
        KMeans(2, init=[[np.nan] * 4, [0.0] * 4]).fit(IRIS)


def test_fewer_distinct_clusters_than_asked_for_is_a_warning():
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(2\) found smaller than n_clusters \(3\)"):
        KMeans(3, random_state=0).fit([[0.0], [0.0], [1.0]])


def test_given_centres_make_one_run_and_say_so():
    with pytest.warns(RuntimeWarning, match="performing only one init in KMeans instead of n_init=5"):
        KMeans(3, init=IRIS[:3], n_init=5).fit(IRIS)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        KMeans(3, init=IRIS[:3], n_init="auto").fit(IRIS)
