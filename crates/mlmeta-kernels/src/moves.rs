//! Exact sums of the rows of each cluster, kept up to date by the rows that move.
//!
//! A row that moves is added to the sums of its new cluster and taken from those of its old one; integers leave no trace.
//! There are two ways to its values: with few features from the tile, feature by feature for all moves of a tile; with
//! many from the row as it was given, which lies in memory in one piece (in a tile its values lie 32 apart), with the mean
//! taken away once more.

use crate::assign::Move;
use crate::centred::CentredBlock;
use crate::element::Element;
use crate::level::Simd;
use crate::scale::{Accumulator, quantise};
use crate::tuning::{ROW_SUMS, TILE};
use crate::vector::{Isa, Kernel, Vector};
use crate::weights::{Unweighted, Weighting};

/// Adds the rows that moved to the sums `(k, n_features)` and counts `(k,)` of their new cluster, and takes them from
/// those of the old one. `factors` holds the scale of each column.
///
/// # Panics
/// When the sizes do not match, or a move names no row or cluster.
pub fn accumulate_moves<T: Element>(
    simd: Simd,
    block: CentredBlock<'_, T>,
    moves: &[Move],
    factors: &[f64],
    sums: &mut [T::Sum],
    counts: &mut [i64],
) {
    accumulate(simd, AccumulateMoves { block, weights: Unweighted, moves, factors, sums, counts });
}

/// As [`accumulate_moves`], of rows times their weights. The products are formed once, in float64; counts stay numbers
/// of rows.
///
/// # Panics
/// As [`accumulate_moves`], and when there is not one weight a row.
pub fn accumulate_weighted_moves<T: Element>(
    simd: Simd,
    block: CentredBlock<'_, T>,
    weights: &[f64],
    moves: &[Move],
    factors: &[f64],
    sums: &mut [T::Sum],
    counts: &mut [i64],
) {
    assert_eq!(weights.len(), block.n_rows(), "one weight a row");
    accumulate(simd, AccumulateMoves { block, weights, moves, factors, sums, counts });
}

fn accumulate<T: Element, W: Weighting>(simd: Simd, work: AccumulateMoves<'_, T, W>) {
    let d = work.block.n_features();
    assert!(
        work.factors.len() == d && work.sums.len() == work.counts.len() * d,
        "one scale a feature, one sum a cell"
    );
    for moved in work.moves {
        work.counts[moved.to as usize] += 1;
        if moved.from >= 0 {
            work.counts[moved.from as usize] -= 1;
        }
    }
    if d < ROW_SUMS { simd.run(ByTile(work)) } else { simd.run(ByRow(work)) }
}

struct AccumulateMoves<'a, T: Element, W> {
    block: CentredBlock<'a, T>,
    weights: W,
    moves: &'a [Move],
    factors: &'a [f64],
    sums: &'a mut [T::Sum],
    counts: &'a mut [i64],
}

struct ByTile<'a, T: Element, W>(AccumulateMoves<'a, T, W>);

impl<T: Element, W: Weighting> Kernel for ByTile<'_, T, W> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let AccumulateMoves { block, weights, moves, factors, sums, .. } = self.0;
        let d = factors.len();
        for moves in moves.chunk_by(|a, b| a.row as usize / TILE == b.row as usize / TILE) {
            let tile = &block.tiles().values()[moves[0].row as usize / TILE * TILE * d..][..TILE * d];
            for (t, (feature, &factor)) in tile.chunks_exact(TILE).zip(factors).enumerate() {
                for moved in moves {
                    let x = feature[moved.row as usize % TILE].widened();
                    let whole = T::Sum::whole(quantise(weights.of(moved.row) * x, factor));
                    let to = &mut sums[moved.to as usize * d + t];
                    *to = to.plus(whole);
                    if moved.from >= 0 {
                        let from = &mut sums[moved.from as usize * d + t];
                        *from = from.minus(whole);
                    }
                }
            }
        }
    }
}

struct ByRow<'a, T: Element, W>(AccumulateMoves<'a, T, W>);

impl<T: Element, W: Weighting> Kernel for ByRow<'_, T, W> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let AccumulateMoves { block, weights, moves, factors, sums, .. } = self.0;
        let (d, lanes, mean) = (factors.len(), I::F64::LANES, block.mean());
        let mut wholes = vec![0_i64; d.next_multiple_of(lanes)];
        for moved in moves {
            let values = block.given(moved.row as usize);
            let weight = weights.of(moved.row);
            for begin in (0..d / lanes * lanes).step_by(lanes) {
                // SAFETY: `begin + lanes <= d`, the length of the row, the mean, the factors and at most that of `wholes`;
                // the instruction set is the caller's promise.
                unsafe {
                    let mean_t = I::F64::load(mean.as_ptr().add(begin));
                    let x = T::round::<I>(T::widen::<I>(values.as_ptr().add(begin)).sub(mean_t));
                    let scaled = x.mul(I::F64::splat(weight)).mul(I::F64::load(factors.as_ptr().add(begin)));
                    I::store_rounded(scaled, wholes.as_mut_ptr().add(begin));
                }
            }
            for t in d / lanes * lanes..d {
                let x = T::rounded(values[t].widened() - mean[t]).widened();
                wholes[t] = quantise(weight * x, factors[t]) as i64;
            }
            for (sum, &whole) in sums[moved.to as usize * d..][..d].iter_mut().zip(&wholes) {
                *sum = sum.plus(T::Sum::integer(whole));
            }
            if moved.from >= 0 {
                for (sum, &whole) in sums[moved.from as usize * d..][..d].iter_mut().zip(&wholes) {
                    *sum = sum.minus(T::Sum::integer(whole));
                }
            }
        }
    }
}
