"""Tables in files: every format gives the same rows, and what is no number is refused with its column and row."""

import sys

import numpy as np
import polars as pl
import pytest
from mlmeta import errors
from mlmeta.data import tables

ROWS = pl.DataFrame(
    {"age": [31.5, 40.0, 27.0], "visits": [3, 0, 7], "member": [True, False, True], "city": ["Rom", "Oslo", "Rom"]}
)
NUMBERS = ["age", "visits", "member"]


def write(frame, path):
    writers = {".csv": "write_csv", ".tsv": "write_csv", ".parquet": "write_parquet"}
    options = {"separator": "\t"} if path.suffix == ".tsv" else {}
    getattr(frame, writers.get(path.suffix, "write_ipc"))(path, **options)
    return path


@pytest.mark.parametrize("ending", [ending for ending in tables.ENDINGS if ending != ".npy"])
def test_every_format_gives_the_same_columns(tmp_path, ending):
    table = tables.read(write(ROWS, tmp_path / f"people{ending}"))
    assert table.columns == ROWS.columns
    assert table.named
    chosen = table.features(["visits", "age"])
    assert chosen.columns == ["visits", "age"]
    assert np.array_equal(chosen.to_numpy(), ROWS.select("visits", "age").to_numpy())
    assert table.labels("city").tolist() == ["Rom", "Oslo", "Rom"]
    assert table.labels("member").dtype == bool


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_that_of_the_first_line(tmp_path, separator):
    path = tmp_path / "people.csv"
    ROWS.write_csv(path, separator=separator)
    assert tables.read(path).columns == ROWS.columns


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_first_line_of_numbers_is_no_header(tmp_path, mark):
    path = tmp_path / "plain.csv"
    path.write_text(f"{mark}1.5,2\n3,4e1\n", encoding="utf-8")
    table = tables.read(path)
    assert (table.columns, table.named) == (["0", "1"], False)
    assert table.features(["1", "0"]).tolist() == [[2.0, 1.5], [40.0, 3.0]]


def test_a_number_far_down_is_read_as_one(tmp_path):
    """Types are those of all rows, not of the first hundred."""
    path = tmp_path / "late.csv"
    path.write_text("x\n" + "1\n" * 500 + "2.5\n")
    assert tables.read(path).features(["x"])["x"][500] == 2.5


def test_an_array_is_mapped_and_its_columns_are_numbered(tmp_path):
    path = tmp_path / "rows.npy"
    np.save(path, np.arange(6, dtype=np.float32).reshape(2, 3))
    table = tables.read(path)
    assert table.columns == ["0", "1", "2"]
    whole = table.features(["0", "1", "2"])
    assert isinstance(whole, np.memmap)
    assert whole.dtype == np.float32
    assert table.features(["2", "0"]).tolist() == [[2, 0], [5, 3]]
    assert table.labels("1").tolist() == [1, 4]
    assert table.labels("1").dtype == np.int64


def frame_with(name, values, **more):
    return pl.DataFrame({name: values, "fine": [1.0] * len(values)}, **more)


FLAWS = [
    (frame_with("city", ["Rom", "Oslo"]), r"the column 'city' holds text, such as 'Rom' in row 1"),
    (frame_with("age", ["31", "n/a"]), r"the column 'age' holds text, such as 'n/a' in row 2"),
    (frame_with("age", [1.0, None, None]), r"the column 'age' has 2 missing values, the first in row 2"),
    (frame_with("age", [1.0, float("nan")]), r"the column 'age' has 1 missing value, the first in row 2"),
    (frame_with("age", [float("inf"), 1.0]), r"the column 'age' has 1 infinite value, the first in row 1"),
    (frame_with("n", [1, None, 2]), r"the column 'n' has 1 missing value, the first in row 2"),
    (frame_with("day", [1, 2]).with_columns(pl.col("day").cast(pl.Date)), r"the column 'day' holds Date, not numbers"),
]


@pytest.mark.parametrize(("frame", "message"), FLAWS)
def test_what_is_no_number_is_refused_with_the_columns_that_are(tmp_path, frame, message):
    table = tables.read(write(frame, tmp_path / "t.parquet"))
    with pytest.raises(errors.InvalidDataError, match=rf"t.parquet: {message}. .*--columns fine$"):
        table.features(table.columns)


def test_the_same_of_an_array(tmp_path):
    np.save(tmp_path / "t.npy", [[1.0, np.nan, 0.0], [1.0, 1.0, np.inf]])
    table = tables.read(tmp_path / "t.npy")
    with pytest.raises(errors.InvalidDataError, match=r"the column '1' has 1 missing value, the first in row 1.*--columns 0$"):
        table.features(table.columns)
    with pytest.raises(errors.InvalidDataError, match=r"the column '2' has 1 infinite value, the first in row 2.*--columns 0,1$"):
        table.features(table.columns, missing=True)


def test_missing_values_are_taken_where_they_have_a_meaning(tmp_path):
    table = tables.read(write(frame_with("age", [1.0, None]), tmp_path / "t.parquet"))
    assert table.features(["age"], missing=True)["age"].null_count() == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (["a", None], "the target 'y' has a missing value in row 2"),
        ([1, None], "the target 'y' has a missing value in row 2"),
        ([1.5, 2.0], "the target 'y' holds no labels, but float64 such as 1.5"),
        ([b"a", b"b"], "the target 'y' holds no labels, but object"),
    ],
)
def test_what_is_no_label_is_refused(tmp_path, values, message):
    table = tables.read(write(pl.DataFrame({"y": values}), tmp_path / "t.parquet"))
    with pytest.raises(errors.InvalidDataError, match=message):
        table.labels("y")


def test_whole_numbers_and_categories_are_labels(tmp_path):
    frame = pl.DataFrame({"y": [1.0, 2.0], "kind": ["b", "a"]}).with_columns(pl.col("kind").cast(pl.Categorical))
    table = tables.read(write(frame, tmp_path / "t.parquet"))
    assert table.labels("y").dtype == np.int64
    assert table.labels("kind").tolist() == ["b", "a"]


def test_an_unknown_column_has_the_nearest_name(tmp_path):
    table = tables.read(write(ROWS, tmp_path / "t.csv"))
    for ask in (lambda: table.features(["agee"]), lambda: table.labels("agee")):
        with pytest.raises(errors.UnknownColumnError, match=r"t.csv has no column 'agee'; .*Did you mean 'age'"):
            ask()


JUNK = b"PK\x03\x04junk\xff\xfe\n\x00"
LIES = [*((ending, b"") for ending in tables.ENDINGS), *((e, JUNK) for e in tables.ENDINGS if e not in (".csv", ".tsv"))]


@pytest.mark.parametrize(("ending", "content"), [*LIES, (".csv", b"a,b\n1,2,3\n4\n"), (".csv", b"a,b\n\xff,1\n")])
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, ending, content):
    path = tmp_path / f"t{ending}"
    path.write_bytes(content)
    with pytest.raises(errors.InvalidDataError, match=rf"t{ending} cannot be read as"):
        tables.read(path)


@pytest.mark.parametrize(
    "array", [np.zeros(3), np.zeros((1, 1, 1)), np.zeros(2, dtype=[("a", "f8")])], ids=["1-d", "3-d", "fields"]
)
def test_an_array_of_another_shape_is_refused(tmp_path, array):
    np.save(tmp_path / "t.npy", array)
    with pytest.raises(errors.InvalidDataError, match=r"t.npy holds an array of shape .*; expected numbers in rows and columns"):
        tables.read(tmp_path / "t.npy")


def test_objects_in_an_array_are_never_unpickled(tmp_path):
    np.save(tmp_path / "t.npy", np.array([[print]], dtype=object))
    with pytest.raises(errors.InvalidDataError, match="Python objects"):
        tables.read(tmp_path / "t.npy")


def test_other_files_are_refused_with_the_nearest_ending(tmp_path):
    with pytest.raises(errors.InvalidDataError, match=r"Did you mean '.parquet'"):
        tables.read(tmp_path / "t.parqet")
    for missing in ("t.csv", "t.npy"):
        with pytest.raises(FileNotFoundError):
            tables.read(tmp_path / missing)


def test_without_polars_the_message_is_the_line_that_installs_it(tmp_path, monkeypatch):
    path = write(ROWS, tmp_path / "t.csv")
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(errors.MissingProviderError, match=r't.csv is read by polars.*pip install "mlmeta\[data\]"'):
        tables.read(path)
