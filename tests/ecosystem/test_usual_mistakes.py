"""Usual mistakes: each answer names what was given, what is expected, and the nearest name where there is one."""

import numpy as np
import pytest
from mlmeta import cluster, errors

X = np.arange(12.0).reshape(6, 2)

# mistake -> (what is done, given the provider; the errors that a caller may catch; words that the answer must hold)
MISTAKES = {
    "wrong type": (
        lambda p: cluster.KMeans(n_clusters="3", provider=p).fit(X),
        (errors.InvalidParameterError, ValueError),
        ["'n_clusters'", "KMeans", "an int in the range [1, inf)", "Got '3'"],
    ),
    "misspelt parameter": (
        lambda p: cluster.KMeans(n_cluster=3, provider=p),
        (errors.UnknownParameterError, TypeError),
        ["'n_cluster'", "KMeans", "Valid parameters are", "Did you mean 'n_clusters'?"],
    ),
    "misspelt parameter in set_params": (
        lambda p: cluster.KMeans(provider=p).set_params(max_itr=3),
        (errors.UnknownParameterError, ValueError),
        ["'max_itr'", "KMeans", "Did you mean 'max_iter'?"],
    ),
    "misspelt option": (
        lambda p: cluster.KMeans(init="kmeans++", n_clusters=2, provider=p).fit(X),
        (errors.InvalidParameterError, ValueError),
        ["'init'", "{'k-means++', 'random'}", "Got 'kmeans++'", "Did you mean 'k-means++'?"],
    ),
    "misspelt class": (
        lambda _: cluster.KMean,
        (errors.UnknownAlgorithmError, AttributeError),
        ["'KMean'", "mlmeta.cluster", "Did you mean 'KMeans'?", "dir(mlmeta.cluster)"],
    ),
    "misspelt provider": (
        lambda _: cluster.KMeans(3, providr="np"),
        (errors.UnknownParameterError, TypeError),
        ["'providr'", "KMeans", "Did you mean 'provider'?"],
    ),
    "unknown provider": (
        lambda p: cluster.KMeans(provider=f"{p}x"),
        (errors.UnknownProviderError, ValueError),
        ["cluster.KMeans", "installed: np, rs", "Did you mean '"],
    ),
    "wrong number of features": (
        lambda p: cluster.KMeans(2, provider=p).fit(X).predict(X[:, :1]),
        (errors.InvalidDataError, ValueError),
        ["X has 1 features", "KMeans is expecting 2 features"],
    ),
    "one dimension": (
        lambda p: cluster.KMeans(2, provider=p).fit(X[:, 0]),
        (errors.InvalidDataError, ValueError),
        ["Expected 2D array, got 1D array", "(6,)", "reshape(-1, 1)"],
    ),
    "three dimensions": (
        lambda p: cluster.KMeans(2, provider=p).fit(np.zeros((4, 2, 3))),
        (errors.InvalidDataError, ValueError),
        ["Expected 2D array, got 3D array", "(4, 2, 3)", "X.reshape(len(X), -1)", "6 features"],
    ),
    "strings": (
        lambda p: cluster.KMeans(2, provider=p).fit([["a", "b"], ["c", "d"]]),
        (errors.InvalidDataError, ValueError),
        ["X must hold numbers", "<U1"],
    ),
    "unfitted": (
        lambda p: cluster.KMeans(provider=p).predict(X),
        (errors.NotFittedError, ValueError, AttributeError),
        ["KMeans instance is not fitted yet", "Call 'fit'"],
    ),
    "missing values": (
        lambda p: cluster.KMeans(2, provider=p).fit([[1.0, np.nan], [2.0, 3.0]]),
        (errors.InvalidDataError, ValueError),
        ["Input X contains NaN", "KMeans does not accept missing"],
    ),
    "too few start centres": (
        lambda p: cluster.KMeans(3, init=[[1.0, 2.0], [3.0, 4.0]], provider=p).fit(X),
        (errors.InvalidParameterError, ValueError),
        ["The shape of the initial centers (2, 2) does not match the number of clusters", "an array of shape (3, 2)"],
    ),
    "start centres of another width": (
        lambda p: cluster.KMeans(2, init=[[1.0], [3.0]], provider=p).fit(X),
        (errors.InvalidParameterError, ValueError),
        ["The shape of the initial centers (2, 1) does not match the number of features of the data", "an array of shape (2, 2)"],
    ),
    "more clusters than rows": (
        lambda p: cluster.KMeans(7, provider=p).fit(X),
        (errors.InvalidDataError, ValueError),
        ["n_samples=6", "n_clusters=7"],
    ),
}


@pytest.mark.parametrize("provider", ["np", "rs"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_usual_mistake_gets_a_useful_answer(mistake, provider):
    act, kinds, words = MISTAKES[mistake]
    with pytest.raises(kinds[0]) as caught:
        act(provider)
    assert all(isinstance(caught.value, kind) for kind in kinds)
    answer = str(caught.value)
    assert [word for word in words if word not in answer] == [], answer
