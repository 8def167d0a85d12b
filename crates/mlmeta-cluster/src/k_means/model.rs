//! Fitting, and what a fit leaves: centres that label rows and measure distances.

use mlmeta_kernels::{Centres, Element, row_distances, tuning};

use super::buffer::filled;
use super::init::k_means_plus_plus;
use super::lloyd::{Run, lloyd};
use super::nearest::nearest_centres;
use super::prepare::{Prepared, prepare};
use super::{Init, KMeansError, ValidKMeansParams};
use crate::control::{Control, Progress, Team};
use crate::{Mt19937, Rows, SampleWeight};

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

/// Centres `(n_clusters, n_features)`.
#[derive(Clone, Debug, PartialEq)]
pub struct KMeansModel<T> {
    centres: Vec<T>,
    n_features: usize,
}

impl<T: Element> ValidKMeansParams<T> {
    /// Fits the model to `rows`, each counted once or by its weight; draws come from `stream`.
    ///
    /// The answer is a function of the rows, their weights, the parameters and the state of the stream alone: threads, instruction
    /// sets and blocks do not change a bit of it.
    ///
    /// # Errors
    /// [`KMeansError::TooFewRows`], [`KMeansError::Starts`], [`KMeansError::NotFinite`], [`KMeansError::TooLarge`],
    /// [`KMeansError::Weights`], [`KMeansError::TooHeavy`], [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`].
    pub fn fit(
        &self,
        rows: Rows<'_, T>,
        sample_weight: Option<&SampleWeight>,
        stream: &mut Mt19937,
        control: &Control<'_>,
    ) -> Result<KMeansFit<T>, KMeansError> {
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
        control.with_team(n.saturating_mul(d).saturating_mul(k), |team| {
            let data = prepare(rows, sample_weight, self.tol, k, team)?;
            let mut best = self.run(0, &data, stream, team, control)?;
            for run in 1..self.n_init {
                let later = self.run(run, &data, stream, team, control)?;
                if improves(&later, &best, k) {
                    best = later;
                }
            }
            Ok(best.into_fit(&data.mean))
        })
    }

    fn run(
        &self,
        run: usize,
        data: &Prepared<'_, T>,
        stream: &mut Mt19937,
        team: &Team<'_>,
        control: &Control<'_>,
    ) -> Result<Run, KMeansError> {
        let start = self.start(run, data, stream, team)?;
        lloyd(data, start, self.max_iter, team, |iteration, n_changed| {
            if let Some(progress) = control.progress {
                progress(Progress { run, iteration, n_changed });
            }
        })
    }

    /// Returns the start centres of a run, minus the mean.
    fn start(
        &self,
        run: usize,
        data: &Prepared<'_, T>,
        stream: &mut Mt19937,
        team: &Team<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        match &self.init {
            Init::KMeansPlusPlus => {
                let rows = k_means_plus_plus(&data.tiles, data.weights, self.n_clusters, stream, team)?;
                Ok(rows.into_iter().flat_map(|row| data.centred(row)).collect())
            }
            Init::Centres(values) => {
                let size = self.n_clusters * data.mean.len();
                let given = values[run * size..][..size].iter();
                let start: Vec<f64> =
                    given.zip(data.mean.iter().cycle()).map(|(c, mean)| c.widened() - mean).collect();
                if start.iter().all(|value| value.is_finite()) {
                    Ok(start)
                } else {
                    let largest = values.iter().fold(0.0, |a: f64, b| a.max(b.widened().abs()));
                    Err(KMeansError::TooLarge { magnitude: largest })
                }
            }
        }
    }
}

impl Run {
    /// Returns the outcome in the coordinates and the type of the rows.
    fn into_fit<T: Element>(self, mean: &[f64]) -> KMeansFit<T> {
        let centres = self.centres.iter().zip(mean.iter().cycle()).map(|(c, mean)| T::rounded(c + mean));
        let model = KMeansModel { centres: centres.collect(), n_features: mean.len() };
        KMeansFit { model, labels: self.labels, inertia: self.inertia, n_iter: self.n_iter }
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

impl<T: Element> KMeansModel<T> {
    /// Returns a model of row-major `centres`.
    ///
    /// # Errors
    /// [`KMeansError::Empty`] or [`KMeansError::Ragged`] when they are no matrix, [`KMeansError::NClusters`] when there
    /// are too many for a label.
    ///
    /// ```
    /// use mlmeta_cluster::{Control, KMeansModel, Rows};
    /// let model = KMeansModel::new(vec![0.0_f32, 0.0, 3.0, 4.0], 2)?;
    /// let origin = Rows::new(&[0.0, 0.0], 2)?;
    /// assert_eq!(model.predict(origin, &Control::default())?, [0]);
    /// assert_eq!(model.transform(origin, &Control::default())?, [0.0, 5.0]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(centres: Vec<T>, n_features: usize) -> Result<Self, KMeansError> {
        let n_clusters = Rows::new(&centres, n_features)?.n_rows();
        if n_clusters > i32::MAX as usize {
            return Err(KMeansError::NClusters(n_clusters));
        }
        Ok(Self { centres, n_features })
    }

    /// Returns the centres in row-major order.
    #[must_use]
    pub fn centres(&self) -> &[T] {
        &self.centres
    }

    /// Returns the centres in row-major order, by value.
    #[must_use]
    pub fn into_centres(self) -> Vec<T> {
        self.centres
    }

    /// Number of clusters.
    #[must_use]
    pub fn n_clusters(&self) -> usize {
        self.centres.len() / self.n_features
    }

    /// Number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Returns the label of each row: the lowest index among the nearest centres.
    ///
    /// # Errors
    /// [`KMeansError::Features`], [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`].
    pub fn predict(&self, rows: Rows<'_, T>, control: &Control<'_>) -> Result<Vec<i32>, KMeansError> {
        nearest_centres(rows, Rows::new(&self.centres, self.n_features)?, control)
    }

    /// Returns the distances of each row to all centres, `(n_rows, n_clusters)` in row-major order.
    ///
    /// # Errors
    /// As for [`Self::predict`].
    pub fn transform(&self, rows: Rows<'_, T>, control: &Control<'_>) -> Result<Vec<T>, KMeansError> {
        let (d, k) = (self.n_features, self.n_clusters());
        let work = self.work(rows)?;
        let centres = Centres::new(&self.centres, d)?;
        let mut distances = filled(T::default(), rows.n_rows().saturating_mul(k))?;
        let size = tuning::SCRATCH;
        control.with_team(work, |team| {
            team.share(
                distances.chunks_mut(size * k).zip(rows.values().chunks(size * d)),
                || Ok(()),
                |(), (distances, rows)| row_distances(team.simd, rows, &centres, distances),
            )
        })?;
        Ok(distances)
    }

    /// Returns the number of multiplications of a pass over `rows`, once they are known to fit.
    fn work(&self, rows: Rows<'_, T>) -> Result<usize, KMeansError> {
        if rows.n_features() != self.n_features {
            return Err(KMeansError::Features { given: rows.n_features(), expected: self.n_features });
        }
        Ok(rows.n_rows().saturating_mul(self.centres.len()))
    }
}
