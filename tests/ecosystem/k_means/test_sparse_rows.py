"""K-Means on sparse rows, by every provider: scikit-learn's answers, one set of bits, nothing written and nothing made dense."""

import tracemalloc
import warnings
from typing import Any

import mlmeta
import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster, errors
from sklearn import cluster as peer
from sklearn import datasets

PROVIDERS = ("np", "rs")


def documents(n_documents: int = 400, n_words: int = 600, n_topics: int = 6) -> scipy.sparse.csr_matrix:
    """Return word counts of documents, each of one topic: few entries a row, columns of very unlike frequency."""
    random = np.random.default_rng(0)
    topics = random.dirichlet(np.full(n_words, 0.05), size=n_topics)
    counts = [random.multinomial(random.integers(20, 90), topics[i % n_topics]) for i in range(n_documents)]
    return scipy.sparse.csr_matrix(np.array(counts) * (1 + random.random(n_words)))


def repeated() -> scipy.sparse.csr_matrix:
    """Return rows that repeat, so that scores tie."""
    return scipy.sparse.csr_matrix(np.repeat(np.array([[0.0, 0, 3], [1, 0, 0], [0, 1, 0], [0, 0, 0], [5, 5, 0]]), 20, axis=0))


DATA = {
    "digits": scipy.sparse.csr_matrix(datasets.load_digits().data),
    "documents": documents(),
    "uniform": scipy.sparse.random(500, 40, density=0.15, format="csr", random_state=1),
    "empty rows and columns": scipy.sparse.csr_matrix(np.eye(60, 9, 2) * np.arange(60)[:, np.newaxis]),
    "repeated": repeated(),
    "zeros": scipy.sparse.csr_matrix((30, 7)),
    "one column": scipy.sparse.random(300, 1, density=0.5, format="csr", random_state=4),
    "large and small": scipy.sparse.random(300, 3, density=0.6, format="csr", random_state=5) @ np.diag([1e140, 1.0, 1e-140]),
    "many rows": scipy.sparse.random(9000, 25, density=0.2, format="csr", random_state=6),
}
DATA["large and small"] = scipy.sparse.csr_matrix(DATA["large and small"])
SETTINGS: dict[str, dict[str, Any]] = {
    "k-means++": {},
    "random": {"init": "random", "n_init": 2},
    "strict": {"tol": 0.0, "init": "random"},
    "one iteration": {"max_iter": 1},
    "callable": {"init": lambda X, k, random_state: X[random_state.permutation(X.shape[0])[:k]].toarray(), "n_init": 2},
}


def fit(provider: str, X: Any, weight: Any = None, **parameters: Any) -> cluster.KMeans:
    """Return a fit of five clusters, from one start unless `parameters` say otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.ConvergenceWarning)
        known = {"n_clusters": 5, "random_state": 3, "n_init": 1} | parameters
        return cluster.KMeans(**known, provider=provider).fit(X, sample_weight=weight)


def peer_fit(X: Any, weight: Any = None, **parameters: Any) -> peer.KMeans:
    """Return scikit-learn's fit of the same values in float64."""
    known = {"n_clusters": 5, "random_state": 3, "n_init": 1} | parameters
    return peer.KMeans(**known).fit(X.astype(np.float64), sample_weight=weight)


def assert_same_bits(one: cluster.KMeans, other: cluster.KMeans, X: Any, weight: Any = None) -> None:
    """Check that two fits, and what they tell of their data, have the same bits."""
    assert one.cluster_centers_.dtype == other.cluster_centers_.dtype
    assert one.cluster_centers_.tobytes() == other.cluster_centers_.tobytes()
    assert np.array_equal(one.labels_, other.labels_)
    assert (one.inertia_, one.n_iter_) == (other.inertia_, other.n_iter_)
    assert np.array_equal(one.predict(X), other.predict(X))
    assert one.transform(X).dtype == other.transform(X).dtype == X.dtype
    assert one.transform(X).tobytes() == other.transform(X).tobytes()
    assert one.score(X, sample_weight=weight) == other.score(X, sample_weight=weight)


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", DATA)
def test_np_and_rs_agree_bit_for_bit(name: str, settings: dict[str, Any], dtype: type, weighted: bool) -> None:
    with np.errstate(over="ignore"):
        X = DATA[name].astype(dtype)
    np.nan_to_num(X.data, copy=False, posinf=1e15)
    weight = np.random.default_rng(1).integers(0, 4, X.shape[0]).astype(dtype) if weighted else None
    assert_same_bits(*(fit(provider, X, weight, **settings) for provider in PROVIDERS), X, weight)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("k", [1, 8, 9, 40])
def test_np_and_rs_agree_for_every_number_of_clusters(k: int, dtype: type) -> None:
    X = DATA["documents"][:40].astype(dtype)
    assert_same_bits(*(fit(provider, X, n_clusters=k) for provider in PROVIDERS), X)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
def test_threads_change_no_bit(dtype: type) -> None:
    X = scipy.sparse.random(12_000, 300, density=0.05, format="csr", random_state=2, dtype=dtype)
    weight = np.random.default_rng(1).random(X.shape[0]).astype(dtype)
    expected = fit("np", X, weight, max_iter=6)
    for threads in (1, 2, 3, 7):
        with mlmeta.use(threads=threads):
            assert_same_bits(expected, fit("rs", X, weight, max_iter=6), X, weight)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("weights", [None, "one huge", "some zero"])
def test_np_and_rs_relocate_alike(weights: str | None, dtype: type) -> None:
    X = DATA["documents"].astype(dtype)
    start = np.vstack([X[:3].toarray(), np.full((2, X.shape[1]), 1e4, dtype)])
    n = X.shape[0]
    weight = {
        "one huge": np.where(np.arange(n) == 7, dtype(1e12), dtype(1)),
        "some zero": (np.arange(n) % 3 > 0).astype(dtype),
    }.get(weights)
    assert_same_bits(*(fit(provider, X, weight, init=start) for provider in PROVIDERS), X, weight)


@pytest.mark.parametrize("index", [np.int32, np.int64])
def test_indices_of_either_kind_are_taken(index: type) -> None:
    X = DATA["uniform"].copy()
    X.indices, X.indptr = X.indices.astype(index), X.indptr.astype(index)
    assert_same_bits(fit("np", X), fit("rs", X), X)
    mixed = X.copy()
    mixed.indptr = X.indptr.astype(np.int64 if index is np.int32 else np.int32)
    assert_same_bits(fit("np", X), fit("rs", mixed), X)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_entries_in_any_order_and_more_than_once_are_the_rows_that_they_mean(provider: str) -> None:
    X = DATA["uniform"]
    rows = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    order = np.random.default_rng(0).permutation(X.nnz)
    order = order[np.argsort(rows[order], kind="stable")]  # rows stay, columns within a row are shuffled
    shuffled = scipy.sparse.csr_matrix((X.data[order], X.indices[order], X.indptr), shape=X.shape)
    assert not shuffled.has_sorted_indices
    halves = scipy.sparse.csr_matrix((np.repeat(X.data / 2, 2), np.repeat(X.indices, 2), X.indptr * 2), shape=X.shape)
    for form in (shuffled, halves, X.tocsc(), X.tocoo(), scipy.sparse.csr_array(X)):
        assert_same_bits(fit(provider, form), fit(provider, X), X)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("lie", ["a column past the end", "a negative column", "rows that overlap"])
def test_a_matrix_that_lies_is_an_error(provider: str, lie: str) -> None:
    X = DATA["uniform"].copy()
    assert X.has_canonical_format  # from here on scipy believes it
    if lie == "a column past the end":
        X.indices[3] = 40
    elif lie == "a negative column":
        X.indices[3] = -1
    else:
        X.indptr[5], X.indptr[6] = X.indptr[6], X.indptr[5]
    with pytest.raises(errors.InvalidDataError, match="sparse"):
        fit(provider, X)


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", ["digits", "documents", "uniform"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_labels_and_iterations_are_scikit_learns(
    provider: str, name: str, settings: dict[str, Any], dtype: type, weighted: bool
) -> None:
    X = DATA[name].astype(dtype)
    weight = np.random.default_rng(1).random(X.shape[0]) if weighted else None
    ours, theirs = fit(provider, X, weight, **settings), peer_fit(X, weight, **settings)
    assert ours.cluster_centers_.dtype == dtype
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_
    tolerance = 1e-10 if dtype == np.float64 else 2e-5
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, atol=tolerance * abs(X).max())
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=tolerance)
    assert np.array_equal(ours.predict(X), theirs.predict(X.astype(np.float64)))
    np.testing.assert_allclose(ours.transform(X), theirs.transform(X.astype(np.float64)), rtol=tolerance * 10, atol=1e-3)
    assert ours.score(X, sample_weight=weight) == pytest.approx(theirs.score(X.astype(np.float64), None, weight), rel=tolerance)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_given_centres_are_taken_as_they_are(provider: str) -> None:
    X = DATA["documents"]
    start = X[:5].toarray()
    ours, theirs = fit(provider, X, init=start), peer_fit(X, init=start)
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.parametrize("make", [scipy.sparse.csr_array, scipy.sparse.csr_matrix, scipy.sparse.csc_matrix])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_callable_gets_the_users_kind_of_matrix_and_may_return_one(provider: str, make: Any) -> None:
    seen = []

    def first_rows(X: Any, n_clusters: int, random_state: np.random.RandomState) -> Any:
        assert isinstance(random_state, np.random.RandomState)
        seen.append(X)
        return X[:n_clusters]

    given = make(DATA["uniform"])
    ours = cluster.KMeans(5, init=first_rows, n_init=1, provider=provider).fit(given)
    assert isinstance(seen[0], scipy.sparse.sparray) == isinstance(given, scipy.sparse.sparray)
    assert np.array_equal(seen[0].toarray(), given.toarray())
    assert np.array_equal(ours.labels_, fit(provider, DATA["uniform"], init=given.toarray()[:5]).labels_)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_empty_clusters_are_relocated_as_scikit_learn_does(provider: str) -> None:
    X = DATA["digits"]
    start = np.vstack([X[:4].toarray(), np.full((1, 64), 1e4)])
    ours = fit(provider, X, init=start)
    assert len(np.unique(ours.labels_)) == 5
    assert np.array_equal(ours.labels_, peer_fit(X, init=start).labels_)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_fewer_distinct_rows_than_clusters_are_warned_of(provider: str) -> None:
    X = scipy.sparse.csr_matrix(np.repeat(np.eye(2), 5, axis=0))
    with pytest.warns(errors.ConvergenceWarning, match=r"distinct clusters \(2\)"):
        made = cluster.KMeans(3, random_state=0, provider=provider).fit(X)
    assert made.inertia_ == 0


@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_is_relocated_when_every_row_is_a_centre(provider: str, make: Any) -> None:
    X = np.repeat(np.eye(2), 5, axis=0)
    made = fit(provider, make(X), n_clusters=3, init=[[1.0, 0.0], [0.0, 1.0], [7.0, 7.0]], max_iter=1)
    np.testing.assert_allclose(made.cluster_centers_, [[1.0, 0.0], [0.0, 1.0], [7.0, 7.0]])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_row_is_never_nearer_than_its_own_place(provider: str) -> None:
    X = scipy.sparse.random(200, 40, density=0.8, format="csr", random_state=8)
    made = fit(provider, X, n_clusters=200, init=X.toarray(), max_iter=1)
    distances = made.transform(X).diagonal()
    assert (distances == 0).sum() > 20, "where rounding gives less than zero"
    assert distances.max() < 1e-6
    assert -1e-10 < made.score(X) <= 0


@pytest.mark.parametrize("provider", PROVIDERS)
def test_rows_and_columns_without_entries_are_zeros(provider: str) -> None:
    X = DATA["empty rows and columns"]
    ours = fit(provider, X)
    dense = cluster.KMeans(5, init=ours.cluster_centers_, n_init=1, provider=provider).fit(X.toarray())
    assert np.array_equal(ours.labels_, dense.labels_)
    assert ours.inertia_ == pytest.approx(dense.inertia_)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_sparse_and_dense_rows_meet_in_one_model(provider: str) -> None:
    X = DATA["documents"]
    ours = fit(provider, X)
    assert np.array_equal(ours.predict(X.toarray()), ours.labels_)
    assert fit(provider, X.toarray()).predict(X[:50]).shape == (50,)
    with pytest.raises(errors.InvalidDataError, match="600"):
        ours.predict(X[:, :9])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_rows_of_the_other_dtype_are_taken_and_keep_it(provider: str) -> None:
    X = DATA["documents"]
    wide, narrow = fit(provider, X), fit(provider, X.astype(np.float32))
    assert wide.transform(X.astype(np.float32)).dtype == np.float32
    assert narrow.transform(X).dtype == np.float64
    assert wide.transform(X.astype(np.float32)).tobytes() == fit("np", X).transform(X.astype(np.float32)).tobytes()
    assert wide.transform(X.astype(np.float32).toarray()).dtype == np.float32
    assert np.array_equal(wide.predict(X.astype(np.float32)), wide.labels_)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_users_matrix_is_not_written(provider: str) -> None:
    X = DATA["uniform"].copy()
    for array in (X.data, X.indices, X.indptr):
        array.flags.writeable = False
    fit(provider, X).score(X)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_wide_matrix_is_never_made_dense(provider: str) -> None:
    X = scipy.sparse.random(4000, 20000, density=5e-4, format="csr", random_state=0)  # 640 MB if dense
    tracemalloc.start()
    try:
        cluster.KMeans(3, random_state=0, max_iter=3, provider=provider).fit(X).score(X)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40e6


@pytest.mark.parametrize("provider", PROVIDERS)
def test_start_centres_whose_norm_overflows_are_far(provider: str) -> None:
    X = DATA["uniform"]
    start = np.vstack([X[:4].toarray(), np.full((1, 40), 1e300)])
    made = cluster.KMeans(5, init=start, n_init=1, max_iter=1, provider=provider).fit(X)
    assert np.isfinite(made.inertia_)
    assert made.labels_.max() <= 4


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_centre_whose_products_overflow_is_the_nearest_of_none(provider: str) -> None:
    rows = scipy.sparse.csr_array([[0.0, 1e10], [1e10, 0.0]])
    centres = np.array([[1e300, 1e300], [-1e300, 1e300], [1.0, 1.0]])
    made = cluster.KMeans(3, provider=provider).fit(np.eye(3, 2))
    made.cluster_centers_ = centres
    assert made.predict(rows).tolist() == [2, 2]
    assert np.isinf(made.transform(rows)[:, :2]).all()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_data_whose_sums_overflow_are_refused(provider: str) -> None:
    with pytest.raises(errors.InvalidDataError, match=r"magnitudes up to 1e\+200|varies by 1e200"):
        cluster.KMeans(1, provider=provider).fit(scipy.sparse.csr_array([[1e200, 0.0], [0.0, -1.0]]))


def test_the_default_provider_takes_sparse_rows() -> None:
    made = cluster.KMeans(3, random_state=0).fit(DATA["uniform"])
    assert type(made) is cluster.KMeans.using("rs")
    assert made.labels_.shape == (500,)
