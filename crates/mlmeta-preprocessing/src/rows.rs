//! Borrowed matrices, dense and sparse.

use mlmeta_kernels::Element;

use crate::ScalerError;

/// A row-major matrix `(n_rows, n_features)` that somebody else owns. NaN is a missing value.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a, T> {
    values: &'a [T],
    n_features: usize,
}

impl<'a, T: Element> Rows<'a, T> {
    /// Returns `values` as rows of `n_features`.
    ///
    /// # Errors
    /// [`ScalerError::Empty`] without a row or a feature, [`ScalerError::Ragged`] when the last row is not whole.
    ///
    /// ```
    /// use mlmeta_preprocessing::Rows;
    /// assert_eq!(Rows::new(&[1.0, 2.0, 3.0, 4.0], 2)?.n_rows(), 2);
    /// assert!(Rows::new(&[1.0, 2.0, 3.0], 2).is_err());
    /// # Ok::<(), mlmeta_preprocessing::ScalerError>(())
    /// ```
    pub fn new(values: &'a [T], n_features: usize) -> Result<Self, ScalerError> {
        if n_features == 0 || values.is_empty() {
            return Err(ScalerError::Empty { n_values: values.len(), n_features });
        }
        if !values.len().is_multiple_of(n_features) {
            return Err(ScalerError::Ragged { n_values: values.len(), n_features });
        }
        Ok(Self { values, n_features })
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.values.len() / self.n_features
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Returns all values in row-major order.
    #[must_use]
    pub fn values(&self) -> &'a [T] {
        self.values
    }
}

/// A column index or row pointer of sparse rows: `i32` or `i64`, as `scipy` stores them.
pub trait Index: Copy + Send + Sync + 'static {
    /// Returns the number, `None` when it is negative.
    fn position(self) -> Option<usize>;
}

impl Index for i32 {
    fn position(self) -> Option<usize> {
        usize::try_from(self).ok()
    }
}

impl Index for i64 {
    fn position(self) -> Option<usize> {
        usize::try_from(self).ok()
    }
}

/// Compressed sparse rows that somebody else owns: the entries of row `i` are `indptr[i]..indptr[i + 1]`. Where nothing is
/// stored there is a zero; NaN is a missing value.
#[derive(Clone, Copy, Debug)]
pub struct SparseRows<'a, T, I> {
    data: &'a [T],
    indices: &'a [I],
    indptr: &'a [I],
    n_features: usize,
}

impl<'a, T: Element, I: Index> SparseRows<'a, T, I> {
    /// Returns the rows with these entries.
    ///
    /// # Errors
    /// [`ScalerError::Empty`] without a row or a feature, [`ScalerError::Sparse`] when `indptr` does not ascend from 0
    /// to at most the number of entries, or there is not one index an entry.
    pub fn new(
        data: &'a [T],
        indices: &'a [I],
        indptr: &'a [I],
        n_features: usize,
    ) -> Result<Self, ScalerError> {
        if n_features == 0 || indptr.len() < 2 {
            return Err(ScalerError::Empty { n_values: data.len(), n_features });
        }
        if data.len() != indices.len() {
            return Err(ScalerError::Sparse("there is not one column index an entry"));
        }
        let mut last = 0;
        for (number, pointer) in indptr.iter().enumerate() {
            let pointer = pointer.position().filter(|&at| at >= last && at <= data.len());
            match pointer {
                Some(at) if number > 0 || at == 0 => last = at,
                _ => {
                    return Err(ScalerError::Sparse(
                        "its row pointers do not ascend from 0 to the number of entries",
                    ));
                }
            }
        }
        Ok(Self { data: &data[..last], indices: &indices[..last], indptr, n_features })
    }

    /// Number of rows.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.indptr.len() - 1
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Number of stored entries.
    #[must_use]
    pub fn n_entries(&self) -> usize {
        self.data.len()
    }

    /// Calls `entry` with the row, the column and the value of each entry, in order.
    ///
    /// # Errors
    /// [`ScalerError::Sparse`] for a column that is not there, or the first error of `entry`.
    pub(crate) fn for_each(
        &self,
        mut entry: impl FnMut(usize, usize, f64) -> Result<(), ScalerError>,
    ) -> Result<(), ScalerError> {
        let mut begin = 0;
        for (row, pointer) in self.indptr[1..].iter().enumerate() {
            // Another thread may write to the arrays meanwhile: nothing that was checked before still holds.
            let end = pointer.position().map_or(begin, |end| end.clamp(begin, self.data.len()));
            for (value, column) in self.data[begin..end].iter().zip(&self.indices[begin..end]) {
                let column = column
                    .position()
                    .filter(|&column| column < self.n_features)
                    .ok_or(ScalerError::Sparse("a column index is outside of it"))?;
                entry(row, column, value.widened())?;
            }
            begin = end;
        }
        Ok(())
    }
}
