//! What a fit needs to know of its data before the first iteration: the centred rows, their scales, the tolerance.

use mlmeta_kernels::{Accumulator, Element, Scale};

use super::KMeansError;
use super::storage::{Storage, Stored, largest_distance};
use crate::SampleWeight;
use crate::control::Team;

/// The rows of a fit and what was measured on them.
pub(crate) struct Prepared<'a, S: Storage> {
    /// The rows, centred where their form allows it.
    pub(crate) rows: S,
    /// What was subtracted from the rows, in float64.
    pub(crate) mean: Vec<f64>,
    /// How much each row counts; once without weights.
    pub(crate) weights: Option<&'a SampleWeight>,
    /// The scale of each column's sums of (weighted) rows.
    pub(crate) scales: Vec<Scale>,
    /// The scale of sums of weights.
    pub(crate) weight_scale: Option<Scale>,
    /// An upper bound of every (weighted) squared distance to a mean of rows.
    pub(crate) largest_term: f64,
    /// Squared shift of the centres at which a run ends.
    pub(crate) tolerance: f64,
}

impl<S: Storage> Prepared<'_, S> {
    /// Returns the weights of the rows from `first` on, `n_rows` of them.
    pub(crate) fn weights_of(&self, first: usize, n_rows: usize) -> Option<&[f64]> {
        self.weights.map(|weights| &weights.values()[first..first + n_rows])
    }

    /// Returns centres of the stored rows in the coordinates and the type of the rows that were given.
    pub(crate) fn uncentred(&self, centres: &[f64]) -> impl Iterator<Item = S::Element> {
        centres.iter().zip(self.mean.iter().cycle()).map(|(c, mean)| S::Element::rounded(c + mean))
    }
}

/// Returns the rows with their scales. `tol` is relative to the mean variance of the columns. Neither it nor the mean depends
/// on the weights, of which there is one a row.
///
/// # Errors
/// [`KMeansError::TooLarge`], [`KMeansError::TooHeavy`], [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn prepare<'a, S: Storage>(
    stored: Stored<S>,
    weights: Option<&'a SampleWeight>,
    tol: f64,
    team: &Team<'_>,
) -> Result<Prepared<'a, S>, KMeansError> {
    let Stored { rows, mean, maxima } = stored;
    let n = rows.n_rows();
    let largest_term = bound_of_terms(&maxima, weights, n)?;
    let scale = |&largest: &f64| <S::Element as Element>::Sum::scale(largest, n);
    let scales = match weights {
        None => maxima.iter().map(scale).collect(),
        Some(weights) => rows.weighted_maxima(weights.values(), team)?.iter().map(scale).collect(),
    };
    let tolerance =
        if tol == 0.0 { 0.0 } else { tol * rows.total_variance(&maxima, team)? / maxima.len() as f64 };
    let weight_scale = weights.map(|weights| scale(&weights.largest()));
    Ok(Prepared { rows, mean, weights, scales, weight_scale, largest_term, tolerance })
}

/// Returns an upper bound of the (weighted) squared distances between `n` rows whose columns have these largest magnitudes.
///
/// # Errors
/// [`KMeansError::TooLarge`] or [`KMeansError::TooHeavy`] when the sum of `n` of them could exceed float64.
pub(crate) fn bound_of_terms(
    maxima: &[f64],
    weights: Option<&SampleWeight>,
    n: usize,
) -> Result<f64, KMeansError> {
    let largest_distance = largest_distance(maxima);
    let heaviest = weights.map_or(1.0, SampleWeight::largest);
    if f64::is_finite(f64::max(largest_distance, 1.0) * heaviest * n as f64) {
        return Ok(heaviest * largest_distance);
    }
    let magnitude = maxima.iter().fold(0.0, |a: f64, &b| a.max(b));
    Err(match weights {
        None => KMeansError::TooLarge { magnitude },
        Some(_) => KMeansError::TooHeavy { magnitude, weight: heaviest },
    })
}
