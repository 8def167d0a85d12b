//! Native predictors of mlmeta's portable model states: no Python, no allocation a row, safe for many threads.
//!
//! [`native`] builds the predictor of a model's kind, or of a chain of steps, after it has proved that the state keeps
//! the kind's rules; [`kinds`] lists what there is, and `docs/reference/model-file.md` of the repository has the formula
//! of each. A predictor takes and gives named [`Array`]s and does not change. Everything is float64, features in order:
//! the answer for a row does not depend on the rows beside it.
//!
//! ```no_run
//! use mlmeta_model::{Limits, Model};
//! use mlmeta_predict::{Array, Values};
//!
//! let model = Model::read("segments.mlm".as_ref(), &Limits::default())?;
//! let predictor = mlmeta_predict::native(&model)?;
//! mlmeta_predict::check_sample(&model, &*predictor)?;
//! let rows = Array::new("X", vec![1, 2], Values::Float64(vec![0.5, 1.0]));
//! let answer = predictor.predict(&[rows], &["labels", "distances"])?;
//! println!("{:?}", answer[0].values);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod array;
mod bisecting;
mod classifier;
mod clusters;
mod error;
#[cfg(test)]
mod grown_spec;
mod input;
mod kinds;
mod labels;
mod model;
mod nearest;
mod one_class;
mod predictor;
mod projection;
mod regression;
mod row_scalers;
mod rules;
mod sample;
mod scalers;
mod schema;
mod state;
mod weights;

pub use array::{Array, Values};
pub use error::{NativeError, PredictError, SampleError};
pub use sample::check_sample;

use mlmeta_model::{Document, Model, StateView};
use model::Answer;
use predictor::{Chain, Step};
use std::sync::LazyLock;

/// Answers requests from a state that it owns.
pub trait Predictor: Send + Sync + std::fmt::Debug {
    /// The arrays called `outputs`, in that order, for the arrays in `inputs`.
    ///
    /// # Errors
    ///
    /// [`PredictError`] if an input is missing, has another shape or type than the model takes, holds a number that
    /// is not finite, or an output is unknown.
    fn predict(&self, inputs: &[Array], outputs: &[&str]) -> Result<Vec<Array>, PredictError>;

    /// About how many nanoseconds [`predict`](Self::predict) takes for so many rows.
    fn estimated_nanoseconds(&self, rows: usize) -> u64;
}

/// Finds the family that a kind belongs to.
type FamilyOf = fn(&str) -> Option<&'static kinds::Family>;

/// The kinds that [`native`] knows, sorted.
#[must_use]
pub fn kinds() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(kinds::names);
    &NAMES
}

/// The predictor of the model's kind.
///
/// # Errors
///
/// [`NativeError::UnknownKind`] and [`NativeError::UnknownStep`] if there is no native predictor of that kind or for
/// that step of a chain, [`NativeError::NewerState`] if the spec's or the state's version is newer than this one reads,
/// [`NativeError::State`] if the state breaks a rule of its kind, and [`NativeError::Simd`] if `MLMETA_SIMD` asks for
/// what the processor or the program lacks.
pub fn native(model: &Model) -> Result<Box<dyn Predictor>, NativeError> {
    of_families(model, kinds::family_of)
}

/// The predictor of the model's kind, which belongs to the family that `family_of` finds.
fn of_families(model: &Model, family_of: FamilyOf) -> Result<Box<dyn Predictor>, NativeError> {
    let document = model.document();
    let mut states = model.states();
    let unknown = || NativeError::UnknownKind { kind: document.kind.clone() };
    let last = states.pop().ok_or_else(unknown)?;
    let steps = states.into_iter().map(|state| step(state, family_of)).collect::<Result<Vec<_>, _>>()?;
    let (name, spec_version) = (last.name.unwrap_or_default().to_owned(), last.spec_version);
    let answer = answer(last, family_of)?;
    check_widths(document, &steps, &name, &*answer)?;
    schema::check(document, &*answer, spec_version)?;
    Ok(Box::new(Chain::new(steps, name, answer)))
}

/// A step before the last of a chain.
fn step(state: StateView<'_>, family_of: FamilyOf) -> Result<Step, NativeError> {
    let (name, kind) = (state.name.unwrap_or_default().to_owned(), state.kind.to_owned());
    match family_of(&kind).and_then(|family| family.transform(state)) {
        Some(transform) => Ok(Step { name, transform: transform? }),
        None => Err(NativeError::UnknownStep { step: name, kind, role: "transforms rows for the next step" }),
    }
}

/// A model that is no chain, or the last step of one.
fn answer(state: StateView<'_>, family_of: FamilyOf) -> Result<Box<dyn Answer>, NativeError> {
    match (family_of(state.kind), state.name) {
        (Some(family), _) => family.answer(state),
        (None, None) => Err(NativeError::UnknownKind { kind: state.kind.to_owned() }),
        (None, Some(step)) => {
            let (step, kind) = (step.to_owned(), state.kind.to_owned());
            Err(NativeError::UnknownStep { step, kind, role: "answers" })
        }
    }
}

/// Each step takes as many columns as it is given.
fn check_widths(
    document: &Document,
    steps: &[Step],
    last: &str,
    answer: &dyn Answer,
) -> Result<(), NativeError> {
    let taken = steps
        .iter()
        .map(|step| (step.name.as_str(), step.transform.n_features()))
        .chain([(last, answer.n_features())]);
    let given =
        [document.n_features as usize].into_iter().chain(steps.iter().map(|step| step.transform.width()));
    match taken.zip(given).find(|((_, taken), given)| taken != given) {
        None => Ok(()),
        Some(((name, taken), given)) => Err(NativeError::State {
            kind: document.kind.clone(),
            field: format!("steps.{name}.n_features"),
            given: taken.to_string(),
            expected: format!("{given}, the columns that the step is given"),
        }),
    }
}
