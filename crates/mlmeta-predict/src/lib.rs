//! Native predictors of mlmeta's portable model states: no Python, no allocation a row, safe for many threads.
//!
//! [`native`] builds the predictor of a model's kind after it has proved that the state keeps the kind's rules;
//! [`kinds`] lists what there is. A predictor takes and gives named [`Array`]s and does not change.
//!
//! ```no_run
//! use mlmeta_model::{Limits, Model};
//! use mlmeta_predict::{Array, Values};
//!
//! let model = Model::read("segments.mlm".as_ref(), &Limits::default())?;
//! let predictor = mlmeta_predict::native(&model)?;
//! let rows = Array::new("X", vec![1, 2], Values::Float64(vec![0.5, 1.0]));
//! let answer = predictor.predict(&[rows], &["labels"])?;
//! println!("{:?}", answer[0].values);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod array;
mod error;
mod kmeans;
mod nearest;

pub use array::{Array, Values};
pub use error::{NativeError, PredictError};
pub use kmeans::KMeans;

use mlmeta_model::Model;

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

/// The kinds that [`native`] knows.
#[must_use]
pub fn kinds() -> &'static [&'static str] {
    &[kmeans::KIND]
}

/// The predictor of the model's kind.
///
/// # Errors
///
/// [`NativeError::UnknownKind`] if there is no native predictor of that kind, [`NativeError::NewerState`] if the
/// state's version is newer than this one reads, [`NativeError::State`] if the state breaks a rule of its kind, and [`NativeError::Simd`] if
/// `MLMETA_SIMD` asks for what the processor or the program lacks.
pub fn native(model: &Model) -> Result<Box<dyn Predictor>, NativeError> {
    match model.document().kind.as_str() {
        kmeans::KIND => Ok(Box::new(KMeans::from_model(model)?)),
        other => Err(NativeError::UnknownKind { kind: other.to_owned() }),
    }
}
