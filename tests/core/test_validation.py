"""The input gate: what users pass in is taken as it is meant, or refused with a clear error; it is never written."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from mlmeta import cluster, errors, validation

PLAIN = np.array([[0.0, 1.0], [1.0, 0.0], [8.0, 9.0], [9.0, 8.0], [8.0, 8.0]])


def read_only(array):
    array.flags.writeable = False
    return array


def unaligned(array):
    room = np.zeros(array.nbytes + 1, dtype=np.uint8)
    view = room[1:].view(array.dtype).reshape(array.shape)
    view[:] = array
    assert not view.flags.aligned
    return view


TAKEN = {
    "float64": PLAIN.copy(),
    "float32": PLAIN.astype(np.float32),
    "float16": PLAIN.astype(np.float16),
    "int64": PLAIN.astype(np.int64),
    "int8": PLAIN.astype(np.int8),
    "uint8": PLAIN.astype(np.uint8),
    "object": PLAIN.astype(object),
    "big-endian": PLAIN.astype(">f8"),
    "big-endian float32": PLAIN.astype(">f4"),
    "longdouble": PLAIN.astype(np.longdouble),
    "Fortran": np.asfortranarray(PLAIN),
    "read-only": read_only(PLAIN.copy()),
    "strided": np.repeat(np.repeat(PLAIN, 2, axis=0), 3, axis=1)[::2, ::3],
    "reversed": PLAIN[::-1].copy()[::-1],
    "unaligned": unaligned(PLAIN),
    "list": PLAIN.tolist(),
    "tuple of rows": tuple(PLAIN),
    "frame": pd.DataFrame(PLAIN, columns=["a", "b"]),
    "frame of mixed dtypes": pd.DataFrame({"a": PLAIN[:, 0].astype(int), "b": PLAIN[:, 1].astype(np.float32)}),
    "frame without names": pd.DataFrame(PLAIN),
}


@pytest.mark.parametrize("given", TAKEN.values(), ids=TAKEN)
def test_what_is_taken(given):
    before = np.array(given)
    made = cluster.KMeans(2, random_state=0, provider="np").fit(given)
    expected = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    assert np.array_equal(made.labels_, expected.labels_)
    assert np.array_equal(made.predict(given), expected.labels_)
    assert np.array_equal(np.array(given), before)


@pytest.mark.parametrize("name", ["float64", "float32", "read-only"])
def test_an_array_that_is_right_already_is_not_copied(name):
    given = TAKEN[name]
    assert np.shares_memory(validation.check_array(given, owner="KMeans"), given)


@pytest.mark.parametrize("name", TAKEN)
def test_providers_get_contiguous_aligned_native_floats(name):
    array = validation.check_array(TAKEN[name], owner="KMeans")
    assert array.dtype == (np.float32 if name == "float32" else np.float64)
    assert array.flags.c_contiguous
    assert array.flags.aligned
    assert array.dtype.isnative


REFUSED = {
    "1-D": ([1.0, 2.0], "Expected 2D array, got 1D array"),
    "3-D": (np.zeros((2, 2, 2)), "Expected 2D array, got 3D array"),
    "scalar": (3.0, "Expected 2D array, got 0D array"),
    "no rows": (np.empty((0, 2)), "0 sample"),
    "no columns": (np.empty((3, 0)), "0 feature"),
    "empty list": ([], "Expected 2D array, got 1D array"),
    "NaN": ([[1.0, np.nan], [2.0, 3.0]], "contains NaN"),
    "inf": ([[1.0, np.inf], [2.0, 3.0]], "contains infinity"),
    "NaN beside inf": ([[-np.inf, np.nan], [np.inf, 3.0]], "contains NaN"),
    "too large for float64": ([[10**400, 1], [2, 3]], "must hold numbers|contains infinity"),
    "None inside": ([[None, 1.0], [2.0, 3.0]], "contains NaN|must hold numbers"),
    "frame with NaN": (pd.DataFrame([[1.0, None], [2.0, 3.0]]), "contains NaN"),
    "complex": (np.ones((3, 2), dtype=complex), "Complex data not supported"),
    "words": ([["a", "b"], ["c", "d"]], "must hold numbers"),
    "numbers as text": ([["1", "2"], ["3", "4"]], "must hold numbers"),
    "bytes": (np.array([[b"1", b"2"], [b"3", b"4"]]), "must hold numbers"),
    "dates": (np.array([["2020-01-01"], ["2020-01-02"]], dtype="M8[D]"), "must hold numbers"),
    "spans": (np.array([[1], [2]], dtype="m8[s]"), "must hold numbers"),
    "records": (np.zeros((2, 1), dtype=[("a", float)]), "must hold numbers"),
    "ragged": ([[1.0, 2.0], [3.0]], "cannot be read as an array"),
    "None": (None, "Expected 2D array, got 0D array"),
    "sparse matrix": (scipy.sparse.csr_matrix(np.eye(3)), "Sparse data was passed"),
    "sparse array": (scipy.sparse.coo_array(np.eye(3)), "Sparse data was passed"),
}


@pytest.mark.parametrize(("given", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(given, words):
    fitted = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    for method in (cluster.KMeans(1, provider="np").fit, fitted.predict, fitted.transform, fitted.score):
        with pytest.raises(errors.InvalidDataError, match=words):
            method(given)
    assert np.array_equal(fitted.predict(PLAIN), fitted.labels_)


def test_finite_numbers_whose_sum_overflows_are_taken():
    validation.check_array(np.full((4, 2), 1.5e308), owner="KMeans")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a", "c"], r"unseen at fit time: c(.|\n)*now missing: b"),
        (["b", "a"], "must be in the same order"),
        (["a", "bb"], r"unseen at fit time: bb. Did you mean 'b'"),
    ],
)
def test_columns_must_be_those_of_the_fit(names, words):
    made = cluster.KMeans(2, random_state=0, provider="np").fit(TAKEN["frame"])
    assert made.feature_names_in_.tolist() == ["a", "b"]
    with pytest.raises(errors.InvalidDataError, match=words):
        made.predict(pd.DataFrame(PLAIN, columns=names))


def test_names_on_one_side_only_are_a_warning():
    named = cluster.KMeans(2, random_state=0, provider="np").fit(TAKEN["frame"])
    with pytest.warns(UserWarning, match=r"does not have valid feature names, but KMeans was fitted with"):
        named.predict(PLAIN)
    bare = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    with pytest.warns(UserWarning, match=r"has feature names, but KMeans was fitted without"):
        bare.predict(TAKEN["frame"])
    assert not hasattr(named.fit(PLAIN), "feature_names_in_")


def test_another_width_is_refused_before_the_rows_are_looked_at():
    made = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    with pytest.raises(errors.InvalidDataError, match=r"X has 3 features, but KMeans is expecting 2"):
        made.predict(np.full((1, 3), np.nan))


def test_fewer_rows_than_clusters_are_refused():
    with pytest.raises(errors.InvalidDataError, match=r"n_samples=5 should be >= n_clusters=6"):
        cluster.KMeans(6, provider="np").fit(PLAIN)


WEIGHTS = {
    "length": ([1.0, 2.0], r"shape \(5,\), got shape \(2,\)"),
    "column": (np.ones((5, 1)), "got shape"),
    "NaN": ([1.0, 1.0, 1.0, 1.0, np.nan], "contains NaN"),
    "negative": ([1.0, 1.0, 1.0, 1.0, -1.0], "Negative values"),
    "zero": ([0.0] * 5, "all zero"),
    "words": (["a"] * 5, "must hold numbers"),
}


@pytest.mark.parametrize(("weight", "words"), WEIGHTS.values(), ids=WEIGHTS)
def test_weights_that_are_refused(weight, words):
    with pytest.raises(errors.InvalidDataError, match=words):
        cluster.KMeans(2, provider="np").fit(PLAIN, sample_weight=weight)


def test_a_failed_fit_leaves_the_fitted_model_as_it_was():
    made = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    centres = made.cluster_centers_.copy()
    with pytest.raises(errors.InvalidDataError):
        made.fit([[np.nan, 1.0]])
    assert np.array_equal(made.cluster_centers_, centres)
