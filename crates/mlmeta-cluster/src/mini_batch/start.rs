//! The start: centres from a few rows, and the choice of the best of several starts.

use mlmeta_kernels::Element;

use super::batch::{Gathered, as_centres};
use super::draws::indices;
use super::labels::labelled;
use super::observer::MiniBatchObserver;
use super::params::{BatchInit, ValidMiniBatchParams};
use crate::control::Team;
use crate::k_means::dense::uncentred;
use crate::k_means::given_starts::checked_start;
use crate::k_means::init::k_means_plus_plus;
use crate::k_means::random_rows::random_rows;
use crate::{KMeansError, Matrix, Mt19937, SampleWeight};

impl<T: Element> ValidMiniBatchParams<T> {
    /// Returns the start centres with the lowest inertia on rows that are drawn first, of `n_init` starts.
    ///
    /// # Errors
    /// As [`Self::start_centres`], and what the observer returns.
    pub(super) fn best_start(
        &self,
        rows: &Matrix<'_, T>,
        weights: Option<&SampleWeight>,
        stream: &mut Mt19937,
        observer: Option<&dyn MiniBatchObserver>,
        team: &Team<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        let drawn = indices(rows.n_rows(), self.rows_of_a_start(rows.n_rows()), stream)?;
        let judges = Gathered::new(rows, &drawn)?;
        let judging = weights.map(|weights| weights.part(&drawn)).transpose()?;
        let judging = judging.as_ref().map(SampleWeight::values);
        let mut best: Option<(Vec<f64>, f64)> = None;
        for number in 0..self.n_init {
            if let Some(observer) = observer {
                observer.start_begins(number)?;
            }
            let centres = self.start_centres(rows, weights, stream, team)?;
            let (_, inertia) = labelled(&judges.rows()?, &centres, judging, team)?;
            if let Some(observer) = observer {
                observer.start_ends(number, inertia)?;
            }
            if best.as_ref().is_none_or(|(_, lowest)| inertia < *lowest) {
                best = Some((centres, inertia));
            }
        }
        best.map(|(centres, _)| centres).ok_or(KMeansError::NInit)
    }

    /// Returns start centres, from rows that are drawn if there are more than a start takes.
    ///
    /// # Errors
    /// [`KMeansError::Starts`], [`KMeansError::NotFinite`], [`KMeansError::NoWeightInStart`],
    /// [`KMeansError::FewRowsWithWeight`], [`KMeansError::Allocation`], [`KMeansError::Cancelled`], and what the function that starts
    /// fits returns.
    pub(super) fn start_centres(
        &self,
        rows: &Matrix<'_, T>,
        weights: Option<&SampleWeight>,
        stream: &mut Mt19937,
        team: &Team<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        let n_rows = self.rows_of_a_start(rows.n_rows());
        let drawn = if n_rows < rows.n_rows() { Some(indices(rows.n_rows(), n_rows, stream)?) } else { None };
        let given = match &self.init {
            BatchInit::Centres(centres) => centres.clone(),
            BatchInit::Function(function) => function.call(drawn.as_deref(), stream)?,
            BatchInit::KMeansPlusPlus | BatchInit::Random => {
                return match drawn {
                    None => self.rows_to_start_from(rows, weights, stream, team),
                    Some(drawn) => {
                        let weights = weights.map(|weights| weights.part(&drawn)).transpose()?;
                        if weights.as_ref().is_some_and(|weights| weights.largest() == 0.0) {
                            return Err(KMeansError::NoWeightInStart { n_rows });
                        }
                        let some = Gathered::new(rows, &drawn)?;
                        self.rows_to_start_from(&some.rows()?, weights.as_ref(), stream, team)
                    }
                };
            }
        };
        checked_start(&given, self.n_clusters, rows.n_features())
    }

    /// Returns rows as start centres.
    fn rows_to_start_from(
        &self,
        rows: &Matrix<'_, T>,
        weights: Option<&SampleWeight>,
        stream: &mut Mt19937,
        team: &Team<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        let k = self.n_clusters;
        let chosen = match (&self.init, rows) {
            (BatchInit::Random, _) => random_rows(rows.n_rows(), weights, k, stream)?,
            (_, Matrix::Dense(rows)) => {
                k_means_plus_plus(&uncentred(*rows, k, team)?, weights, k, stream, team)?
            }
            (_, Matrix::Sparse(rows)) => k_means_plus_plus(rows, weights, k, stream, team)?,
            (_, Matrix::WideSparse(rows)) => k_means_plus_plus(rows, weights, k, stream, team)?,
        };
        as_centres(rows, &chosen)
    }
}
