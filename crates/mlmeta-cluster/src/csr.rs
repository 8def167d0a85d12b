//! Borrowed sparse rows.

use std::error::Error;
use std::fmt;

use mlmeta_kernels::Element;

use crate::KMeansError;
use crate::k_means::buffer::reserved;

mod sealed {
    /// What only `i32` and `i64` are.
    pub trait Sealed: Copy + Send + Sync + 'static {}

    impl Sealed for i32 {}
    impl Sealed for i64 {}
}

/// The integers that sparse matrices count with: `i32` or `i64`. Sealed.
pub trait Index: sealed::Sealed {
    /// The name of the type in `NumPy`.
    const NAME: &'static str;

    /// Returns the index as a position; a negative one is larger than any length.
    fn position(self) -> usize;
    /// Returns the index as it was given.
    fn number(self) -> i64;
    /// Returns a position as an index; it must not exceed what the type holds.
    fn of(position: usize) -> Self;
}

macro_rules! index {
    ($type:ident, $name:literal) => {
        impl Index for $type {
            const NAME: &'static str = $name;

            #[inline]
            fn position(self) -> usize {
                usize::try_from(self).unwrap_or(usize::MAX)
            }
            fn number(self) -> i64 {
                self.into()
            }
            fn of(position: usize) -> Self {
                position as $type
            }
        }
    };
}

index!(i32, "int32");
index!(i64, "int64");

/// Compressed sparse rows `(n_rows, n_features)` that somebody else owns: the entries of row `i` are
/// `values[starts[i]..starts[i + 1]]`, in the columns of the same places, ascending and each once. What has no entry is zero.
///
/// Every index was checked when it was made, so that no later step can leave the matrix.
#[derive(Clone, Copy, Debug)]
pub struct Csr<'a, T, I> {
    values: &'a [T],
    columns: &'a [I],
    starts: &'a [I],
    n_features: usize,
}

/// Values, columns and starts of sparse rows that are copies.
pub(crate) type OwnedCsr<T, I> = (Vec<T>, Vec<I>, Vec<I>);

/// Why arrays are no sparse rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CsrError {
    /// There is no row or no feature.
    Empty {
        /// Number of row starts given.
        n_starts: usize,
        /// Number of features given.
        n_features: usize,
    },
    /// There is not one column for each value.
    Lengths {
        /// Number of values given.
        n_values: usize,
        /// Number of columns given.
        n_columns: usize,
    },
    /// The first row does not start at entry 0.
    FirstStart(i64),
    /// A row ends before it starts.
    Descending {
        /// The row.
        row: usize,
    },
    /// The last row ends after the last entry.
    End {
        /// Where it ends.
        end: i64,
        /// Number of entries given.
        n_entries: usize,
    },
    /// An entry lies in no column.
    Column {
        /// The row of the entry.
        row: usize,
        /// The column given.
        column: i64,
        /// Number of features given.
        n_features: usize,
    },
    /// The columns of a row are not ascending, or one occurs twice.
    Unordered {
        /// The row.
        row: usize,
    },
}

impl fmt::Display for CsrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "X is no matrix of sparse rows: ")?;
        match self {
            Self::Empty { n_starts, n_features } => write!(
                f,
                "{n_starts} row starts and {n_features} features; at least one row (two starts) and one feature are required"
            ),
            Self::Lengths { n_values, n_columns } => {
                write!(f, "{n_values} values have {n_columns} column indices; each needs one")
            }
            Self::FirstStart(start) => write!(f, "its first row starts at entry {start}, not at 0"),
            Self::Descending { row } => write!(f, "row {row} ends before it starts"),
            Self::End { end, n_entries } => write!(f, "its rows end at entry {end}, of {n_entries}"),
            Self::Column { row, column, n_features } => {
                write!(f, "row {row} has an entry in column {column}, of {n_features}")
            }
            Self::Unordered { row } => write!(
                f,
                "the columns of row {row} are not ascending, or one occurs twice; bring it into canonical form (sum_duplicates)"
            ),
        }
    }
}

impl Error for CsrError {}

impl<'a, T: Element, I: Index> Csr<'a, T, I> {
    /// Returns the rows of these arrays. Entries past the end of the last row are left out.
    ///
    /// # Errors
    /// [`CsrError`]: they are no matrix of `n_features` columns in canonical form.
    ///
    /// ```
    /// use mlmeta_cluster::{Csr, CsrError};
    /// let rows = Csr::new(&[5.0, 7.0], &[1, 0], &[0, 1, 1, 2], 2)?;
    /// assert_eq!((rows.n_rows(), rows.n_entries()), (3, 2));
    /// let lie = Csr::new(&[5.0, 7.0], &[1, 9], &[0, 1, 1, 2], 2);
    /// assert_eq!(lie.unwrap_err(), CsrError::Column { row: 2, column: 9, n_features: 2 });
    /// # Ok::<(), CsrError>(())
    /// ```
    pub fn new(
        values: &'a [T],
        columns: &'a [I],
        starts: &'a [I],
        n_features: usize,
    ) -> Result<Self, CsrError> {
        let (&[first, _, ..], &[.., last]) = (starts, starts) else {
            return Err(CsrError::Empty { n_starts: starts.len(), n_features });
        };
        if n_features == 0 {
            return Err(CsrError::Empty { n_starts: starts.len(), n_features });
        }
        if values.len() != columns.len() {
            return Err(CsrError::Lengths { n_values: values.len(), n_columns: columns.len() });
        }
        if first.position() != 0 {
            return Err(CsrError::FirstStart(first.number()));
        }
        if let Some(row) = starts.windows(2).position(|pair| pair[1].number() < pair[0].number()) {
            return Err(CsrError::Descending { row });
        }
        let end = last.position();
        if end > values.len() {
            return Err(CsrError::End { end: last.number(), n_entries: values.len() });
        }
        let rows = Self { values: &values[..end], columns: &columns[..end], starts, n_features };
        for row in 0..rows.n_rows() {
            let (columns, _) = rows.row(row);
            if let Some(column) = columns.iter().find(|column| column.position() >= n_features) {
                return Err(CsrError::Column { row, column: column.number(), n_features });
            }
            if columns.windows(2).any(|pair| pair[0].position() >= pair[1].position()) {
                return Err(CsrError::Unordered { row });
            }
        }
        Ok(rows)
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Number of entries.
    #[must_use]
    pub fn n_entries(&self) -> usize {
        self.values.len()
    }

    /// Returns the columns and the values of the entries of a row.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> (&'a [I], &'a [T]) {
        let entries = self.starts[row].position()..self.starts[row + 1].position();
        (&self.columns[entries.clone()], &self.values[entries])
    }

    /// Returns copies of the rows at `positions`: their values, columns and starts, counted in `J`, which must be wide enough.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(crate) fn gathered<J: Index>(&self, positions: &[usize]) -> Result<OwnedCsr<T, J>, KMeansError> {
        let n_entries = positions.iter().map(|&row| self.row(row).0.len()).sum();
        let (mut values, mut columns) = (reserved(n_entries)?, reserved(n_entries)?);
        let mut starts = reserved(positions.len() + 1)?;
        starts.push(J::of(0));
        for &row in positions {
            let (its_columns, its_values) = self.row(row);
            values.extend_from_slice(its_values);
            columns.extend(its_columns.iter().map(|column| J::of(column.position())));
            starts.push(J::of(values.len()));
        }
        Ok((values, columns, starts))
    }

    /// Returns the entries of a row in the order of their columns: each with its column, in float64.
    ///
    /// # Panics
    /// When there is no such row.
    pub(crate) fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + use<'a, T, I> {
        let (columns, values) = self.row(row);
        columns.iter().zip(values).map(|(column, value)| (column.position(), value.widened()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mt19937;

    fn error(values: &[f64], columns: &[i32], starts: &[i32], n_features: usize) -> CsrError {
        let wide = |narrow: &[i32]| narrow.iter().map(|&index| i64::from(index)).collect::<Vec<_>>();
        let error = Csr::new(values, columns, starts, n_features).unwrap_err();
        let same = Csr::new(values, &wide(columns), &wide(starts), n_features).unwrap_err();
        assert_eq!(same, error, "both kinds of index");
        error
    }

    #[test]
    fn every_lie_is_an_error_that_says_where() {
        let x = [1.0, 2.0];
        assert_eq!(error(&x, &[0, 1], &[], 3), CsrError::Empty { n_starts: 0, n_features: 3 });
        assert_eq!(error(&x, &[0, 1], &[0], 3), CsrError::Empty { n_starts: 1, n_features: 3 });
        assert_eq!(error(&x, &[0, 1], &[0, 2], 0), CsrError::Empty { n_starts: 2, n_features: 0 });
        assert_eq!(error(&x, &[0], &[0, 1], 3), CsrError::Lengths { n_values: 2, n_columns: 1 });
        assert_eq!(error(&x, &[0, 1], &[1, 2], 3), CsrError::FirstStart(1));
        assert_eq!(error(&x, &[0, 1], &[-1, 2], 3), CsrError::FirstStart(-1));
        assert_eq!(error(&x, &[0, 1], &[0, 2, 1], 3), CsrError::Descending { row: 1 });
        assert_eq!(error(&x, &[0, 1], &[0, -1], 3), CsrError::Descending { row: 0 });
        assert_eq!(error(&x, &[0, 1], &[0, 2, 9], 3), CsrError::End { end: 9, n_entries: 2 });
        let column = |column| CsrError::Column { row: 1, column, n_features: 3 };
        assert_eq!(error(&x, &[0, 3], &[0, 1, 2], 3), column(3));
        assert_eq!(error(&x, &[0, -1], &[0, 1, 2], 3), column(-1));
        assert_eq!(error(&x, &[1, 0], &[0, 2], 3), CsrError::Unordered { row: 0 });
        assert_eq!(error(&x, &[1, 1], &[0, 0, 2], 3), CsrError::Unordered { row: 1 });
        assert!(
            error(&x, &[1, 1], &[0, 2], 3).to_string().contains("the columns of row 0 are not ascending")
        );
    }

    #[test]
    fn random_arrays_are_rows_or_an_error_and_never_a_panic() {
        let mut stream = Mt19937::from_seed(0);
        let mut n_valid = 0;
        for _ in 0..20_000 {
            let mut numbers = |length: u32, limit: u32| -> Vec<i64> {
                (0..length).map(|_| i64::from(stream.next_u32() % limit) - 1).collect()
            };
            let (columns, starts) = (numbers(4, 5), numbers(3, 5));
            if let Ok(rows) = Csr::new(&[1.0; 4], &columns, &starts, 3) {
                n_valid += 1;
                let n_entries: usize = (0..rows.n_rows()).map(|row| rows.entries(row).count()).sum();
                assert_eq!(n_entries, rows.n_entries());
                assert!((0..rows.n_rows()).flat_map(|row| rows.entries(row)).all(|(column, _)| column < 3));
            }
        }
        assert!(n_valid > 100, "{n_valid} valid ones");
    }

    #[test]
    fn entries_past_the_last_row_are_left_out() {
        let rows = Csr::new(&[1.0_f32, 2.0, 9.0], &[0_i32, 1, 77], &[0, 0, 2], 2).unwrap();
        assert_eq!((rows.n_rows(), rows.n_entries()), (2, 2));
        assert_eq!(rows.entries(0).count(), 0);
        assert_eq!(rows.entries(1).collect::<Vec<_>>(), [(0, 1.0), (1, 2.0)]);
    }
}
