//! Dense rows: in a fit centred and kept in tiles, for a model packed into tiles as they come.

use mlmeta_kernels::tuning::{BLOCK, NARROW, SCRATCH, TILE};
use mlmeta_kernels::{
    Accumulator, CentredBlock, Centres, Element, Move, Scale, Simd, Tiles, accumulate_columns,
    accumulate_squares, assign, assign_in_fit, column_maxima, distances_to_own, lower_closest, pack,
    row_distances, weighted_maxima,
};

use super::buffer::{filled, reserved};
use super::init::CHAINS;
use super::labels::Labelling;
use super::storage::{Queries, Storage, Stored, largest_distance};
use super::{KMeansError, PartialSums};
use crate::Rows;
use crate::control::Team;

/// The rows of a fit: as they were given, and minus the mean in tiles.
pub(crate) struct CentredRows<'a, T: Element> {
    rows: Rows<'a, T>,
    /// The rows minus the mean, rounded to the type of the data.
    tiles: Tiles<T>,
    /// The same in float32, for screening, if the data is float64 and worth it.
    narrow: Option<Tiles<f32>>,
    /// The mean of each column, in float64.
    mean: Vec<f64>,
}

/// Returns the rows minus the mean of each column, for fits of `n_clusters` clusters.
///
/// # Errors
/// [`KMeansError::NotFinite`], [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn centred<'a, T: Element>(
    rows: Rows<'a, T>,
    n_clusters: usize,
    team: &Team<'_>,
) -> Result<Stored<CentredRows<'a, T>>, KMeansError> {
    let mean = exact_mean(rows, team)?;
    centred_about(mean, rows, n_clusters, team)
}

/// Returns the rows minus a `mean` that need not be theirs: what [`centred`] gives of some of the rows that have it.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn centred_about<'a, T: Element>(
    mean: Vec<f64>,
    rows: Rows<'a, T>,
    n_clusters: usize,
    team: &Team<'_>,
) -> Result<Stored<CentredRows<'a, T>>, KMeansError> {
    let d = rows.n_features();
    let (tiles, maxima) = packed::<T, T>(rows, &mean, team)?;
    let narrow = if is_worth_narrowing::<T>(d.saturating_mul(n_clusters), largest_distance(&maxima)) {
        Some(packed(rows, &mean, team)?.0)
    } else {
        None
    };
    Ok(Stored { rows: CentredRows { rows, tiles, narrow, mean: mean.clone() }, mean, maxima })
}

/// Returns the rows as they are, for labels of `n_clusters` clusters whose centres are not centred either.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn uncentred<'a, T: Element>(
    rows: Rows<'a, T>,
    n_clusters: usize,
    team: &Team<'_>,
) -> Result<CentredRows<'a, T>, KMeansError> {
    Ok(centred_about(vec![0.0; rows.n_features()], rows, n_clusters, team)?.rows)
}

/// Whether rows are float64, screened faster in float32, and no square of theirs near the ends of its range.
fn is_worth_narrowing<T: Element>(multiplications: usize, largest_distance: f64) -> bool {
    let wide = size_of::<T>() > size_of::<f32>();
    wide && multiplications >= NARROW && (1e-15..1e30).contains(&largest_distance)
}

/// Returns the rows minus the mean, rounded to `S`, and the largest magnitude of each column.
fn packed<S: Element, T: Element>(
    rows: Rows<'_, T>,
    mean: &[f64],
    team: &Team<'_>,
) -> Result<(Tiles<S>, Vec<f64>), KMeansError> {
    let d = mean.len();
    let mut tiles = Tiles::zeros(rows.n_rows(), d)?;
    let parts = team.share(
        tiles.blocks_mut(BLOCK).zip(rows.values().chunks(BLOCK * d)),
        || Ok(vec![S::default(); d]),
        |maxima, (block, rows)| pack(team.simd, block, rows, Some(mean), maxima),
    )?;
    Ok((tiles, merged_maxima(d, parts)))
}

impl<T: Element> CentredRows<'_, T> {
    /// Returns the rows from `first` on (a multiple of 32), `n_rows` of them.
    fn block(&self, first: usize, n_rows: usize) -> CentredBlock<'_, T> {
        let values = &self.rows.values()[first * self.mean.len()..][..n_rows * self.mean.len()];
        CentredBlock::new(self.tiles.block(first, n_rows), values, &self.mean)
    }

    /// Returns a row of the tiles.
    fn row(&self, row: usize) -> impl Iterator<Item = T> {
        let first = row / TILE * TILE;
        self.tiles.block(first, self.tiles.n_rows() - first).row(row - first)
    }
}

impl<T: Element> Storage for CentredRows<'_, T> {
    type Element = T;
    type Centres = Labelling<T>;
    type Candidates = Vec<Vec<f64>>;
    /// As many as their sums are formed side by side.
    const SEEDING_BLOCKS: usize = CHAINS;

    fn n_rows(&self) -> usize {
        self.tiles.n_rows()
    }

    fn block_rows(&self, _k: usize) -> usize {
        BLOCK
    }

    fn weighted_maxima(&self, weights: &[f64], team: &Team<'_>) -> Result<Vec<f64>, KMeansError> {
        let d = self.mean.len();
        let parts = team.share(
            weights.chunks(BLOCK).enumerate(),
            || Ok(vec![0.0; d]),
            |maxima, (index, weights)| {
                weighted_maxima(team.simd, self.tiles.block(index * BLOCK, weights.len()), weights, maxima);
            },
        )?;
        Ok(merged_maxima(d, parts))
    }

    fn total_variance(&self, maxima: &[f64], team: &Team<'_>) -> Result<f64, KMeansError> {
        let (n, d) = (self.tiles.n_rows(), maxima.len());
        let scales: Vec<Scale> = maxima.iter().map(|&largest| Scale::two_words(largest * largest)).collect();
        let factors: Vec<f64> = scales.iter().map(|scale| scale.factor()).collect();
        let parts = team.share(
            (0..n).step_by(BLOCK),
            || Ok(vec![0_i128; d]),
            |sums, first| {
                accumulate_squares(team.simd, self.tiles.block(first, BLOCK.min(n - first)), &factors, sums);
            },
        )?;
        let mut total = 0.0;
        for (t, scale) in scales.iter().enumerate() {
            let sum: i128 = parts.iter().map(|part| part[t]).sum();
            total += scale.value(sum) / n as f64;
        }
        Ok(total)
    }

    fn centred_rows(&self) -> Result<Option<Vec<T>>, KMeansError> {
        let mut values = reserved(self.rows.values().len())?;
        for row in 0..self.n_rows() {
            values.extend(self.row(row));
        }
        Ok(Some(values))
    }

    fn start_centre(&self, row: usize) -> Vec<f64> {
        let values = self.rows.values()[row * self.mean.len()..].iter();
        values.zip(&self.mean).map(|(x, mean)| x.widened() - mean).collect()
    }

    fn candidates(&self, rows: &[usize]) -> Result<Vec<Vec<f64>>, KMeansError> {
        Ok(rows.iter().map(|&row| self.row(row).map(Element::widened).collect()).collect())
    }

    fn seeding_scratch(n_rows: usize, _n_candidates: usize) -> usize {
        n_rows
    }

    fn lower_closest(
        &self,
        simd: Simd,
        first: usize,
        candidates: &Vec<Vec<f64>>,
        closest: &[f64],
        scratch: &mut [f64],
        mut found: impl FnMut(usize, &mut [f64]),
    ) {
        let (block, lowered) = (self.tiles.block(first, closest.len()), &mut scratch[..closest.len()]);
        for (number, candidate) in candidates.iter().enumerate() {
            lower_closest(simd, block, candidate, closest, lowered);
            found(number, lowered);
        }
    }

    fn lay_out(&self, centres: &[f64], previous: Option<&Labelling<T>>) -> Result<Labelling<T>, KMeansError> {
        let stays = previous.is_none_or(|previous| previous.stays_narrow(self.n_rows()));
        Labelling::new(centres, self.mean.len(), self.narrow.is_some() && stays)
    }

    fn assign(
        &self,
        simd: Simd,
        first: usize,
        centres: &Labelling<T>,
        labels: &mut [i32],
        moves: Option<&mut Vec<Move>>,
    ) {
        let block = self.block(first, labels.len());
        centres.leave_open(match (&self.narrow, &centres.narrow) {
            (Some(tiles), Some(narrow)) => {
                assign_in_fit(simd, tiles.block(first, labels.len()), block, narrow, labels, moves)
            }
            _ => assign_in_fit(simd, block.tiles(), block, &centres.centres, labels, moves),
        });
    }

    fn distances_to_own(
        &self,
        simd: Simd,
        first: usize,
        centres: &Labelling<T>,
        labels: &[i32],
        distances: &mut [f64],
    ) {
        distances_to_own(simd, self.tiles.block(first, labels.len()), &centres.centres, labels, distances);
    }

    fn accumulate(
        &self,
        simd: Simd,
        first: usize,
        n_rows: usize,
        weights: Option<&[f64]>,
        moves: &[Move],
        sums: &mut PartialSums<T>,
    ) {
        sums.accumulate(simd, self.block(first, n_rows), weights, moves);
    }
}

impl<T: Element> Queries for Rows<'_, T> {
    type Element = T;
    type Centres = Centres<T>;
    type Scratch = (Tiles<T>, Vec<T>);

    fn block_rows(&self, _k: usize) -> usize {
        SCRATCH.min(self.n_rows().next_multiple_of(TILE))
    }

    fn work(&self, k: usize) -> usize {
        self.values().len().saturating_mul(k)
    }

    fn lay_out(&self, centres: &[T]) -> Result<Centres<T>, KMeansError> {
        Ok(Centres::new(centres, self.n_features())?)
    }

    fn scratch(&self, n_rows: usize) -> Result<(Tiles<T>, Vec<T>), KMeansError> {
        Ok((Tiles::zeros(n_rows, self.n_features())?, filled(T::default(), self.n_features())?))
    }

    fn nearest(
        &self,
        simd: Simd,
        (tiles, maxima): &mut (Tiles<T>, Vec<T>),
        first: usize,
        centres: &Centres<T>,
        labels: &mut [i32],
        distances: Option<&mut [f64]>,
    ) {
        let (n, d) = (labels.len(), self.n_features());
        tiles.resize(n);
        for block in tiles.blocks_mut(n.next_multiple_of(TILE)) {
            pack(simd, block, &self.values()[first * d..][..n * d], None, maxima);
        }
        assign(simd, tiles.block(0, n), centres, labels, None);
        if let Some(distances) = distances {
            distances_to_own(simd, tiles.block(0, n), centres, labels, distances);
        }
    }

    fn distances(&self, simd: Simd, first: usize, centres: &Centres<T>, distances: &mut [T]) {
        let (d, n) = (self.n_features(), distances.len() / centres.len());
        row_distances(simd, &self.values()[first * d..][..n * d], centres, distances);
    }
}

/// Returns the largest magnitude of each column.
///
/// # Errors
/// [`KMeansError::NotFinite`], [`KMeansError::Cancelled`].
pub(crate) fn maxima<T: Element>(rows: Rows<'_, T>, team: &Team<'_>) -> Result<Vec<f64>, KMeansError> {
    let d = rows.n_features();
    let parts = team.share(
        rows.values().chunks(BLOCK * d),
        || Ok((vec![T::default(); d], true)),
        |(maxima, finite), rows| *finite &= column_maxima(team.simd, rows, maxima),
    )?;
    if !parts.iter().all(|(_, finite)| *finite) {
        return Err(KMeansError::NotFinite { name: "X" });
    }
    Ok(merged_maxima(d, parts.into_iter().map(|(maxima, _)| maxima)))
}

fn exact_mean<T: Element>(rows: Rows<'_, T>, team: &Team<'_>) -> Result<Vec<f64>, KMeansError> {
    let (n, d) = (rows.n_rows(), rows.n_features());
    let maxima = maxima(rows, team)?;
    let scales: Vec<Scale> = maxima.iter().map(|&largest| T::Sum::scale(largest, n)).collect();
    let factors: Vec<f64> = scales.iter().map(|scale| scale.factor()).collect();
    let parts = team.share(
        rows.values().chunks(BLOCK * d),
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
