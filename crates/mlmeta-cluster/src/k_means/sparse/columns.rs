//! What a fit measures of the columns of sparse rows: largest magnitudes and variances.

use mlmeta_kernels::tuning::BLOCK;
use mlmeta_kernels::{Accumulator, Element, Scale};

use crate::control::Team;
use crate::csr::{Csr, Index};
use crate::k_means::KMeansError;
use crate::k_means::buffer::filled;
use crate::k_means::sums::whole;

/// Returns the largest magnitude of each column.
///
/// # Errors
/// [`KMeansError::NotFinite`], [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(super) fn maxima<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    team: &Team<'_>,
) -> Result<Vec<f64>, KMeansError> {
    let maxima = largest(rows, team, |_, x| x)?;
    if maxima.iter().all(|largest| largest.is_finite()) {
        Ok(maxima)
    } else {
        Err(KMeansError::NotFinite { name: "X" })
    }
}

/// Returns the largest magnitude of each column of the rows times their weights, the products formed in float64.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(super) fn weighted_maxima<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    weights: &[f64],
    team: &Team<'_>,
) -> Result<Vec<f64>, KMeansError> {
    largest(rows, team, |row, x| weights[row] * x)
}

/// Returns the largest magnitude of `value(row, x)` in each column; infinite where one is NaN.
fn largest<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    team: &Team<'_>,
    value: impl Fn(usize, f64) -> f64 + Sync,
) -> Result<Vec<f64>, KMeansError> {
    let d = rows.n_features();
    let parts = over_entries(rows, team, 0.0_f64, |largest, row, _, x| {
        let magnitude = value(row, x).abs();
        *largest = if magnitude.is_nan() { f64::INFINITY } else { largest.max(magnitude) };
    })?;
    Ok((0..d).map(|t| parts.iter().fold(0.0, |largest, part| f64::max(largest, part[t]))).collect())
}

/// Returns the sum of the variances of the columns, whose largest magnitudes are `maxima`: of each
/// `(q + z mean^2) / n`, `q` the exact sum of `(x - mean)^2` over its entries and `z` the number of rows without one.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(super) fn total_variance<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    maxima: &[f64],
    team: &Team<'_>,
) -> Result<f64, KMeansError> {
    let n = rows.n_rows() as f64;
    let means = means(rows, maxima, team)?;
    let bound = |&largest: &f64| Scale::two_words((2.0 * largest) * (2.0 * largest));
    let scales: Vec<Scale> = maxima.iter().map(bound).collect();
    let squares = exact_sums(rows, &scales, |t, x| (x - means[t]) * (x - means[t]), team)?;
    let mut total = 0.0;
    for ((square, n_entries), mean) in squares.into_iter().zip(means) {
        total += (square + (n - n_entries) * (mean * mean)) / n;
    }
    Ok(total)
}

/// Returns the mean of each column, whose largest magnitudes are `maxima`: its exact sum over the number of rows.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn means<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    maxima: &[f64],
    team: &Team<'_>,
) -> Result<Vec<f64>, KMeansError> {
    let scales: Vec<Scale> = maxima.iter().map(|&largest| Scale::two_words(largest)).collect();
    let sums = exact_sums(rows, &scales, |_, x| x, team)?;
    Ok(sums.iter().map(|(sum, _)| sum / rows.n_rows() as f64).collect())
}

/// Returns for each column the exact sum of `value(column, x)` over its entries, and their number.
fn exact_sums<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    scales: &[Scale],
    value: impl Fn(usize, f64) -> f64 + Sync,
    team: &Team<'_>,
) -> Result<Vec<(f64, f64)>, KMeansError> {
    let parts = over_entries(rows, team, (0_i128, 0_i64), |(sum, count), _, column, x| {
        *sum = sum.plus(whole(value(column, x), scales[column].factor()));
        *count += 1;
    })?;
    let merged = |(sum, count): (i128, i64), part: &(i128, i64)| (sum + part.0, count + part.1);
    let total = |t: usize| {
        let (sum, count) = parts.iter().map(|part| &part[t]).fold((0, 0), merged);
        (scales[t].value(sum), count as f64)
    };
    Ok((0..rows.n_features()).map(total).collect())
}

/// Returns what each thread made of the entries of its rows: for each column, `start` folded with
/// `step(folded, row, column, x)`.
fn over_entries<T: Element, I: Index, S: Copy + Send + Sync>(
    rows: &Csr<'_, T, I>,
    team: &Team<'_>,
    start: S,
    step: impl Fn(&mut S, usize, usize, f64) + Sync,
) -> Result<Vec<Vec<S>>, KMeansError> {
    let n = rows.n_rows();
    team.share(
        (0..n).step_by(BLOCK),
        || Ok(filled(start, rows.n_features())?),
        |folded, first| {
            for row in first..n.min(first + BLOCK) {
                for (column, x) in rows.entries(row) {
                    step(&mut folded[column], row, column, x);
                }
            }
        },
    )
}
