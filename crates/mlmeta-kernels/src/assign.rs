//! The label of each row, over a block of tiles.
//!
//! There are two rules. [`assign()`] is that of a model: the lowest index with the smallest distance
//! ([`oracle::nearest`](crate::oracle::nearest)). [`assign_in_fit`] is that of a fit, where distances that rounding alone
//! could tell apart count as equal, and the score decides ([`oracle::label_in_fit`](crate::oracle::label_in_fit)). Either
//! is met in two steps: screening leaves few rows open, and those get the definition.

use crate::centres::Centres;
use crate::decide::Decision;
use crate::element::{Element, Lanes};
use crate::level::Simd;
use crate::screen::{Margin, screen};
use crate::tiles::TileBlock;
use crate::tuning::TILE;
use crate::vector::{Isa, Kernel, Vector};

/// A row whose label changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The row, counted in its block.
    pub row: u32,
    /// The label before; -1 for none.
    pub from: i32,
    /// The label now.
    pub to: i32,
}

/// The rows of a block as they were given, and the mean that their tiles lack.
///
/// The tiles hold `value - mean` rounded to the type of the data; decisions in a fit want it in float64.
#[derive(Clone, Copy, Debug)]
pub struct GivenRows<'a, T> {
    /// The rows, `(n_rows, n_features)` in row-major order.
    pub values: &'a [T],
    /// The mean, `(n_features,)`.
    pub mean: &'a [f64],
}

/// Writes the label of each row of `block` over `labels`, and appends the rows whose label changed to `moves`: the
/// lowest index of the centres nearest to the values in the tiles.
///
/// # Panics
/// When `labels` is not one a row, or the numbers of features differ.
pub fn assign<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    centres: &Centres<T>,
    labels: &mut [i32],
    moves: Option<&mut Vec<Move>>,
) {
    check(block, centres, labels);
    simd.run(Assign { block, given: None, centres, labels, moves });
}

/// As [`assign()`], by the rule of a fit: near-ties are decided by the score, on `given.values - given.mean` in float64.
///
/// `block` was packed from the `given` rows with the same mean.
///
/// # Panics
/// As [`assign()`], and when the sizes of `given` do not match.
pub fn assign_in_fit<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    given: GivenRows<'_, T>,
    centres: &Centres<T>,
    labels: &mut [i32],
    moves: Option<&mut Vec<Move>>,
) {
    check(block, centres, labels);
    assert_eq!(given.mean.len(), block.n_features(), "one mean a feature");
    assert_eq!(given.values.len(), block.n_rows() * block.n_features(), "the rows of the block");
    simd.run(Assign { block, given: Some(given), centres, labels, moves });
}

fn check<T: Element>(block: TileBlock<'_, T>, centres: &Centres<T>, labels: &[i32]) {
    assert_eq!(labels.len(), block.n_rows(), "one label a row");
    assert_eq!(centres.n_features(), block.n_features(), "rows and centres have the same features");
}

struct Assign<'a, T> {
    block: TileBlock<'a, T>,
    given: Option<GivenRows<'a, T>>,
    centres: &'a Centres<T>,
    labels: &'a mut [i32],
    moves: Option<&'a mut Vec<Move>>,
}

impl<T: Element> Kernel for Assign<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(mut self) {
        let d = self.block.n_features();
        let margin = Margin::new(self.centres, <T as Lanes>::Of::<I>::FUSED);
        let mut decision = Decision::new(self.centres);
        let tiles = self.block.values().chunks_exact(TILE * d).zip(self.block.norms().chunks_exact(TILE));
        for (index, ((tile, norms), labels)) in tiles.zip(self.labels.chunks_mut(TILE)).enumerate() {
            let mut nearest = [0_i32; TILE];
            // SAFETY: a tile has 32 values for each feature and 32 norms; `centres` has as many features; the
            // instruction set is the caller's promise.
            let decided = unsafe {
                match (I::ROW_VECTORS, d) {
                    (2, 3) => {
                        screen::<I, T, 2, 3>(tile, norms, self.centres, &margin, labels.len(), &mut nearest)
                    }
                    (2, _) => {
                        screen::<I, T, 2, 0>(tile, norms, self.centres, &margin, labels.len(), &mut nearest)
                    }
                    _ => screen::<I, T, 1, 0>(tile, norms, self.centres, &margin, labels.len(), &mut nearest),
                }
            };
            let mut open = !decided & (u32::MAX >> (TILE - labels.len()));
            while open != 0 {
                let row = open.trailing_zeros() as usize;
                // SAFETY: the instruction set is the caller's promise.
                nearest[row] = unsafe {
                    match self.given {
                        None => decision.nearest::<I>(tile[row..].iter().step_by(TILE).map(|x| x.widened())),
                        Some(given) => decision.label_in_fit::<I>(given.row(index * TILE + row)),
                    }
                };
                open &= open - 1;
            }
            record(index * TILE, labels, &nearest, self.moves.as_deref_mut());
        }
    }
}

impl<'a, T: Element> GivenRows<'a, T> {
    /// Returns a row minus the mean, in float64.
    ///
    /// # Panics
    /// When there is no such row.
    ///
    /// ```
    /// let given = mlmeta_kernels::GivenRows { values: &[0.5_f32, 1.0, 2.0, 4.0], mean: &[1.0, 3.0] };
    /// assert_eq!(given.row(1).collect::<Vec<_>>(), [1.0, 1.0]);
    /// ```
    #[inline(always)]
    pub fn row(self, row: usize) -> impl Iterator<Item = f64> + use<'a, T> {
        let d = self.mean.len();
        self.values[row * d..][..d].iter().zip(self.mean).map(|(x, mean)| x.widened() - mean)
    }
}

#[inline(always)]
fn record(first: usize, labels: &mut [i32], nearest: &[i32; TILE], moves: Option<&mut Vec<Move>>) {
    let n_rows = labels.len();
    // Without a branch inside, the comparison is a few vector instructions; in late iterations most tiles end here.
    let changed = labels.iter().zip(nearest).fold(0, |changed, (label, to)| changed | (label ^ to));
    if changed == 0 {
        return;
    }
    if let Some(moves) = moves {
        for (row, (label, &to)) in labels.iter_mut().zip(nearest).enumerate() {
            if *label != to {
                moves.push(Move { row: (first + row) as u32, from: *label, to });
            }
        }
    }
    labels.copy_from_slice(&nearest[..n_rows]);
}
