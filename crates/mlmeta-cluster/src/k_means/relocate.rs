//! Clusters that lost all their rows get the rows that fit worst.

use mlmeta_kernels::Move;
use mlmeta_kernels::tuning::BLOCK;

use super::buffer::filled;
use super::lloyd::distances_to_own;
use super::prepare::Prepared;
use super::storage::Storage;
use super::{KMeansError, PartialSums};
use crate::control::Team;

/// Moves, in `sums` alone, the rows farthest from their own centre into the clusters without rows, or without weight.
///
/// With `e` such clusters the `e` farthest rows are taken, farthest first, ties to the lower index; the j-th empty
/// cluster gets the j-th row. Labels stay. When every row sits on its centre nothing is moved.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn relocate<S: Storage>(
    sums: &mut PartialSums<S::Element>,
    data: &Prepared<'_, S>,
    centres: &S::Centres,
    labels: &[i32],
    team: &Team<'_>,
) -> Result<(), KMeansError> {
    let empty: Vec<usize> = sums.empty().collect();
    if empty.is_empty() {
        return Ok(());
    }
    let rows = &data.rows;
    for (&cluster, row) in empty.iter().zip(farthest(empty.len(), rows, centres, labels, team)?) {
        let first = row / BLOCK * BLOCK;
        let n_rows = BLOCK.min(rows.n_rows() - first);
        let moved = Move { row: (row - first) as u32, from: labels[row], to: cluster as i32 };
        // Weights that round to nothing may leave products that do not. A row that stays in a cluster without weight
        // (`from` is `to`) gives it none, so that it keeps its centre.
        sums.clear(cluster);
        rows.accumulate(team.simd, first, n_rows, data.weights_of(first, n_rows), &[moved], sums);
    }
    Ok(())
}

/// Returns the `count` rows farthest from their own centre, or none when the largest distance is 0.
fn farthest<S: Storage>(
    count: usize,
    rows: &S,
    centres: &S::Centres,
    labels: &[i32],
    team: &Team<'_>,
) -> Result<Vec<usize>, KMeansError> {
    let distances = distances_to_own(rows, centres, labels, None, team)?;
    let order = |a: &usize, b: &usize| distances[*b].total_cmp(&distances[*a]).then(a.cmp(b));
    let mut rows = filled(0_usize, labels.len())?;
    for (index, row) in rows.iter_mut().enumerate() {
        *row = index;
    }
    rows.select_nth_unstable_by(count - 1, order);
    rows.truncate(count);
    rows.sort_unstable_by(order);
    if distances[rows[0]] == 0.0 {
        rows.clear();
    }
    Ok(rows)
}
