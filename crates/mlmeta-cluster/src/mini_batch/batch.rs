//! Rows that were drawn, gathered in the order of the draws.

use mlmeta_kernels::Element;

use crate::csr::{Csr, Index};
use crate::k_means::buffer::filled;
use crate::{KMeansError, Matrix, Rows};

/// Copies of rows, dense or sparse as the rows are.
pub(super) enum Gathered<T> {
    Dense { values: Vec<T>, n_features: usize },
    Sparse { values: Vec<T>, columns: Vec<i64>, starts: Vec<i64>, n_features: usize },
}

impl<T: Element> Gathered<T> {
    /// Returns the rows at `positions`.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(super) fn new(rows: &Matrix<'_, T>, positions: &[usize]) -> Result<Self, KMeansError> {
        match rows {
            Matrix::Dense(rows) => {
                Ok(Self::Dense { values: rows.gathered(positions)?, n_features: rows.n_features() })
            }
            Matrix::Sparse(rows) => Self::sparse(rows, positions),
            Matrix::WideSparse(rows) => Self::sparse(rows, positions),
        }
    }

    /// A row may be drawn more than once: 64 bits count the entries of any number of copies.
    fn sparse<I: Index>(rows: &Csr<'_, T, I>, positions: &[usize]) -> Result<Self, KMeansError> {
        let (values, columns, starts) = rows.gathered(positions)?;
        Ok(Self::Sparse { values, columns, starts, n_features: rows.n_features() })
    }

    /// Returns them as rows.
    ///
    /// # Errors
    /// [`KMeansError::Empty`] when there are none.
    pub(super) fn rows(&self) -> Result<Matrix<'_, T>, KMeansError> {
        Ok(match self {
            Self::Dense { values, n_features } => Rows::new(values, *n_features)?.into(),
            Self::Sparse { values, columns, starts, n_features } => {
                Csr::new(values, columns, starts, *n_features)?.into()
            }
        })
    }
}

/// Calls `visit(column, value)` for each stored value of a row, in the order of the columns.
pub(super) fn visit<T: Element>(rows: &Matrix<'_, T>, row: usize, mut visit: impl FnMut(usize, f64)) {
    match rows {
        Matrix::Dense(rows) => {
            let values = &rows.values()[row * rows.n_features()..][..rows.n_features()];
            for (column, value) in values.iter().enumerate() {
                visit(column, value.widened());
            }
        }
        Matrix::Sparse(rows) => rows.entries(row).for_each(|(column, value)| visit(column, value)),
        Matrix::WideSparse(rows) => rows.entries(row).for_each(|(column, value)| visit(column, value)),
    }
}

/// Returns the rows at `positions` as centres, `(n_positions, n_features)` in row-major order.
///
/// # Errors
/// [`KMeansError::Allocation`].
pub(super) fn as_centres<T: Element>(
    rows: &Matrix<'_, T>,
    positions: &[usize],
) -> Result<Vec<f64>, KMeansError> {
    let d = rows.n_features();
    let mut centres = filled(0.0, positions.len().saturating_mul(d))?;
    for (centre, &row) in centres.chunks_exact_mut(d).zip(positions) {
        visit(rows, row, |column, value| centre[column] = value);
    }
    Ok(centres)
}
