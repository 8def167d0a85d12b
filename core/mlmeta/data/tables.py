"""Tables in files, as what estimators take: rows of numbers with the names of their columns, and a column of labels.

NumPy reads `.npy`; polars reads CSV, Parquet and Arrow, and is imported when there is such a file to read.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import InvalidDataError, MissingProviderError, UnknownColumnError, nearest

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ENDINGS", "Table", "read"]

ENDINGS = (".npy", ".csv", ".tsv", ".parquet", ".arrow", ".feather", ".ipc")
"""What the name of a table's file may end in."""

INDEX_NAMES = ("", "Unnamed: 0", "__index_level_0__")
"""What a column is called that had no name: in CSV, in CSV that pandas read and wrote again, in Parquet of pandas."""

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Table:
    """The rows of a file.

    Attributes
    ----------
    rows : polars.DataFrame or ndarray of shape (n_rows, n_columns)
        As the file has them; an array has the dtype of its file and may be mapped to it.
    name : str
        The file's name, for messages.
    named : bool
        Whether the columns have names of their own; else they are called by their number, from "0".
    """

    rows: "pl.DataFrame | NDArray[Any]"
    name: str
    named: bool

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns."""
        if isinstance(self.rows, np.ndarray):
            return [str(number) for number in range(self.rows.shape[1])]
        return list(self.rows.columns)

    def features(self, columns: Sequence[str], *, missing: bool = False) -> Any:
        """Return columns as the `X` of an estimator: a frame when they have names, else an array.

        Parameters
        ----------
        columns : sequence of str
            Their names, in the order wanted.
        missing : bool
            Whether missing values are taken.

        Raises
        ------
        UnknownColumnError
            There is no such column; the message gives the nearest name.
        InvalidDataError
            One holds text, dates, infinities or, unless they are taken, missing values; the message names it, the row, and the
            columns that could be used.
        """
        for column in columns:
            self._check_known(column)
        flaws = {column: self._flaw(column, missing=missing) for column in columns}
        wrong = [flaw for flaw in flaws.values() if flaw]
        if wrong:
            usable = _listed([column for column, flaw in flaws.items() if not flaw])
            advice = f", or choose columns without it: --columns {usable}" if usable else ""
            message = f"{self.name}: {wrong[0]}. Encode or fill it first{advice}"
            raise InvalidDataError(message)
        if isinstance(self.rows, np.ndarray):
            return self.rows if list(columns) == self.columns else self.rows[:, [int(column) for column in columns]]
        chosen = self.rows.select(columns)
        return chosen if self.named else chosen.to_numpy()

    def everything_but(self, target: str | None) -> list[str]:
        """Return the names of all columns but one: what is learnt from when nothing else is said.

        Raises
        ------
        InvalidDataError
            Among them is a column without a name that numbers the rows: the index of a data frame, written along with it.
        """
        columns = [column for column in self.columns if column != target]
        for column in columns:
            if self.named and column in INDEX_NAMES and self._numbers_rows(column):
                others = [other for other in columns if other != column]
                message = (
                    f"{self.name}: the column {column!r} has no name of its own and numbers the rows, as the index of a data "
                    "frame does that was written along. Write the file without it (to_csv(..., index=False)), or say which "
                    f"columns to learn from: --columns {_listed(others)}"
                )
                raise InvalidDataError(message)
        return columns

    def _numbers_rows(self, column: str) -> bool:
        """Return whether a column holds whole numbers, each once, from 0 or more on."""
        values = self._values(column)
        return values.dtype.kind in "iu" and len(values) > 0 and values.min() >= 0 and len(np.unique(values)) == len(values)

    def numbers(self, column: str) -> NDArray[Any]:
        """Return a column as the numbers that a regression learns, of shape (n_rows,); errors as in `features`."""
        found = self.features([column])
        values: NDArray[Any] = (found if isinstance(found, np.ndarray) else found.to_numpy())[:, 0]
        return values

    def labels(self, column: str) -> NDArray[Any]:
        """Return a column as labels: text, whole numbers or booleans.

        Raises
        ------
        UnknownColumnError
            There is no such column; the message gives the nearest name.
        InvalidDataError
            It has missing values, or holds something else, such as numbers that are not whole.
        """
        values = self._values(column)
        if values.dtype.kind == "f" and np.isfinite(values).all() and (values == np.floor(values)).all():
            values = values.astype(np.int64)
        if values.dtype.kind == "O" and all(isinstance(value, str | None) for value in values.tolist()):
            where = [row for row, value in enumerate(values.tolist()) if value is None]
            self._refuse_labels(column, "has a missing value", where[:1])
            values = values.astype(np.str_)
        if values.dtype.kind == "f":
            self._refuse_labels(column, "has a missing value", np.flatnonzero(np.isnan(values))[:1])
        if values.dtype.kind not in "biuU":
            message = (
                f"{self.name}: the target {column!r} holds no labels, but {values.dtype} such as {values[0]}; "
                "expected text, whole numbers or booleans."
            )
            raise InvalidDataError(message)
        return values

    def _refuse_labels(self, column: str, what: str, rows: "Sequence[int] | NDArray[np.intp]") -> None:
        for row in rows:
            message = f"{self.name}: the target {column!r} {what} in row {row + 1}. Fill it, or leave out such rows."
            raise InvalidDataError(message)

    def _check_known(self, column: str) -> None:
        if column not in self.columns:
            message = f"{self.name} has no column {column!r}; it has {_listed(self.columns)}.{nearest(column, self.columns)}"
            raise UnknownColumnError(message)

    def _values(self, column: str) -> NDArray[Any]:
        self._check_known(column)
        if isinstance(self.rows, np.ndarray):
            return self.rows[:, int(column)]
        return self.rows[column].to_numpy()

    def _flaw(self, column: str, *, missing: bool) -> str:
        """Return what is wrong with a column of numbers and where, or the empty string. Rows count from 1, below the header."""
        if isinstance(self.rows, np.ndarray):
            values = self.rows[:, int(column)]
            if values.dtype.kind not in "biuf":
                return f"it holds {values.dtype}, not numbers"
            finite = np.isfinite(values)
            absent = np.isnan(values) if not finite.all() else ~finite
            return _gaps(column, absent, missing=missing) or _gaps(column, ~(finite | absent), what="infinite")
        series = self.rows[column]
        if not series.dtype.is_numeric() and str(series.dtype) not in ("Boolean", "Null"):
            return _not_numbers(column, series)
        absent = series.is_null().to_numpy()
        if not series.dtype.is_float():
            return _gaps(column, absent, missing=missing)
        nan = series.is_nan().fill_null(value=False).to_numpy()
        infinite = series.is_infinite().fill_null(value=False).to_numpy()
        return _gaps(column, absent | nan, missing=missing) or _gaps(column, infinite, what="infinite")


def _gaps(column: str, where: NDArray[np.bool_], *, what: str = "missing", missing: bool = False) -> str:
    rows = np.flatnonzero(where)
    if missing or not len(rows):
        return ""
    return f"the column {column!r} has {len(rows):,} {what} value{'s' * (len(rows) > 1)}, the first in row {rows[0] + 1:,}"


def _not_numbers(column: str, series: Any) -> str:
    if str(series.dtype) != "String":
        return f"the column {column!r} holds {series.dtype}, not numbers"
    import polars as pl  # noqa: PLC0415  # a series of it is there

    other = np.flatnonzero((series.is_not_null() & series.cast(pl.Float64, strict=False).is_null()).to_numpy())
    row = int(other[0]) if len(other) else 0
    return f"the column {column!r} holds text, such as {series[row]!r} in row {row + 1:,}"


def _listed(names: Sequence[str]) -> str:
    """Return names as they are given on a command line; of many the first twenty."""
    return ",".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")


def read(path: str | Path) -> Table:
    """Return the table in a file; the ending of its name says what it is.

    A CSV file is separated by commas, semicolons or tabs, whichever its first line has most of. A first line of numbers is no
    header: such columns have no names.

    Raises
    ------
    OSError
        There is no such file, or it cannot be read.
    InvalidDataError
        It is none of these tables, or not what its name says.
    MissingProviderError
        polars is not installed; the message is the line that installs it.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        message = f"{str(path)!r} is no table that can be read here: expected a name that ends in {', '.join(ENDINGS)}."
        raise InvalidDataError(message + nearest(ending, ENDINGS))
    with path.open("rb") as file:  # what the system refuses is told in its words, whoever reads the table then
        first = file.readline()
    if ending == ".npy":
        return Table(_read_array(path), path.name, named=False)
    polars = _polars(path.name)
    names = _first_fields(first) if ending in (".csv", ".tsv") else None
    header = names is None or not all(map(_is_number, names[1]))
    try:
        if names is not None:
            rows = polars.read_csv(path, separator=names[0], has_header=header, infer_schema_length=None)
        else:
            rows = polars.read_parquet(path) if ending == ".parquet" else polars.read_ipc(path, memory_map=False)
    except (polars.exceptions.PolarsError, OSError) as error:  # it opens: what the system says now is about the content
        message = f"{path.name} cannot be read as {ending[1:]}: {str(error).splitlines()[0]}"
        raise InvalidDataError(message) from error
    if not header:
        rows.columns = [str(number) for number in range(rows.width)]
    return Table(rows, path.name, named=header)


def _read_array(path: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.lib.format.open_memmap(path, mode="r")
    except ValueError as error:
        message = f"{path.name} cannot be read as an array of numbers: {error}"
        raise InvalidDataError(message) from error
    if array.ndim != 2 or array.dtype.names:
        message = (
            f"{path.name} holds an array of shape {array.shape} and dtype {array.dtype}; expected numbers in rows and columns."
        )
        raise InvalidDataError(message)
    return array


def _polars(name: str) -> Any:
    try:
        return importlib.import_module("polars")
    except ImportError as error:
        message = f'{name} is read by polars, which is not installed here. Try: pip install "mlmeta[data]"'
        raise MissingProviderError(message) from error


def _first_fields(line: bytes) -> tuple[str, list[str]]:
    """Return the separator of a CSV file and the fields of its first line."""
    text = line.decode("utf-8", errors="replace").strip("\ufeff\r\n")
    separator = max(SEPARATORS, key=text.count)
    return separator, [field.strip().strip('"') for field in text.split(separator)]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
