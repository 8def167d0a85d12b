//! The integers that exact sums are made of, and the power-of-two scale that turns reals into them.

use std::fmt::Debug;

/// An integer that sums scaled values: `i64` (one word) or `i128` (two words).
pub trait Accumulator: Copy + Default + PartialEq + Eq + Debug + Send + Sync + 'static {
    /// Returns the scale for values of magnitude at most `bound`, `n_rows` of them.
    fn scale(bound: f64, n_rows: usize) -> Scale;
    /// Returns a whole number of magnitude below `2^62` as an integer.
    fn whole(value: f64) -> Self;
    /// Returns a small integer as one of this width.
    fn integer(value: i64) -> Self;
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
            fn integer(value: i64) -> Self {
                Self::from(value)
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

/// Returns `value` as a whole number on the scale `factor`.
#[inline(always)]
pub(crate) fn quantise(value: f64, factor: f64) -> f64 {
    (value * factor).round_ties_even()
}
