"""Sparse rows: exact sums, and memory that is bounded by blocks. Their answers are compared over all providers elsewhere."""

import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster
from mlmeta.data.sparse import CSR
from mlmeta_clustering_np import sparse_rows
from mlmeta_clustering_np.cluster_statistics import ClusterStatistics
from mlmeta_clustering_np.preparation import column_variances, sparse_variances


def documents(n_documents: int = 400, n_words: int = 600, n_topics: int = 6) -> scipy.sparse.csr_matrix:
    """Return word counts of documents, each of one topic: few entries a row, columns of very unlike frequency."""
    random = np.random.default_rng(0)
    topics = random.dirichlet(np.full(n_words, 0.05), size=n_topics)
    counts = [random.multinomial(random.integers(20, 90), topics[i % n_topics]) for i in range(n_documents)]
    return scipy.sparse.csr_matrix(np.array(counts) * (1 + random.random(n_words)))


DOCUMENTS = documents()


def test_sums_by_cluster_have_the_bits_of_the_dense_rows() -> None:
    X = DOCUMENTS
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
    X = DOCUMENTS
    centred = X.toarray() - X.toarray().mean(axis=0)
    expected = column_variances(centred, np.abs(centred).max(axis=0))
    found = sparse_variances(CSR.from_matrix(X), abs(X).max(axis=0).toarray()[0])
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-300)


def test_blocks_of_any_size_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    X = DOCUMENTS
    whole, small = (cluster.KMeans(5, random_state=3, provider="np") for _ in range(2))
    whole.fit(X)
    monkeypatch.setattr(sparse_rows, "BLOCK_ELEMENTS", 97)
    small.fit(X)
    assert small.cluster_centers_.tobytes() == whole.cluster_centers_.tobytes()
    assert small.inertia_ == whole.inertia_
    assert small.transform(X).tobytes() == whole.transform(X).tobytes()


def test_blocks_cover_the_rows_and_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse_rows, "BLOCK_ELEMENTS", 100)
    rows = CSR.from_matrix(DOCUMENTS)
    for width in (1, 40, 1000):
        blocks = list(sparse_rows.sparse_blocks(rows, width))
        assert [block.start for block in blocks[1:]] == [block.stop for block in blocks[:-1]]
        assert (blocks[0].start, blocks[-1].stop) == (0, len(rows))
        for block in blocks:
            n_rows = block.stop - block.start
            assert n_rows == 1 or (rows.indptr[block.stop] - rows.indptr[block.start] <= 100 and n_rows <= max(1, 100 // width))


def test_a_centre_whose_products_overflow_is_the_nearest_of_none() -> None:
    rows = CSR.from_matrix(scipy.sparse.csr_array([[0.0, 1e10], [1e10, 0.0]]))
    centres = np.array([[1e300, 1e300], [-1e300, 1e300], [1.0, 1.0]])
    assert sparse_rows.sparse_nearest_centres(rows, centres).tolist() == [2, 2]
    own = sparse_rows.sparse_distances_to_own_centre(rows, centres, np.array([0, 2]))
    assert own[0] == np.inf
    assert own[1] == pytest.approx(1e20)
