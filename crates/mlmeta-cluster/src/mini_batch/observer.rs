//! Watching a fit from outside.

use crate::KMeansError;

/// Whether a fit goes on after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepEnd {
    /// It does.
    GoesOn,
    /// The centres moved by no more than the tolerance.
    SmallMovement,
    /// The smoothed inertia has found no new minimum for too long.
    NoImprovement,
}

/// What a step left.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Which step, from 1.
    pub number: usize,
    /// The most steps.
    pub n_steps: usize,
    /// The mean squared distance of the rows of the batch to their centres before the step.
    pub mean_inertia: f64,
    /// The same, smoothed over the batches.
    pub smoothed_inertia: f64,
    /// Centres of few rows that became rows of the batch.
    pub n_replaced: usize,
    /// The centres `(n_clusters, n_features)` after the step.
    pub centres: &'a [f64],
    /// Whether the fit goes on.
    pub end: StepEnd,
}

/// Hears of the steps of a fit, on the thread that asked for it, and may end it. Whatever error it returns ends the fit as well
/// and is what the fit returns.
#[expect(clippy::missing_errors_doc, reason = "the errors are the observer's own")]
pub trait MiniBatchObserver: Sync {
    /// Start `number`, from 0, is about to be drawn.
    fn start_begins(&self, _number: usize) -> Result<(), KMeansError> {
        Ok(())
    }

    /// A start was judged by its inertia.
    fn start_ends(&self, _number: usize, _inertia: f64) -> Result<(), KMeansError> {
        Ok(())
    }

    /// A step begins.
    fn step_begins(&self) -> Result<(), KMeansError> {
        Ok(())
    }

    /// A step ended. Returns whether to end the fit.
    fn step_ends(&self, _step: &Step<'_>) -> Result<bool, KMeansError> {
        Ok(false)
    }
}
