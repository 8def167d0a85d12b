//! Everything that can go wrong in a K-Means computation.

use std::error::Error;
use std::fmt;

use mlmeta_kernels::{AllocationError, LevelError};

use crate::csr::CsrError;

/// Why a K-Means computation gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum KMeansError {
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
    /// A value is NaN or infinite.
    NotFinite {
        /// What holds it: `X`, `init` or `sample_weight`.
        name: &'static str,
    },
    /// Fewer rows than clusters.
    TooFewRows {
        /// Number of rows given.
        n_rows: usize,
        /// Number of clusters asked for.
        n_clusters: usize,
    },
    /// Rows have another number of features than the centres.
    Features {
        /// Number of features given.
        given: usize,
        /// Number of features of the centres.
        expected: usize,
    },
    /// Start centres do not have the shape `(n_init, n_clusters, n_features)`.
    Starts {
        /// Number of values given.
        n_values: usize,
        /// The shape they should fill.
        expected: [usize; 3],
    },
    /// `n_clusters` is 0 or does not fit a label.
    NClusters(usize),
    /// `n_init` is 0.
    NInit,
    /// `max_iter` is 0.
    MaxIter,
    /// `tol` is negative, NaN or infinite.
    Tolerance(f64),
    /// Another parameter is outside of its domain.
    Parameter {
        /// The parameter.
        name: &'static str,
        /// The value given.
        given: f64,
        /// What was expected.
        expected: &'static str,
    },
    /// All rows that were drawn for a start have weight 0.
    NoWeightInStart {
        /// Number of rows drawn.
        n_rows: usize,
    },
    /// Squared distances of values this large exceed float64.
    TooLarge {
        /// The largest magnitude, after centring.
        magnitude: f64,
    },
    /// Weighted squared distances exceed float64.
    TooHeavy {
        /// The largest magnitude, after centring.
        magnitude: f64,
        /// The largest weight.
        weight: f64,
    },
    /// There is not one weight a row.
    Weights {
        /// Number of weights given.
        given: usize,
        /// Number of rows.
        expected: usize,
    },
    /// A weight is negative.
    NegativeWeight(f64),
    /// No weight is positive.
    NoWeight,
    /// `init="random"` cannot draw as many rows as there are clusters.
    FewRowsWithWeight {
        /// Number of rows whose weight is not zero.
        n_rows: usize,
        /// Number of clusters asked for.
        n_clusters: usize,
    },
    /// The cluster to split next has too few rows to start from.
    FewRowsToSplit {
        /// Number of its rows.
        n_rows: usize,
        /// Number of those whose weight is not zero.
        n_weighted: usize,
        /// Number of rows with a weight that a start needs.
        needed: usize,
        /// Number of clusters asked for.
        n_clusters: usize,
    },
    /// Arrays are no tree of splits.
    NoTree {
        /// The row of the children that is at fault; `None` when their number is.
        row: Option<usize>,
        /// Number of clusters.
        n_clusters: usize,
    },
    /// Arrays are no sparse rows.
    Csr(CsrError),
    /// Memory could not be had.
    Allocation(AllocationError),
    /// `MLMETA_SIMD` asks for something that is not there.
    Level(LevelError),
    /// The computation was asked to stop.
    Cancelled,
}

impl fmt::Display for KMeansError {
    // Long: one arm a variant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { n_values, n_features } => write!(
                f,
                "X has {n_values} values and {n_features} features; at least one row and one feature are required"
            ),
            Self::Ragged { n_values, n_features } => {
                write!(f, "{n_values} values do not fill whole rows of {n_features} features")
            }
            Self::NotFinite { name } => {
                write!(f, "{name} contains NaN or infinity; remove or impute such values first")
            }
            Self::TooFewRows { n_rows, n_clusters } => write!(
                f,
                "n_samples={n_rows} should be >= n_clusters={n_clusters}; ask for fewer clusters or give more rows"
            ),
            Self::Features { given, expected } => {
                write!(f, "X has {given} features, but the centres have {expected}")
            }
            Self::Starts { n_values, expected: [runs, k, d] } => write!(
                f,
                "init has {n_values} values; {runs} start(s) of {k} centres with {d} features need {}",
                runs.saturating_mul(*k).saturating_mul(*d)
            ),
            Self::NClusters(given) => {
                write!(f, "n_clusters={given}; expected a whole number from 1 to {}", i32::MAX)
            }
            Self::NInit => write!(f, "n_init=0; expected at least 1"),
            Self::MaxIter => write!(f, "max_iter=0; expected at least 1"),
            Self::Tolerance(given) => write!(f, "tol={given}; expected a finite number that is not negative"),
            Self::Parameter { name, given, expected } => write!(f, "{name}={given}; expected {expected}"),
            Self::NoWeightInStart { n_rows } => {
                write!(
                    f,
                    "All of the {n_rows} rows that were drawn for the start have weight 0: raise init_size"
                )
            }
            Self::TooLarge { magnitude } => write!(
                f,
                "X varies by {magnitude:e}, and sums of squares of such values exceed the type's range; scale the \
                 data, for instance by a power of two"
            ),
            Self::TooHeavy { magnitude, weight } => write!(
                f,
                "X varies by {magnitude:e} and weights reach {weight:e}: weighted sums of squares exceed the range of \
                 float64; scale the data or divide sample_weight by a constant"
            ),
            Self::Weights { given, expected } => {
                write!(f, "sample_weight has {given} values; X has {expected} rows, and each needs one")
            }
            Self::NegativeWeight(given) => {
                write!(f, "sample_weight holds {given}; weights must be zero or positive")
            }
            Self::NoWeight => {
                write!(f, "sample_weight holds no positive weight; at least one row must count")
            }
            Self::FewRowsWithWeight { n_rows, n_clusters } => write!(
                f,
                "Fewer non-zero entries in p than size: init=\"random\" draws {n_clusters} rows, and {n_rows} rows have a \
                 weight in sample_weight"
            ),
            Self::FewRowsToSplit { n_rows, n_weighted, needed, n_clusters } => write!(
                f,
                "The cluster to split next has {n_rows} row(s), {n_weighted} of them with a weight, and a start needs {needed}: \
                 X has too few different rows for n_clusters={n_clusters}. Ask for fewer clusters"
            ),
            Self::NoTree { row: Some(row), n_clusters } => write!(
                f,
                "row {row} of the children is not that of a tree of {n_clusters} clusters whose nodes are numbered from the left"
            ),
            Self::NoTree { row: None, n_clusters } => write!(
                f,
                "a tree of {n_clusters} clusters has {} splits, each with two children and a centre",
                n_clusters.saturating_sub(1)
            ),
            Self::Csr(error) => error.fmt(f),
            Self::Allocation(error) => error.fmt(f),
            Self::Level(error) => error.fmt(f),
            Self::Cancelled => write!(f, "the computation was cancelled"),
        }
    }
}

impl Error for KMeansError {}

impl From<CsrError> for KMeansError {
    fn from(error: CsrError) -> Self {
        Self::Csr(error)
    }
}

impl From<AllocationError> for KMeansError {
    fn from(error: AllocationError) -> Self {
        Self::Allocation(error)
    }
}

impl From<LevelError> for KMeansError {
    fn from(error: LevelError) -> Self {
        Self::Level(error)
    }
}
