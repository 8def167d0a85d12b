"""The input gate, as one table over all providers: what is taken gives the same answer everywhere, what is not says why."""

import array
import tracemalloc
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse
from mlmeta import cluster, errors
from mlmeta.data import validation

PROVIDERS = ("np", "rs")
PLAIN = np.array([[0.0, 1.0], [1.0, 0.0], [8.0, 9.0], [9.0, 8.0], [8.0, 8.0]])
WHOLE = PLAIN.astype(int)


def read_only(values):
    values.flags.writeable = False
    return values


def unaligned(values):
    room = np.zeros(values.nbytes + 1, dtype=np.uint8)
    view = room[1:].view(values.dtype).reshape(values.shape)
    view[:] = values
    assert not view.flags.aligned
    return view


def mapped(values, folder):
    path = folder / "values.npy"
    np.save(path, values)
    return np.load(path, mmap_mode="r")


class Exports:
    """Has nothing but one protocol."""

    def __init__(self, protocol, source):
        self.source = source
        setattr(type(self), protocol, lambda self, *_, **more: getattr(self.source, protocol)(**more))


class Packed(Exports):
    """DLPack only."""


class Arrow(Exports):
    """An Arrow stream only."""


class Interface:
    """NumPy's array interface only."""

    def __init__(self, values):
        self.values = values
        self.__array_interface__ = values.__array_interface__


class Subclass(np.ndarray):
    """An array type of a user's."""


def packed():
    made = Packed("__dlpack__", PLAIN.copy())
    type(made).__dlpack_device__ = lambda self: self.source.__dlpack_device__()
    return made


def matrix():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        return np.matrix(PLAIN)


FRAME = pd.DataFrame(PLAIN, columns=["a", "b"])
TAKEN = {
    "float64": lambda _: PLAIN.copy(),
    "float32": lambda _: PLAIN.astype(np.float32),
    "float16": lambda _: PLAIN.astype(np.float16),
    "longdouble": lambda _: PLAIN.astype(np.longdouble),
    **{name: (lambda _, name=name: PLAIN.astype(name)) for name in ("int64", "int32", "int16", "int8", "uint64", "uint8")},
    "big-endian": lambda _: PLAIN.astype(">f8"),
    "big-endian float32": lambda _: PLAIN.astype(">f4"),
    "big-endian int": lambda _: PLAIN.astype(">i4"),
    "Fortran": lambda _: np.asfortranarray(PLAIN),
    "Fortran float32": lambda _: np.asfortranarray(PLAIN, dtype=np.float32),
    "strided": lambda _: np.repeat(np.repeat(PLAIN, 2, axis=0), 3, axis=1)[::2, ::3],
    "reversed rows": lambda _: PLAIN[::-1].copy()[::-1],
    "reversed columns": lambda _: PLAIN[:, ::-1].copy()[:, ::-1],
    "read-only": lambda _: read_only(PLAIN.copy()),
    "unaligned": lambda _: unaligned(PLAIN),
    "unaligned float32": lambda _: unaligned(PLAIN.astype(np.float32)),
    "memory-mapped": lambda folder: mapped(PLAIN, folder),
    "memory-mapped Fortran": lambda folder: mapped(np.asfortranarray(PLAIN), folder),
    "memoryview": lambda _: memoryview(PLAIN.copy()),
    "rows of array.array": lambda _: [array.array("d", row) for row in PLAIN],
    "array interface": lambda _: Interface(PLAIN.copy()),
    "DLPack": lambda _: packed(),
    "Arrow stream": lambda _: Arrow("__arrow_c_stream__", pl.DataFrame(PLAIN, schema=["a", "b"])),
    "subclass": lambda _: PLAIN.copy().view(Subclass),
    "matrix": lambda _: matrix(),
    "masked array without a mask": lambda _: np.ma.masked_array(PLAIN),
    "masked array with nothing masked": lambda _: np.ma.masked_array(PLAIN, mask=np.zeros_like(PLAIN, dtype=bool)),
    "objects": lambda _: PLAIN.astype(object),
    "objects of several types": lambda _: [[Decimal(0), 1], [Fraction(1), np.int8(0)], [8.0, 9], [9, np.float32(8)], [8, 8]],
    "list": lambda _: PLAIN.tolist(),
    "list of int": lambda _: WHOLE.tolist(),
    "tuple of rows": lambda _: tuple(PLAIN),
    "pandas": lambda _: FRAME.copy(),
    "pandas on an array": lambda _: pd.DataFrame(PLAIN.copy(), copy=False),
    "pandas on an array of float32": lambda _: pd.DataFrame(PLAIN.astype(np.float32), copy=False),
    "pandas without names": lambda _: pd.DataFrame(PLAIN),
    "pandas of several dtypes": lambda _: FRAME.astype({"a": np.int8, "b": np.float32}),
    "pandas nullable": lambda _: FRAME.astype({"a": "Int64", "b": "Float32"}),
    "pandas sparse": lambda _: FRAME.astype(pd.SparseDtype(float, 0.0)),
    "pandas objects": lambda _: FRAME.astype(object),
    "pandas with one column of objects": lambda _: FRAME.astype({"a": object}),
    "pandas with a name twice": lambda _: pd.DataFrame(PLAIN, columns=["a", "a"]).astype({"a": "Float64"}),
    "polars": lambda _: pl.DataFrame(PLAIN, schema=["a", "b"]),
    "polars float32": lambda _: pl.DataFrame(PLAIN.astype(np.float32), schema=["a", "b"]),
    "polars of several dtypes": lambda _: pl.DataFrame({"a": WHOLE[:, 0], "b": PLAIN[:, 1]}),
    "polars decimal": lambda _: pl.DataFrame({"a": WHOLE[:, 0], "b": PLAIN[:, 1]}).cast({"a": pl.Decimal(10, 2)}),
}


def snapshot(given):
    if isinstance(given, pd.DataFrame | pl.DataFrame):
        return given.to_numpy().copy()
    return np.array(given.source if isinstance(given, Exports) else given)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_what_is_taken_gives_the_answer_of_the_plain_array_and_is_not_written(make, provider, tmp_path):
    given = make(tmp_path)
    before = snapshot(given)
    made = cluster.KMeans(2, random_state=0, provider=provider).fit(given)
    expected = cluster.KMeans(2, random_state=0, provider=provider).fit(PLAIN)
    assert np.array_equal(made.labels_, expected.labels_)
    np.testing.assert_allclose(made.cluster_centers_, expected.cluster_centers_, rtol=1e-6)
    assert np.array_equal(made.predict(given), expected.labels_)
    assert np.allclose(made.transform(given), expected.transform(PLAIN), rtol=1e-6)
    assert made.score(given) == pytest.approx(expected.score(PLAIN), rel=1e-6)
    assert np.array_equal(snapshot(given), before)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("given", [PLAIN > 1, (PLAIN > 1).tolist(), pd.DataFrame(PLAIN > 1), pl.DataFrame(PLAIN > 1)], ids=type)
def test_truth_values_are_zero_and_one(given, provider):
    made = cluster.KMeans(2, random_state=0, provider=provider).fit(given)
    assert sorted(made.cluster_centers_.tolist()) == [[0.0, 0.0], [1.0, 1.0]]


@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_providers_get_contiguous_aligned_native_floats(make, tmp_path, request):
    found = validation.check_array(make(tmp_path), owner="KMeans")
    assert type(found) is np.ndarray
    assert found.dtype == (np.float32 if "float32" in request.node.callspec.id else np.float64)
    assert found.flags.c_contiguous
    assert found.flags.aligned
    assert found.dtype.isnative
    assert np.array_equal(found, PLAIN)


NOT_COPIED = (
    "float64",
    "float32",
    "read-only",
    "memory-mapped",
    "subclass",
    "matrix",
    "masked array without a mask",
    "memoryview",
)


@pytest.mark.parametrize("name", [*NOT_COPIED, "array interface", "pandas on an array", "pandas on an array of float32"])
def test_what_is_right_already_is_not_copied(name, tmp_path):
    given = TAKEN[name](tmp_path)
    memory = given.to_numpy() if isinstance(given, pd.DataFrame) else np.asarray(given)
    assert np.shares_memory(validation.check_array(given, owner="KMeans"), memory)


LARGE = np.arange(2e6).reshape(-1, 4)
COPIED = {
    "Fortran": np.asfortranarray(LARGE),
    "int64": LARGE.astype(np.int64),
    "float16": (LARGE % 100).astype(np.float16),
    "strided": np.repeat(LARGE, 2, axis=1)[:, ::2],
    "big-endian": LARGE.astype(">f8"),
    "unaligned": unaligned(LARGE),
    "pandas of several dtypes": pd.DataFrame(LARGE).astype({0: np.int64, 1: np.int32}),
    "pandas nullable": pd.DataFrame(LARGE).astype("Float64"),
    "polars": pl.DataFrame(LARGE),
}


@pytest.mark.parametrize("given", COPIED.values(), ids=COPIED)
def test_one_copy_at_most(given):
    tracemalloc.start()
    try:
        validation.check_array(given, owner="KMeans")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert LARGE.nbytes <= peak < 1.6 * LARGE.nbytes  # beside the copy a column of a frame, or a small buffer


MASKED = np.ma.masked_array(PLAIN, mask=PLAIN == 9)
CATEGORIES = pd.DataFrame({"a": PLAIN[:, 0], "colour": pd.Categorical([1, 2, 1, 2, 1])})
DATES = pd.DataFrame({"a": [1.0, 2.0], "day": pd.to_datetime(["2020-01-01", "2020-01-02"])})
REFUSED = {
    "1-D": ([1.0, 2.0], "Expected 2D array, got 1D array"),
    "3-D": (np.zeros((2, 2, 2)), "Expected 2D array, got 3D array"),
    "scalar": (3.0, "Expected 2D array, got 0D array"),
    "pandas series": (FRAME["a"], "Expected 2D array, got 1D array"),
    "no rows": (np.empty((0, 2)), "0 sample"),
    "no columns": (np.empty((3, 0)), "0 feature"),
    "pandas without rows": (FRAME[:0], "0 sample"),
    "polars without rows": (pl.DataFrame({"a": [], "b": []}, schema={"a": float, "b": float}), "0 sample"),
    "empty list": ([], "Expected 2D array, got 1D array"),
    "NaN": ([[1.0, np.nan], [2.0, 3.0]], "contains NaN"),
    "inf": ([[1.0, np.inf], [2.0, 3.0]], "contains infinity"),
    "NaN beside inf": ([[-np.inf, np.nan], [np.inf, 3.0]], "contains NaN"),
    "too large for float64": ([[10**400, 1], [2, 3]], "must hold numbers|contains infinity"),
    "longdouble too large": (np.array([["1e4000", "1"]] * 3).astype(np.longdouble), "contains infinity"),
    "None inside": ([[None, 1.0], [2.0, 3.0]], "contains NaN"),
    "pandas with NaN": (pd.DataFrame([[1.0, None], [2.0, 3.0]]), "contains NaN"),
    "pandas nullable with NA": (pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": [1, 2]}), "contains NaN"),
    "polars with null": (pl.DataFrame({"a": [1, None], "b": [1.0, 2.0]}), "contains NaN"),
    "polars bool with null": (pl.DataFrame({"a": [True, None], "b": [1.0, 2.0]}), "contains NaN"),
    "masked values": (MASKED, "X has 2 masked values"),
    "complex": (np.ones((3, 2), dtype=complex), "Complex data not supported"),
    "complex objects": ([[1j, Decimal(1)], [2.0, 3.0]], "Complex data not supported"),
    "words": ([["a", "b"], ["c", "d"]], "must hold numbers"),
    "numbers as text": ([["1", "2"], ["3", "4"]], "must hold numbers"),
    "numbers as text among objects": (np.array([["1", 2.0], [3.0, 4.0]], dtype=object), "must hold numbers, got '1' of type str"),
    "bytes": (np.array([[b"1", b"2"], [b"3", b"4"]]), "must hold numbers"),
    "dates": (np.array([["2020-01-01"], ["2020-01-02"]], dtype="M8[D]"), "must hold numbers"),
    "dates among objects": (np.array([[np.datetime64("2020-01-01"), 1.0]], dtype=object), "must hold numbers, got .*datetime64"),
    "spans": (np.array([[1], [2]], dtype="m8[s]"), "must hold numbers"),
    "records": (np.zeros((2, 1), dtype=[("a", float)]), "must hold numbers"),
    "dictionary": ({"a": [1.0]}, "must hold numbers"),
    "objects that are no numbers": (np.array([[{}, 1.0]], dtype=object), "must hold numbers"),
    "ragged": ([[1.0, 2.0], [3.0]], "cannot be read as an array"),
    "None": (None, "Expected 2D array, got 0D array"),
    "pandas categories": (CATEGORIES, r"got column 'colour' of dtype category. Encode it as numbers"),
    "pandas text": (
        pd.DataFrame({"a": [1.0, 2.0], "city": ["x", "y"]}),
        r"column 'city' (of dtype str|of X must hold numbers, got 'x')",
    ),
    "pandas text among objects": (pd.DataFrame({"a": [1.0, 2.0], "b": np.array(["1", 2], dtype=object)}), "column 'b' of X must"),
    "pandas dates": (DATES, r"got column 'day' of dtype datetime64"),
    "polars text": (pl.DataFrame({"a": [1.0], "city": ["x"]}), r"got column 'city' of dtype String"),
    "polars categories": (pl.DataFrame({"a": pl.Series(["x"], dtype=pl.Categorical)}), r"got column 'a' of dtype Categorical"),
    "sparse with NaN": (scipy.sparse.csr_array([[np.nan, 1.0]]), "contains NaN|[Ss]parse"),
}


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("given", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(given, words, provider):
    fitted = cluster.KMeans(2, random_state=0, provider=provider).fit(PLAIN)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "X has feature names", UserWarning)
        for method in (cluster.KMeans(1, provider=provider).fit, fitted.predict, fitted.transform, fitted.score):
            with pytest.raises(errors.MlmetaError, match=words) as caught:
                method(given)
            assert isinstance(caught.value, ValueError)
    assert np.array_equal(fitted.predict(PLAIN), fitted.labels_)


SPARSE = ("csr_array", "csr_matrix", "csc_array", "coo_array", "lil_matrix", "dok_array", "bsr_matrix", "dia_array")


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64, bool])
@pytest.mark.parametrize("form", SPARSE)
def test_sparse_rows_are_taken_in_every_format_by_the_provider_that_says_so(form, dtype):
    given = getattr(scipy.sparse, form)(PLAIN.astype(dtype))
    made = cluster.KMeans(2, random_state=0, provider="np").fit(given)
    expected = cluster.KMeans(2, init=made.cluster_centers_, n_init=1, provider="np").fit(PLAIN.astype(dtype))
    assert np.array_equal(made.labels_, expected.labels_)
    assert np.array_equal(made.predict(given), made.labels_)
    assert np.allclose(made.transform(given), expected.transform(PLAIN.astype(dtype)), rtol=1e-5, atol=1e-5)
    assert made.score(given) == pytest.approx(-made.inertia_, rel=1e-5, abs=1e-6)


class Failing:
    """Cannot be read, as a tensor on another device."""

    def __array__(self, *_, **__):
        message = "can't convert device type tensor to numpy"
        raise RuntimeError(message)


def test_the_reason_of_what_cannot_be_read_is_told():
    with pytest.raises(errors.InvalidDataError, match="X cannot be read as an array of numbers: can't convert device type"):
        cluster.KMeans(2).fit(Failing())


def test_arrow_without_its_reader_names_the_install_line(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(errors.InvalidDataError, match=r'pip install "mlmeta\[data\]"'):
        cluster.KMeans(2).fit(TAKEN["Arrow stream"](None))


# -- defects that peers have ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("fitted_on", "asked_with"), [(np.float64, np.float32), (np.float32, np.float64)])
def test_a_model_takes_the_other_width_of_floats(provider, fitted_on, asked_with):
    made = cluster.KMeans(2, random_state=0, provider=provider).fit(PLAIN.astype(fitted_on))
    asked = PLAIN.astype(asked_with)
    assert np.array_equal(made.predict(asked), made.labels_)
    assert np.array_equal(made.transform(asked).argmin(axis=1), made.labels_)
    assert made.score(asked) == pytest.approx(-made.inertia_)
