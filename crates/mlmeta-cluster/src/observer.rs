//! Watching a fit from outside.

use crate::KMeansError;

/// What an iteration left.
#[derive(Clone, Copy, Debug)]
pub struct Iteration<'a> {
    /// Which of the `n_init` runs, from 0.
    pub run: usize,
    /// Which update of the centres in this run, from 0.
    pub number: usize,
    /// Rows whose label changed.
    pub n_changed: usize,
    /// The updated centres `(n_clusters, n_features)`, in the coordinates of the data and rounded to their type.
    pub centres: &'a [f64],
    /// The (weighted) squared distance of each row to its centre before the update, if [`Observer::wants_distances`].
    pub squared_distances: Option<&'a [f64]>,
}

/// Why a run ended before `max_iter`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// No label changed.
    Strict,
    /// The centres moved by no more than the tolerance.
    Tolerance {
        /// The sum of the squared shifts of the centres.
        shift: f64,
        /// What they may shift.
        tolerance: f64,
    },
}

/// Hears of the steps of a fit, on the thread that asked for it, and may end it. Whatever error it returns ends the fit as well
/// and is what the fit returns.
#[expect(clippy::missing_errors_doc, reason = "the errors are the observer's own")]
pub trait Observer: Sync {
    /// Whether the squared distances of each iteration are wanted; they cost a pass over the rows.
    fn wants_distances(&self) -> bool {
        false
    }

    /// A run has its start centres.
    fn run_begins(&self, _run: usize) -> Result<(), KMeansError> {
        Ok(())
    }

    /// An iteration of a run begins.
    fn iteration_begins(&self, _run: usize, _number: usize) -> Result<(), KMeansError> {
        Ok(())
    }

    /// An iteration ended. Returns whether to end the fit: the rows are labelled once more, and no further run begins.
    fn iteration_ends(&self, _iteration: &Iteration<'_>) -> Result<bool, KMeansError> {
        Ok(false)
    }

    /// A run converged in iteration `number`.
    fn run_converged(&self, _run: usize, _number: usize, _end: End) -> Result<(), KMeansError> {
        Ok(())
    }
}
