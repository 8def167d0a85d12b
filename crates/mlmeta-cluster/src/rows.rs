//! A borrowed matrix.

use mlmeta_kernels::Element;

use crate::KMeansError;
use crate::k_means::buffer::reserved;

/// A row-major matrix `(n_rows, n_features)` that somebody else owns.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a, T> {
    values: &'a [T],
    n_features: usize,
}

impl<'a, T: Element> Rows<'a, T> {
    /// Returns `values` as rows of `n_features`.
    ///
    /// # Errors
    /// [`KMeansError::Empty`] without a row or a feature, [`KMeansError::Ragged`] when the last row is not whole.
    ///
    /// ```
    /// use mlmeta_cluster::Rows;
    /// assert_eq!(Rows::new(&[1.0, 2.0, 3.0, 4.0], 2)?.n_rows(), 2);
    /// assert!(Rows::new(&[1.0, 2.0, 3.0], 2).is_err());
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(values: &'a [T], n_features: usize) -> Result<Self, KMeansError> {
        if n_features == 0 || values.is_empty() {
            return Err(KMeansError::Empty { n_values: values.len(), n_features });
        }
        if !values.len().is_multiple_of(n_features) {
            return Err(KMeansError::Ragged { n_values: values.len(), n_features });
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

    /// Returns copies of the rows at `positions`, row-major.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(crate) fn gathered(&self, positions: &[usize]) -> Result<Vec<T>, KMeansError> {
        let mut values = reserved(positions.len().saturating_mul(self.n_features))?;
        for row in positions {
            values.extend_from_slice(&self.values[row * self.n_features..][..self.n_features]);
        }
        Ok(values)
    }

    /// Returns all values in row-major order.
    #[must_use]
    pub fn values(&self) -> &'a [T] {
        self.values
    }
}
