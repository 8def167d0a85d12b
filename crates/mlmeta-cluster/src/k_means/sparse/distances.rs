//! What sparse rows are to dense centres, at the cost of their entries: scores, which decide labels, and distances `D`.
//!
//! `D(x, c) = max(0, s + N(c))`, `s` the sum over the entries, in the order of their columns, of `(x_t - c_t)^2 - c_t^2`; NaN,
//! which only overflow gives, counts as infinite. The label needs less, the score `N(c) - 2 p`, `p` the sum of `x_t c_t`: it
//! is `D` but for `|x|^2`. All in float64, every operation rounded on its own; lanes hold centres, so that they change nothing.

use mlmeta_kernels::{Element, Move};

use super::centres::{PANEL, SparseCentres};
use crate::csr::{Csr, Index};

/// Writes the labels of the rows from `first` on over `labels`: of each the lowest index with the smallest score. Rows whose
/// label changed are appended to `moves`, counted from `first`.
pub(super) fn assign<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    first: usize,
    centres: &SparseCentres,
    labels: &mut [i32],
    mut moves: Option<&mut Vec<Move>>,
) {
    for (row, label) in labels.iter_mut().enumerate() {
        let nearest = nearest(rows, first + row, centres);
        if *label != nearest {
            if let Some(moves) = &mut moves {
                moves.push(Move { row: row as u32, from: *label, to: nearest });
            }
            *label = nearest;
        }
    }
}

fn nearest<T: Element, I: Index>(rows: &Csr<'_, T, I>, row: usize, centres: &SparseCentres) -> i32 {
    let (mut label, mut smallest) = (0, f64::INFINITY);
    for (number, (panel, norms)) in centres.panels().enumerate() {
        let mut products = [0.0; PANEL];
        for (column, x) in rows.entries(row) {
            for (product, c) in products.iter_mut().zip(&panel[column]) {
                *product += x * c;
            }
        }
        for (j, (norm, product)) in norms.iter().zip(products).enumerate() {
            let score = norm - 2.0 * product;
            if score < smallest {
                (label, smallest) = ((number * PANEL + j) as i32, score);
            }
        }
    }
    label
}

/// Writes the `D` of each row from `first` on to the centre of its label.
pub(super) fn distances_to_own<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    first: usize,
    centres: &SparseCentres,
    labels: &[i32],
    distances: &mut [f64],
) {
    for (row, (distance, &label)) in distances.iter_mut().zip(labels).enumerate() {
        *distance = own_distance(rows, first + row, centres, label as usize);
    }
}

/// Returns the `D` of a row to centre `own`.
fn own_distance<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    row: usize,
    centres: &SparseCentres,
    own: usize,
) -> f64 {
    let mut sum = 0.0;
    for (column, x) in rows.entries(row) {
        sum += term(x, centres.value(own, column));
    }
    completed(sum, centres.norm(own))
}

/// Writes `min(closest, D)` of each row from `first` on to each candidate to `lowered`, `(n_candidates, n_rows)`.
pub(super) fn lower_closest<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    first: usize,
    candidates: &SparseCentres,
    closest: &[f64],
    lowered: &mut [f64],
) {
    let n = closest.len();
    if candidates.len() == 1 {
        for (row, (lowered, &closest)) in lowered.iter_mut().zip(closest).enumerate() {
            *lowered = own_distance(rows, first + row, candidates, 0).min(closest);
        }
        return;
    }
    for (row, &closest) in closest.iter().enumerate() {
        for ((panel, norms), lowered) in candidates.panels().zip(lowered.chunks_mut(PANEL * n)) {
            let sums = panel_sums(rows, first + row, panel);
            for ((lowered, sum), norm) in lowered.chunks_exact_mut(n).zip(sums).zip(norms) {
                lowered[row] = completed(sum, *norm).min(closest);
            }
        }
    }
}

/// Writes the distances `sqrt(D)` of the rows from `first` on to all centres, in the type of the rows, `(n_rows, k)`.
pub(super) fn row_distances<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    first: usize,
    centres: &SparseCentres,
    distances: &mut [T],
) {
    for (row, distances) in distances.chunks_exact_mut(centres.len()).enumerate() {
        for ((panel, norms), distances) in centres.panels().zip(distances.chunks_mut(PANEL)) {
            let sums = panel_sums(rows, first + row, panel);
            for ((distance, sum), norm) in distances.iter_mut().zip(sums).zip(norms) {
                *distance = T::rounded(completed(sum, *norm).sqrt());
            }
        }
    }
}

/// Returns the sums of a row's terms to eight centres.
fn panel_sums<T: Element, I: Index>(
    rows: &Csr<'_, T, I>,
    row: usize,
    panel: &[[f64; PANEL]],
) -> [f64; PANEL] {
    let mut sums = [0.0; PANEL];
    for (column, x) in rows.entries(row) {
        for (sum, &c) in sums.iter_mut().zip(&panel[column]) {
            *sum += term(x, c);
        }
    }
    sums
}

/// Returns what an entry adds to a squared distance.
fn term(x: f64, c: f64) -> f64 {
    let difference = x - c;
    difference * difference - c * c
}

/// Returns `D` for the sum of a row's terms and the norm of a centre.
fn completed(sum: f64, norm: f64) -> f64 {
    let squared = sum + norm;
    if squared.is_nan() { f64::INFINITY } else { squared.max(0.0) }
}
