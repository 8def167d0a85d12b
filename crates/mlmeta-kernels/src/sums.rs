//! Exact sums: reals as integers on a common power-of-two scale, so that the order of addition does not matter.

use crate::element::Element;
use crate::level::Simd;
use crate::scale::{Accumulator, quantise};
use crate::tiles::TileBlock;
use crate::tuning::TILE;
use crate::vector::{Isa, Kernel, Vector};

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
        let lanes = I::F64::LANES;
        for rows in self.rows.chunks(width) {
            let vectors = rows.chunks_exact(lanes).zip(factors.chunks_exact(lanes));
            for ((rows, factors), sums) in vectors.zip(wide.chunks_exact_mut(lanes)) {
                // SAFETY: each chunk has a vector's lanes; the instruction set is the caller's promise.
                unsafe {
                    let scaled = T::widen::<I>(rows.as_ptr()).mul(I::F64::load(factors.as_ptr()));
                    for (sum, whole) in sums.iter_mut().zip(whole::<I>(scaled)) {
                        *sum = sum.plus(T::Sum::integer(whole));
                    }
                }
            }
            let rest = rows.len() / lanes * lanes;
            for ((sum, x), factor) in wide[rest..].iter_mut().zip(&rows[rest..]).zip(&factors[rest..]) {
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

/// Returns lanes rounded to whole numbers, in as many integers as the widest vector has lanes.
///
/// # Safety
/// As for [`Kernel::run`].
#[inline(always)]
pub(crate) unsafe fn whole<I: Isa>(values: I::F64) -> [i64; 8] {
    let mut wholes = [0; 8];
    // SAFETY: no instruction set has more than eight lanes of float64.
    unsafe { I::store_rounded(values, wholes.as_mut_ptr()) };
    wholes
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
