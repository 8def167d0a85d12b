"""Functions that start runs, and what a fit prints as it goes on: alike for every provider, and as scikit-learn's."""

import re
from typing import Any

import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster, errors
from sklearn import cluster as peer
from sklearn import datasets

PROVIDERS = ("np", "rs")
WINE = datasets.load_wine().data
WEIGHT = np.random.default_rng(0).integers(0, 3, len(WINE)).astype(float)
NUMBER = re.compile(r"\d+\.\d+(e[-+]?\d+)?")


def printed(made: Any, X: Any, capsys: pytest.CaptureFixture[str], weight: Any = None) -> str:
    """Return what a fit prints."""
    made.fit(X, sample_weight=weight)
    return capsys.readouterr().out


@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["plain", "weighted"])
@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize(
    "parameters",
    [{"tol": 0.0}, {"tol": 1e-1}, {"max_iter": 1}, {"init": "random", "n_init": 2}],
    ids=["strict", "tolerance", "one iteration", "two runs"],
)
def test_verbose_prints_the_lines_of_scikit_learn(
    parameters: dict[str, Any], make: Any, weight: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    X = make(WINE)
    known = {"n_clusters": 4, "random_state": 0, "verbose": 1} | parameters
    theirs = printed(peer.KMeans(**known), X, capsys, weight)
    one, other = (printed(cluster.KMeans(**known, provider=provider), X, capsys, weight) for provider in PROVIDERS)
    assert one == other
    assert "Initialization complete\nIteration 0, inertia " in one
    assert NUMBER.sub("#", one) == NUMBER.sub("#", theirs)
    np.testing.assert_allclose(
        [float(found[0]) for found in NUMBER.finditer(one)], [float(found[0]) for found in NUMBER.finditer(theirs)], rtol=1e-9
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_verbose_changes_nothing_and_silence_is_silent(provider: str, capsys: pytest.CaptureFixture[str]) -> None:
    silent = cluster.KMeans(4, random_state=0, provider=provider)
    assert printed(silent, WINE, capsys) == ""
    told = cluster.KMeans(4, random_state=0, verbose=2, provider=provider).fit(WINE)
    assert told.cluster_centers_.tobytes() == silent.cluster_centers_.tobytes()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_callable_gets_the_centred_rows_and_the_stream_before_each_run(provider: str, dtype: type) -> None:
    seen: list[Any] = []

    def rows_at_random(X: Any, n_clusters: int, random_state: np.random.RandomState) -> Any:
        seen.append((X, random_state))
        return X[random_state.permutation(len(X))[:n_clusters]].tolist()

    X = WINE.astype(dtype)
    stream = np.random.RandomState(4)
    ours = cluster.KMeans(3, init=rows_at_random, n_init=4, random_state=stream, provider=provider).fit(X)
    assert len(seen) == 4
    for rows, given in seen:
        assert given is stream
        assert rows.dtype == dtype
        assert rows.flags.c_contiguous
        assert np.abs(rows.astype(np.float64).mean(axis=0)).max() < 1e-2
        np.testing.assert_allclose(rows + X.mean(axis=0), X, rtol=1e-3, atol=1e-3)
    expected = np.random.RandomState(4)
    theirs = peer.KMeans(3, init=rows_at_random, n_init=4, random_state=expected).fit(X.astype(np.float64))
    assert stream.random_sample() == expected.random_sample()
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_callable_is_called_ten_times_by_default_and_draws_from_any_generator(provider: str) -> None:
    seen = []

    def first_rows(X: Any, n_clusters: int, random_state: np.random.RandomState) -> Any:
        seen.append(random_state.random_sample())
        return X[:n_clusters]

    stream = np.random.RandomState(np.random.PCG64(3))
    cluster.KMeans(3, init=first_rows, random_state=stream, provider=provider).fit(WINE)
    assert seen == np.random.RandomState(np.random.PCG64(3)).random_sample(10).tolist()


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (np.zeros((2, 13)), r"\(2, 13\) does not match the number of clusters 3"),
        (np.zeros(13), r"\(13,\) does not match the number of clusters 3"),
        (np.zeros((3, 4)), r"\(3, 4\) does not match the number of features of the data 13"),
        (np.full((3, 13), np.nan), "NaN, infinity or values too large for float64"),
        (scipy.sparse.csr_array((3, 4)), r"\(3, 4\) does not match the number of features"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_callable_returns_is_checked(provider: str, start: Any, message: str) -> None:
    made = cluster.KMeans(3, init=lambda X, n_clusters, random_state: start, n_init=1, provider=provider)
    with pytest.raises(errors.InvalidParameterError, match=message):
        made.fit(WINE)
    assert not hasattr(made, "labels_")


@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_callable_raises_is_what_the_fit_raises(provider: str, make: Any) -> None:
    class OwnError(ValueError):
        pass

    def fails(X: Any, n_clusters: int, random_state: np.random.RandomState) -> Any:
        raise OwnError(n_clusters)

    with pytest.raises(OwnError) as caught:
        cluster.KMeans(3, init=fails, provider=provider).fit(make(WINE))
    assert type(caught.value) is OwnError


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_callable_may_fit_estimators_itself(provider: str) -> None:
    def from_a_fit(X: Any, n_clusters: int, random_state: np.random.RandomState) -> Any:
        seed = int(random_state.randint(1000))
        return cluster.KMeans(n_clusters, random_state=seed, verbose=1, provider=provider).fit(X).cluster_centers_

    one = cluster.KMeans(3, init=from_a_fit, n_init=2, random_state=0, provider=provider).fit(WINE)
    assert one.labels_.shape == (178,)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_elkan_with_one_cluster_says_that_it_makes_no_sense(provider: str) -> None:
    X = np.arange(12.0).reshape(6, 2)
    with pytest.warns(RuntimeWarning, match="algorithm='elkan' doesn't make sense for a single cluster") as caught:
        model = cluster.KMeans(1, algorithm="elkan", random_state=0, provider=provider).fit(X)
    assert [one.filename for one in caught] == [__file__]
    assert model.cluster_centers_.tolist() == [[5.0, 6.0]]
