"""The range of each column in training: what is remembered, what of it a file tells, and how long it lasts."""

import pickle

import mlmeta
import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster, linear_model, preprocessing
from mlmeta.data import ranges
from mlmeta.data.sparse import CSR
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

SHAPES = [(1, 1), (1, 5), (2, 3), (7, 2), (1023, 1), (1025, 3), (5000, 7), (40, 2000), (3, 70_000), (100_000, 2)]


def told(path):
    """Return the ranges that a file tells, as a list of (least, largest), or None."""
    state = mlmeta.modelfile.read(path).state
    return None if state.ranges is None else list(zip(*(end.tolist() for end in state.ranges), strict=True))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_they_are_the_least_and_the_largest_of_each_column(shape, dtype):
    data = np.random.RandomState(0).standard_normal(shape).astype(dtype)
    least, largest = ranges.of_rows(data)
    assert (least.dtype, largest.dtype) == (np.float64, np.float64)
    assert np.array_equal(least, data.min(axis=0))
    assert np.array_equal(largest, data.max(axis=0))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_missing_values_count_for_nothing(shape):
    data = np.random.RandomState(0).standard_normal(shape)
    data[np.random.RandomState(1).random_sample(shape) < 0.3] = np.nan
    data[:, 0] = np.nan
    least, largest = ranges.of_rows(data)
    assert np.isnan(least[0])
    assert np.array_equal(least, np.fmin.reduce(data), equal_nan=True)
    assert np.array_equal(largest, np.fmax.reduce(data), equal_nan=True)


@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_large_data_are_shared_among_threads(n_threads, monkeypatch):
    monkeypatch.setattr(ranges, "SHARE", 64)
    data = np.random.RandomState(0).normal(size=(101, 7))
    data[0], data[-1] = -9, 9
    assert [end.tolist() for end in ranges.of_rows(data, n_threads)] == [[-9.0] * 7, [9.0] * 7]
    few = np.random.RandomState(0).normal(size=(1, 1000))  # fewer rows than threads
    assert np.array_equal(ranges.of_rows(few, n_threads)[0], few[0])


def test_what_sparse_rows_do_not_store_is_zero():
    dense = np.array([[0.0, 2.0, -1.0, 5.0, np.nan], [0.0, 3.0, 0.0, 6.0, np.nan], [0.0, 4.0, -2.0, 0.0, np.nan]])
    rows = CSR.from_matrix(scipy.sparse.csr_array(dense))
    least, largest = ranges.of_rows(rows)
    assert np.array_equal(least, [0, 2, -2, 0, np.nan], equal_nan=True)
    assert np.array_equal(largest, [0, 4, 0, 6, np.nan], equal_nan=True)
    spare = CSR(np.array([1.0, 99.0]), np.array([0, 1]), np.array([0, 1]), (1, 2))  # the last entry is of no row
    assert [end.tolist() for end in ranges.of_rows(spare)] == [[1, 0], [1, 0]]


@pytest.mark.parametrize("provider", ["np", "rs"])
def test_the_file_tells_them_and_loading_keeps_them(X, tmp_path, provider):
    made = cluster.KMeans(3, random_state=0, provider=provider).fit(X)
    first = mlmeta.save(made, tmp_path / "a.mlm")
    assert told(first) == list(zip(X.min(axis=0).tolist(), X.max(axis=0).tolist(), strict=True))
    digests = {mlmeta.inspect(first).document["state_sha256"]}
    for reader in ("rs", "sklearn", "np"):
        loaded = mlmeta.load(first, provider=reader)
        again = pickle.loads(pickle.dumps(loaded))
        for model in (loaded, again):
            digests.add(mlmeta.inspect(mlmeta.save(model, tmp_path / "b.mlm")).document["state_sha256"])
    assert len(digests) == 1


def test_they_may_be_left_out(X, tmp_path):
    made = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    path = mlmeta.save(made, tmp_path / "m.mlm", ranges=False)
    assert told(path) is None
    assert X.max().tobytes() not in path.read_bytes()
    loaded = mlmeta.load(path, provider="np")
    assert told(mlmeta.save(loaded, path)) is None
    assert told(mlmeta.save(loaded.fit(X[:10]), path)) is not None


def test_an_object_of_scikit_learn_forgets_them_when_it_is_fitted_again(X, tmp_path):
    made = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    loaded = mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm"), provider="sklearn")
    assert told(mlmeta.save(loaded, tmp_path / "m.mlm")) is not None
    assert told(mlmeta.save(loaded.fit(X * 2), tmp_path / "m.mlm")) is None


def test_parts_are_merged_and_unknown_stays_unknown(tmp_path):
    parts = np.split(np.random.RandomState(0).normal(size=(60, 3)), 3)
    scaler = preprocessing.StandardScaler()
    for part in parts:
        scaler.partial_fit(part)
    whole = np.concatenate(parts)
    expected = list(zip(whole.min(axis=0).tolist(), whole.max(axis=0).tolist(), strict=True))
    assert told(mlmeta.save(scaler, tmp_path / "m.mlm")) == expected
    assert told(mlmeta.save(mlmeta.load(tmp_path / "m.mlm").partial_fit(whole + 1), tmp_path / "n.mlm")) == [
        (least, largest + 1) for least, largest in expected
    ]
    unknown = mlmeta.load(mlmeta.save(scaler, tmp_path / "m.mlm", ranges=False))
    assert told(mlmeta.save(unknown.partial_fit(whole), tmp_path / "m.mlm")) is None


def test_a_column_without_a_value_leaves_the_range_unknown_until_one_comes(tmp_path):
    scaler = preprocessing.MinMaxScaler().fit([[1.0, 2.0], [3.0, 4.0]])
    scaler._ranges = ranges.of_rows(np.array([[1.0, np.nan]]))  # such a scaler has no finite state, so no file otherwise
    assert told(mlmeta.save(scaler, tmp_path / "m.mlm")) is None
    scaler.partial_fit([[0.0, 7.0]])
    assert told(mlmeta.save(scaler, tmp_path / "m.mlm")) == [(0.0, 1.0), (7.0, 7.0)]


def test_every_role_remembers_them(X, tmp_path):
    y = np.repeat(["a", "b"], 30)
    for made in (preprocessing.StandardScaler().fit(X), preprocessing.MinMaxScaler().fit(X.astype(np.float16))):
        assert len(told(mlmeta.save(made, tmp_path / "m.mlm"))) == X.shape[1]
    assert told(mlmeta.save(linear_model.LogisticRegression().fit(X, y), tmp_path / "m.mlm")) is None  # scikit-learn's own


def test_they_are_no_parameter_and_no_fitted_attribute(X):
    made = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    fresh = clone(made)
    assert "_ranges" not in vars(fresh)
    assert not fresh.__sklearn_is_fitted__()
    assert make_pipeline(preprocessing.StandardScaler(), fresh).fit(X).predict(X).shape == (60,)


def test_a_pickle_from_before_there_were_any_is_saved_without(X, tmp_path):
    made = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    del made._ranges
    assert told(mlmeta.save(made, tmp_path / "m.mlm")) is None


def test_where_no_thread_can_be_started_one_does_the_work(monkeypatch):
    def refuse(*_):
        raise RuntimeError

    data = np.random.RandomState(0).uniform(size=(3_000_000, 2))
    expected = ranges.of_rows(data)
    monkeypatch.setattr("concurrent.futures.ThreadPoolExecutor.submit", refuse)
    for found, end in zip(ranges.of_rows(data, 4), expected, strict=True):
        np.testing.assert_array_equal(found, end)
