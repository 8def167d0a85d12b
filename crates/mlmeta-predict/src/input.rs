//! The rows of a request: checked, and handed on in float64, a block at a time.

use crate::array::{Array, Values};
use crate::error::PredictError;

/// The name of the only input.
pub(crate) const INPUT: &str = "X";

/// The elements of a block: few enough that what a chain makes of them stays in the cache (256 KiB).
const BLOCK_ELEMENTS: usize = 1 << 15;
/// More rows make no block faster, fewer cost more calls a row.
const BLOCK_ROWS: std::ops::RangeInclusive<usize> = 16..=1024;

/// The rows in a block that at no step of a chain has more columns than `width`.
pub(crate) fn block_rows(width: usize) -> usize {
    (BLOCK_ELEMENTS / width.max(1)).clamp(*BLOCK_ROWS.start(), *BLOCK_ROWS.end())
}

/// Which numbers that are not finite a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// None.
    Refused,
    /// NaN, a missing value, which stays missing.
    Kept,
}

impl Missing {
    /// The index of the first of `values` that is refused.
    pub(crate) fn first_refused(self, values: &[f64]) -> Option<usize> {
        // The reduction first, over everything, so that several values are tested by one instruction.
        match self {
            Self::Refused => values
                .iter()
                .fold(false, |found, value| found | !value.is_finite())
                .then(|| values.iter().position(|value| !value.is_finite()))?,
            Self::Kept => values
                .iter()
                .fold(false, |found, value| found | value.is_infinite())
                .then(|| values.iter().position(|value| value.is_infinite()))?,
        }
    }
}

/// The array `X` of a request whose shape is `(rows, n_features)`.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    array: &'a Array,
    n_features: usize,
}

impl<'a> Rows<'a> {
    /// The rows among `inputs`.
    pub(crate) fn of(inputs: &'a [Array], n_features: usize) -> Result<Self, PredictError> {
        let array = inputs
            .iter()
            .find(|array| array.name == INPUT)
            .ok_or(PredictError::MissingInput { name: INPUT })?;
        let elements = array.rows().checked_mul(n_features);
        if array.shape.len() != 2 || array.shape[1] != n_features || elements != Some(array.values.len()) {
            return Err(PredictError::Shape {
                name: array.name.clone().into_owned(),
                given: array.shape.clone(),
                expected: format!("[rows, {n_features}] and as many elements"),
            });
        }
        Ok(Self { array, n_features })
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.array.rows()
    }

    /// Call `visit` with `block_rows` rows after the other in float64, in the order of the request.
    pub(crate) fn for_each_block(
        &self,
        block_rows: usize,
        missing: Missing,
        mut visit: impl FnMut(&[f64]) -> Result<(), PredictError>,
    ) -> Result<(), PredictError> {
        let size = block_rows * self.n_features;
        match &self.array.values {
            Values::Float64(values) => {
                for (block, rows) in values.chunks(size).enumerate() {
                    self.check(rows, block * block_rows, missing)?;
                    visit(rows)?;
                }
                Ok(())
            }
            Values::Float32(values) => self.convert(values, block_rows, missing, f64::from, visit),
            Values::Int64(values) => self.convert(values, block_rows, missing, |value| value as f64, visit),
            Values::Int32(values) => self.convert(values, block_rows, missing, f64::from, visit),
            Values::UInt8(values) => self.convert(values, block_rows, missing, f64::from, visit),
            other @ (Values::Bool(_) | Values::Text(_)) => Err(PredictError::Type {
                name: self.array.name.clone().into_owned(),
                given: other.type_name(),
            }),
        }
    }

    fn convert<T: Copy>(
        &self,
        values: &[T],
        block_rows: usize,
        missing: Missing,
        to_float64: impl Fn(T) -> f64,
        mut visit: impl FnMut(&[f64]) -> Result<(), PredictError>,
    ) -> Result<(), PredictError> {
        let size = block_rows * self.n_features;
        let mut rows = Vec::with_capacity(values.len().min(size));
        for (block, given) in values.chunks(size).enumerate() {
            rows.clear();
            rows.extend(given.iter().map(|value| to_float64(*value)));
            self.check(&rows, block * block_rows, missing)?;
            visit(&rows)?;
        }
        Ok(())
    }

    fn check(&self, rows: &[f64], first_row: usize, missing: Missing) -> Result<(), PredictError> {
        match missing.first_refused(rows) {
            None => Ok(()),
            Some(element) => Err(PredictError::NotFinite {
                name: self.array.name.clone().into_owned(),
                row: first_row + element / self.n_features,
                column: element % self.n_features,
                given: rows[element].to_string(),
            }),
        }
    }
}
