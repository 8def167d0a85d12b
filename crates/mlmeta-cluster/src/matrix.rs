//! Rows in any of their forms.

use mlmeta_kernels::Element;

use crate::csr::Csr;
use crate::rows::Rows;

/// Borrowed rows `(n_rows, n_features)`, dense or sparse: what is fitted to, and what is labelled.
///
/// ```
/// use mlmeta_cluster::{Csr, Matrix, Rows};
/// let dense = Matrix::from(Rows::new(&[0.0, 5.0, 7.0, 0.0], 2)?);
/// let sparse = Matrix::from(Csr::new(&[5.0, 7.0], &[1, 0], &[0, 1, 2], 2)?);
/// assert_eq!(dense.n_rows(), sparse.n_rows());
/// assert_eq!((dense.n_values(), sparse.n_values()), (4, 2));
/// # Ok::<(), mlmeta_cluster::KMeansError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Matrix<'a, T> {
    /// Every value is stored.
    Dense(Rows<'a, T>),
    /// What is not zero is stored.
    Sparse(Csr<'a, T, i32>),
    /// As [`Self::Sparse`], counted in 64 bits.
    WideSparse(Csr<'a, T, i64>),
}

impl<T: Element> Matrix<'_, T> {
    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        match self {
            Self::Dense(rows) => rows.n_rows(),
            Self::Sparse(rows) => rows.n_rows(),
            Self::WideSparse(rows) => rows.n_rows(),
        }
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        match self {
            Self::Dense(rows) => rows.n_features(),
            Self::Sparse(rows) => rows.n_features(),
            Self::WideSparse(rows) => rows.n_features(),
        }
    }

    /// Number of values that are stored, which is what a pass over the rows costs for each centre.
    #[must_use]
    pub fn n_values(&self) -> usize {
        match self {
            Self::Dense(rows) => rows.values().len(),
            Self::Sparse(rows) => rows.n_entries(),
            Self::WideSparse(rows) => rows.n_entries(),
        }
    }
}

impl<'a, T> From<Rows<'a, T>> for Matrix<'a, T> {
    fn from(rows: Rows<'a, T>) -> Self {
        Self::Dense(rows)
    }
}

impl<'a, T> From<Csr<'a, T, i32>> for Matrix<'a, T> {
    fn from(rows: Csr<'a, T, i32>) -> Self {
        Self::Sparse(rows)
    }
}

impl<'a, T> From<Csr<'a, T, i64>> for Matrix<'a, T> {
    fn from(rows: Csr<'a, T, i64>) -> Self {
        Self::WideSparse(rows)
    }
}
