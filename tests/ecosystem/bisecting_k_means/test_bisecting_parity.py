"""Bisecting K-Means of every provider against scikit-learn's: the same draws, the same tree, the same answers."""

from typing import Any

import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster
from sklearn import cluster as peer
from sklearn import datasets

PROVIDERS = ("np", "rs")
DATA = {
    "blobs": datasets.make_blobs(130, 4, centers=7, random_state=3)[0],
    "noise": np.random.default_rng(5).standard_normal((120, 6)),
    "one column": np.random.default_rng(6).standard_exponential((90, 1)),
    "far from zero": np.random.default_rng(8).standard_normal((90, 3)) + 1e3,
}
NEW = np.random.default_rng(9).standard_normal((150, 6)) * 4
STRATEGIES = ("biggest_inertia", "largest_cluster")
STARTS: dict[str, dict[str, Any]] = {
    "random": {},
    "random, three runs": {"n_init": 3},
    "k-means++": {"init": "k-means++"},
    "k-means++, strict": {"init": "k-means++", "tol": 0.0, "algorithm": "elkan"},
    "one iteration": {"max_iter": 1},
    "callable": {"init": lambda X, k, random_state: X[random_state.permutation(X.shape[0])[:k]], "n_init": 2},
}


def form_of(X: np.ndarray, form: str) -> Any:
    """Return rows in one of the forms that are taken."""
    return {
        "float64": lambda: X,
        "float32": lambda: X.astype(np.float32),
        "sparse": lambda: scipy.sparse.csr_matrix(np.where(np.median(X) < X, X, 0)),
    }[form]()


def dense_starts(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters with an `init` that gives arrays: scikit-learn takes no sparse start centres."""
    init = parameters.get("init")
    if not callable(init):
        return parameters

    def dense(X: Any, k: int, random_state: Any) -> Any:
        found = init(X, k, random_state)
        return found.toarray() if scipy.sparse.issparse(found) else found

    return {**parameters, "init": dense}


@pytest.mark.parametrize("form", ["float64", "float32", "sparse"])
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_labels_centres_and_answers_are_scikit_learns(
    provider: str, strategy: str, start: dict[str, Any], weighted: bool, form: str
) -> None:
    tolerance = 2e-4 if form == "float32" else 1e-8
    for seed, (name, values) in enumerate(DATA.items()):
        X = form_of(values, form)
        weight = np.random.default_rng(1).random(X.shape[0]) if weighted else None
        parameters = {"n_clusters": 5, "bisecting_strategy": strategy, "random_state": seed, **dense_starts(start)}
        theirs = peer.BisectingKMeans(**parameters).fit(X.astype(np.float64), sample_weight=weight)
        ours = cluster.BisectingKMeans(**parameters, provider=provider).fit(X, sample_weight=weight)
        assert np.array_equal(ours.labels_, theirs.labels_), (name, seed)
        assert ours.cluster_centers_.dtype == X.dtype
        np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, atol=tolerance)
        assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=tolerance)
        new = form_of(NEW[:, : X.shape[1]], form)
        assert np.array_equal(ours.predict(new), theirs.predict(new.astype(np.float64))), (name, seed)
        np.testing.assert_allclose(ours.transform(new), theirs.transform(new.astype(np.float64)), rtol=tolerance, atol=tolerance)
        assert ours.score(X, sample_weight=weight) == pytest.approx(
            theirs.score(X.astype(np.float64), None, weight), rel=tolerance
        )


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_labels_are_scikit_learns_for_many_seeds(provider: str, name: str) -> None:
    for seed in range(12):
        theirs = peer.BisectingKMeans(8, random_state=seed).fit(DATA[name])
        ours = cluster.BisectingKMeans(8, random_state=seed, provider=provider).fit(DATA[name])
        assert np.array_equal(ours.labels_, theirs.labels_), seed


@pytest.mark.parametrize("form", ["float64", "sparse"])
@pytest.mark.parametrize("k", [1, 2, 40])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_any_number_of_clusters(provider: str, k: int, form: str) -> None:
    X = form_of(DATA["blobs"], form)
    weight = np.random.default_rng(1).random(X.shape[0])
    theirs = peer.BisectingKMeans(k, random_state=0).fit(X, sample_weight=weight)
    ours = cluster.BisectingKMeans(k, random_state=0, provider=provider).fit(X, sample_weight=weight)
    assert np.array_equal(ours.labels_, theirs.labels_)
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, atol=1e-10)
    assert np.array_equal(ours.predict(X), theirs.predict(X))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_stream_is_left_where_scikit_learn_leaves_it(provider: str) -> None:
    one, other = np.random.RandomState(3), np.random.RandomState(3)
    cluster.BisectingKMeans(5, n_init=2, random_state=one, provider=provider).fit(DATA["blobs"])
    peer.BisectingKMeans(5, n_init=2, random_state=other).fit(DATA["blobs"])
    assert one.random_sample() == other.random_sample()


@pytest.mark.parametrize("init", ["random", "k-means++"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_rows_that_repeat_are_split_as_far_as_scikit_learn_splits_them(provider: str, init: str) -> None:
    X = np.repeat([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0]], 4, axis=0)
    theirs = peer.BisectingKMeans(5, init=init, random_state=0).fit(X)
    ours = cluster.BisectingKMeans(5, init=init, random_state=0, provider=provider).fit(X)
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.inertia_ == theirs.inertia_ == 0
    assert np.array_equal(ours.predict(X), theirs.predict(X))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_row_need_not_be_in_the_cluster_of_its_nearest_centre(provider: str) -> None:
    made = cluster.BisectingKMeans(6, random_state=0, provider=provider).fit(DATA["noise"])
    nearest = made.transform(NEW).argmin(axis=1)
    assert 0.5 < (made.predict(NEW) == nearest).mean() < 1
    squared = np.square(made.transform(NEW).min(axis=1)).sum()
    assert made.score(NEW) == pytest.approx(-squared), "the score is that of the nearest centres"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_printed_is_what_scikit_learn_prints(provider: str, capsys: pytest.CaptureFixture[str]) -> None:
    X = np.array([[1.0, 1], [10, 1], [3, 1], [10, 0], [2, 1], [10, 2], [10, 8], [10, 9], [10, 10]])
    peer.BisectingKMeans(3, random_state=0, verbose=1).fit(X)
    theirs = capsys.readouterr().out
    cluster.BisectingKMeans(3, random_state=0, verbose=1, provider=provider).fit(X)
    ours = capsys.readouterr().out
    assert "New centroids from bisection: [[" in theirs
    assert [line.split()[:2] for line in ours.splitlines()] == [line.split()[:2] for line in theirs.splitlines()]
