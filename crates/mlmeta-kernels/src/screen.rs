//! Screening: which label a row has, for all rows but those that rounding could decide.
//!
//! Rows in lanes, centres broadcast from memory, scores `s = |c|^2 - 2 x.c` in the type of the data, with fused
//! multiply-add where there is one. Each lane keeps the smallest score, its index and the second smallest. Their gap
//! decides when it is larger than the margin:
//!
//! - Let `u` be the unit roundoff of the type, `g(n) = n u / (1 - n u)`, and `R = |x| + max |c|`. A score is a sum of
//!   `|c|^2` and `d` products, so its rounding is at most `g(n) R^2`, with `n = d + 4` fused and `2 d + 4` not.
//! - In a fit the definition looks at the row `y` and the centre `c` in float64; tiles and panels hold them rounded to `x`
//!   and `c'`. `2 |x.c' - y.c| <= 2 (|x - y| |c'| + |y| |c' - c|) <= (4 + 2 u) u |y| |c|`, at most `u R^2` but for terms in
//!   `u^2`. One more `u`, and a score is off by at most `e = g(n + 1) R^2`. (Models, and float64 screened in float64, round
//!   nothing here.)
//! - The definition's own `D` is off by a factor within `1 +- h`, `h = g(d + 5)` in float64, hence the order of two computed
//!   `D` is that of the true ones when these differ by more than `2.1 h` times the smaller, which is at most `R^2`.
//! - The score in float64 that decides near-ties in a fit is off by at most `g(d + 3) R^2`, so the order of two of them is
//!   the true one when these differ by more than `2.1 h R^2`: whether or not there is a near-tie, the nearest centre wins.
//! - A gap above `2 e + 2.1 h R^2`, plus a few of the smallest normal numbers for what underflows, decides. 5 % more cover
//!   the rounding of the margin itself and of the norms. `R^2` overflows before any score does, and an infinite or NaN
//!   margin decides nothing.

use crate::centres::Centres;
use crate::element::{Element, Lanes};
use crate::tuning::{AHEAD, PANEL, TILE};
use crate::vector::{Isa, Vector};

/// The margin of a row is `factor (|x| + largest)^2 + floor`.
pub(crate) struct Margin<T> {
    factor: T,
    largest: T,
    floor: T,
}

impl<T: Element> Margin<T> {
    /// Returns the margin for scores computed with fused multiply-adds or without.
    pub(crate) fn new(centres: &Centres<T>, fused: bool) -> Self {
        let d = centres.n_features() as f64;
        let gamma = |n: f64, u: f64| if n * u < 0.1 { n * u / (1.0 - n * u) } else { f64::INFINITY };
        let score = gamma(if fused { d + 5.0 } else { 2.0 * d + 5.0 }, T::ROUNDOFF);
        let distance = gamma(d + 5.0, f64::EPSILON / 2.0);
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
/// As for [`Kernel::run`](crate::vector::Kernel::run); a tile holds 32 values for each feature of `centres`, `norms` 32.
#[inline(always)]
pub(crate) unsafe fn screen<I: Isa, T: Element, const R: usize, const D: usize>(
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
            let mut nearest_two = NearestTwo::<V<T, I>, R> {
                best: [V::<T, I>::splat(T::INFINITY); R],
                second: [V::<T, I>::splat(T::INFINITY); R],
                index: [V::<T, I>::splat(T::default()); R],
                number: V::<T, I>::splat(T::default()),
            };
            let rows = tile.as_ptr().add(begin);
            let n_whole = centres.len().saturating_sub(PANEL / 2 + 1) / PANEL;
            for panel in 0..n_whole {
                nearest_two.score::<I, T, PANEL, false>(rows, centres, panel, d);
            }
            match centres.len() - n_whole * PANEL {
                0..=4 => nearest_two.score::<I, T, 4, true>(rows, centres, n_whole, d),
                5..=8 => nearest_two.score::<I, T, 8, true>(rows, centres, n_whole, d),
                _ => nearest_two.score::<I, T, 12, true>(rows, centres, n_whole, d),
            }
            let NearestTwo { best, second, index, .. } = nearest_two;
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

/// What `R` vectors of rows know of the centres they have seen.
struct NearestTwo<V, const R: usize> {
    best: [V; R],
    second: [V; R],
    index: [V; R],
    /// The number of the next centre.
    number: V,
}

impl<V: Vector, const R: usize> NearestTwo<V, R> {
    /// Scores the rows at `rows` with the first `W` centres of `panel` and the next one. While they meet the `LAST` centres,
    /// what comes after them is asked for from memory.
    ///
    /// # Safety
    /// As for [`screen`]: `rows` are `R` vectors of each of `d` features, 32 values apart, and there are `W` centres,
    /// padding included, from that panel on.
    #[inline(always)]
    unsafe fn score<I: Isa, T: Element + Lanes<Of<I> = V>, const W: usize, const LAST: bool>(
        &mut self,
        rows: *const T,
        centres: &Centres<T>,
        panel: usize,
        d: usize,
    ) where
        V: Vector<Element = T>,
    {
        // SAFETY: the caller's promise; a panel holds 8 values for each feature and 8 squares.
        unsafe {
            let weights = centres.panels.as_ptr().add(panel * PANEL * d);
            let mut scores = [[self.number; R]; W];
            for (j, scores) in scores.iter_mut().enumerate() {
                *scores = [V::splat(*centres.squares.as_ptr().add(panel * PANEL + j)); R];
            }
            for t in 0..d {
                if LAST {
                    for r in 0..R {
                        V::prefetch(rows.wrapping_add((t + AHEAD) * TILE + r * V::LANES));
                    }
                }
                let mut x = [self.number; R];
                for (r, x) in x.iter_mut().enumerate() {
                    *x = V::load(rows.add(t * TILE + r * V::LANES));
                }
                for (j, scores) in scores.iter_mut().enumerate() {
                    let weight = V::splat(*weights.add((j / PANEL * d + t) * PANEL + j % PANEL));
                    for (score, x) in scores.iter_mut().zip(x) {
                        *score = x.mul_add(weight, *score);
                    }
                }
            }
            let one = V::splat(T::rounded(1.0));
            for scores in scores {
                for (r, score) in scores.into_iter().enumerate() {
                    self.index[r] = V::select(score.less(self.best[r]), self.number, self.index[r]);
                    self.second[r] = self.second[r].min(self.best[r].max(score));
                    self.best[r] = self.best[r].min(score);
                }
                self.number = self.number.add(one);
            }
        }
    }
}
