//! How much each row counts.

use mlmeta_kernels::Element;

use crate::ScalerError;
use crate::buffer::reserved;

/// Weights of rows `(n_rows,)`, checked and widened to float64.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleWeight(Vec<f64>);

impl SampleWeight {
    /// Returns `weights`, one a row, which must be finite and not negative.
    ///
    /// # Errors
    /// [`ScalerError::Weight`], [`ScalerError::Allocation`].
    ///
    /// ```
    /// use mlmeta_preprocessing::{SampleWeight, ScalerError};
    /// assert!(SampleWeight::new(&[1.0_f32, 0.0]).is_ok());
    /// assert_eq!(SampleWeight::new(&[1.0, -2.0]), Err(ScalerError::Weight(-2.0)));
    /// ```
    pub fn new<T: Element>(weights: &[T]) -> Result<Self, ScalerError> {
        let wrong = |weight: &f64| !(*weight >= 0.0 && weight.is_finite());
        if let Some(weight) = weights.iter().map(|weight| weight.widened()).find(wrong) {
            return Err(ScalerError::Weight(weight));
        }
        let mut values = reserved(weights.len())?;
        values.extend(weights.iter().map(|weight| weight.widened()));
        Ok(Self(values))
    }

    /// Returns the weights in float64.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// # Errors
    /// [`ScalerError::Weights`] unless there is one a row.
    pub(crate) fn check(&self, n_rows: usize) -> Result<(), ScalerError> {
        let given = self.0.len();
        if given == n_rows { Ok(()) } else { Err(ScalerError::Weights { given, expected: n_rows }) }
    }
}
