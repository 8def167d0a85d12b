//! Count, mean and squared deviations of columns, and how those of two parts are put together.

use crate::ScalerError;

/// What is known of each column; a column of which no value has been seen holds zeros.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    pub(crate) count: Vec<f64>,
    pub(crate) mean: Vec<f64>,
    pub(crate) squares: Option<Vec<f64>>,
}

impl Moments {
    /// Returns the moments of columns whose count, mean and variance are known; mean and variance are not looked at where
    /// the count is 0.
    ///
    /// # Errors
    /// [`ScalerError::Features`] unless there is one of each a column.
    pub fn from_statistics(
        count: &[f64],
        mean: &[f64],
        variance: Option<&[f64]>,
    ) -> Result<Self, ScalerError> {
        let expected = count.len();
        for (name, given) in
            [("the mean", mean.len()), ("the variance", variance.map_or(expected, <[f64]>::len))]
        {
            if given != expected {
                return Err(ScalerError::Features { name, given, expected });
            }
        }
        let seen = |value: f64, count: f64| if count > 0.0 { value } else { 0.0 };
        Ok(Self {
            count: count.to_vec(),
            mean: mean.iter().zip(count).map(|(&mean, &count)| seen(mean, count)).collect(),
            squares: variance.map(|variance| {
                variance.iter().zip(count).map(|(variance, &count)| seen(variance * count, count)).collect()
            }),
        })
    }

    /// Returns the number of values of each column, or the sum of their weights.
    #[must_use]
    pub fn count(&self) -> &[f64] {
        &self.count
    }

    /// Returns the mean of each column, NaN where nothing was seen.
    #[must_use]
    pub fn mean(&self) -> Vec<f64> {
        let seen = |(&mean, &count): (&f64, &f64)| if count > 0.0 { mean } else { f64::NAN };
        self.mean.iter().zip(&self.count).map(seen).collect()
    }

    /// Returns the variance of each column, NaN where nothing was seen; `None` when the squares were not asked for.
    #[must_use]
    pub fn variance(&self) -> Option<Vec<f64>> {
        let seen = |(&squares, &count): (&f64, &f64)| if count > 0.0 { squares / count } else { f64::NAN };
        self.squares.as_ref().map(|squares| squares.iter().zip(&self.count).map(seen).collect())
    }

    /// Returns the moments of the rows of both parts; the squares only if both have them.
    ///
    /// The formula is equation 1.5 of Chan, Golub and `LeVeque`, "Algorithms for computing the sample variance: analysis and
    /// recommendations", The American Statistician 37, 1983, in means instead of sums: those of equal parts stay as they are.
    ///
    /// # Errors
    /// [`ScalerError::Features`] for another number of columns, [`ScalerError::TooLarge`] when the result exceeds float64.
    ///
    /// ```
    /// use mlmeta_preprocessing::Moments;
    /// let one = Moments::from_statistics(&[2.0], &[1.0], Some(&[0.0]))?;
    /// let other = Moments::from_statistics(&[2.0], &[3.0], Some(&[0.0]))?;
    /// let both = one.merged(&other)?;
    /// assert_eq!((both.mean(), both.variance()), (vec![2.0], Some(vec![1.0])));
    /// # Ok::<(), mlmeta_preprocessing::ScalerError>(())
    /// ```
    pub fn merged(&self, other: &Self) -> Result<Self, ScalerError> {
        let (given, expected) = (other.count.len(), self.count.len());
        if given != expected {
            return Err(ScalerError::Features { name: "the new part", given, expected });
        }
        let both = self.squares.as_ref().zip(other.squares.as_ref());
        let mut merged = Self {
            count: Vec::with_capacity(expected),
            mean: Vec::with_capacity(expected),
            squares: both.map(|_| Vec::with_capacity(expected)),
        };
        for t in 0..expected {
            let (n, m) = (self.count[t], other.count[t]);
            let count = n + m;
            let share = if count > 0.0 { m / count } else { 0.0 };
            let apart = if n > 0.0 && m > 0.0 { other.mean[t] - self.mean[t] } else { 0.0 };
            merged.count.push(count);
            merged.mean.push(if n > 0.0 { self.mean[t] + apart * share } else { other.mean[t] });
            if let (Some(squares), Some((one, two))) = (&mut merged.squares, both) {
                squares.push((one[t] + two[t]) + (share * n) * (apart * apart));
            }
        }
        merged.checked()
    }

    /// Returns the moments if all are finite.
    ///
    /// # Errors
    /// [`ScalerError::TooHeavy`], [`ScalerError::TooLarge`].
    pub(crate) fn checked(self) -> Result<Self, ScalerError> {
        if self.count.iter().any(|count| !count.is_finite()) {
            return Err(ScalerError::TooHeavy);
        }
        let squares = self.squares.iter().flat_map(|squares| squares.iter().enumerate());
        let overflown = self.mean.iter().enumerate().chain(squares).find(|(_, value)| !value.is_finite());
        match overflown {
            Some((column, _)) => Err(ScalerError::TooLarge { column }),
            None => Ok(self),
        }
    }
}
