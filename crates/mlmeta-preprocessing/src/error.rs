//! Everything that can go wrong in a scaler.

use std::error::Error;
use std::fmt;

use mlmeta_kernels::{AllocationError, LevelError};

/// Why a scaler gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ScalerError {
    /// There is no row or no feature.
    Empty {
        /// Number of values given.
        n_values: usize,
        /// Number of features given.
        n_features: usize,
    },
    /// The values do not fill whole rows.
    Ragged {
        /// Number of values given.
        n_values: usize,
        /// Number of features given.
        n_features: usize,
    },
    /// Rows, statistics or parameters have another number of features than is expected.
    Features {
        /// What has them: `X`, `scale`, `mean` ...
        name: &'static str,
        /// Number of features given.
        given: usize,
        /// Number of features expected.
        expected: usize,
    },
    /// The target of a transformation is not as large as the rows.
    Target {
        /// Number of values of the target.
        given: usize,
        /// Number of values of the rows.
        expected: usize,
    },
    /// Row pointers or column indices of sparse rows point outside of them.
    Sparse(&'static str),
    /// A value is infinite.
    Infinite {
        /// The column.
        column: usize,
    },
    /// Sums, or sums of squares, of a column exceed float64.
    TooLarge {
        /// The column.
        column: usize,
    },
    /// The sum of the weights exceeds float64.
    TooHeavy,
    /// There is not one weight a row.
    Weights {
        /// Number of weights given.
        given: usize,
        /// Number of rows.
        expected: usize,
    },
    /// A weight is negative, NaN or infinite.
    Weight(f64),
    /// The lower end of a range is not below the upper one.
    Range {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// Memory could not be had.
    Allocation(AllocationError),
    /// `MLMETA_SIMD` asks for something that is not there.
    Level(LevelError),
    /// The computation was asked to stop.
    Cancelled,
}

impl fmt::Display for ScalerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { n_values, n_features } => write!(
                f,
                "X has {n_values} values and {n_features} features; at least one row and one feature are required"
            ),
            Self::Ragged { n_values, n_features } => {
                write!(f, "{n_values} values do not fill whole rows of {n_features} features")
            }
            Self::Features { name, given, expected } => {
                write!(f, "{name} has {given} features, but {expected} are expected")
            }
            Self::Target { given, expected } => {
                write!(f, "the target has room for {given} values, but X has {expected}")
            }
            Self::Sparse(fault) => write!(f, "the sparse X is damaged: {fault}"),
            Self::Infinite { column } => {
                write!(
                    f,
                    "column {column} of X holds infinity; values must be finite, or NaN where one is missing"
                )
            }
            Self::TooLarge { column } => write!(
                f,
                "column {column} of X holds values so large that their sums or squares exceed the range of float64; \
                 divide X by a constant, for instance a power of two"
            ),
            Self::TooHeavy => write!(
                f,
                "the sum of sample_weight exceeds the range of float64; divide the weights by a constant"
            ),
            Self::Weights { given, expected } => {
                write!(f, "sample_weight has {given} values; X has {expected} rows, and each needs one")
            }
            Self::Weight(given) => {
                write!(f, "sample_weight holds {given}; weights must be finite and not negative")
            }
            Self::Range { low, high } => {
                write!(f, "feature_range=({low}, {high}); the first end must be smaller than the second")
            }
            Self::Allocation(error) => error.fmt(f),
            Self::Level(error) => error.fmt(f),
            Self::Cancelled => write!(f, "the computation was cancelled"),
        }
    }
}

impl Error for ScalerError {}

impl From<AllocationError> for ScalerError {
    fn from(error: AllocationError) -> Self {
        Self::Allocation(error)
    }
}

impl From<LevelError> for ScalerError {
    fn from(error: LevelError) -> Self {
        Self::Level(error)
    }
}
