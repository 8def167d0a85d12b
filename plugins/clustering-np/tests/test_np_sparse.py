"""Sparse rows: scikit-learn's answers, exact sums, and memory that is bounded by blocks."""

import tracemalloc
import warnings
from typing import Any

import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster, errors
from mlmeta.sparse import CSR
from mlmeta_clustering_np import sparse_rows
from mlmeta_clustering_np.cluster_statistics import ClusterStatistics
from mlmeta_clustering_np.preparation import column_variances, sparse_variances
from sklearn import cluster as peer
from sklearn import datasets


def documents(n_documents: int = 400, n_words: int = 600, n_topics: int = 6) -> scipy.sparse.csr_matrix:
    """Return word counts of documents, each of one topic: few entries a row, columns of very unlike frequency."""
    random = np.random.default_rng(0)
    topics = random.dirichlet(np.full(n_words, 0.05), size=n_topics)
    counts = [random.multinomial(random.integers(20, 90), topics[i % n_topics]) for i in range(n_documents)]
    return scipy.sparse.csr_matrix(np.array(counts) * (1 + random.random(n_words)))


DATA = {
    "digits": scipy.sparse.csr_matrix(datasets.load_digits().data),
    "documents": documents(),
    "uniform": scipy.sparse.random(500, 40, density=0.15, format="csr", random_state=1),
    "empty rows and columns": scipy.sparse.csr_matrix(np.eye(60, 9, 2) * np.arange(60)[:, np.newaxis]),
}
SETTINGS: dict[str, dict[str, Any]] = {
    "k-means++": {},
    "random": {"init": "random", "n_init": 2},
    "strict": {"tol": 0.0, "init": "random"},
    "one iteration": {"max_iter": 1},
    "callable": {"init": lambda X, k, random_state: X[random_state.permutation(X.shape[0])[:k]].toarray(), "n_init": 2},
}


def pair(X: Any, weight: Any = None, **parameters: Any) -> tuple[cluster.KMeans, peer.KMeans]:
    """Return our fit and scikit-learn's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.ConvergenceWarning)
        known = {"n_clusters": 5, "random_state": 3, "n_init": 1} | parameters
        return (
            cluster.KMeans(**known, provider="np").fit(X, sample_weight=weight),
            peer.KMeans(**known).fit(X.astype(np.float64), sample_weight=weight),
        )


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", ["digits", "documents", "uniform"])
def test_labels_and_iterations_are_scikit_learns(name: str, settings: dict[str, Any], dtype: type, weighted: bool) -> None:
    X = DATA[name].astype(dtype)
    weight = np.random.default_rng(1).random(X.shape[0]) if weighted else None
    ours, theirs = pair(X, weight, **settings)
    assert ours.cluster_centers_.dtype == dtype
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_
    tolerance = 1e-10 if dtype == np.float64 else 2e-5
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, atol=tolerance * abs(X).max())
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=tolerance)
    assert np.array_equal(ours.predict(X), theirs.predict(X.astype(np.float64)))
    np.testing.assert_allclose(ours.transform(X), theirs.transform(X.astype(np.float64)), rtol=tolerance * 10, atol=1e-3)
    assert ours.score(X, sample_weight=weight) == pytest.approx(theirs.score(X.astype(np.float64), None, weight), rel=tolerance)


def test_given_centres_are_taken_as_they_are() -> None:
    X = DATA["documents"]
    ours, theirs = pair(X, init=X[:5].toarray())
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.parametrize("make", [scipy.sparse.csr_array, scipy.sparse.csr_matrix, scipy.sparse.csc_matrix])
def test_a_callable_gets_the_users_kind_of_matrix_and_may_return_one(make: Any) -> None:
    seen = []

    def first_rows(X: Any, n_clusters: int, random_state: np.random.RandomState) -> Any:
        assert isinstance(random_state, np.random.RandomState)
        seen.append(X)
        return X[:n_clusters]

    given = make(DATA["uniform"])
    ours = cluster.KMeans(5, init=first_rows, n_init=1, provider="np").fit(given)
    assert isinstance(seen[0], scipy.sparse.sparray) == isinstance(given, scipy.sparse.sparray)
    assert np.array_equal(seen[0].toarray(), given.toarray())
    assert np.array_equal(ours.labels_, pair(DATA["uniform"], init=given.toarray()[:5])[0].labels_)


def test_empty_clusters_are_relocated_as_scikit_learn_does() -> None:
    X = DATA["digits"]
    start = np.vstack([X[:4].toarray(), np.full((1, 64), 1e4)])
    ours, theirs = pair(X, init=start)
    assert len(np.unique(ours.labels_)) == 5
    assert np.array_equal(ours.labels_, theirs.labels_)


def test_fewer_distinct_rows_than_clusters_are_warned_of() -> None:
    X = scipy.sparse.csr_matrix(np.repeat(np.eye(2), 5, axis=0))
    with pytest.warns(errors.ConvergenceWarning, match=r"distinct clusters \(2\)"):
        made = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    assert made.inertia_ == 0


def test_rows_and_columns_without_entries_are_zeros() -> None:
    X = DATA["empty rows and columns"]
    ours = pair(X)[0]
    dense = cluster.KMeans(5, init=ours.cluster_centers_, n_init=1, provider="np").fit(X.toarray())
    assert np.array_equal(ours.labels_, dense.labels_)
    assert ours.inertia_ == pytest.approx(dense.inertia_)


def test_sparse_and_dense_rows_meet_in_one_model() -> None:
    X = DATA["documents"]
    ours = pair(X)[0]
    assert np.array_equal(ours.predict(X.toarray()), ours.labels_)
    assert np.array_equal(cluster.KMeans(5, random_state=0, provider="np").fit(X.toarray()).predict(X[:50]).shape, (50,))


def test_the_users_matrix_is_not_written() -> None:
    X = DATA["uniform"].copy()
    for array in (X.data, X.indices, X.indptr):
        array.flags.writeable = False
    pair(X)


def test_sums_by_cluster_have_the_bits_of_the_dense_rows() -> None:
    X = DATA["documents"]
    rows, dense = CSR.from_matrix(X), np.ascontiguousarray(X.toarray())
    labels = np.random.default_rng(2).integers(7, size=len(rows)).astype(np.int32)
    weight = np.random.default_rng(3).random(len(rows))
    for some in (None, weight):
        sums = []
        for form in (rows, dense):
            statistics = ClusterStatistics.start(7, form, some, 2)
            statistics.accumulate(form, labels, some)
            sums.append(statistics.sums)
        assert np.array_equal(sums[0].integers, sums[1].integers)
        assert np.array_equal(sums[0].fixed_point.powers, sums[1].fixed_point.powers)


def test_variances_are_those_of_the_centred_rows() -> None:
    X = DATA["documents"]
    centred = X.toarray() - X.toarray().mean(axis=0)
    expected = column_variances(centred, np.abs(centred).max(axis=0))
    found = sparse_variances(CSR.from_matrix(X), abs(X).max(axis=0).toarray()[0])
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


def test_blocks_of_any_size_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    X = DATA["documents"]
    whole = pair(X)[0]
    monkeypatch.setattr(sparse_rows, "BLOCK_ELEMENTS", 97)
    small = pair(X)[0]
    assert small.cluster_centers_.tobytes() == whole.cluster_centers_.tobytes()
    assert small.inertia_ == whole.inertia_
    assert small.transform(X).tobytes() == whole.transform(X).tobytes()


def test_blocks_cover_the_rows_and_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_rows, "BLOCK_ELEMENTS", 100)
    rows = CSR.from_matrix(DATA["documents"])
    for width in (1, 40, 1000):
        blocks = list(sparse_rows.sparse_blocks(rows, width))
        assert [block.start for block in blocks[1:]] == [block.stop for block in blocks[:-1]]
        assert (blocks[0].start, blocks[-1].stop) == (0, len(rows))
        for block in blocks:
            n_rows = block.stop - block.start
            assert n_rows == 1 or (rows.indptr[block.stop] - rows.indptr[block.start] <= 100 and n_rows <= max(1, 100 // width))


def test_a_wide_matrix_is_never_made_dense() -> None:
    X = scipy.sparse.random(4000, 20000, density=5e-4, format="csr", random_state=0)  # 640 MB if dense
    tracemalloc.start()
    try:
        cluster.KMeans(3, random_state=0, max_iter=3, provider="np").fit(X).score(X)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40e6


def test_start_centres_whose_norm_overflows_are_far() -> None:
    X = DATA["uniform"]
    start = np.vstack([X[:4].toarray(), np.full((1, 40), 1e300)])
    made = cluster.KMeans(5, init=start, n_init=1, max_iter=1, provider="np").fit(X)
    assert np.isfinite(made.inertia_)
    assert made.labels_.max() <= 4


def test_a_centre_whose_products_overflow_is_the_nearest_of_none() -> None:
    rows = CSR.from_matrix(scipy.sparse.csr_array([[0.0, 1e10], [1e10, 0.0]]))
    centres = np.array([[1e300, 1e300], [-1e300, 1e300], [1.0, 1.0]])
    assert sparse_rows.sparse_nearest_centres(rows, centres).tolist() == [2, 2]
    own = sparse_rows.sparse_distances_to_own_centre(rows, centres, np.array([0, 2]))
    assert own[0] == np.inf
    assert own[1] == pytest.approx(1e20)


def test_data_whose_sums_overflow_are_refused() -> None:
    with pytest.raises(errors.InvalidDataError, match=r"magnitudes up to 1e\+200"):
        cluster.KMeans(1, provider="np").fit(scipy.sparse.csr_array([[1e200, 0.0], [0.0, -1.0]]))
