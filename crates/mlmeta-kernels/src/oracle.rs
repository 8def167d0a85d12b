//! The definitions, naively: what every kernel is tested against.

use crate::element::Element;

/// Returns `D(row, centre) = ((x_0 - c_0)^2 + (x_1 - c_1)^2) + ...` in float64, each operation rounded on its own.
///
/// ```
/// assert_eq!(mlmeta_kernels::oracle::distance(&[0.0_f32, 3.0], &[4.0_f64, 0.0]), 25.0);
/// ```
#[must_use]
pub fn distance<T: Element, C: Element>(row: &[T], centre: &[C]) -> f64 {
    let mut sum = 0.0;
    for (x, c) in row.iter().zip(centre) {
        let difference = x.widened() - c.widened();
        sum += difference * difference;
    }
    sum
}

/// Returns the lowest index with the smallest [`distance`] among row-major `centres`.
///
/// ```
/// assert_eq!(mlmeta_kernels::oracle::nearest(&[1.0_f64], &[0.0, 2.0, 9.0]), 0);
/// ```
#[must_use]
pub fn nearest<T: Element>(row: &[T], centres: &[T]) -> i32 {
    let mut label = 0;
    let mut smallest = f64::INFINITY;
    for (j, centre) in centres.chunks_exact(row.len()).enumerate() {
        let distance = distance(row, centre);
        if distance < smallest {
            smallest = distance;
            label = j as i32;
        }
    }
    label
}

/// Returns the label of a row in a fit with the given `mean` and row-major `centres` of rows minus that mean: among the
/// centres whose [`distance`] is at most `1 + 2^-40` times the smallest, the lowest index with the smallest [`score`],
/// where one that overflows comes last. When all distances are infinite it is 0.
///
/// ```
/// assert_eq!(mlmeta_kernels::oracle::label_in_fit(&[2.0_f32], &[1.0], &[0.0, 2.0, 9.0]), 0);
/// ```
#[must_use]
pub fn label_in_fit<T: Element>(row: &[T], mean: &[f64], centres: &[f64]) -> i32 {
    let row: Vec<f64> = row.iter().zip(mean).map(|(x, mean)| x.widened() - mean).collect();
    let centres: Vec<&[f64]> = centres.chunks_exact(row.len()).collect();
    let distances: Vec<f64> = centres.iter().map(|centre| distance(&row, centre)).collect();
    let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    if smallest.is_infinite() {
        return 0;
    }
    let limit = smallest * (1.0 + 2.0_f64.powi(-40));
    let tied: Vec<usize> = (0..centres.len()).filter(|&j| distances[j] <= limit).collect();
    let scores: Vec<f64> = tied.iter().map(|&j| score(&row, centres[j]).min(f64::INFINITY)).collect();
    let smallest = scores.iter().copied().fold(f64::INFINITY, f64::min);
    scores.iter().position(|&score| score == smallest).map_or(0, |first| tied[first] as i32)
}

/// Returns `|c|^2 - 2 p`: `p` from fused multiply-adds in the order of the features, `|c|^2` from [`squared_norm`].
///
/// ```
/// assert_eq!(mlmeta_kernels::oracle::score(&[1.0, 2.0], &[3.0, 4.0]), 25.0 - 22.0);
/// ```
#[must_use]
pub fn score(row: &[f64], centre: &[f64]) -> f64 {
    let mut product = 0.0;
    for (x, c) in row.iter().zip(centre) {
        product = f64::mul_add(*x, *c, product);
    }
    squared_norm(centre) - 2.0 * product
}

/// Returns `|c|^2`, the even and the odd features summed apart; of each whole eight features the last pair comes first.
///
/// ```
/// assert_eq!(mlmeta_kernels::oracle::squared_norm(&[3.0, 4.0, 12.0]), 169.0);
/// ```
#[must_use]
pub fn squared_norm(centre: &[f64]) -> f64 {
    let mut squares: Vec<f64> = centre.iter().map(|c| c * c).collect();
    for eight in squares.chunks_exact_mut(8) {
        let [a, b, c, d, e, f, g, h] = *eight else { continue };
        eight.copy_from_slice(&[g, h, e, f, c, d, a, b]);
    }
    let lane = |first: usize| squares.iter().skip(first).step_by(2).fold(0.0, |sum, square| sum + square);
    lane(0) + lane(1)
}

/// Returns the exact integer sum of `round_half_even(value * factor)`.
#[must_use]
pub fn exact_sum(values: impl Iterator<Item = f64>, factor: f64) -> i128 {
    values.map(|value| (value * factor).round_ties_even() as i128).sum()
}
