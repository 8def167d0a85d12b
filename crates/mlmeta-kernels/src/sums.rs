//! Exact sums: reals as integers on a common power-of-two scale, so that the order of addition does not matter.

use std::fmt::Debug;

use crate::assign::Move;
use crate::element::Element;
use crate::level::Simd;
use crate::tiles::TileBlock;
use crate::tuning::TILE;
use crate::vector::{Isa, Kernel};

/// An integer that sums scaled values: `i64` (one word) or `i128` (two words).
pub trait Accumulator: Copy + Default + PartialEq + Eq + Debug + Send + Sync + 'static {
    /// Returns the scale for values of magnitude at most `bound`, `n_rows` of them.
    fn scale(bound: f64, n_rows: usize) -> Scale;
    /// Returns a whole number of magnitude below `2^62` as an integer.
    fn whole(value: f64) -> Self;
    /// Returns `self + other`.
    #[must_use]
    fn plus(self, other: Self) -> Self;
    /// Returns `self - other`.
    #[must_use]
    fn minus(self, other: Self) -> Self;
    /// Returns the nearest float64, ties to even.
    fn rounded(self) -> f64;
    /// Returns the canonical words `(hi, lo)` with `self = hi * 2^32 + lo` and `0 <= lo < 2^32`.
    fn words(self) -> (i64, i64);
}

macro_rules! accumulator {
    ($type:ty, $scale:expr) => {
        impl Accumulator for $type {
            fn scale(bound: f64, n_rows: usize) -> Scale {
                $scale(bound, n_rows)
            }
            #[inline(always)]
            fn whole(value: f64) -> Self {
                Self::from(value as i64)
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            fn rounded(self) -> f64 {
                self as f64
            }
            fn words(self) -> (i64, i64) {
                ((self >> 32) as i64, (self & 0xffff_ffff) as i64)
            }
        }
    };
}

accumulator!(i64, Scale::one_word);
accumulator!(i128, |bound, _| Scale::two_words(bound));

/// A power of two that turns the values of a column into integers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    exponent: i32,
    factor: f64,
}

impl Scale {
    /// Returns the scale of sums in one 64-bit word: `2^(62 - ceil(log2 n_rows) - e)` with `bound < 2^e`.
    ///
    /// ```
    /// use mlmeta_kernels::Scale;
    /// assert_eq!(Scale::one_word(1.0, 4).factor(), 2.0_f64.powi(62 - 2 - 1));
    /// assert_eq!(Scale::one_word(0.0, 4).factor(), 1.0);
    /// ```
    #[must_use]
    pub fn one_word(bound: f64, n_rows: usize) -> Self {
        let bits = (usize::BITS - n_rows.saturating_sub(1).leading_zeros()) as i32;
        Self::new(bound, 62 - bits)
    }

    /// Returns the scale of sums in two words: `2^(61 - e)` with `bound < 2^e`.
    #[must_use]
    pub fn two_words(bound: f64) -> Self {
        Self::new(bound, 61)
    }

    fn new(bound: f64, bits: i32) -> Self {
        let exponent = if bound == 0.0 { 0 } else { (bits - exponent_of(bound)).min(1023) };
        Self { exponent, factor: power_of_two(exponent) }
    }

    /// Returns the power of two.
    #[must_use]
    pub fn factor(self) -> f64 {
        self.factor
    }

    /// Returns the real that `sum` stands for: the integer rounded once, times an exact power of two.
    #[must_use]
    pub fn value<S: Accumulator>(self, sum: S) -> f64 {
        sum.rounded() * power_of_two(-self.exponent)
    }
}

/// Returns `e` with `2^(e-1) <= value < 2^e` for a finite positive value.
fn exponent_of(value: f64) -> i32 {
    let biased = (value.to_bits() >> 52) as i32 & 0x7ff;
    if biased == 0 { exponent_of(value * power_of_two(64)) - 64 } else { biased - 1022 }
}

/// Returns `2^exponent` for exponents from -1074 to 1023.
fn power_of_two(exponent: i32) -> f64 {
    if exponent >= -1022 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074))
    }
}

#[inline(always)]
fn quantise(value: f64, factor: f64) -> f64 {
    (value * factor).round_ties_even()
}

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
    let d = block.n_features();
    assert!(factors.len() == d && sums.len() == counts.len() * d, "one scale a feature, one sum a cell");
    simd.run(AccumulateMoves { block, moves, factors, sums, counts });
}

struct AccumulateMoves<'a, T: Element> {
    block: TileBlock<'a, T>,
    moves: &'a [Move],
    factors: &'a [f64],
    sums: &'a mut [T::Sum],
    counts: &'a mut [i64],
}

impl<T: Element> Kernel for AccumulateMoves<'_, T> {
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
                    let whole = T::Sum::whole(quantise(x.widened(), factor));
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
