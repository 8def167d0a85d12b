//! Linear classifiers: a score a class, or one for two classes; the labels, and probabilities where they are defined.

use crate::array::{Array, Values};
use crate::error::NativeError;
use crate::labels::Labels;
use crate::model::{Answer, Element, Output};
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use crate::weights::Weights;

const COEFFICIENTS: &[Dimension] = &[Dimension::Scores, Dimension::Features];
const LABELS: &str = "labels";

/// Coefficients whose single row may lack its dimension.
pub(crate) const SQUEEZED: Rules = Rules {
    tensors: &[
        Declared::new("coef_", COEFFICIENTS).squeezed(),
        Declared::new("intercept_", &[Dimension::Scores]).scalar(),
    ],
    classes: true,
};

/// Logistic regression.
pub(crate) const LOGISTIC: Rules = Rules {
    tensors: &[Declared::new("coef_", COEFFICIENTS), Declared::new("intercept_", &[Dimension::Scores])],
    classes: true,
};

/// Linear discriminant analysis; only its scores matter to its answers.
pub(crate) const DISCRIMINANT: Rules = Rules {
    tensors: &[
        Declared::new("coef_", COEFFICIENTS),
        Declared::new("intercept_", &[Dimension::Scores]),
        Declared::new("means_", &[Dimension::Classes, Dimension::Features]),
        Declared::new("priors_", &[Dimension::Classes]),
        Declared::new("xbar_", &[Dimension::Features]).optional(),
        Declared::new("scalings_", &[Dimension::Features, Dimension::Named("n_directions")]).optional(),
        Declared::new("explained_variance_ratio_", &[Dimension::Named("n_components_")]).optional(),
    ],
    classes: true,
};

/// Scores `X @ coef_.T + intercept_`.
#[derive(Debug)]
struct Classifier {
    scores: Weights,
    labels: Labels,
    outputs: Vec<Output>,
}

/// A classifier that gives labels only.
pub(crate) fn with_labels(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    Ok(Box::new(classifier(state)?))
}

/// A classifier that also gives probabilities.
pub(crate) fn with_probabilities(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    let mut made = classifier(state)?;
    made.outputs.push(Output::new("probabilities", Element::Float64, Some(made.labels.len())));
    Ok(Box::new(made))
}

fn classifier(state: &Checked<'_>) -> Result<Classifier, NativeError> {
    let (coefficients, _) = state.needed("coef_")?;
    let (constants, _) = state.needed("intercept_")?;
    let classes = state.classes().ok_or_else(|| state.error("classes", "null", "the labels"))?;
    Ok(Classifier {
        scores: Weights::new(&coefficients, state.n_features(), &constants),
        labels: Labels::new(classes),
        outputs: vec![Output::new(LABELS, Element::Label, None)],
    })
}

impl Answer for Classifier {
    fn n_features(&self) -> usize {
        self.scores.n_features()
    }

    fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    fn labels(&self) -> Option<&Labels> {
        Some(&self.labels)
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], scratch: &mut Vec<f64>) {
        let n_scores = self.scores.len();
        scratch.resize(rows.len() / self.n_features() * n_scores, 0.0);
        self.scores.apply(rows, scratch);
        for Array { name, values, .. } in wanted {
            if name == LABELS {
                if n_scores == 1 {
                    self.labels.append(values, scratch.iter().map(|score| usize::from(*score > 0.0)));
                } else {
                    self.labels.append(values, scratch.chunks_exact(n_scores).map(greatest));
                }
            } else if let Values::Float64(values) = values {
                if n_scores == 1 {
                    values.extend(scratch.iter().map(|score| logistic(*score)).flat_map(|p| [1.0 - p, p]));
                } else {
                    for scores in scratch.chunks_exact(n_scores) {
                        push_softmax(scores, values);
                    }
                }
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        let exponentials = if self.outputs.len() > 1 { 8 * self.scores.len() } else { 0 };
        self.scores.nanoseconds() + exponentials + 5
    }
}

/// The lowest index of the greatest number, or of the first that is NaN, as `numpy.argmax` has it.
pub(crate) fn greatest(scores: &[f64]) -> usize {
    let mut best = 0;
    for (index, score) in scores.iter().enumerate() {
        if *score > scores[best] || (score.is_nan() && !scores[best].is_nan()) {
            best = index;
        }
    }
    best
}

/// `1 / (1 + exp(-score))`.
fn logistic(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

/// Append `exp(score - greatest)` of each score, divided by their sum.
fn push_softmax(scores: &[f64], values: &mut Vec<f64>) {
    let start = values.len();
    let top = scores[greatest(scores)];
    let mut sum = 0.0;
    for score in scores {
        let weight = (score - top).exp();
        sum += weight;
        values.push(weight);
    }
    for weight in &mut values[start..] {
        *weight /= sum;
    }
}
