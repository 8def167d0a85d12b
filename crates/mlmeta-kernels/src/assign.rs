//! The label of each row: the lowest index with the smallest distance.
//!
//! The definition is [`oracle::nearest`](crate::oracle::nearest): distances `D` in float64, features in order, nothing
//! fused. It is met in two steps.
//!
//! **Screening.** Rows in lanes, centres broadcast from memory, scores `s = |c|^2 - 2 x.c` in the type of the data,
//! with fused multiply-add where there is one. Each lane keeps the smallest score, its index and the second smallest.
//!
//! **Deciding.** Let `u` be the unit roundoff, `R = |x| + max |c|`, `g(n) = n u / (1 - n u)`. A score is a sum of
//! `|c|^2` and `d` products, so it is off by at most `e = g(n) R^2`, with `n = d + 4` fused and `2 d + 4` not. The
//! definition's own `D` is off by a factor within `1 +- h`, `h = g(d + 4)` in float64, hence the order of two
//! computed `D` is the order of the true ones when these differ by more than `2.1 h` times the smaller, which is at most
//! `R^2`. So the gap between second and best decides when it is larger than `(2 g + 2.1 h) R^2`, plus a few of the
//! smallest normal numbers for what underflows. `R^2` overflows before any score does, and an infinite or NaN bound
//! decides nothing. Rows that are not decided get the definition itself, over all centres.

use crate::centres::Centres;
use crate::element::{Element, Lanes};
use crate::level::Simd;
use crate::tiles::TileBlock;
use crate::tuning::{PANEL, TILE};
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

/// Writes the label of each row of `block` over `labels`, and appends the rows whose label changed to `moves`.
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
    assert_eq!(labels.len(), block.n_rows(), "one label a row");
    assert_eq!(centres.n_features(), block.n_features(), "rows and centres have the same features");
    simd.run(Assign { block, centres, labels, moves });
}

struct Assign<'a, T> {
    block: TileBlock<'a, T>,
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
                // SAFETY: `row < 32`; the rest as above.
                nearest[row] = unsafe { decide::<I, T>(&tile[row..], self.centres) };
                open &= open - 1;
            }
            record(index * TILE, labels, &nearest, self.moves.as_deref_mut());
        }
    }
}

/// The error bound of a row is `factor (|x| + largest)^2 + floor`.
struct Margin<T> {
    factor: T,
    largest: T,
    floor: T,
}

impl<T: Element> Margin<T> {
    fn new(centres: &Centres<T>, fused: bool) -> Self {
        let d = centres.n_features() as f64;
        let gamma = |n: f64, u: f64| if n * u < 0.1 { n * u / (1.0 - n * u) } else { f64::INFINITY };
        let score = gamma(if fused { d + 4.0 } else { 2.0 * d + 4.0 }, T::ROUNDOFF);
        let distance = gamma(d + 4.0, f64::EPSILON / 2.0);
        // Lanes hold indices in the type of the data: with more centres than it can count, nothing is decided.
        let countable = centres.padded() <= T::LARGEST_INDEX;
        let factor = if countable { 1.05 * (2.0 * score + 2.1 * distance) } else { f64::INFINITY };
        Self {
            factor: T::rounded(factor),
            largest: T::rounded(centres.largest_norm * (1.0 + 2.0 * T::ROUNDOFF)),
            floor: T::rounded(T::TINY.widened() * (4.0 * d + 16.0)),
        }
    }
}

/// Scores the rows of a tile, `R` vectors of them at a time. Writes the index of the best score of each row and
/// returns the mask of the rows for which it is the label.
///
/// # Safety
/// As for [`Kernel::run`]; a tile holds 32 values for each feature of `centres`, `norms` 32.
#[inline(always)]
unsafe fn screen<I: Isa, T: Element, const R: usize, const D: usize>(
    tile: &[T],
    norms: &[T],
    centres: &Centres<T>,
    margin: &Margin<T>,
    n_rows: usize,
    nearest: &mut [i32; TILE],
) -> u32 {
    type V<T, I> = <T as Lanes>::Of<I>;
    let lanes = V::<T, I>::LANES;
    let d = if D == 0 { centres.n_features() } else { D };
    let mut decided = 0;
    for begin in (0..n_rows).step_by(R * lanes) {
        // SAFETY: 32 is a multiple of `R * lanes`, so loads and stores at `begin + r * lanes` stay within the 32
        // values of a feature; a panel holds 8 values for each feature and 8 squares.
        unsafe {
            let infinity = V::<T, I>::splat(T::INFINITY);
            let mut best = [infinity; R];
            let mut second = [infinity; R];
            let mut index = [V::<T, I>::splat(T::default()); R];
            let one = V::<T, I>::splat(T::rounded(1.0));
            let mut number = V::<T, I>::splat(T::default());
            for (panel, squares) in centres.squares.chunks_exact(PANEL).enumerate() {
                let weights = centres.panels.as_ptr().add(panel * d * PANEL);
                let mut scores = [[infinity; R]; PANEL];
                for (scores, square) in scores.iter_mut().zip(squares) {
                    *scores = [V::<T, I>::splat(*square); R];
                }
                for t in 0..d {
                    let mut x = [infinity; R];
                    for (r, x) in x.iter_mut().enumerate() {
                        *x = V::<T, I>::load(tile.as_ptr().add(t * TILE + begin + r * lanes));
                    }
                    for (j, scores) in scores.iter_mut().enumerate() {
                        let weight = V::<T, I>::splat(*weights.add(t * PANEL + j));
                        for r in 0..R {
                            scores[r] = x[r].mul_add(weight, scores[r]);
                        }
                    }
                }
                for scores in scores {
                    for r in 0..R {
                        let score = scores[r];
                        index[r] = V::<T, I>::select(score.less(best[r]), number, index[r]);
                        second[r] = second[r].min(best[r].max(score));
                        best[r] = best[r].min(score);
                    }
                    number = number.add(one);
                }
            }
            for r in 0..R {
                let at = begin + r * lanes;
                let reach = V::<T, I>::load(norms.as_ptr().add(at)).add(V::<T, I>::splat(margin.largest));
                let bound =
                    reach.mul(reach).mul_add(V::<T, I>::splat(margin.factor), V::<T, I>::splat(margin.floor));
                decided |= V::<T, I>::bits(bound.less(second[r].sub(best[r]))) << at;
                index[r].store_i32(nearest.as_mut_ptr().add(at));
            }
        }
    }
    decided
}

/// Returns the label of the row whose feature `t` is `row[32 t]`, by the definition, eight centres in lanes.
///
/// # Safety
/// As for [`Kernel::run`]; `row` reaches as far as the last feature of `centres`.
#[inline(always)]
unsafe fn decide<I: Isa, T: Element>(row: &[T], centres: &Centres<T>) -> i32 {
    let padded = centres.padded();
    let mut smallest = f64::INFINITY;
    let mut label = 0;
    for begin in (0..padded).step_by(PANEL) {
        let mut distances = [0.0; PANEL];
        for lane in (0..PANEL).step_by(I::F64::LANES) {
            // SAFETY: 8 is a multiple of LANES, so `begin + lane + LANES <= padded`, the length of each column.
            unsafe {
                let mut sum = I::F64::splat(0.0);
                for (x, column) in row.iter().step_by(TILE).zip(centres.columns.chunks_exact(padded)) {
                    let c = I::F64::load(column.as_ptr().add(begin + lane));
                    let difference = I::F64::splat(x.widened()).sub(c);
                    sum = sum.add(difference.mul(difference));
                }
                sum.store(distances.as_mut_ptr().add(lane));
            }
        }
        for (j, &distance) in distances.iter().enumerate() {
            if distance < smallest {
                smallest = distance;
                label = (begin + j) as i32;
            }
        }
    }
    label
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
