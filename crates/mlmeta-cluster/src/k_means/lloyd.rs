//! Lloyd's iterations on exact sums.
//!
//! Source: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28(2), 1982. Only rows
//! whose label changed touch the sums: with integers, adding and taking away again is exact.

use mlmeta_kernels::tuning::BLOCK;
use mlmeta_kernels::{
    Centres, Element, Move, Scale, accumulate_values, assign_in_fit, distances_to_own, multiply, oracle,
};

use super::buffer::{filled, reserved};
use super::prepare::Prepared;
use super::relocate::relocate;
use super::{KMeansError, PartialSums};
use crate::control::Team;

/// The outcome of one run, on centred data.
pub(crate) struct Run {
    pub(crate) centres: Vec<f64>,
    pub(crate) labels: Vec<i32>,
    pub(crate) inertia: f64,
    pub(crate) n_iter: usize,
}

/// Runs Lloyd's algorithm from `centres`, row-major and centred. `progress` hears of each iteration and how many
/// labels changed in it.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn lloyd<T: Element>(
    data: &Prepared<'_, T>,
    mut centres: Vec<f64>,
    max_iter: usize,
    team: &Team<'_>,
    progress: impl Fn(usize, usize),
) -> Result<Run, KMeansError> {
    let d = data.tiles.n_features();
    let mut labels = filled(-1_i32, data.tiles.n_rows())?;
    let mut sums = PartialSums::start(centres.len() / d, &data.scales, data.weight_scale)?;
    let mut n_iter = 0;
    let mut strict = false;
    while n_iter < max_iter && !strict {
        let present = Centres::new(&centres, d)?;
        let n_changed = reassign(data, &present, &mut labels, &mut sums, team)?;
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
        n_iter += 1;
        progress(n_iter, n_changed);
        strict = n_changed == 0;
        if !strict && shift <= data.tolerance {
            break;
        }
    }
    let present = Centres::new(&centres, d)?;
    if !strict {
        team.share(
            labels.chunks_mut(BLOCK).enumerate(),
            || Ok(()),
            |(), (index, labels)| {
                let block = data.block(index * BLOCK, labels.len());
                assign_in_fit(team.simd, block, &present, labels, None);
            },
        )?;
    }
    let inertia = inertia(data, &present, &labels, team)?;
    Ok(Run { centres, labels, inertia, n_iter })
}

/// Labels all rows, carries the changes over to `sums`, and returns how many labels changed.
fn reassign<T: Element>(
    data: &Prepared<'_, T>,
    centres: &Centres<T>,
    labels: &mut [i32],
    sums: &mut PartialSums<T>,
    team: &Team<'_>,
) -> Result<usize, KMeansError> {
    let n_clusters = centres.len();
    let parts = team.share(
        labels.chunks_mut(BLOCK).enumerate(),
        || {
            Ok((
                PartialSums::start(n_clusters, &data.scales, data.weight_scale)?,
                reserved::<Move>(BLOCK)?,
                0,
            ))
        },
        |(sums, moves, n_changed), (index, labels)| {
            let (first, n_rows) = (index * BLOCK, labels.len());
            let block = data.block(first, n_rows);
            moves.clear();
            assign_in_fit(team.simd, block, centres, labels, Some(moves));
            sums.accumulate(team.simd, block, data.weights_of(first, n_rows), moves);
            *n_changed += moves.len();
        },
    )?;
    for (part, _, _) in &parts {
        sums.merge(part);
    }
    Ok(parts.iter().map(|(_, _, n_changed)| n_changed).sum())
}

/// Returns the exact sum of the (weighted) squared distances of the rows to the centre of their label, rounded once.
fn inertia<T: Element>(
    data: &Prepared<'_, T>,
    centres: &Centres<T>,
    labels: &[i32],
    team: &Team<'_>,
) -> Result<f64, KMeansError> {
    let scale = Scale::two_words(data.largest_term);
    let parts = team.share(
        labels.chunks(BLOCK).enumerate(),
        || Ok((filled(0.0_f64, BLOCK.min(labels.len()))?, 0_i128)),
        |(distances, sum), (index, labels)| {
            let distances = &mut distances[..labels.len()];
            distances_to_own(
                team.simd,
                data.tiles.block(index * BLOCK, labels.len()),
                centres,
                labels,
                distances,
            );
            if let Some(weights) = data.weights_of(index * BLOCK, labels.len()) {
                multiply(team.simd, distances, weights);
            }
            *sum += accumulate_values(team.simd, distances, scale.factor());
        },
    )?;
    Ok(scale.value(parts.iter().map(|(_, sum)| sum).sum::<i128>()))
}
