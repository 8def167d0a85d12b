//! Linear regression of one value or of several, and generalised linear models over it.

use crate::array::{Array, Values};
use crate::error::NativeError;
use crate::model::{Answer, Element, Output};
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use crate::weights::Weights;

/// Coefficients of several values, or of one without a dimension for it; the constants have a dimension of their own.
pub(crate) const RULES: Rules = Rules {
    tensors: &[
        Declared::new("coef_", &[Dimension::Named("n_targets"), Dimension::Features]).squeezed(),
        Declared::new("intercept_", &[Dimension::Named("n_constants")]).scalar(),
    ],
    classes: false,
};

/// From the sum to the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// The sum itself.
    Identity,
    /// Its exponential.
    Log,
}

/// `X @ coef_.T + intercept_`, through the inverse of a link.
#[derive(Debug)]
struct Regression {
    sums: Weights,
    link: Link,
    output: [Output; 1],
}

/// The values are the sums.
pub(crate) fn identity(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    regression(state, Link::Identity)
}

/// The values are the exponentials of the sums.
pub(crate) fn log(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    regression(state, Link::Log)
}

/// The parameters tell: `link`, and where that is "auto", `power`.
pub(crate) fn tweedie(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    let link = match state.word("link", &["auto", "identity", "log"], 0)? {
        0 if state.number("power", 0.0)? <= 0.0 => Link::Identity,
        1 => Link::Identity,
        _ => Link::Log,
    };
    regression(state, link)
}

fn regression(state: &Checked<'_>, link: Link) -> Result<Box<dyn Answer>, NativeError> {
    let (coefficients, shape) = state.needed("coef_")?;
    let (constants, _) = state.needed("intercept_")?;
    let n_values = coefficients.len() / state.n_features();
    if constants.len() != 1 && constants.len() != n_values {
        let expected = format!("1 or {n_values}, the rows of coef_");
        return Err(state.error("intercept_", format!("{} constants", constants.len()), expected));
    }
    let columns = (shape.len() == 2).then_some(n_values);
    Ok(Box::new(Regression {
        sums: Weights::new(&coefficients, state.n_features(), &constants),
        link,
        output: [Output::new("values", Element::Float64, columns)],
    }))
}

impl Answer for Regression {
    fn n_features(&self) -> usize {
        self.sums.n_features()
    }

    fn outputs(&self) -> &[Output] {
        &self.output
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], _: &mut Vec<f64>) {
        for Array { values, .. } in wanted {
            if let Values::Float64(values) = values {
                let start = values.len();
                values.resize(start + rows.len() / self.n_features() * self.sums.len(), 0.0);
                self.sums.apply(rows, &mut values[start..]);
                if self.link == Link::Log {
                    for value in &mut values[start..] {
                        *value = value.exp();
                    }
                }
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        let exponentials = if self.link == Link::Log { 8 * self.sums.len() } else { 0 };
        self.sums.nanoseconds() + exponentials
    }
}
