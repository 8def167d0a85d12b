//! The standard scaler: what columns are divided by.

use mlmeta_kernels::{Element, Form};

use crate::{Moments, ScalerError, Scaling};

/// What a standard scaler has learnt of each column; NaN where it has seen no value.
#[derive(Clone, Debug, PartialEq)]
pub struct StandardScaler {
    /// The number of values, or the sum of their weights.
    pub count: Vec<f64>,
    /// The mean.
    pub mean: Vec<f64>,
    /// The variance, over the number of values; `None` when it was not asked for.
    pub variance: Option<Vec<f64>>,
    /// The standard deviation, 1 for a column that is constant within rounding; `None` likewise.
    pub scale: Option<Vec<f64>>,
}

impl StandardScaler {
    /// Returns the scaler of columns with these moments.
    #[must_use]
    pub fn from_moments(moments: &Moments) -> Self {
        let (count, mean) = (moments.count().to_vec(), moments.mean());
        let variance = moments.variance();
        let scale = variance.as_ref().map(|variance| {
            let statistics = count.iter().zip(&mean).zip(variance);
            statistics.map(|((&count, &mean), &variance)| divisor(count, mean, variance)).collect()
        });
        Self { count, mean, variance, scale }
    }

    /// Returns the map to standard scores, in the type of the rows: `(x - mean) / scale`.
    ///
    /// # Errors
    /// [`ScalerError::Empty`] without a column.
    pub fn scaling<T: Element>(&self, with_mean: bool) -> Result<Scaling<T, T>, ScalerError> {
        self.map(Form::Divide, with_mean)
    }

    /// Returns the map that undoes [`StandardScaler::scaling`].
    ///
    /// # Errors
    /// As there.
    pub fn inverse<T: Element>(&self, with_mean: bool) -> Result<Scaling<T, T>, ScalerError> {
        self.map(Form::Multiply, with_mean)
    }

    fn map<T: Element>(&self, form: Form, with_mean: bool) -> Result<Scaling<T, T>, ScalerError> {
        let typed = |values: &Vec<f64>| values.iter().map(|&value| T::rounded(value)).collect::<Vec<T>>();
        let mean = with_mean.then(|| typed(&self.mean));
        let scale = self.scale.as_ref().map(typed);
        Scaling::new(form, self.mean.len(), mean.as_deref(), scale.as_deref(), None)
    }
}

/// Returns the standard deviation, 1 for a column that is constant within rounding.
///
/// The bound is the error of the two-pass variance (Chan, Golub and `LeVeque`, 1983, table 1), as scikit-learn takes it: below
/// it nothing tells the column from a constant one.
fn divisor(count: f64, mean: f64, variance: f64) -> f64 {
    let rounding = count * mean * f64::EPSILON;
    let bound = count * f64::EPSILON * variance + rounding * rounding;
    if variance <= bound { 1.0 } else { variance.sqrt() }
}
