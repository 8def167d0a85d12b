//! `linear_model.SGDOneClassSVM`: on which side of a plane a row lies.

use crate::array::{Array, Values};
use crate::error::NativeError;
use crate::model::{Answer, Element, Output};
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use crate::weights::Weights;

/// The plane's normal and its distance.
pub(crate) const RULES: Rules = Rules {
    tensors: &[
        Declared::new("coef_", &[Dimension::Features]),
        Declared::new("offset_", &[Dimension::Named("n_constants")]),
    ],
    classes: false,
};

/// 1 where `x @ coef_ - offset_` is not negative, otherwise -1.
#[derive(Debug)]
struct OneClass {
    sums: Weights,
    offset: f64,
    output: [Output; 1],
}

/// `linear_model.SGDOneClassSVM`.
pub(crate) fn plane(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    let (coefficients, _) = state.needed("coef_")?;
    let (offsets, shape) = state.needed("offset_")?;
    let [offset] = offsets[..] else {
        return Err(state.error("offset_", format!("shape {shape:?}"), "one number"));
    };
    Ok(Box::new(OneClass {
        sums: Weights::new(&coefficients, state.n_features(), &[]),
        offset,
        output: [Output::new("labels", Element::Int32, None)],
    }))
}

impl Answer for OneClass {
    fn n_features(&self) -> usize {
        self.sums.n_features()
    }

    fn outputs(&self) -> &[Output] {
        &self.output
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], scratch: &mut Vec<f64>) {
        scratch.resize(rows.len() / self.n_features(), 0.0);
        self.sums.apply(rows, scratch);
        for Array { values, .. } in wanted {
            if let Values::Int32(values) = values {
                values.extend(scratch.iter().map(|sum| if sum - self.offset >= 0.0 { 1 } else { -1 }));
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        self.sums.nanoseconds()
    }
}
