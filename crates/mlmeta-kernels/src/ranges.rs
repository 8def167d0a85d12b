//! The smallest and the largest value of each column.

use crate::element::Element;
use crate::level::Simd;
use crate::scan::width;
use crate::vector::{Isa, Kernel};

/// Lowers `smallest` and raises `largest`, `(n_features,)`, to the ends of each column of row-major `rows`; NaN counts for
/// nothing. Start with positive and negative infinity.
///
/// # Panics
/// When the sizes do not match.
///
/// ```
/// use mlmeta_kernels::{Simd, column_ranges};
/// let (mut smallest, mut largest) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
/// column_ranges(Simd::detect()?, &[1.0, f64::NAN, 3.0, 2.0], &mut smallest, &mut largest);
/// assert_eq!((smallest, largest), ([1.0, 2.0], [3.0, 2.0]));
/// # Ok::<(), mlmeta_kernels::LevelError>(())
/// ```
pub fn column_ranges<T: Element>(simd: Simd, rows: &[T], smallest: &mut [T], largest: &mut [T]) {
    let d = smallest.len();
    assert!(
        d > 0 && largest.len() == d && rows.len().is_multiple_of(d),
        "rows have as many features as ends"
    );
    simd.run(ColumnRanges { rows, smallest, largest });
}

struct ColumnRanges<'a, T> {
    rows: &'a [T],
    smallest: &'a mut [T],
    largest: &'a mut [T],
}

impl<T: Element> Kernel for ColumnRanges<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let d = self.smallest.len();
        let times = width(d) / d;
        let mut lows = self.smallest.repeat(times);
        let mut highs = self.largest.repeat(times);
        for rows in self.rows.chunks(lows.len()) {
            for ((low, high), &x) in lows.iter_mut().zip(&mut highs).zip(rows) {
                *low = lower(x, *low);
                *high = higher(x, *high);
            }
        }
        for (lows, highs) in lows.chunks_exact(d).zip(highs.chunks_exact(d)) {
            for (cell, &low) in self.smallest.iter_mut().zip(lows) {
                *cell = lower(low, *cell);
            }
            for (cell, &high) in self.largest.iter_mut().zip(highs) {
                *cell = higher(high, *cell);
            }
        }
    }
}

#[inline(always)]
fn lower<T: Element>(x: T, low: T) -> T {
    if x < low { x } else { low }
}

#[inline(always)]
fn higher<T: Element>(x: T, high: T) -> T {
    if x > high { x } else { high }
}
