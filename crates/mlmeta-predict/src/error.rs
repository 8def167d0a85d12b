//! Why a model has no native predictor, and why a request has no answer.

/// A model cannot be predicted natively.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NativeError {
    /// No native predictor of that kind exists.
    #[error("{kind}: no native predictor; native kinds: {}", crate::kinds().join(", "))]
    UnknownKind {
        /// The model's kind.
        kind: String,
    },
    /// A chain has a step that no native predictor computes in its place.
    #[error("step {step:?}: {kind}: no native predictor that {role}; native kinds: {}", crate::kinds().join(", "))]
    UnknownStep {
        /// The step's name.
        step: String,
        /// The step's kind.
        kind: String,
        /// What the step has to do where it stands.
        role: &'static str,
    },
    /// The state was written by a newer version.
    #[error(
        "{kind}: {field} {given} given, this version reads up to {known}; a newer mlmeta reads this file"
    )]
    NewerState {
        /// The model's kind.
        kind: String,
        /// Which version: `spec_version` or `state_version`.
        field: &'static str,
        /// The version in the file.
        given: u64,
        /// The newest version that is read here.
        known: u64,
    },
    /// The environment asks for vector instructions that there are none of.
    #[error("{0}")]
    Simd(String),
    /// The state breaks a rule of its kind.
    #[error("{kind}: {field}: {given} given, expected {expected}")]
    State {
        /// The model's kind.
        kind: String,
        /// The tensor or document field at fault.
        field: String,
        /// What the file holds.
        given: String,
        /// What the kind asks for.
        expected: String,
    },
}

/// A request cannot be answered because of what it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PredictError {
    /// An input that the model needs is not there.
    #[error("input {name:?} is missing")]
    MissingInput {
        /// The input.
        name: &'static str,
    },
    /// An input has the wrong shape.
    #[error("input {name:?}: shape {given:?} given, expected {expected}")]
    Shape {
        /// The input.
        name: String,
        /// Its shape.
        given: Vec<usize>,
        /// What the model takes.
        expected: String,
    },
    /// An input has the wrong element type.
    #[error("input {name:?}: {given} given, expected numbers")]
    Type {
        /// The input.
        name: String,
        /// Its element type.
        given: &'static str,
    },
    /// An input holds NaN or an infinity.
    #[error("input {name:?}: row {row}, column {column} is {given}, expected a finite number")]
    NotFinite {
        /// The input.
        name: String,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
        /// The value as text.
        given: String,
    },
    /// A step of a chain would be given NaN or an infinity by the step before it.
    #[error(
        "row {row} becomes {given} in column {column} of what step {step:?} is given, expected a finite number"
    )]
    StepNotFinite {
        /// The step that takes no such number.
        step: String,
        /// The row.
        row: usize,
        /// The column of the transformed row.
        column: usize,
        /// The value as text.
        given: String,
    },
    /// An output is not one of the model's.
    #[error("output {name:?} is unknown; the model has {}", known.join(", "))]
    UnknownOutput {
        /// The name in the request.
        name: String,
        /// The model's outputs.
        known: Vec<&'static str>,
    },
}

/// The predictor does not answer as the sample in the model file says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// The sample's input is refused.
    #[error("the sample in the file is refused: {0}")]
    Refused(#[source] PredictError),
    /// An output has another shape.
    #[error("the sample's output {output:?} comes out with shape {given}, the file says {expected}")]
    Shape {
        /// The output.
        output: String,
        /// The shape of the answer.
        given: String,
        /// The shape in the file.
        expected: String,
    },
    /// An output differs by more than rounding explains.
    #[error(
        "the sample's output {output:?} comes out as {given} in element {element}, the file says {expected}"
    )]
    Value {
        /// The output.
        output: String,
        /// The index of the first element that differs.
        element: usize,
        /// What was answered.
        given: String,
        /// What is in the file.
        expected: String,
    },
}
