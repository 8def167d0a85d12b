//! Transformers that have learnt nothing: a row divided by its norm, and values compared with a threshold.

use crate::error::NativeError;
use crate::model::Transform;
use crate::rules::Rules;
use crate::state::Checked;

/// No tensors.
pub(crate) const RULES: Rules = Rules { tensors: &[], classes: false };

/// How the length of a row is measured.
#[derive(Debug, Clone, Copy)]
enum Norm {
    /// The sum of the absolute values.
    L1,
    /// The square root of the sum of the squares.
    L2,
    /// The greatest absolute value.
    Max,
}

impl Norm {
    /// The norm of `row`, features in order; 1 for one so small that it counts as none.
    fn of(self, row: &[f64]) -> f64 {
        let norm = match self {
            Self::L1 => row.iter().fold(0.0, |sum, value| sum + value.abs()),
            Self::L2 => row.iter().fold(0.0, |sum, value| sum + value * value).sqrt(),
            Self::Max => row.iter().fold(0.0, |greatest: f64, value| greatest.max(value.abs())),
        };
        if norm < 10.0 * f64::EPSILON { 1.0 } else { norm }
    }
}

/// `x / norm` of its row.
#[derive(Debug)]
struct Normalizer {
    norm: Norm,
    n_features: usize,
}

/// `preprocessing.Normalizer`.
pub(crate) fn normalizer(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    let norm = [Norm::L2, Norm::L1, Norm::Max][state.word("norm", &["l2", "l1", "max"], 0)?];
    Ok(Box::new(Normalizer { norm, n_features: state.n_features() }))
}

impl Transform for Normalizer {
    fn n_features(&self) -> usize {
        self.n_features
    }

    fn width(&self) -> usize {
        self.n_features
    }

    fn transform(&self, rows: &[f64], result: &mut [f64]) {
        let results = result.chunks_exact_mut(self.n_features);
        for (row, result) in rows.chunks_exact(self.n_features).zip(results) {
            let norm = self.norm.of(row);
            for (cell, value) in result.iter_mut().zip(row) {
                *cell = value / norm;
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        2 * self.n_features + 5
    }
}

/// 1 above the threshold, otherwise 0.
#[derive(Debug)]
struct Binarizer {
    threshold: f64,
    n_features: usize,
}

/// `preprocessing.Binarizer`.
pub(crate) fn binarizer(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    Ok(Box::new(Binarizer { threshold: state.number("threshold", 0.0)?, n_features: state.n_features() }))
}

impl Transform for Binarizer {
    fn n_features(&self) -> usize {
        self.n_features
    }

    fn width(&self) -> usize {
        self.n_features
    }

    fn transform(&self, rows: &[f64], result: &mut [f64]) {
        for (cell, value) in result.iter_mut().zip(rows) {
            *cell = f64::from(u8::from(*value > self.threshold));
        }
    }

    fn nanoseconds(&self) -> usize {
        self.n_features + 2
    }
}
