//! The label of each row, over a block of tiles.
//!
//! There are two rules. [`assign()`] is that of a model: the lowest index with the smallest distance
//! ([`oracle::nearest`](crate::oracle::nearest)). [`assign_in_fit`] is that of a fit, where distances that rounding alone
//! could tell apart count as equal, and the score decides ([`oracle::label_in_fit`](crate::oracle::label_in_fit)). Either
//! is met in two steps: screening leaves few rows open, and those get the definition.

use crate::centred::CentredBlock;
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
    let centred: Option<CentredBlock<'_, T>> = None;
    simd.run(Assign { block, centred, centres, labels, moves });
}

/// As [`assign()`], by the rule of a fit: near-ties are decided by the score, on the rows of `block` minus the mean in
/// float64. Returns how many rows screening left open.
///
/// `screened` holds the same rows, minus the mean and rounded to float32 or to their own type: the narrower, the faster
/// the screening and the more rows it leaves open. Labels do not depend on it.
///
/// # Panics
/// As [`assign()`], and when the blocks have not the same size.
pub fn assign_in_fit<S: Element, T: Element>(
    simd: Simd,
    screened: TileBlock<'_, S>,
    block: CentredBlock<'_, T>,
    centres: &Centres<S>,
    labels: &mut [i32],
    moves: Option<&mut Vec<Move>>,
) -> usize {
    check(screened, centres, labels);
    let sizes = (block.n_rows(), block.n_features());
    assert_eq!(sizes, (screened.n_rows(), screened.n_features()), "the same rows, screened");
    simd.run(Assign { block: screened, centred: Some(block), centres, labels, moves })
}

fn check<T: Element>(block: TileBlock<'_, T>, centres: &Centres<T>, labels: &[i32]) {
    assert_eq!(labels.len(), block.n_rows(), "one label a row");
    assert_eq!(centres.n_features(), block.n_features(), "rows and centres have the same features");
}

struct Assign<'a, S, T> {
    block: TileBlock<'a, S>,
    centred: Option<CentredBlock<'a, T>>,
    centres: &'a Centres<S>,
    labels: &'a mut [i32],
    moves: Option<&'a mut Vec<Move>>,
}

impl<S: Element, T: Element> Kernel for Assign<'_, S, T> {
    type Output = usize;

    #[inline(always)]
    unsafe fn run<I: Isa>(mut self) -> usize {
        let d = self.block.n_features();
        let margin = Margin::new(self.centres, <S as Lanes>::Of::<I>::FUSED);
        let mut decision = Decision::new(self.centres);
        let mut n_open = 0;
        let tiles = self.block.values().chunks_exact(TILE * d).zip(self.block.norms().chunks_exact(TILE));
        for (index, ((tile, norms), labels)) in tiles.zip(self.labels.chunks_mut(TILE)).enumerate() {
            let mut nearest = [0_i32; TILE];
            // SAFETY: a tile has 32 values for each feature and 32 norms; `centres` has as many features; the
            // instruction set is the caller's promise.
            let decided = unsafe {
                match (I::ROW_VECTORS, d) {
                    (2, 3) => {
                        screen::<I, S, 2, 3>(tile, norms, self.centres, &margin, labels.len(), &mut nearest)
                    }
                    (2, _) => {
                        screen::<I, S, 2, 0>(tile, norms, self.centres, &margin, labels.len(), &mut nearest)
                    }
                    _ => screen::<I, S, 1, 0>(tile, norms, self.centres, &margin, labels.len(), &mut nearest),
                }
            };
            let mut open = !decided & (u32::MAX >> (TILE - labels.len()));
            n_open += open.count_ones() as usize;
            while open != 0 {
                let row = open.trailing_zeros() as usize;
                // SAFETY: the instruction set is the caller's promise.
                nearest[row] = unsafe {
                    match self.centred {
                        None => decision.nearest::<I>(tile[row..].iter().step_by(TILE).map(|x| x.widened())),
                        Some(block) => {
                            let values = block.given(index * TILE + row).iter();
                            decision.label_in_fit::<I>(
                                values.zip(block.mean()).map(|(x, mean)| x.widened() - mean),
                            )
                        }
                    }
                };
                open &= open - 1;
            }
            record(index * TILE, labels, &nearest, self.moves.as_deref_mut());
        }
        n_open
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
