//! What a fit needs to know of its data before the first iteration: the centred rows, their scales, the tolerance.

use mlmeta_kernels::tuning::{self, BLOCK};
use mlmeta_kernels::{
    Accumulator, CentredBlock, Element, Scale, Tiles, accumulate_columns, accumulate_squares, column_maxima,
    pack, weighted_maxima,
};

use super::KMeansError;
use crate::control::Team;
use crate::{Rows, SampleWeight};

/// The centred rows and what was measured on them.
pub(crate) struct Prepared<'a, T: Element> {
    /// The rows as they were given.
    pub(crate) rows: Rows<'a, T>,
    /// The rows minus the mean, rounded to the type of the data.
    pub(crate) tiles: Tiles<T>,
    /// The same in float32, for screening, if the data is float64 and worth it.
    pub(crate) narrow: Option<Tiles<f32>>,
    /// The mean of each column, in float64.
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

impl<T: Element> Prepared<'_, T> {
    /// Returns the rows from `first` on (a multiple of 32), `n_rows` of them.
    pub(crate) fn block(&self, first: usize, n_rows: usize) -> CentredBlock<'_, T> {
        let values = &self.rows.values()[first * self.mean.len()..][..n_rows * self.mean.len()];
        CentredBlock::new(self.tiles.block(first, n_rows), values, &self.mean)
    }

    /// Returns a row minus the mean, in float64.
    pub(crate) fn centred(&self, row: usize) -> impl Iterator<Item = f64> {
        let values = self.rows.values()[row * self.mean.len()..].iter();
        values.zip(&self.mean).map(|(x, mean)| x.widened() - mean)
    }

    /// Returns the weights of the rows from `first` on, `n_rows` of them.
    pub(crate) fn weights_of(&self, first: usize, n_rows: usize) -> Option<&[f64]> {
        self.weights.map(|weights| &weights.values()[first..first + n_rows])
    }
}

/// Returns the centred rows, for fits of `n_clusters` clusters. `tol` is relative to the mean variance of the columns.
/// Neither it nor the mean depends on the weights, of which there is one a row.
///
/// # Errors
/// [`KMeansError::NotFinite`], [`KMeansError::TooLarge`], [`KMeansError::TooHeavy`], [`KMeansError::Allocation`],
/// [`KMeansError::Cancelled`].
pub(crate) fn prepare<'a, T: Element>(
    rows: Rows<'a, T>,
    weights: Option<&'a SampleWeight>,
    tol: f64,
    n_clusters: usize,
    team: &Team<'_>,
) -> Result<Prepared<'a, T>, KMeansError> {
    let (n, d) = (rows.n_rows(), rows.n_features());
    let mean = exact_mean(rows, team)?;

    let mut tiles = Tiles::zeros(n, d)?;
    let blocks = tiles.blocks_mut(BLOCK).zip(rows.values().chunks(BLOCK * d));
    let parts = team.share(
        blocks,
        || Ok(vec![T::default(); d]),
        |maxima, (block, rows)| pack(team.simd, block, rows, Some(&mean), maxima),
    )?;
    let maxima = merged_maxima(d, parts);

    let mut largest_distance = 0.0;
    for &largest in &maxima {
        largest_distance += (2.0 * largest) * (2.0 * largest);
    }
    let heaviest = weights.map_or(1.0, SampleWeight::largest);
    if !f64::is_finite(f64::max(largest_distance, 1.0) * heaviest * n as f64) {
        let magnitude = maxima.iter().fold(0.0, |a: f64, &b| a.max(b));
        return Err(match weights {
            None => KMeansError::TooLarge { magnitude },
            Some(_) => KMeansError::TooHeavy { magnitude, weight: heaviest },
        });
    }
    let narrow = if is_worth_narrowing::<T>(d * n_clusters, largest_distance) {
        Some(narrowed(rows, &mean, team)?)
    } else {
        None
    };
    let scale = |&largest: &f64| T::Sum::scale(largest, n);
    let scales = match weights {
        None => maxima.iter().map(scale).collect(),
        Some(weights) => products_maxima(&tiles, weights, team)?.iter().map(scale).collect(),
    };
    let tolerance = if tol == 0.0 { 0.0 } else { tol * total_variance(&tiles, &maxima, team)? / d as f64 };
    let weight_scale = weights.map(|weights| T::Sum::scale(weights.largest(), n));
    let largest_term = heaviest * largest_distance;
    Ok(Prepared { rows, tiles, narrow, mean, weights, scales, weight_scale, largest_term, tolerance })
}

/// Whether rows are float64, screened faster in float32, and no square of theirs near the ends of its range.
fn is_worth_narrowing<T: Element>(multiplications: usize, largest_distance: f64) -> bool {
    let wide = size_of::<T>() > size_of::<f32>();
    wide && multiplications >= tuning::NARROW && (1e-15..1e30).contains(&largest_distance)
}

/// Returns the rows minus the mean, rounded to float32.
fn narrowed<T: Element>(rows: Rows<'_, T>, mean: &[f64], team: &Team<'_>) -> Result<Tiles<f32>, KMeansError> {
    let d = mean.len();
    let mut tiles = Tiles::zeros(rows.n_rows(), d)?;
    team.share(
        tiles.blocks_mut(BLOCK).zip(rows.values().chunks(BLOCK * d)),
        || Ok(vec![0.0; d]),
        |maxima, (block, rows)| pack(team.simd, block, rows, Some(mean), maxima),
    )?;
    Ok(tiles)
}

fn exact_mean<T: Element>(rows: Rows<'_, T>, team: &Team<'_>) -> Result<Vec<f64>, KMeansError> {
    let (n, d) = (rows.n_rows(), rows.n_features());
    let blocks = || rows.values().chunks(BLOCK * d);
    let parts = team.share(
        blocks(),
        || Ok((vec![T::default(); d], true)),
        |(maxima, finite), rows| *finite &= column_maxima(team.simd, rows, maxima),
    )?;
    if !parts.iter().all(|(_, finite)| *finite) {
        return Err(KMeansError::NotFinite { name: "X" });
    }
    let maxima = merged_maxima(d, parts.into_iter().map(|(maxima, _)| maxima));
    let scales: Vec<Scale> = maxima.iter().map(|&largest| T::Sum::scale(largest, n)).collect();
    let factors: Vec<f64> = scales.iter().map(|scale| scale.factor()).collect();
    let parts = team.share(
        blocks(),
        || Ok(vec![T::Sum::default(); d]),
        |sums, rows| accumulate_columns::<T>(team.simd, rows, &factors, sums),
    )?;
    let mean = (0..d).map(|t| {
        let sum = parts.iter().fold(T::Sum::default(), |sum, part| sum.plus(part[t]));
        scales[t].value(sum) / n as f64
    });
    Ok(mean.collect())
}

fn merged_maxima<T: Element>(d: usize, parts: impl IntoIterator<Item = Vec<T>>) -> Vec<f64> {
    let mut maxima = vec![0.0_f64; d];
    for part in parts {
        for (largest, value) in maxima.iter_mut().zip(part) {
            *largest = largest.max(value.widened());
        }
    }
    maxima
}

/// Returns the largest magnitude of each column of the weighted rows.
fn products_maxima<T: Element>(
    tiles: &Tiles<T>,
    weights: &SampleWeight,
    team: &Team<'_>,
) -> Result<Vec<f64>, KMeansError> {
    let d = tiles.n_features();
    let parts = team.share(
        weights.values().chunks(BLOCK).enumerate(),
        || Ok(vec![0.0; d]),
        |maxima, (index, weights)| {
            weighted_maxima(team.simd, tiles.block(index * BLOCK, weights.len()), weights, maxima);
        },
    )?;
    Ok(merged_maxima(d, parts))
}

/// Returns the sum of the variances of the columns.
fn total_variance<T: Element>(tiles: &Tiles<T>, maxima: &[f64], team: &Team<'_>) -> Result<f64, KMeansError> {
    let (n, d) = (tiles.n_rows(), tiles.n_features());
    let scales: Vec<Scale> = maxima.iter().map(|&largest| Scale::two_words(largest * largest)).collect();
    let factors: Vec<f64> = scales.iter().map(|scale| scale.factor()).collect();
    let parts = team.share(
        (0..n).step_by(BLOCK),
        || Ok(vec![0_i128; d]),
        |sums, first| accumulate_squares(team.simd, tiles.block(first, BLOCK.min(n - first)), &factors, sums),
    )?;
    let mut total = 0.0;
    for (t, scale) in scales.iter().enumerate() {
        let sum: i128 = parts.iter().map(|part| part[t]).sum();
        total += scale.value(sum) / n as f64;
    }
    Ok(total)
}
