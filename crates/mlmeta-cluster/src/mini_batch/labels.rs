//! The labels of rows and their inertia, for centres in the coordinates of the data.

use mlmeta_kernels::tuning::BLOCK;
use mlmeta_kernels::{Element, Scale, accumulate_values, multiply};

use crate::control::Team;
use crate::k_means::buffer::filled;
use crate::k_means::dense::uncentred;
use crate::k_means::lloyd::distances_to_own;
use crate::k_means::storage::Storage;
use crate::{KMeansError, Matrix, Rows};

/// Rows that are laid out at a time: enough for all threads, and few beside the data.
const AT_A_TIME: usize = 16 * BLOCK;

/// Returns the label of each row by the rule of a K-Means fit, and the (weighted) inertia.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(super) fn labelled<T: Element>(
    rows: &Matrix<'_, T>,
    centres: &[f64],
    weights: Option<&[f64]>,
    team: &Team<'_>,
) -> Result<(Vec<i32>, f64), KMeansError> {
    let (n, d) = (rows.n_rows(), rows.n_features());
    let k = centres.len() / d;
    let (mut labels, mut terms) = (filled(-1_i32, n)?, filled(0.0_f64, n)?);
    match rows {
        Matrix::Dense(rows) => {
            let parts = labels.chunks_mut(AT_A_TIME).zip(terms.chunks_mut(AT_A_TIME));
            for ((labels, terms), values) in parts.zip(rows.values().chunks(AT_A_TIME * d)) {
                let rows = uncentred(Rows::new(values, d)?, k, team)?;
                label_stored(&rows, centres, k, labels, terms, team)?;
            }
        }
        Matrix::Sparse(rows) => label_stored(rows, centres, k, &mut labels, &mut terms, team)?,
        Matrix::WideSparse(rows) => label_stored(rows, centres, k, &mut labels, &mut terms, team)?,
    }
    if let Some(weights) = weights {
        multiply(team.simd, &mut terms, weights);
    }
    Ok((labels, exact_sum(&terms, team)))
}

/// Writes the labels of the rows, and the `D` of each to its centre.
fn label_stored<S: Storage>(
    rows: &S,
    centres: &[f64],
    k: usize,
    labels: &mut [i32],
    distances: &mut [f64],
    team: &Team<'_>,
) -> Result<(), KMeansError> {
    let (present, size) = (rows.lay_out(centres, None)?, rows.block_rows(k));
    team.share(
        labels.chunks_mut(size).enumerate(),
        || Ok(()),
        |(), (index, labels)| rows.assign(team.simd, index * size, &present, labels, None),
    )?;
    distances.copy_from_slice(&distances_to_own(rows, &present, labels, None, team)?);
    Ok(())
}

/// Returns the exact sum of values that are not negative, rounded once; infinite where one of them is.
fn exact_sum(values: &[f64], team: &Team<'_>) -> f64 {
    let largest = values.iter().fold(0.0, |largest: f64, &value| largest.max(value));
    if largest.is_infinite() {
        return f64::INFINITY;
    }
    let scale = Scale::two_words(largest);
    scale.value(accumulate_values(team.simd, values, scale.factor()))
}
