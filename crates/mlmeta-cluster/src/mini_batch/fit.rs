//! A whole fit: the start, then steps on batches that are drawn, until they help no more.

use mlmeta_kernels::{Element, oracle};

use super::batch::Gathered;
use super::convergence::Convergence;
use super::draws::Rows;
use super::observer::{MiniBatchObserver, Step, StepEnd};
use super::params::ValidMiniBatchParams;
use super::state::{MiniBatchState, check_rows};
use crate::control::{Control, Team};
use crate::k_means::prepare::prepare;
use crate::k_means::{dense, sparse};
use crate::{KMeansError, Matrix, Mt19937, SampleWeight};

/// The outcome of a fit.
#[derive(Clone, Debug, PartialEq)]
pub struct MiniBatchFit {
    /// The centres, and what further batches go on from.
    pub state: MiniBatchState,
    /// The number of batches.
    pub n_steps: usize,
    /// The mean squared distance of a row to its centre, smoothed over the batches.
    pub mean_inertia: f64,
}

impl<T: Element> ValidMiniBatchParams<T> {
    /// Fits centres to `rows`; batches and starts are drawn from `stream`, rows of more weight more often.
    ///
    /// The answer is a function of the rows, their weights, the parameters and the state of the stream alone: threads, instruction
    /// sets and blocks do not change a bit of it.
    ///
    /// # Errors
    /// [`KMeansError::TooFewRows`], [`KMeansError::Starts`], [`KMeansError::NotFinite`], [`KMeansError::TooLarge`],
    /// [`KMeansError::Weights`], [`KMeansError::TooHeavy`], [`KMeansError::FewRowsWithWeight`], [`KMeansError::NoWeightInStart`],
    /// [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`], and what the observer or the function that
    /// starts fits returns.
    ///
    /// ```
    /// use mlmeta_cluster::{Control, MiniBatchParams, Mt19937, Rows};
    /// let data: Vec<f64> = (0..200).map(|row| f64::from(row % 2) * 9.0 + f64::from(row) * 1e-3).collect();
    /// let (rows, control) = (Rows::new(&data, 1)?, Control::default());
    /// let params = MiniBatchParams::new(2).batch_size(20).check()?;
    /// let fit = params.fit(rows, None, &mut Mt19937::from_seed(0), None, &control)?;
    /// let (labels, inertia) = fit.state.labels(rows, None, &control)?;
    /// assert!(labels[0] != labels[1] && inertia < 1.0);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn fit<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        sample_weight: Option<&SampleWeight>,
        stream: &mut Mt19937,
        observer: Option<&dyn MiniBatchObserver>,
        control: &Control<'_>,
    ) -> Result<MiniBatchFit, KMeansError> {
        let rows = rows.into();
        control.with_team(self.work(&rows), |team| {
            self.check_sizes(&rows, sample_weight, team)?;
            let start = self.best_start(&rows, sample_weight, stream, observer, team)?;
            let mut state = MiniBatchState::start(start, self.n_clusters)?;
            let (n, batch_size) = (rows.n_rows(), self.rows_of_a_batch(rows.n_rows()));
            let tolerance = self.tolerance(&rows, team)?;
            let mut convergence = Convergence::new(n, batch_size, tolerance, self.max_no_improvement);
            let weighted = Rows::new(n, sample_weight)?;
            let n_steps = self.max_iter.saturating_mul(n) / batch_size;
            let mut number = 0;
            while number < n_steps {
                number += 1;
                if let Some(observer) = observer {
                    observer.step_begins()?;
                }
                let before = state.centres.clone();
                let batch = Gathered::new(&rows, &weighted.draw(batch_size, stream)?)?;
                let (inertia, n_replaced) =
                    state.learn(&batch.rows()?, None, batch_size, self.reassignment_ratio, stream, team)?;
                let mean_inertia = inertia / batch_size as f64;
                let end = convergence.follow(number, mean_inertia, shift(&before, &state));
                let step = Step {
                    number,
                    n_steps,
                    mean_inertia,
                    smoothed_inertia: convergence.smoothed,
                    n_replaced,
                    centres: &state.centres,
                    end,
                };
                let stops = observer.map_or(Ok(false), |observer| observer.step_ends(&step))?;
                if stops || end != StepEnd::GoesOn {
                    break;
                }
            }
            Ok(MiniBatchFit { state, n_steps: number, mean_inertia: convergence.smoothed })
        })
    }

    /// Returns the start centres of a state that learns in parts, from the rows of the first of them.
    ///
    /// # Errors
    /// As [`Self::fit`].
    pub fn start<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        sample_weight: Option<&SampleWeight>,
        stream: &mut Mt19937,
        control: &Control<'_>,
    ) -> Result<MiniBatchState, KMeansError> {
        let rows = rows.into();
        control.with_team(self.work(&rows), |team| {
            self.check_sizes(&rows, sample_weight, team)?;
            MiniBatchState::start(self.start_centres(&rows, sample_weight, stream, team)?, self.n_clusters)
        })
    }

    /// Returns the multiplications of the larger of a pass over the rows of a start and one over a batch.
    fn work(&self, rows: &Matrix<'_, T>) -> usize {
        let n = rows.n_rows();
        let most = self.rows_of_a_batch(n).max(self.rows_of_a_start(n));
        (rows.n_values() / n + 1).saturating_mul(most).saturating_mul(self.n_clusters)
    }

    fn check_sizes(
        &self,
        rows: &Matrix<'_, T>,
        weights: Option<&SampleWeight>,
        team: &Team<'_>,
    ) -> Result<(), KMeansError> {
        if rows.n_rows() < self.n_clusters {
            return Err(KMeansError::TooFewRows { n_rows: rows.n_rows(), n_clusters: self.n_clusters });
        }
        check_rows(rows, weights, team)
    }

    /// Returns the squared movement of the centres that ends a fit.
    fn tolerance(&self, rows: &Matrix<'_, T>, team: &Team<'_>) -> Result<f64, KMeansError> {
        if self.tol == 0.0 {
            return Ok(0.0);
        }
        Ok(match rows {
            Matrix::Dense(rows) => prepare(dense::centred(*rows, 1, team)?, None, self.tol, team)?.tolerance,
            Matrix::Sparse(rows) => prepare(sparse::stored(*rows, team)?, None, self.tol, team)?.tolerance,
            Matrix::WideSparse(rows) => {
                prepare(sparse::stored(*rows, team)?, None, self.tol, team)?.tolerance
            }
        })
    }
}

/// Returns the sum over the clusters, in order, of the squared distance that each centre has moved.
fn shift(before: &[f64], after: &MiniBatchState) -> f64 {
    let d = after.n_features();
    let mut shift = 0.0;
    for (old, new) in before.chunks_exact(d).zip(after.centres.chunks_exact(d)) {
        shift += oracle::distance(old, new);
    }
    shift
}
