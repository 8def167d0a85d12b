//! The labels of a few rows, from centres as they lie in memory.
//!
//! Laying rows and centres out in tiles and panels takes longer than labelling a few rows. Here lanes hold features: the
//! squared distance of a row to a centre is summed in as many parts as a vector has lanes, in the type of the data. All its
//! terms are positive, so whatever the order it is off by a factor within `1 +- g`, `g = n u / (1 - n u)` with at most `d + 4`
//! roundings on the way of a term; the definition's own `D` is off by `1 +- h` with the roundoff of float64. A centre whose
//! sum exceeds the smallest one by a factor of more than `(1 + g) (1 + h) / ((1 - g) (1 - h)) < 1 + 2.2 (g + h)` is not the
//! nearest. `n = d + 8` covers the rounding of that very comparison, a few of the smallest normal numbers cover what
//! underflows, and sums that overflow exclude nothing. Where more than one centre is left, the definition decides.

use crate::element::{Element, Lanes};
use crate::level::Simd;
use crate::oracle;
use crate::vector::{Isa, Kernel, Vector};

/// Writes the label of each of the row-major `rows` to `labels`: the lowest index with the smallest distance among the
/// row-major `centres`, as [`assign`](crate::assign()) does.
///
/// # Panics
/// When there is no centre, or the sizes do not match.
///
/// ```
/// let mut labels = [-1; 2];
/// let simd = mlmeta_kernels::Simd::detect()?;
/// mlmeta_kernels::assign_few(simd, &[1.0, 9.0, 4.0, 0.0], &[0.0, 0.0, 0.0, 8.0], 2, &mut labels);
/// assert_eq!(labels, [1, 0]);
/// # Ok::<(), mlmeta_kernels::LevelError>(())
/// ```
pub fn assign_few<T: Element>(simd: Simd, rows: &[T], centres: &[T], n_features: usize, labels: &mut [i32]) {
    let d = n_features;
    assert!(d > 0 && !centres.is_empty() && centres.len().is_multiple_of(d), "centres are no matrix");
    assert_eq!(rows.len(), labels.len() * d, "one label a row");
    simd.run(AssignFew { rows, centres, d, labels });
}

struct AssignFew<'a, T> {
    rows: &'a [T],
    centres: &'a [T],
    d: usize,
    labels: &'a mut [i32],
}

impl<T: Element> Kernel for AssignFew<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let (centres, d) = (self.centres, self.d);
        let mut sums = vec![T::default(); centres.len() / d];
        let (factor, floor) = margin::<T>(d);
        for (row, label) in self.rows.chunks_exact(d).zip(self.labels) {
            // SAFETY: the instruction set is the caller's promise.
            let smallest = unsafe { measure::<I, T>(row, centres, &mut sums) };
            let limit = T::rounded(smallest.widened() * factor + floor);
            let mut near = sums.iter().enumerate().filter(|&(_, sum)| *sum <= limit).map(|(j, _)| j);
            *label = match (near.next(), near.next()) {
                (Some(first), Some(second)) => {
                    let near = [first, second].into_iter().chain(near);
                    nearest_among(row, centres, near)
                }
                (only, _) => only.unwrap_or(0),
            } as i32;
        }
    }
}

/// Returns by which factor, and by how much more, a sum must exceed the smallest one to be out of question.
fn margin<T: Element>(d: usize) -> (f64, f64) {
    let n = (d + 8) as f64;
    let gamma = |u: f64| n * u / (1.0 - n * u);
    let factor = if n * T::ROUNDOFF < 0.02 {
        1.0 + 2.2 * (gamma(T::ROUNDOFF) + gamma(f64::EPSILON / 2.0))
    } else {
        f64::INFINITY
    };
    (factor, n * T::TINY.widened())
}

/// Centres that are measured side by side, so that their chains of additions overlap.
const CHAINS: usize = 4;

/// Writes the squared distance of `row` to each centre, roughly, and returns the smallest.
///
/// # Safety
/// As for [`Kernel::run`].
#[inline(always)]
unsafe fn measure<I: Isa, T: Element>(row: &[T], centres: &[T], sums: &mut [T]) -> T {
    let d = row.len();
    let mut smallest = T::INFINITY;
    for (sums, centres) in sums.chunks_mut(CHAINS).zip(centres.chunks(CHAINS * d)) {
        // The last centres may be fewer: the last one is then measured more than once.
        let last = sums.len() - 1;
        let chains: [&[T]; CHAINS] = std::array::from_fn(|chain| &centres[chain.min(last) * d..][..d]);
        // SAFETY: the caller's promise, handed on; every chain has as many features as the row.
        let totals = unsafe { squared_distances::<I, T>(row, chains) };
        for (sum, total) in sums.iter_mut().zip(totals) {
            *sum = total;
            smallest = if total < smallest { total } else { smallest };
        }
    }
    smallest
}

/// # Safety
/// As for [`Kernel::run`]; all slices have one length.
#[inline(always)]
unsafe fn squared_distances<I: Isa, T: Element>(row: &[T], centres: [&[T]; CHAINS]) -> [T; CHAINS] {
    type V<T, I> = <T as Lanes>::Of<I>;
    let lanes = V::<T, I>::LANES;
    let whole = row.len() / lanes * lanes;
    // SAFETY: `begin + lanes <= whole`, which is at most the length of the row and of each centre.
    let mut totals = unsafe {
        let mut parts = [V::<T, I>::splat(T::default()); CHAINS];
        for begin in (0..whole).step_by(lanes) {
            let x = V::<T, I>::load(row.as_ptr().add(begin));
            for (part, centre) in parts.iter_mut().zip(centres) {
                let difference = x.sub(V::<T, I>::load(centre.as_ptr().add(begin)));
                *part = difference.mul_add(difference, *part);
            }
        }
        parts.map(|part| part.total())
    };
    if whole < row.len() {
        for (total, centre) in totals.iter_mut().zip(centres) {
            let rest = oracle::distance(&row[whole..], &centre[whole..]);
            *total = T::rounded(total.widened() + rest);
        }
    }
    totals
}

/// Returns the lowest of the indices `near`, ascending, with the smallest `D`.
fn nearest_among<T: Element>(row: &[T], centres: &[T], near: impl Iterator<Item = usize>) -> usize {
    let (mut nearest, mut smallest) = (0, f64::INFINITY);
    for j in near {
        let distance = oracle::distance(row, &centres[j * row.len()..][..row.len()]);
        if distance < smallest {
            (nearest, smallest) = (j, distance);
        }
    }
    nearest
}
