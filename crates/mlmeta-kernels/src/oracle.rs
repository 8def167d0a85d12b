//! The definitions, naively: what every kernel is tested against.

use crate::element::Element;

/// Returns `D(row, centre) = ((x_0 - c_0)^2 + (x_1 - c_1)^2) + ...` in float64, each operation rounded on its own.
///
/// ```
/// assert_eq!(mlmeta_kernels::oracle::distance(&[0.0_f32, 3.0], &[4.0, 0.0]), 25.0);
/// ```
#[must_use]
pub fn distance<T: Element>(row: &[T], centre: &[T]) -> f64 {
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

/// Returns the exact integer sum of `round_half_even(value * factor)`.
#[must_use]
pub fn exact_sum(values: impl Iterator<Item = f64>, factor: f64) -> i128 {
    values.map(|value| (value * factor).round_ties_even() as i128).sum()
}
