//! The definitions of a label, for the rows that screening left open: eight centres in lanes, features in order.

use crate::centres::Centres;
use crate::element::Element;
use crate::vector::{Isa, Vector};

/// Squared distances that differ by less than this share are equal to a fit: the score decides.
const NEAR_TIE: f64 = 1.0 / (1_u64 << 40) as f64;

/// Looks at one row at a time; the memory it needs is taken at the first.
pub(crate) struct Decision<'a, T> {
    centres: &'a Centres<T>,
    row: Vec<f64>,
    /// `D` to each centre, infinite past the end.
    distances: Vec<f64>,
}

impl<'a, T: Element> Decision<'a, T> {
    pub(crate) fn new(centres: &'a Centres<T>) -> Self {
        Self { centres, row: Vec::new(), distances: Vec::new() }
    }

    /// Returns the lowest index with the smallest `D` to `row`.
    ///
    /// # Safety
    /// As for [`Kernel::run`](crate::vector::Kernel::run).
    #[inline(always)]
    pub(crate) unsafe fn nearest<I: Isa>(&mut self, row: impl Iterator<Item = f64>) -> i32 {
        // SAFETY: the caller's promise, handed on.
        unsafe { self.measure::<I>(row) };
        lowest_minimum(self.distances.iter().copied().enumerate())
    }

    /// Returns the label of `row` in a fit: among the centres whose `D` is a near-tie of the smallest, the lowest index
    /// with the smallest score.
    ///
    /// # Safety
    /// As for [`Kernel::run`](crate::vector::Kernel::run).
    #[inline(always)]
    pub(crate) unsafe fn label_in_fit<I: Isa>(&mut self, row: impl Iterator<Item = f64>) -> i32 {
        // SAFETY: the caller's promise, handed on.
        unsafe { self.measure::<I>(row) };
        let distances = &self.distances[..self.centres.len()];
        let smallest = distances.iter().fold(f64::INFINITY, |a, &b| if b < a { b } else { a });
        if smallest == f64::INFINITY {
            return 0;
        }
        let limit = smallest * (1.0 + NEAR_TIE);
        let mut tied =
            distances.iter().enumerate().filter(|&(_, &distance)| distance <= limit).map(|(j, _)| j);
        match (tied.next(), tied.next()) {
            (Some(first), Some(second)) => {
                let tied = [first, second].into_iter().chain(tied);
                lowest_minimum(tied.map(|j| (j, self.score(j))))
            }
            (only, _) => only.unwrap_or(0) as i32,
        }
    }

    /// Writes `D` of `row` to each centre to `distances`.
    ///
    /// # Safety
    /// As for [`Kernel::run`](crate::vector::Kernel::run).
    #[inline(always)]
    unsafe fn measure<I: Isa>(&mut self, row: impl Iterator<Item = f64>) {
        let padded = self.centres.padded();
        self.row.clear();
        self.row.extend(row);
        self.distances.resize(padded, f64::INFINITY);
        for begin in (0..padded).step_by(I::F64::LANES) {
            // SAFETY: `padded` is a multiple of 8 and so of LANES: `begin + LANES <= padded`, the length of each column
            // and of `distances`.
            unsafe {
                let mut sum = I::F64::splat(0.0);
                for (&x, column) in self.row.iter().zip(self.centres.columns.chunks_exact(padded)) {
                    let difference = I::F64::splat(x).sub(I::F64::load(column.as_ptr().add(begin)));
                    sum = sum.add(difference.mul(difference));
                }
                sum.store(self.distances.as_mut_ptr().add(begin));
            }
        }
    }

    /// Returns `|c|^2 - 2 p` of centre `j`, as scikit-learn rounds it: `p` from fused multiply-adds, features in order.
    #[inline(always)]
    fn score(&self, j: usize) -> f64 {
        let padded = self.centres.padded();
        let centre = self.centres.columns.iter().skip(j).step_by(padded);
        let product = self.row.iter().zip(centre).fold(0.0, |p, (x, &c)| x.mul_add(c, p));
        self.squared_norm(j) - 2.0 * product
    }

    /// Returns `|c|^2` of centre `j` in the order of `numpy.einsum`: even and odd features apart, and of each eight features
    /// the last pair first.
    #[inline(always)]
    fn squared_norm(&self, j: usize) -> f64 {
        const UNROLLED: usize = 8;
        let (d, padded) = (self.row.len(), self.centres.padded());
        let whole = d / UNROLLED * UNROLLED;
        let turns = (0..whole).step_by(UNROLLED).flat_map(|turn| (turn..turn + UNROLLED).step_by(2).rev());
        let (mut even, mut odd) = (0.0, 0.0);
        for t in turns.chain((whole..d).step_by(2)) {
            let c = self.centres.columns[t * padded + j];
            even += c * c;
            if t + 1 < d {
                let c = self.centres.columns[(t + 1) * padded + j];
                odd += c * c;
            }
        }
        even + odd
    }
}

/// Returns the first index with the smallest value; NaN, which only overflow gives, comes last.
#[inline(always)]
fn lowest_minimum(mut values: impl Iterator<Item = (usize, f64)>) -> i32 {
    let (mut lowest, first) = values.next().unwrap_or_default();
    let mut smallest = if first.is_nan() { f64::INFINITY } else { first };
    for (index, value) in values {
        if value < smallest {
            (lowest, smallest) = (index, value);
        }
    }
    lowest as i32
}
