//! How much each row counts.

use mlmeta_kernels::{Element, Scale, Simd, accumulate_values};

use crate::KMeansError;
use crate::k_means::buffer::reserved;

/// Weights of rows `(n_rows,)`, checked and widened to float64.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleWeight {
    values: Vec<f64>,
    largest: f64,
}

impl SampleWeight {
    /// Returns `weights`, one a row, which must be finite, not negative and not all zero.
    ///
    /// # Errors
    /// [`KMeansError::NotFinite`], [`KMeansError::NegativeWeight`], [`KMeansError::NoWeight`],
    /// [`KMeansError::Allocation`].
    ///
    /// ```
    /// use mlmeta_cluster::{KMeansError, SampleWeight};
    /// assert!(SampleWeight::new(&[1.0_f32, 0.0]).is_ok());
    /// assert_eq!(SampleWeight::new(&[1.0, -2.0]), Err(KMeansError::NegativeWeight(-2.0)));
    /// assert_eq!(SampleWeight::new(&[0.0, 0.0]), Err(KMeansError::NoWeight));
    /// ```
    pub fn new<T: Element>(weights: &[T]) -> Result<Self, KMeansError> {
        let mut values = reserved(weights.len())?;
        let mut largest = 0.0;
        for weight in weights {
            if !weight.is_finite() {
                return Err(KMeansError::NotFinite { name: "sample_weight" });
            }
            let weight = weight.widened();
            if weight < 0.0 {
                return Err(KMeansError::NegativeWeight(weight));
            }
            largest = weight.max(largest);
            values.push(weight);
        }
        if largest == 0.0 {
            return Err(KMeansError::NoWeight);
        }
        Ok(Self { values, largest })
    }

    /// Returns the weights of the rows at `positions`; all of them may be zero.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(crate) fn part(&self, positions: &[usize]) -> Result<Self, KMeansError> {
        let mut values = reserved(positions.len())?;
        values.extend(positions.iter().map(|&row| self.values[row]));
        let largest = values.iter().fold(0.0, |largest: f64, &weight| largest.max(weight));
        Ok(Self { values, largest })
    }

    /// Returns the weights in float64.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Returns the largest weight.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.largest
    }

    /// Returns each weight over the exact sum of all: the probabilities with which rows are drawn.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`], [`KMeansError::Level`].
    ///
    /// ```
    /// let weights = mlmeta_cluster::SampleWeight::new(&[3.0, 0.0, 1.0])?;
    /// assert_eq!(weights.shares()?, [0.75, 0.0, 0.25]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn shares(&self) -> Result<Vec<f64>, KMeansError> {
        let scale = Scale::two_words(self.largest);
        let total = scale.value(accumulate_values(Simd::detect()?, &self.values, scale.factor()));
        let mut shares = reserved(self.values.len())?;
        shares.extend(self.values.iter().map(|weight| weight / total));
        Ok(shares)
    }
}
