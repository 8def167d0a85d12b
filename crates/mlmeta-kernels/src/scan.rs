//! The first look at the data: is it finite, and how large are its columns.

use crate::element::Element;
use crate::level::Simd;
use crate::vector::{Isa, Kernel};

/// Raises `maxima`, `(n_features,)`, to the largest magnitude of each column of row-major `rows`, and returns whether
/// all values are finite (if not, the maxima mean nothing).
///
/// # Panics
/// When the sizes do not match.
pub fn column_maxima<T: Element>(simd: Simd, rows: &[T], maxima: &mut [T]) -> bool {
    assert!(
        !maxima.is_empty() && rows.len().is_multiple_of(maxima.len()),
        "rows have as many features as maxima"
    );
    simd.run(ColumnMaxima { rows, maxima })
}

struct ColumnMaxima<'a, T> {
    rows: &'a [T],
    maxima: &'a mut [T],
}

impl<T: Element> Kernel for ColumnMaxima<'_, T> {
    type Output = bool;

    #[inline(always)]
    unsafe fn run<I: Isa>(self) -> bool {
        let d = self.maxima.len();
        let mut wide = vec![T::default(); width(d)];
        let mut finite = true;
        for rows in self.rows.chunks(wide.len()) {
            for (largest, x) in wide.iter_mut().zip(rows) {
                let magnitude = x.absolute();
                finite &= magnitude < T::INFINITY;
                *largest = if magnitude > *largest { magnitude } else { *largest };
            }
        }
        for part in wide.chunks_exact(d) {
            for (largest, &x) in self.maxima.iter_mut().zip(part) {
                *largest = if x > *largest { x } else { *largest };
            }
        }
        finite
    }
}

/// Returns how many values of a row-major matrix to treat as one long row: whole rows, at least 64 values, so that
/// vectors are full whatever the number of features.
pub(crate) fn width(n_features: usize) -> usize {
    n_features * 64_usize.div_ceil(n_features)
}
