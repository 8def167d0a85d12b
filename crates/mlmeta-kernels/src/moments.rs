//! Count, sum and squared deviations of the columns of a block of rows, in float64 and in a fixed order.
//!
//! A *block* is [`MOMENT_ROWS`] rows (the last one of a matrix may be shorter). Within a block, row `i` belongs to *chain*
//! `i mod 8`. A sum adds the terms of each chain in row order, and then the chains pairwise:
//! `((c_0 + c_1) + (c_2 + c_3)) + ((c_4 + c_5) + (c_6 + c_7))`. So eight additions are under way at once, whatever the
//! number of columns, the order never depends on the instruction set, and no product is fused with a sum.

use std::ops::Range;

use crate::element::Element;
use crate::level::Simd;
use crate::vector::{Isa, Kernel};

/// Rows in a block. Part of the definition of a sum: another number gives other last bits.
pub const MOMENT_ROWS: usize = 1024;

/// Chains of additions in a block; likewise.
const CHAINS: usize = 8;

/// Some columns of a block of rows, and how much each row counts.
#[derive(Clone, Debug)]
pub struct MomentBlock<'a, T> {
    /// The rows, whole, in row-major order; at most [`MOMENT_ROWS`].
    pub values: &'a [T],
    /// Number of features of the rows.
    pub n_features: usize,
    /// The columns to look at.
    pub columns: Range<usize>,
    /// The weight of each row; `None` for 1.
    pub weights: Option<&'a [f64]>,
}

/// What a block says of one column. NaN is missing and counts for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BlockMoments {
    /// The number of values, or the sum of their weights.
    pub count: f64,
    /// The (weighted) sum of `x - shift`.
    pub total: f64,
    /// The (weighted) sum of squared deviations from the block's own mean; 0 when not asked for.
    pub squares: f64,
}

impl BlockMoments {
    /// Returns the mean of `x - shift`, 0 where there is no value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        if self.count > 0.0 { self.total / self.count } else { 0.0 }
    }
}

/// Writes the moments of each column of `block`. `shift` is taken from every value first: close to the values, it saves
/// the digits that they have in common. Without `squares` the rows are read once instead of twice.
///
/// The squared deviations are those of the corrected two-pass algorithm (Chan, Golub and `LeVeque`, "Algorithms for
/// computing the sample variance", The American Statistician 37, 1983, equation 1.7).
///
/// # Panics
/// When the sizes do not match.
pub fn block_moments<T: Element>(
    simd: Simd,
    block: &MomentBlock<'_, T>,
    shift: &[f64],
    squares: bool,
    moments: &mut [BlockMoments],
) {
    let (d, width) = (block.n_features, block.columns.len());
    assert!(width > 0 && block.columns.end <= d && block.values.len().is_multiple_of(d), "no such columns");
    let n_rows = block.values.len() / d;
    assert!(n_rows <= MOMENT_ROWS, "{n_rows} rows are more than a block");
    assert!(shift.len() == width && moments.len() == width, "one shift and one result a column");
    assert!(block.weights.is_none_or(|weights| weights.len() == n_rows), "one weight a row");
    simd.run(Moments { block, shift, squares, results: moments });
}

struct Moments<'a, T> {
    block: &'a MomentBlock<'a, T>,
    shift: &'a [f64],
    squares: bool,
    results: &'a mut [BlockMoments],
}

impl<T: Element> Kernel for Moments<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let width = self.shift.len();
        let shift = self.shift.repeat(CHAINS);
        let mut sums = vec![0.0; CHAINS * width];
        each_run(self.block, |begin, run, weights| {
            let terms = run.iter().zip(weights).zip(&shift[begin..]);
            for (sum, ((x, weight), shift)) in sums[begin..].iter_mut().zip(terms) {
                *sum += weight * (x.widened() - shift);
            }
        });
        for (moments, total) in self.results.iter_mut().zip(joined(&sums, width)) {
            moments.total = total;
        }
        // A missing value makes the sum NaN, and so may an overflow: only then each value is looked at.
        let missing = self.results.iter().any(|moments| !moments.total.is_finite());
        if missing {
            let mut counts = vec![0.0; CHAINS * width];
            sums.fill(0.0);
            each_run(self.block, |begin, run, weights| {
                let terms = run.iter().zip(weights).zip(&shift[begin..]);
                let cells = sums[begin..].iter_mut().zip(&mut counts[begin..]);
                for ((sum, count), ((x, weight), shift)) in cells.zip(terms) {
                    let x = x.widened();
                    *sum += if x.is_nan() { 0.0 } else { weight * (x - shift) };
                    *count += if x.is_nan() { 0.0 } else { *weight };
                }
            });
            let columns = joined(&sums, width).zip(joined(&counts, width));
            for (moments, (total, count)) in self.results.iter_mut().zip(columns) {
                (moments.total, moments.count) = (total, count);
            }
        } else {
            let count = self.block.weight();
            self.results.iter_mut().for_each(|moments| moments.count = count);
        }
        if !self.squares {
            self.results.iter_mut().for_each(|moments| moments.squares = 0.0);
            return;
        }
        let means: Vec<f64> = self.results.iter().map(BlockMoments::mean).collect();
        let means = means.repeat(CHAINS);
        let mut squares = vec![0.0; CHAINS * width];
        sums.fill(0.0);
        each_run(self.block, |begin, run, weights| {
            let terms = run.iter().zip(weights).zip(shift[begin..].iter().zip(&means[begin..]));
            let cells = sums[begin..].iter_mut().zip(&mut squares[begin..]);
            for ((sum, square), ((x, weight), (shift, mean))) in cells.zip(terms) {
                let x = x.widened();
                let deviation = if x.is_nan() { 0.0 } else { (x - shift) - mean };
                *sum += weight * deviation;
                *square += weight * (deviation * deviation);
            }
        });
        let columns = joined(&sums, width).zip(joined(&squares, width));
        for (moments, (deviation, square)) in self.results.iter_mut().zip(columns) {
            let rounding = if moments.count > 0.0 { deviation * deviation / moments.count } else { 0.0 };
            // Not `f64::max`, which would hide a NaN that an overflow left.
            let squares = square - rounding;
            moments.squares = if squares < 0.0 { 0.0 } else { squares };
        }
    }
}

/// Calls `visit` with runs of values, where their sums begin and the weight of each value: eight whole rows at a time, or
/// the columns of one row.
#[inline(always)]
fn each_run<T: Element>(block: &MomentBlock<'_, T>, mut visit: impl FnMut(usize, &[T], &[f64])) {
    let (d, width) = (block.n_features, block.columns.len());
    let length = if width == d { CHAINS * d } else { d };
    let ones = vec![1.0; CHAINS * width];
    let mut repeated = ones.clone();
    for (index, rows) in block.values.chunks(CHAINS * d).enumerate() {
        let weights = match block.weights.map(|given| &given[index * CHAINS..]) {
            None => &ones,
            Some(given) if width == 1 => given,
            Some(given) => {
                for (cells, weight) in repeated.chunks_exact_mut(width).zip(given) {
                    cells.fill(*weight);
                }
                &repeated
            }
        };
        for (row, run) in rows.chunks(length).enumerate() {
            let run = if width == d { run } else { &run[block.columns.clone()] };
            visit(row * width, run, &weights[row * width..]);
        }
    }
}

impl<T: Element> MomentBlock<'_, T> {
    /// Returns the number of rows, or the sum of their weights.
    #[inline(always)]
    fn weight(&self) -> f64 {
        let Some(weights) = self.weights else {
            return (self.values.len() / self.n_features) as f64;
        };
        let mut sums = [0.0; CHAINS];
        for weights in weights.chunks(CHAINS) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        pairwise(|chain| sums[chain])
    }
}

/// Returns the sum of each column from those of its chains, `[chain][column]`.
#[inline(always)]
fn joined(sums: &[f64], width: usize) -> impl Iterator<Item = f64> {
    (0..width).map(move |column| pairwise(|chain| sums[chain * width + column]))
}

#[inline(always)]
fn pairwise(chain: impl Fn(usize) -> f64) -> f64 {
    ((chain(0) + chain(1)) + (chain(2) + chain(3))) + ((chain(4) + chain(5)) + (chain(6) + chain(7)))
}

/// Returns the sum of `n` values in the order of a column's: blocks of [`MOMENT_ROWS`] by chains, then the sums of the
/// blocks by the same rule, until one is left. 0 for none.
///
/// ```
/// assert_eq!(mlmeta_kernels::ordered_sum(3, |i| [0.5, 0.25, 4.0][i]), 4.75);
/// ```
pub fn ordered_sum(n: usize, value: impl Fn(usize) -> f64) -> f64 {
    let mut sums: Vec<f64> = (0..n)
        .step_by(MOMENT_ROWS)
        .map(|first| block_sum((first..n.min(first + MOMENT_ROWS)).map(&value)))
        .collect();
    while sums.len() > 1 {
        sums = sums.chunks(MOMENT_ROWS).map(|values| block_sum(values.iter().copied())).collect();
    }
    sums.first().copied().unwrap_or(0.0)
}

fn block_sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut sums = [0.0; CHAINS];
    for (row, value) in values.enumerate() {
        sums[row % CHAINS] += value;
    }
    pairwise(|chain| sums[chain])
}
