"""Mini-batch K-Means of every provider beside scikit-learn's float64 fit: the same draws, labels and steps, and its centres."""

import itertools
import warnings

import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster
from sklearn import cluster as peer
from sklearn import datasets
from threadpoolctl import threadpool_limits

PROVIDERS = ("np", "rs")


def topics() -> np.ndarray:
    """Return rows of many zeros around six of few entries each, of continuous values."""
    random = np.random.default_rng(0)
    places = random.random((6, 60)) < 0.15
    own = places[random.integers(0, 6, 900)]
    return np.where(own, random.exponential(size=own.shape), 0.0)


DATA = {
    "blobs": datasets.make_blobs(1500, 5, centers=7, random_state=3, cluster_std=3)[0],
    "noise": np.random.default_rng(5).standard_normal((1203, 17)),
    "skewed": np.random.default_rng(6).standard_exponential((3000, 2)),
    "topics": topics(),
}
SETTINGS = {
    "default": {},
    "small batches": {"batch_size": 37, "max_no_improvement": 4},
    "by movement": {"batch_size": 100, "tol": 1e-3, "max_no_improvement": None, "max_iter": 12},
    "many replaced": {"batch_size": 50, "reassignment_ratio": 0.4, "max_iter": 4},
    "starts of few rows": {"init_size": 60, "n_init": 4, "batch_size": 64, "max_iter": 3},
    "one step": {"max_iter": 1, "batch_size": 5000},
}
STARTS = ("k-means++", "random", "array", "callable")


def chosen(X, n_clusters, random_state):
    """Return rows of `X`, drawn from the stream that is given."""
    rows = X[random_state.permutation(X.shape[0])[:n_clusters]]
    return rows.toarray() if scipy.sparse.issparse(rows) else rows


def start(name, X, seed):
    """Return the `init` of this name for dense rows."""
    given = {"callable": chosen, "array": X[np.random.default_rng(seed).choice(len(X), 6, replace=False)]}
    return given.get(name, name)


def fitted(make, rows, weight, method="fit", **parameters):
    """Return a fit of six clusters, on one thread where that changes rounding."""
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.filterwarnings("ignore", message="Explicit initial center position")
        return getattr(make(**{"n_clusters": 6} | parameters), method)(rows, sample_weight=weight)


@pytest.mark.parametrize("storage", ["dense", "CSR"])
@pytest.mark.parametrize("init", STARTS)
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_fits_are_scikit_learns(provider, name, settings, init, storage):
    X = DATA[name]
    rows = scipy.sparse.csr_matrix(X) if storage == "CSR" else X
    continuous = np.random.default_rng(1).uniform(0.1, 3.0, len(X))
    for weight, seed in itertools.product((None, continuous), range(3)):
        parameters = settings | {"init": start(init, X, seed), "random_state": seed}
        theirs = fitted(peer.MiniBatchKMeans, rows, weight, **parameters)
        ours = fitted(cluster.MiniBatchKMeans.using(provider), rows, weight, **parameters)
        assert np.array_equal(ours.labels_, theirs.labels_)
        assert (ours.n_steps_, ours.n_iter_) == (theirs.n_steps_, theirs.n_iter_)
        assert ours.cluster_centers_.tobytes() == theirs.cluster_centers_.tobytes()
        assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-12)


@pytest.mark.parametrize("storage", ["dense", "CSR"])
@pytest.mark.parametrize("init", STARTS)
@pytest.mark.parametrize("begins", ["partial_fit", "fit"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_parts_are_scikit_learns(provider, begins, init, storage):
    X = DATA["blobs"]
    weight = np.random.default_rng(1).uniform(0.0, 3.0, len(X))
    for seed in range(3):
        parameters = {"n_clusters": 6, "init": start(init, X, seed), "random_state": seed, "batch_size": 64}
        parameters["reassignment_ratio"] = 0.6  # so that the stream of the first part is drawn from in later ones
        pair = [make(**parameters) for make in (cluster.MiniBatchKMeans.using(provider), peer.MiniBatchKMeans)]
        for number, first in enumerate(range(0, 1500, 150)):
            part = slice(first, first + 150)
            rows = scipy.sparse.csr_matrix(X[part]) if storage == "CSR" else X[part]
            for made in pair:
                method = begins if number == 0 else "partial_fit"
                getattr(made, method)(rows, sample_weight=weight[part] if number % 2 else None)
            ours, theirs = pair
            assert np.array_equal(ours.labels_, theirs.labels_)
            assert ours.cluster_centers_.tobytes() == theirs.cluster_centers_.tobytes()
            assert ours.n_steps_ == theirs.n_steps_
            assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-12)
        assert hasattr(ours, "n_iter_") == hasattr(theirs, "n_iter_")


@pytest.mark.parametrize("storage", ["dense", "CSR"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_float32_rows_get_the_labels_of_the_same_values_in_float64(provider, storage):
    for name, seed in itertools.product(DATA, range(3)):
        X = DATA[name].astype(np.float32)
        rows = scipy.sparse.csr_matrix(X) if storage == "CSR" else X
        theirs = fitted(peer.MiniBatchKMeans, rows.astype(np.float64), None, random_state=seed, batch_size=100)
        ours = fitted(cluster.MiniBatchKMeans.using(provider), rows, None, random_state=seed, batch_size=100)
        assert ours.cluster_centers_.dtype == np.float32
        assert ours.cluster_centers_.tobytes() == theirs.cluster_centers_.astype(np.float32).tobytes()
        assert np.mean(ours.labels_ == theirs.labels_) > 0.999


@pytest.mark.parametrize("provider", PROVIDERS)
def test_without_labels_the_inertia_is_scikit_learns_estimate(provider):
    X, weight = DATA["blobs"], np.random.default_rng(1).uniform(0.1, 3.0, 1500)
    for each in (None, weight):
        parameters = {"compute_labels": False, "random_state": 0, "batch_size": 100}
        ours, theirs = (
            fitted(make, X, each, **parameters) for make in (cluster.MiniBatchKMeans.using(provider), peer.MiniBatchKMeans)
        )
        assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-12)
        assert not hasattr(ours, "labels_")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_stream_is_left_where_scikit_learn_leaves_it(provider):
    for init in STARTS:
        streams = [np.random.RandomState(4), np.random.RandomState(4)]
        for make, stream in zip((cluster.MiniBatchKMeans.using(provider), peer.MiniBatchKMeans), streams, strict=True):
            fitted(make, DATA["blobs"], None, init=start(init, DATA["blobs"], 0), random_state=stream, batch_size=40)
        assert streams[0].random_sample() == streams[1].random_sample()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_printed_are_scikit_learns_lines(provider, capsys):
    told = []
    for make in (cluster.MiniBatchKMeans.using(provider), peer.MiniBatchKMeans):
        parameters = {"random_state": 0, "batch_size": 40, "n_init": 2, "init": "random", "reassignment_ratio": 0.3}
        for more in ({"tol": 1e-2}, {}):
            fitted(make, DATA["blobs"], None, **parameters, **more, verbose=1)
        told.append([line.partition(": ")[0] for line in capsys.readouterr().out.splitlines()])
    assert told[0] == told[1]
    assert any("Converged (small centers change)" in line for line in told[0])
    assert any("Converged (lack of improvement in inertia)" in line for line in told[0])
    assert any("Reassigning" in line for line in told[0])
