//! Exact sums: reals as integers on a common power-of-two scale, so that the order of addition does not matter.

use crate::assign::Move;
use crate::element::Element;
use crate::level::Simd;
use crate::scale::{Accumulator, quantise};
use crate::tiles::TileBlock;
use crate::tuning::TILE;
use crate::vector::{Isa, Kernel};
use crate::weights::{Unweighted, Weighting};

/// Adds the rows that moved to the sums `(k, n_features)` and counts `(k,)` of their new cluster, and takes them from
/// those of the old one. `factors` holds the scale of each column.
///
/// # Panics
/// When the sizes do not match, or a move names no row or cluster.
pub fn accumulate_moves<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    moves: &[Move],
    factors: &[f64],
    sums: &mut [T::Sum],
    counts: &mut [i64],
) {
    check_moves(block, factors, sums, counts);
    simd.run(AccumulateMoves { block, weights: Unweighted, moves, factors, sums, counts });
}

/// As [`accumulate_moves`], of rows times their weights. The products are formed once, in float64; counts stay numbers
/// of rows.
///
/// # Panics
/// As [`accumulate_moves`], and when there is not one weight a row.
pub fn accumulate_weighted_moves<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    weights: &[f64],
    moves: &[Move],
    factors: &[f64],
    sums: &mut [T::Sum],
    counts: &mut [i64],
) {
    check_moves(block, factors, sums, counts);
    assert_eq!(weights.len(), block.n_rows(), "one weight a row");
    simd.run(AccumulateMoves { block, weights, moves, factors, sums, counts });
}

fn check_moves<T: Element>(block: TileBlock<'_, T>, factors: &[f64], sums: &[T::Sum], counts: &[i64]) {
    let d = block.n_features();
    assert!(factors.len() == d && sums.len() == counts.len() * d, "one scale a feature, one sum a cell");
}

struct AccumulateMoves<'a, T: Element, W> {
    block: TileBlock<'a, T>,
    weights: W,
    moves: &'a [Move],
    factors: &'a [f64],
    sums: &'a mut [T::Sum],
    counts: &'a mut [i64],
}

impl<T: Element, W: Weighting> Kernel for AccumulateMoves<'_, T, W> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let d = self.factors.len();
        for moved in self.moves {
            self.counts[moved.to as usize] += 1;
            if moved.from >= 0 {
                self.counts[moved.from as usize] -= 1;
            }
        }
        // Feature by feature within a tile: a row's values lie 32 apart, those of a feature side by side.
        for moves in self.moves.chunk_by(|a, b| a.row as usize / TILE == b.row as usize / TILE) {
            let tile = &self.block.values()[moves[0].row as usize / TILE * TILE * d..][..TILE * d];
            for (t, (feature, &factor)) in tile.chunks_exact(TILE).zip(self.factors).enumerate() {
                for moved in moves {
                    let x = feature[moved.row as usize % TILE];
                    let whole = T::Sum::whole(quantise(self.weights.times(moved.row, x.widened()), factor));
                    let to = &mut self.sums[moved.to as usize * d + t];
                    *to = to.plus(whole);
                    if moved.from >= 0 {
                        let from = &mut self.sums[moved.from as usize * d + t];
                        *from = from.minus(whole);
                    }
                }
            }
        }
    }
}

/// Adds row-major `rows` to the column sums `(n_features,)`.
///
/// # Panics
/// When the sizes do not match.
pub fn accumulate_columns<T: Element>(simd: Simd, rows: &[T], factors: &[f64], sums: &mut [T::Sum]) {
    assert!(!factors.is_empty() && factors.len() == sums.len(), "one scale and one sum a feature");
    assert!(rows.len().is_multiple_of(factors.len()), "rows have as many features as there are sums");
    simd.run(AccumulateColumns::<T> { rows, factors, sums });
}

struct AccumulateColumns<'a, T: Element> {
    rows: &'a [T],
    factors: &'a [f64],
    sums: &'a mut [T::Sum],
}

impl<T: Element> Kernel for AccumulateColumns<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let d = self.factors.len();
        let width = crate::scan::width(d);
        let factors: Vec<f64> = self.factors.iter().copied().cycle().take(width).collect();
        let mut wide = vec![T::Sum::default(); width];
        for rows in self.rows.chunks(width) {
            for ((sum, x), factor) in wide.iter_mut().zip(rows).zip(&factors) {
                *sum = sum.plus(T::Sum::whole(quantise(x.widened(), *factor)));
            }
        }
        for sums in wide.chunks_exact(d) {
            for (sum, part) in self.sums.iter_mut().zip(sums) {
                *sum = sum.plus(*part);
            }
        }
    }
}

/// Adds the squares of the values of each column to `sums`, `(n_features,)`, in two words.
///
/// # Panics
/// When the sizes do not match.
pub fn accumulate_squares<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    factors: &[f64],
    sums: &mut [i128],
) {
    let d = block.n_features();
    assert!(factors.len() == d && sums.len() == d, "one scale and one sum a feature");
    simd.run(AccumulateSquares { block, factors, sums });
}

struct AccumulateSquares<'a, T> {
    block: TileBlock<'a, T>,
    factors: &'a [f64],
    sums: &'a mut [i128],
}

impl<T: Element> Kernel for AccumulateSquares<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        for tile in self.block.values().chunks_exact(TILE * self.factors.len()) {
            for ((feature, &factor), sum) in
                tile.chunks_exact(TILE).zip(self.factors).zip(self.sums.iter_mut())
            {
                *sum += two_words(feature.iter().map(|x| quantise(x.widened() * x.widened(), factor)));
            }
        }
    }
}

/// Returns the exact sum of `values`, scaled by `factor`.
#[must_use]
pub fn accumulate_values(simd: Simd, values: &[f64], factor: f64) -> i128 {
    simd.run(AccumulateValues { values, factor })
}

struct AccumulateValues<'a> {
    values: &'a [f64],
    factor: f64,
}

impl Kernel for AccumulateValues<'_> {
    type Output = i128;

    #[inline(always)]
    unsafe fn run<I: Isa>(self) -> i128 {
        let chunks = self.values.chunks(TILE);
        chunks.map(|values| two_words(values.iter().map(|&value| quantise(value, self.factor)))).sum()
    }
}

/// Returns the sum of a few whole numbers below `2^62`. The halves are summed apart: 64-bit additions vectorise.
#[inline(always)]
fn two_words(wholes: impl Iterator<Item = f64>) -> i128 {
    let (mut high, mut low) = (0_i64, 0_i64);
    for whole in wholes {
        let whole = whole as i64;
        high += whole >> 32;
        low += whole & 0xffff_ffff;
    }
    (i128::from(high) << 32) + i128::from(low)
}
