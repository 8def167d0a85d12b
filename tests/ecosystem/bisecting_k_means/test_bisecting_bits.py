"""Bisecting K-Means in NumPy and in Rust: one set of bits, for any number of threads."""

import itertools
from typing import Any

import mlmeta
import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster
from sklearn import datasets

DATA = {
    "iris": datasets.load_iris().data,
    "blobs": datasets.make_blobs(300, 5, centers=7, random_state=3)[0],
    "duplicates": np.repeat(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [5.0, 5.0]]), 20, axis=0),
    "large and small": np.random.default_rng(7).standard_normal((200, 3)) * [1e15, 1.0, 1e-15],
}


def assert_same_bits(X: Any, weight: Any = None, **parameters: Any) -> None:
    """Check that both providers make the same model of `X`, and that it tells the same."""
    known = {"n_clusters": 5, "random_state": 0} | parameters
    one, other = (cluster.BisectingKMeans(**known, provider=name).fit(X, sample_weight=weight) for name in ("np", "rs"))
    for name in ("cluster_centers_", "children_", "inner_centers_", "labels_"):
        assert getattr(one, name).dtype == getattr(other, name).dtype
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name
    assert one.inertia_ == other.inertia_
    assert np.array_equal(one.predict(X), other.predict(X))
    assert one.transform(X).tobytes() == other.transform(X).tobytes()
    assert one.score(X, sample_weight=weight) == other.score(X, sample_weight=weight)


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("name", DATA)
def test_np_and_rs_agree_bit_for_bit(name: str, dtype: type, sparse: bool, weighted: bool) -> None:
    X = DATA[name].astype(dtype)
    rows = scipy.sparse.csr_array(np.where(np.median(X) < X, X, 0)) if sparse else X
    weight = np.random.default_rng(1).integers(0, 4, len(X)).astype(dtype) if weighted else None
    for strategy, (init, n_init) in itertools.product(("biggest_inertia", "largest_cluster"), (("random", 2), ("k-means++", 1))):
        assert_same_bits(rows, weight, bisecting_strategy=strategy, init=init, n_init=n_init)


@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_threads_change_no_bit(sparse: bool) -> None:
    X = np.random.default_rng(2).standard_normal((40_000, 40)).astype(np.float32)  # enough for a second thread
    rows = scipy.sparse.csr_array(np.where(X > 0.5, X, 0)) if sparse else X
    models = []
    for threads in (1, 2, 3):
        with mlmeta.use(threads=threads):
            models.append(cluster.BisectingKMeans(5, random_state=0, max_iter=5, provider="rs").fit(rows))
    for other in models[1:]:
        assert other.cluster_centers_.tobytes() == models[0].cluster_centers_.tobytes()
        assert np.array_equal(other.labels_, models[0].labels_)
        assert np.array_equal(other.predict(rows), models[0].labels_)


@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
def test_a_callable_starts_both_alike(make: Any) -> None:
    def far_apart(X: Any, k: int, random_state: np.random.RandomState) -> Any:
        rows = X.toarray() if scipy.sparse.issparse(X) else X
        return rows[[rows[:, 0].argmin(), random_state.randint(len(rows))]]

    assert_same_bits(make(np.abs(DATA["blobs"])), init=far_apart, n_init=2)
    assert_same_bits(make(np.abs(DATA["blobs"])), np.zeros(300) + (np.arange(300) % 7 == 0), init=far_apart)
