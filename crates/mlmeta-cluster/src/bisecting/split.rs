//! One split: K-Means with two centres on the rows of a cluster.

use mlmeta_kernels::{Element, Scale, accumulate_values};

use super::tree::Node;
use super::{BisectingStrategy, SplitInit, SplitRequest, ValidBisectingKMeansParams};
use crate::control::{Control, Team};
use crate::k_means::buffer::reserved;
use crate::k_means::given_starts::checked_start;
use crate::k_means::init::k_means_plus_plus;
use crate::k_means::lloyd::{Run, distances_to_own, lloyd};
use crate::k_means::observed::ObservedRun;
use crate::k_means::prepare::{Prepared, prepare};
use crate::k_means::random_rows::random_rows;
use crate::k_means::storage::{Storage, Stored};
use crate::{KMeansError, Mt19937, SampleWeight};

/// A later run replaces the best one when its inertia is below this share of it.
const BETTER: f64 = 1.0 - 1e-6;

/// A cluster that is split: its rows, prepared, and which of all rows they are.
pub(super) struct Splitting<'a, S: Storage> {
    data: Prepared<'a, S>,
    positions: Vec<usize>,
}

impl<T: Element> ValidBisectingKMeansParams<T> {
    /// Checks that a cluster has the rows that a start needs.
    ///
    /// # Errors
    /// [`KMeansError::FewRowsToSplit`].
    pub(super) fn check_rows(
        &self,
        n_rows: usize,
        weights: Option<&SampleWeight>,
    ) -> Result<(), KMeansError> {
        let n_weighted =
            weights.map_or(n_rows, |weights| weights.values().iter().filter(|&&w| w > 0.0).count());
        let weighted_ones = match self.init {
            SplitInit::Random => 2,
            SplitInit::KMeansPlusPlus => 1,
            SplitInit::Function(_) => 0,
        };
        if n_rows > 0 && n_weighted >= weighted_ones {
            return Ok(());
        }
        let needed = weighted_ones.max(1);
        Err(KMeansError::FewRowsToSplit { n_rows, n_weighted, needed, n_clusters: self.n_clusters })
    }

    /// Returns the children of the cluster of these rows; `hurried` by one run of one iteration.
    ///
    /// # Errors
    /// As for [`Self::fit`].
    pub(super) fn split<S: Storage<Element = T>>(
        &self,
        splitting: &Splitting<'_, S>,
        hurried: bool,
        stream: &mut Mt19937,
        team: &Team<'_>,
        control: &Control<'_>,
    ) -> Result<[Node; 2], KMeansError> {
        let (n_init, max_iter) = if hurried { (1, 1) } else { (self.n_init, self.max_iter) };
        let mut next = |run: usize| {
            let start = self.start(splitting, stream, team)?;
            let observed = ObservedRun { run, observer: control.observer };
            lloyd(&splitting.data, start, max_iter, team, &observed)
        };
        let mut best = next(0)?;
        for run in 1..n_init {
            let later = next(run)?;
            if later.inertia < best.inertia * BETTER {
                best = later;
            }
        }
        self.children(splitting, &best, team)
    }

    fn start<S: Storage<Element = T>>(
        &self,
        splitting: &Splitting<'_, S>,
        stream: &mut Mt19937,
        team: &Team<'_>,
    ) -> Result<Vec<f64>, KMeansError> {
        let Splitting { data, positions } = splitting;
        let rows = match &self.init {
            SplitInit::KMeansPlusPlus => k_means_plus_plus(&data.rows, data.weights, 2, stream, team)?,
            SplitInit::Random => random_rows(positions.len(), data.weights, 2, stream)?,
            SplitInit::Function(function) => {
                let request = SplitRequest { positions: positions.clone(), rows: data.rows.centred_rows()? };
                return checked_start(&function.call(request)?, 2, data.mean.len());
            }
        };
        Ok(rows.into_iter().flat_map(|row| data.rows.start_centre(row)).collect())
    }

    /// Returns the two clusters that a run found, with their scores.
    fn children<S: Storage<Element = T>>(
        &self,
        splitting: &Splitting<'_, S>,
        run: &Run,
        team: &Team<'_>,
    ) -> Result<[Node; 2], KMeansError> {
        let Splitting { data, positions } = splitting;
        let mut rows = [Vec::new(), Vec::new()];
        for (&label, &row) in run.labels.iter().zip(positions) {
            rows[label as usize].push(row);
        }
        let scores = match self.strategy {
            BisectingStrategy::LargestCluster => [rows[0].len() as f64, rows[1].len() as f64],
            BisectingStrategy::BiggestInertia => inertias(data, run, team)?,
        };
        let [left, right] = rows;
        let (centre, other) = run.centres.split_at(data.mean.len());
        Ok([Node::new(centre.to_vec(), left, scores[0]), Node::new(other.to_vec(), right, scores[1])])
    }
}

impl<'a, S: Storage> Splitting<'a, S> {
    /// Returns the rows of a cluster, at `positions` among all rows.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
    pub(super) fn new(
        stored: Stored<S>,
        weights: Option<&'a SampleWeight>,
        positions: Vec<usize>,
        tolerance: f64,
        team: &Team<'_>,
    ) -> Result<Self, KMeansError> {
        let data = Prepared { tolerance, ..prepare(stored, weights, 0.0, team)? };
        Ok(Self { data, positions })
    }
}

/// Returns for both clusters of a run the exact sum of the (weighted) `D` of their rows, rounded once.
fn inertias<S: Storage>(data: &Prepared<'_, S>, run: &Run, team: &Team<'_>) -> Result<[f64; 2], KMeansError> {
    let centres = data.rows.lay_out(&run.centres, None)?;
    let weights = data.weights_of(0, run.labels.len());
    let distances = distances_to_own(&data.rows, &centres, &run.labels, weights, team)?;
    let scale = Scale::two_words(data.largest_term);
    let mut found = [0.0; 2];
    for (label, inertia) in (0..).zip(&mut found) {
        let mut own: Vec<f64> = reserved(distances.len())?;
        own.extend(
            distances.iter().zip(&run.labels).filter(|(_, of)| **of == label).map(|(distance, _)| distance),
        );
        *inertia = scale.value(accumulate_values(team.simd, &own, scale.factor()));
    }
    Ok(found)
}
