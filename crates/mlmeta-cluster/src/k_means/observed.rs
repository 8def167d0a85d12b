//! What a run tells its observer; nothing is computed when there is none.

use mlmeta_kernels::Element;

use super::KMeansError;
use super::lloyd::distances_to_own;
use super::prepare::Prepared;
use super::storage::Storage;
use crate::control::Team;
use crate::observer::{End, Iteration, Observer};

/// One run and who watches it.
#[derive(Clone, Copy)]
pub(crate) struct ObservedRun<'a> {
    pub(crate) run: usize,
    pub(crate) observer: Option<&'a dyn Observer>,
}

impl ObservedRun<'_> {
    /// Tells that the run has its start centres.
    pub(crate) fn begins(&self) -> Result<(), KMeansError> {
        self.observer.map_or(Ok(()), |observer| observer.run_begins(self.run))
    }

    pub(crate) fn iteration_begins(&self, number: usize) -> Result<(), KMeansError> {
        self.observer.map_or(Ok(()), |observer| observer.iteration_begins(self.run, number))
    }

    /// Tells of an iteration, of which `present` were the centres before it and `centres` are those after it. Returns whether to
    /// end the fit.
    #[expect(clippy::too_many_arguments, reason = "all that an iteration has")]
    pub(crate) fn iteration_ends<S: Storage>(
        &self,
        number: usize,
        n_changed: usize,
        data: &Prepared<'_, S>,
        present: &S::Centres,
        labels: &[i32],
        centres: &[f64],
        team: &Team<'_>,
    ) -> Result<bool, KMeansError> {
        let Some(observer) = self.observer else { return Ok(false) };
        let distances = if observer.wants_distances() {
            let weights = data.weights_of(0, labels.len());
            Some(distances_to_own(&data.rows, present, labels, weights, team)?)
        } else {
            None
        };
        let centres: Vec<f64> = data.uncentred(centres).map(Element::widened).collect();
        observer.iteration_ends(&Iteration {
            run: self.run,
            number,
            n_changed,
            centres: &centres,
            squared_distances: distances.as_deref(),
        })
    }

    pub(crate) fn run_ends(&self, number: usize, end: End) -> Result<(), KMeansError> {
        self.observer.map_or(Ok(()), |observer| observer.run_converged(self.run, number, end))
    }
}
