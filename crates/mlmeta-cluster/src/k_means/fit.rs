//! A whole fit: preparation, then runs of start and Lloyd, of which the best is kept.

use mlmeta_kernels::Element;

use super::buffer::reserved;
use super::given_starts::{check_finite, checked_start};
use super::init::k_means_plus_plus;
use super::lloyd::{Run, lloyd};
use super::observed::ObservedRun;
use super::prepare::{Prepared, prepare};
use super::random_rows::random_rows;
use super::storage::{Storage, Stored};
use super::{Init, KMeansError, KMeansModel, StartRequest, ValidKMeansParams, dense, sparse};
use crate::control::{Control, Team};
use crate::{Matrix, Mt19937, SampleWeight};

/// The outcome of a fit.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansFit<T> {
    /// The fitted model.
    pub model: KMeansModel<T>,
    /// The label of each row.
    pub labels: Vec<i32>,
    /// The (weighted) sum of squared distances of the rows to their centre.
    pub inertia: f64,
    /// Updates of the centres in the best run.
    pub n_iter: usize,
}

impl<T: Element> ValidKMeansParams<T> {
    /// Fits the model to `rows`, each counted once or by its weight; draws come from `stream`.
    ///
    /// The answer is a function of the rows, their weights, the parameters and the state of the stream alone: threads, instruction
    /// sets and blocks do not change a bit of it.
    ///
    /// # Errors
    /// [`KMeansError::TooFewRows`], [`KMeansError::Starts`], [`KMeansError::NotFinite`], [`KMeansError::TooLarge`],
    /// [`KMeansError::Weights`], [`KMeansError::TooHeavy`], [`KMeansError::FewRowsWithWeight`], [`KMeansError::Allocation`],
    /// [`KMeansError::Level`], [`KMeansError::Cancelled`], and what the observer or the function that starts runs returns.
    pub fn fit<'a>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        sample_weight: Option<&SampleWeight>,
        stream: &mut Mt19937,
        control: &Control<'_>,
    ) -> Result<KMeansFit<T>, KMeansError> {
        let rows = rows.into();
        self.check_sizes(&rows, sample_weight)?;
        control.with_team(rows.n_values().saturating_mul(self.n_clusters), |team| match rows {
            Matrix::Dense(rows) => {
                let stored = dense::centred(rows, self.n_clusters, team)?;
                self.fit_stored(stored, sample_weight, stream, team, control)
            }
            Matrix::Sparse(rows) => {
                self.fit_stored(sparse::stored(rows, team)?, sample_weight, stream, team, control)
            }
            Matrix::WideSparse(rows) => {
                self.fit_stored(sparse::stored(rows, team)?, sample_weight, stream, team, control)
            }
        })
    }

    fn check_sizes(
        &self,
        rows: &Matrix<'_, T>,
        sample_weight: Option<&SampleWeight>,
    ) -> Result<(), KMeansError> {
        let (n, d, k) = (rows.n_rows(), rows.n_features(), self.n_clusters);
        if n < k {
            return Err(KMeansError::TooFewRows { n_rows: n, n_clusters: k });
        }
        if let Some(weights) = sample_weight
            && weights.values().len() != n
        {
            return Err(KMeansError::Weights { given: weights.values().len(), expected: n });
        }
        if let Init::Centres(values) = &self.init
            && self.n_init.checked_mul(k).and_then(|rows| rows.checked_mul(d)) != Some(values.len())
        {
            return Err(KMeansError::Starts { n_values: values.len(), expected: [self.n_init, k, d] });
        }
        Ok(())
    }

    fn fit_stored<S: Storage<Element = T>>(
        &self,
        stored: Stored<S>,
        sample_weight: Option<&SampleWeight>,
        stream: &mut Mt19937,
        team: &Team<'_>,
        control: &Control<'_>,
    ) -> Result<KMeansFit<T>, KMeansError> {
        let data = prepare(stored, sample_weight, self.tol, team)?;
        let mut next = |run: usize| {
            let observed = ObservedRun { run, observer: control.observer };
            let start = self.start(run, &data, stream, team)?;
            observed.begins()?;
            lloyd(&data, start, self.max_iter, team, &observed)
        };
        let mut best = next(0)?;
        let mut stopped = best.stopped;
        for run in 1..self.n_init {
            if stopped {
                break;
            }
            let later = next(run)?;
            stopped = later.stopped;
            if improves(&later, &best, self.n_clusters) {
                best = later;
            }
        }
        let model =
            KMeansModel { centres: data.uncentred(&best.centres).collect(), n_features: data.mean.len() };
        Ok(KMeansFit { model, labels: best.labels, inertia: best.inertia, n_iter: best.n_iter })
    }

    /// Returns the start centres of a run, centred like the rows.
    fn start<S: Storage<Element = T>>(
        &self,
        run: usize,
        data: &Prepared<'_, S>,
        stream: &mut Mt19937,
        team: &Team<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        let (k, d) = (self.n_clusters, data.mean.len());
        let rows = match &self.init {
            Init::KMeansPlusPlus => k_means_plus_plus(&data.rows, data.weights, k, stream, team)?,
            Init::Random => random_rows(data.rows.n_rows(), data.weights, k, stream)?,
            Init::Centres(values) => {
                let given = values[run * k * d..][..k * d].iter();
                let mean = data.mean.iter().cycle();
                let start: Vec<f64> = given.zip(mean).map(|(c, mean)| c.widened() - mean).collect();
                return check_finite(&start).map(|()| start); // also when centred
            }
            Init::Function(function) => {
                let start = function.call(StartRequest { run, rows: data.rows.centred_rows()? })?;
                return checked_start(&start, k, d);
            }
        };
        let mut centres = reserved(k.saturating_mul(d))?;
        for row in rows {
            centres.extend(data.rows.start_centre(row));
        }
        Ok(centres)
    }
}

/// Whether a later run replaces the best one: a lower inertia, and another clustering, not the same one renamed.
fn improves(later: &Run, best: &Run, k: usize) -> bool {
    if later.inertia >= best.inertia {
        return false;
    }
    let mut names = vec![(-1, -1); k];
    later.labels.iter().zip(&best.labels).any(|(&label, &other)| {
        let there = &mut names[label as usize].0;
        let known = std::mem::replace(there, other);
        let back = &mut names[other as usize].1;
        let known_back = std::mem::replace(back, label);
        (known != -1 && known != other) || (known_back != -1 && known_back != label)
    })
}
