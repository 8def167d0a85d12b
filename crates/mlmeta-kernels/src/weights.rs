//! Weights of rows: factors of what a row adds to sums, always in float64.

use crate::assign::Move;
use crate::element::Element;
use crate::level::Simd;
use crate::scale::{Accumulator, Scale, quantise};
use crate::tiles::TileBlock;
use crate::tuning::TILE;
use crate::vector::{Isa, Kernel};

/// How much the rows of a block count.
pub(crate) trait Weighting: Copy {
    /// Returns the weight of a row.
    fn of(self, row: u32) -> f64;
}

/// Every row counts once.
#[derive(Clone, Copy)]
pub(crate) struct Unweighted;

impl Weighting for Unweighted {
    #[inline(always)]
    fn of(self, _row: u32) -> f64 {
        1.0
    }
}

/// One weight a row.
impl Weighting for &[f64] {
    #[inline(always)]
    fn of(self, row: u32) -> f64 {
        self[row as usize]
    }
}

/// Adds the weights of the rows that moved to the sum of their new cluster, and takes them from that of the old one.
/// `sums` is `(k,)`, all on one scale.
///
/// # Panics
/// When a move names no row or cluster.
pub fn accumulate_moved_weights<S: Accumulator>(
    weights: &[f64],
    moves: &[Move],
    scale: Scale,
    sums: &mut [S],
) {
    for moved in moves {
        let whole = S::whole(quantise(weights[moved.row as usize], scale.factor()));
        let to = &mut sums[moved.to as usize];
        *to = to.plus(whole);
        if moved.from >= 0 {
            let from = &mut sums[moved.from as usize];
            *from = from.minus(whole);
        }
    }
}

/// Multiplies `values` by the `weights` of their rows.
///
/// # Panics
/// When there is not one weight a value.
///
/// ```
/// let mut distances = [1.0, 4.0];
/// mlmeta_kernels::multiply(mlmeta_kernels::Simd::detect()?, &mut distances, &[3.0, 0.5]);
/// assert_eq!(distances, [3.0, 2.0]);
/// # Ok::<(), mlmeta_kernels::LevelError>(())
/// ```
pub fn multiply(simd: Simd, values: &mut [f64], weights: &[f64]) {
    assert_eq!(weights.len(), values.len(), "one weight a value");
    simd.run(Multiply { values, weights });
}

struct Multiply<'a> {
    values: &'a mut [f64],
    weights: &'a [f64],
}

impl Kernel for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        for (value, weight) in self.values.iter_mut().zip(self.weights) {
            *value *= weight;
        }
    }
}

/// Raises `maxima`, `(n_features,)`, to the largest magnitude of each column of the rows times their weights, the
/// products formed in float64.
///
/// # Panics
/// When the sizes do not match.
pub fn weighted_maxima<T: Element>(simd: Simd, block: TileBlock<'_, T>, weights: &[f64], maxima: &mut [f64]) {
    assert_eq!(weights.len(), block.n_rows(), "one weight a row");
    assert_eq!(maxima.len(), block.n_features(), "one maximum a feature");
    simd.run(WeightedMaxima { block, weights, maxima });
}

struct WeightedMaxima<'a, T> {
    block: TileBlock<'a, T>,
    weights: &'a [f64],
    maxima: &'a mut [f64],
}

impl<T: Element> Kernel for WeightedMaxima<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let tiles = self.block.values().chunks_exact(TILE * self.maxima.len());
        for (tile, weights) in tiles.zip(self.weights.chunks(TILE)) {
            for (feature, largest) in tile.chunks_exact(TILE).zip(self.maxima.iter_mut()) {
                for (x, weight) in feature.iter().zip(weights) {
                    let magnitude = (x.widened() * weight).abs();
                    *largest = if magnitude > *largest { magnitude } else { *largest };
                }
            }
        }
    }
}
