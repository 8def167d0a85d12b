//! Lloyd's iterations on exact sums, for rows of any form.
//!
//! Source: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28(2), 1982. Only rows
//! whose label changed touch the sums: with integers, adding and taking away again is exact.

use mlmeta_kernels::{Move, Scale, accumulate_values, multiply, oracle};

use super::buffer::{filled, reserved};
use super::observed::ObservedRun;
use super::prepare::Prepared;
use super::relocate::relocate;
use super::storage::Storage;
use super::{KMeansError, PartialSums};
use crate::control::Team;
use crate::observer::End;

/// The outcome of one run, on centred data.
pub(crate) struct Run {
    pub(crate) centres: Vec<f64>,
    pub(crate) labels: Vec<i32>,
    pub(crate) inertia: f64,
    pub(crate) n_iter: usize,
    /// Whether the observer ended the fit.
    pub(crate) stopped: bool,
}

/// Runs Lloyd's algorithm from `centres`, row-major and centred.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`], and what the observer returns.
pub(crate) fn lloyd<S: Storage>(
    data: &Prepared<'_, S>,
    mut centres: Vec<f64>,
    max_iter: usize,
    team: &Team<'_>,
    observed: &ObservedRun<'_>,
) -> Result<Run, KMeansError> {
    let (d, rows) = (data.mean.len(), &data.rows);
    let mut labels = filled(-1_i32, rows.n_rows())?;
    let mut sums = PartialSums::start(centres.len() / d, &data.scales, data.weight_scale)?;
    let mut n_iter = 0;
    let mut present = rows.lay_out(&centres, None)?;
    let (strict, stopped) = loop {
        observed.iteration_begins(n_iter)?;
        let n_changed = reassign(data, &present, centres.len() / d, &mut labels, &mut sums, team)?;
        let means = if sums.has_empty() {
            let mut relocated = sums.clone();
            relocate(&mut relocated, data, &present, &labels, team)?;
            relocated.finish(&data.scales, &centres)
        } else {
            sums.finish(&data.scales, &centres)
        };
        let mut shift = 0.0;
        for (old, new) in centres.chunks_exact(d).zip(means.chunks_exact(d)) {
            shift += oracle::distance(old, new);
        }
        centres = means;
        let stopped = observed.iteration_ends(n_iter, n_changed, data, &present, &labels, &centres, team)?;
        present = rows.lay_out(&centres, Some(&present))?;
        n_iter += 1;
        if n_changed == 0 {
            observed.run_ends(n_iter - 1, End::Strict)?;
            break (true, stopped);
        }
        if stopped {
            break (false, true);
        }
        if shift <= data.tolerance {
            observed.run_ends(n_iter - 1, End::Tolerance { shift, tolerance: data.tolerance })?;
            break (false, false);
        }
        if n_iter == max_iter {
            break (false, false);
        }
    };
    if !strict {
        let size = rows.block_rows(centres.len() / d);
        team.share(
            labels.chunks_mut(size).enumerate(),
            || Ok(()),
            |(), (index, labels)| rows.assign(team.simd, index * size, &present, labels, None),
        )?;
    }
    let inertia = inertia(data, &present, &labels, team)?;
    Ok(Run { centres, labels, inertia, n_iter, stopped })
}

/// Labels all rows, carries the changes over to `sums`, and returns how many labels changed.
fn reassign<S: Storage>(
    data: &Prepared<'_, S>,
    centres: &S::Centres,
    n_clusters: usize,
    labels: &mut [i32],
    sums: &mut PartialSums<S::Element>,
    team: &Team<'_>,
) -> Result<usize, KMeansError> {
    let size = data.rows.block_rows(n_clusters);
    let parts = team.share(
        labels.chunks_mut(size).enumerate(),
        || Ok((PartialSums::start(n_clusters, &data.scales, data.weight_scale)?, reserved::<Move>(size)?, 0)),
        |(sums, moves, n_changed), (index, labels)| {
            let (first, n_rows) = (index * size, labels.len());
            moves.clear();
            data.rows.assign(team.simd, first, centres, labels, Some(moves));
            data.rows.accumulate(team.simd, first, n_rows, data.weights_of(first, n_rows), moves, sums);
            *n_changed += moves.len();
        },
    )?;
    for (part, _, _) in &parts {
        sums.merge(part);
    }
    Ok(parts.iter().map(|(_, _, n_changed)| n_changed).sum())
}

/// Returns the (weighted) `D` of each row to the centre of its label.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn distances_to_own<S: Storage>(
    rows: &S,
    centres: &S::Centres,
    labels: &[i32],
    weights: Option<&[f64]>,
    team: &Team<'_>,
) -> Result<Vec<f64>, KMeansError> {
    let mut distances = filled(0.0_f64, labels.len())?;
    let size = rows.block_rows(1);
    team.share(
        distances.chunks_mut(size).zip(labels.chunks(size)).enumerate(),
        || Ok(()),
        |(), (index, (distances, labels))| {
            let first = index * size;
            rows.distances_to_own(team.simd, first, centres, labels, distances);
            if let Some(weights) = weights {
                multiply(team.simd, distances, &weights[first..][..labels.len()]);
            }
        },
    )?;
    Ok(distances)
}

/// Returns the exact sum of the (weighted) squared distances of the rows to the centre of their label, rounded once.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn inertia<S: Storage>(
    data: &Prepared<'_, S>,
    centres: &S::Centres,
    labels: &[i32],
    team: &Team<'_>,
) -> Result<f64, KMeansError> {
    let scale = Scale::two_words(data.largest_term);
    let size = data.rows.block_rows(1);
    let parts = team.share(
        labels.chunks(size).enumerate(),
        || Ok((filled(0.0_f64, size.min(labels.len()))?, 0_i128)),
        |(distances, sum), (index, labels)| {
            let (first, distances) = (index * size, &mut distances[..labels.len()]);
            data.rows.distances_to_own(team.simd, first, centres, labels, distances);
            if let Some(weights) = data.weights_of(first, labels.len()) {
                multiply(team.simd, distances, weights);
            }
            *sum += accumulate_values(team.simd, distances, scale.factor());
        },
    )?;
    Ok(scale.value(parts.iter().map(|(_, sum)| sum).sum::<i128>()))
}
