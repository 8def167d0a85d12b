//! Lloyd's iterations on exact sums.
//!
//! Source: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28(2), 1982. Only rows
//! whose label changed touch the sums: with integers, adding and taking away again is exact.

use mlmeta_kernels::tuning::BLOCK;
use mlmeta_kernels::{Centres, Element, Move, Scale, accumulate_values, distances_to_own, multiply, oracle};

use super::buffer::{filled, reserved};
use super::labels::Labelling;
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
    let mut narrow = true;
    while n_iter < max_iter && !strict {
        let present = Labelling::new(data, &centres, narrow)?;
        let (n_changed, n_open) = reassign(data, &present, &mut labels, &mut sums, team)?;
        narrow = present.stays_narrow(n_open);
        let means = if sums.has_empty() {
            let mut relocated = sums.clone();
            relocate(&mut relocated, data, &present.centres, &labels, team)?;
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
    let present = Labelling::new(data, &centres, narrow)?;
    if !strict {
        team.share(
            labels.chunks_mut(BLOCK).enumerate(),
            || Ok(()),
            |(), (index, labels)| {
                present.label(team.simd, index * BLOCK, labels, None);
            },
        )?;
    }
    let inertia = inertia(data, &present.centres, &labels, team)?;
    Ok(Run { centres, labels, inertia, n_iter })
}

/// Labels all rows, carries the changes over to `sums`, and returns how many labels changed and how many rows screening
/// left open.
fn reassign<T: Element>(
    data: &Prepared<'_, T>,
    present: &Labelling<'_, T>,
    labels: &mut [i32],
    sums: &mut PartialSums<T>,
    team: &Team<'_>,
) -> Result<(usize, usize), KMeansError> {
    let n_clusters = present.centres.len();
    let parts = team.share(
        labels.chunks_mut(BLOCK).enumerate(),
        || {
            Ok((
                PartialSums::start(n_clusters, &data.scales, data.weight_scale)?,
                reserved::<Move>(BLOCK)?,
                (0, 0),
            ))
        },
        |(sums, moves, (n_changed, n_open)), (index, labels)| {
            let (first, n_rows) = (index * BLOCK, labels.len());
            moves.clear();
            *n_open += present.label(team.simd, first, labels, Some(moves));
            sums.accumulate(team.simd, data.block(first, n_rows), data.weights_of(first, n_rows), moves);
            *n_changed += moves.len();
        },
    )?;
    for (part, _, _) in &parts {
        sums.merge(part);
    }
    let counts = parts.iter().map(|(_, _, counts)| counts);
    Ok(counts.fold((0, 0), |(changed, open), (more_changed, more_open)| {
        (changed + more_changed, open + more_open)
    }))
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
