//! Watching a fit from outside.

use crate::{BisectingKMeansModel, KMeansError};

/// What a split left.
#[derive(Clone, Copy, Debug)]
pub struct Bisection<'a, T> {
    /// The two centres `(2, n_features)` that were found, in the coordinates of the centred rows.
    pub centres: &'a [f64],
    /// The model as it would be now, if [`BisectingObserver::wants_model`].
    pub model: Option<&'a BisectingKMeansModel<T>>,
}

/// Hears of the splits of a fit, on the thread that asked for it, and may hurry it. Whatever error it returns ends the fit as well
/// and is what the fit returns. Of the iterations of each run the [`Observer`](crate::Observer) of the control hears.
#[expect(clippy::missing_errors_doc, reason = "the errors are the observer's own")]
pub trait BisectingObserver<T>: Sync {
    /// Whether the model after each split is wanted.
    fn wants_model(&self) -> bool {
        false
    }

    /// A split begins.
    fn split_begins(&self) -> Result<(), KMeansError> {
        Ok(())
    }

    /// A split ended. Returns whether to hurry: each further split is one run of one iteration, and is not told.
    fn split_ends(&self, _bisection: &Bisection<'_, T>) -> Result<bool, KMeansError> {
        Ok(false)
    }
}
