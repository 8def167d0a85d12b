//! The scaler to a range.

use mlmeta_kernels::{Element, Form, column_ranges};

use crate::buffer::filled;
use crate::{Control, Rows, ScalerError, Scaling};

/// Values that a thread takes at a time.
const BLOCK: usize = 1 << 16;

/// The two ends of the range that columns are scaled to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeatureRange {
    low: f64,
    high: f64,
}

impl FeatureRange {
    /// Returns the range.
    ///
    /// # Errors
    /// [`ScalerError::Range`] unless `low` is below `high`.
    pub fn new(low: f64, high: f64) -> Result<Self, ScalerError> {
        if low < high { Ok(Self { low, high }) } else { Err(ScalerError::Range { low, high }) }
    }

    /// Returns the two ends in the type of the rows.
    #[must_use]
    pub fn ends<T: Element>(self) -> (T, T) {
        (T::rounded(self.low), T::rounded(self.high))
    }
}

/// What a scaler to a range has learnt of each column, in the type of the rows; NaN where it has seen no value.
#[derive(Clone, Debug, PartialEq)]
pub struct MinMaxScaler<T> {
    /// What a column is multiplied by.
    pub scale: Vec<T>,
    /// What is added then.
    pub min: Vec<T>,
    /// The smallest value.
    pub data_min: Vec<T>,
    /// The largest value.
    pub data_max: Vec<T>,
    /// The difference of the two.
    pub data_range: Vec<T>,
}

impl<T: Element> MinMaxScaler<T> {
    /// Returns the scaler of `rows` to `range`. `before` are the smallest and the largest values of earlier parts, NaN where
    /// there were none.
    ///
    /// # Errors
    /// [`ScalerError::Features`], [`ScalerError::Infinite`], [`ScalerError::Allocation`], [`ScalerError::Level`],
    /// [`ScalerError::Cancelled`].
    ///
    /// ```
    /// use mlmeta_preprocessing::{Control, FeatureRange, MinMaxScaler, Rows};
    /// let rows = Rows::new(&[-1.0, 2.0, 1.0, 18.0], 2)?;
    /// let scaler = MinMaxScaler::fit(rows, None, FeatureRange::new(0.0, 1.0)?, &Control::default())?;
    /// assert_eq!(scaler.scale, [0.5, 0.0625]);
    /// # Ok::<(), mlmeta_preprocessing::ScalerError>(())
    /// ```
    pub fn fit(
        rows: Rows<'_, T>,
        before: Option<(&[T], &[T])>,
        range: FeatureRange,
        control: &Control<'_>,
    ) -> Result<Self, ScalerError> {
        let (mut smallest, mut largest) = ends_of(rows, control)?;
        let d = rows.n_features();
        if let Some((lows, highs)) = before {
            for (name, earlier) in [("data_min", lows), ("data_max", highs)] {
                if earlier.len() != d {
                    return Err(ScalerError::Features { name, given: d, expected: earlier.len() });
                }
            }
            // Comparisons with NaN are false: a column without a value takes and changes nothing.
            for t in 0..d {
                smallest[t] = if smallest[t] >= lows[t] { lows[t] } else { smallest[t] };
                largest[t] = if largest[t] <= highs[t] { highs[t] } else { largest[t] };
            }
        }
        let unseen = T::rounded(f64::NAN);
        for t in 0..d {
            if smallest[t] > largest[t] {
                (smallest[t], largest[t]) = (unseen, unseen);
            }
        }
        Ok(Self::from_ends(smallest, largest, range))
    }

    fn from_ends(smallest: Vec<T>, largest: Vec<T>, range: FeatureRange) -> Self {
        let (low, high) = range.ends::<T>();
        let width = difference(high, low).widened();
        // Ten times the spacing of numbers at 1, as scikit-learn has it: a narrower column counts as constant.
        let narrow = 10.0 * 2.0 * T::ROUNDOFF;
        let data_range: Vec<T> =
            largest.iter().zip(&smallest).map(|(&high, &low)| difference(high, low)).collect();
        let divisor = |span: f64| if span < narrow { 1.0 } else { span };
        let scale: Vec<T> =
            data_range.iter().map(|span| T::rounded(width / divisor(span.widened()))).collect();
        let products =
            smallest.iter().zip(&scale).map(|(x, scale)| T::rounded(x.widened() * scale.widened()));
        let min = products.map(|product| difference(low, product)).collect();
        Self { scale, min, data_min: smallest, data_max: largest, data_range }
    }

    /// Returns the map to the range; `clip` are the ends to which values outside of it are moved.
    ///
    /// # Errors
    /// [`ScalerError::Empty`] without a column.
    pub fn scaling(&self, clip: Option<FeatureRange>) -> Result<Scaling<T, T>, ScalerError> {
        let ends = clip.map(FeatureRange::ends);
        Scaling::new(Form::Multiply, self.scale.len(), Some(&self.min), Some(&self.scale), ends)
    }

    /// Returns the map that undoes [`MinMaxScaler::scaling`].
    ///
    /// # Errors
    /// As there.
    pub fn inverse(&self) -> Result<Scaling<T, T>, ScalerError> {
        Scaling::new(Form::Divide, self.scale.len(), Some(&self.min), Some(&self.scale), None)
    }
}

/// Returns `one - other`, rounded to the type: through float64 it is rounded to the same number.
fn difference<T: Element>(one: T, other: T) -> T {
    T::rounded(one.widened() - other.widened())
}

/// Returns the smallest and the largest value of each column, infinities of the wrong sign where there is none.
fn ends_of<T: Element>(rows: Rows<'_, T>, control: &Control<'_>) -> Result<(Vec<T>, Vec<T>), ScalerError> {
    let d = rows.n_features();
    let simd = control.simd()?;
    let (highest, lowest) = (T::INFINITY, T::rounded(f64::NEG_INFINITY));
    let parts = control.share(
        rows.values().len(),
        rows.values().chunks(d * (BLOCK / d).max(1)),
        || (vec![highest; d], vec![lowest; d]),
        |(smallest, largest), rows| column_ranges(simd, rows, smallest, largest),
    )?;
    let (mut smallest, mut largest) = (filled(highest, d)?, filled(lowest, d)?);
    for (lows, highs) in parts {
        for t in 0..d {
            smallest[t] = if lows[t] < smallest[t] { lows[t] } else { smallest[t] };
            largest[t] = if highs[t] > largest[t] { highs[t] } else { largest[t] };
        }
    }
    for t in 0..d {
        if smallest[t] == lowest || largest[t] == highest {
            return Err(ScalerError::Infinite { column: t });
        }
        // Of zeros that differ in sign, the positive one: which of them is met first depends on the threads.
        smallest[t] = T::rounded(smallest[t].widened() + 0.0);
        largest[t] = T::rounded(largest[t].widened() + 0.0);
    }
    Ok((smallest, largest))
}
