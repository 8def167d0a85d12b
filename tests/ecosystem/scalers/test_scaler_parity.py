"""The scalers against scikit-learn's, over real data, dtypes, sparse forms, weights and parts."""

import warnings

import numpy as np
import pytest
import sklearn
from mlmeta import preprocessing
from scipy import sparse
from sklearn import datasets
from sklearn import preprocessing as theirs

SETS = {
    "digits": datasets.load_digits,
    "wine": datasets.load_wine,
    "cancer": datasets.load_breast_cancer,
    "diabetes with holes": datasets.load_diabetes,
}
FORMS = {
    "dense": np.asarray,
    "csr_array": sparse.csr_array,
    "csr_matrix": sparse.csr_matrix,
    "csc_array": sparse.csc_array,
    "csc_matrix": sparse.csc_matrix,
}
SINCE_1_8 = tuple(map(int, sklearn.__version__.split(".")[:2])) >= (1, 8)
CHUNKS = {"one fit": None, "halves": 2, "uneven": 7}
STATISTICS = ("mean_", "var_", "scale_", "n_samples_seen_")


def table(name: str, dtype: type) -> np.ndarray:
    """Return a data set, with planted missing values if its name says so, and a constant column."""
    X = SETS[name]().data.astype(dtype)
    X[:, 1] = dtype(0.1)
    if "holes" in name:
        X[np.random.RandomState(0).uniform(size=X.shape) < 0.05] = np.nan
    return X


def tolerance(dtype: type) -> dict[str, float]:
    return {"rtol": 1e-12, "atol": 1e-12} if dtype is np.float64 else {"rtol": 1e-6, "atol": 1e-6}


def learn(scaler, X, n_chunks, weight=None):
    """Fit at once or in parts."""
    given = {} if weight is None else {"sample_weight": weight}
    if n_chunks is None:
        return scaler.fit(X, **given)
    for rows in np.array_split(np.arange(X.shape[0]), n_chunks):
        part = {key: value[rows] for key, value in given.items()}
        scaler.partial_fit(X[rows], **part)
    return scaler


def rounding(peer, X) -> np.ndarray:
    """Return how far apart scores may be, a column: until 1.7 scikit-learn subtracted the float64 mean from float32 rows."""
    if SINCE_1_8 or X.dtype == np.float64:
        return np.zeros(X.shape[1])
    mean = np.zeros(X.shape[1]) if peer.mean_ is None else abs(peer.mean_)
    scale = np.ones(X.shape[1]) if peer.scale_ is None else peer.scale_
    return np.finfo(np.float32).eps * (mean + np.nanmax(abs(X), axis=0)) / scale


def agree(found, expected, dtype) -> None:
    if expected is None:
        assert found is None
        return
    np.testing.assert_allclose(np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64), **tolerance(dtype))


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("chunks", CHUNKS)
def test_standard_scaler_is_scikit_learns(name, dtype, form, weighted, chunks) -> None:
    X = FORMS[form](table(name, dtype))
    weight = np.random.RandomState(1).uniform(0, 3, X.shape[0]).astype(dtype) if weighted else None
    centred = [False] if form != "dense" else [False, True]
    for with_mean in centred:
        for with_std in (False, True):
            parameters = {"with_mean": with_mean, "with_std": with_std}
            # float32: their sparse statistics are rounded to float32 after every part; one fit is rounded once.
            with warnings.catch_warnings():  # they take the root of a variance that rounding made negative
                warnings.simplefilter("ignore", RuntimeWarning)
                peer = learn(theirs.StandardScaler(**parameters), X, None if dtype is np.float32 else CHUNKS[chunks], weight)
            ours = learn(preprocessing.StandardScaler(**parameters), X, CHUNKS[chunks], weight)
            for attribute in STATISTICS[:3]:
                agree(getattr(ours, attribute), getattr(peer, attribute), dtype)
            if with_mean or with_std or weight is None:
                agree(ours.n_samples_seen_, peer.n_samples_seen_, dtype)
            scaled, expected = ours.transform(X), peer.transform(X)
            back = ours.inverse_transform(scaled)
            assert scaled.dtype == back.dtype == dtype
            if form == "dense":
                assert type(scaled) is np.ndarray
                rtol = 1e-10 if dtype is np.float64 else 1e-5
                assert np.array_equal(np.isnan(scaled), np.isnan(expected))
                apart = np.nan_to_num(abs(scaled - expected))
                assert (apart <= rounding(peer, X) + 1e-6 + rtol * np.nan_to_num(abs(expected))).all()
                np.testing.assert_allclose(back, X, rtol=1e-5, atol=1e-5)
            else:
                assert type(scaled) is type(back) is type(X)
                np.testing.assert_allclose(scaled.toarray(), expected.toarray(), **tolerance(dtype))
                np.testing.assert_allclose(back.toarray(), X.toarray(), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("chunks", CHUNKS)
@pytest.mark.parametrize("parameters", [{}, {"feature_range": (-2.5, 7)}, {"clip": True}])
def test_minmax_scaler_is_scikit_learns(name, dtype, chunks, parameters) -> None:
    X = table(name, dtype)
    peer = theirs.MinMaxScaler(**parameters).fit(X)
    ours = learn(preprocessing.MinMaxScaler(**parameters), X, CHUNKS[chunks])
    for attribute in ("data_min_", "data_max_", "data_range_", "scale_", "min_", "n_samples_seen_"):
        assert np.array_equal(getattr(ours, attribute), getattr(peer, attribute)), attribute
        assert np.asarray(getattr(ours, attribute)).dtype == np.asarray(getattr(peer, attribute)).dtype
    outside = (X * 1.5 - 1).astype(dtype)
    assert np.array_equal(ours.transform(outside), peer.transform(outside), equal_nan=True)
    assert np.array_equal(ours.inverse_transform(outside), peer.inverse_transform(outside), equal_nan=True)


@pytest.mark.parametrize("offset", [0.0, 1e4, 1e8])
def test_variance_keeps_its_digits_far_from_zero(offset) -> None:
    """A one-pass formula loses every digit here; the exact variance of 1, 2, ..., n is (n^2 - 1) / 12."""
    X = offset + np.arange(1.0, 10_001.0)[:, None]
    exact = (10_000**2 - 1) / 12
    whole = preprocessing.StandardScaler().fit(X)
    parts = learn(preprocessing.StandardScaler(), X, 13)
    dense_sparse = preprocessing.StandardScaler(with_mean=False).fit(sparse.csr_array(X))
    for scaler in (whole, parts, dense_sparse):
        assert scaler.var_[0] == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array])
@pytest.mark.parametrize("weighted", [False, True])
def test_variance_survives_a_mean_that_is_rounded(make, weighted) -> None:
    """The sum of these rows has units of 2048, so the mean is off by as much as the values differ."""
    X = 2.0**50 + np.tile([0.0, 0.0, 1.0], 3000)[:, None]
    weight = np.full(len(X), 0.3) if weighted else None
    scaler = preprocessing.StandardScaler(with_mean=False).fit(make(X), sample_weight=weight)
    assert scaler.var_[0] == pytest.approx(2 / 9, rel=1e-6)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e-200, 1e10, -3.7e8])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
def test_constant_column_is_divided_by_one(value, dtype, weighted) -> None:
    X = np.full((1000, 1), value, dtype=dtype)
    weight = np.random.RandomState(0).uniform(0.1, 1, 1000) if weighted else None
    for n_chunks in (None, 3):
        scaler = learn(preprocessing.StandardScaler(), X, n_chunks, weight)
        assert scaler.scale_[0] == 1
        np.testing.assert_allclose(scaler.transform(X), 0, atol=abs(value) * 1e-6)
    assert preprocessing.MinMaxScaler().fit_transform(X).tolist() == [[0.0]] * 1000


@pytest.mark.parametrize("form", ["dense", "csr_array"])
def test_a_part_without_values_of_a_column_changes_nothing(form) -> None:
    """scikit-learn's variance becomes NaN for good in this case."""
    X = np.array([[1.0, 5.0], [2.0, 6.0], [np.nan, 7.0], [np.nan, 8.0]])
    scaler = preprocessing.StandardScaler(with_mean=form == "dense")
    for rows in (X[2:], X[:2], X[2:]):
        scaler.partial_fit(FORMS[form](rows))
    assert scaler.n_samples_seen_.tolist() == [2, 6]
    assert (scaler.mean_[0], scaler.var_[0]) == (1.5, 0.25)
    ranges = preprocessing.MinMaxScaler()
    for rows in (X[2:], X[:2], X[2:]):
        ranges.partial_fit(rows)
    assert (ranges.data_min_.tolist(), ranges.data_max_.tolist()) == ([1.0, 5.0], [2.0, 8.0])


def test_column_without_any_value_stays_missing_and_warns_of_nothing() -> None:
    X = np.array([[np.nan, 1.0], [np.nan, 3.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for make in (preprocessing.StandardScaler, preprocessing.MinMaxScaler):
            scaled = make().fit_transform(X)
            assert np.isnan(scaled[:, 0]).all()
            assert np.isfinite(scaled[:, 1]).all()


def test_weight_of_two_is_the_row_twice() -> None:
    X = table("wine", np.float64)
    times = np.random.RandomState(0).randint(0, 4, len(X))
    weighted = preprocessing.StandardScaler().fit(X, sample_weight=times)
    repeated = preprocessing.StandardScaler().fit(np.repeat(X, times, axis=0))
    np.testing.assert_allclose(weighted.mean_, repeated.mean_, rtol=1e-12)
    np.testing.assert_allclose(weighted.scale_, repeated.scale_, rtol=1e-12)
    assert weighted.n_samples_seen_ == repeated.n_samples_seen_ == times.sum()
    assert isinstance(weighted.n_samples_seen_, np.floating)
    assert isinstance(repeated.n_samples_seen_, np.integer)
