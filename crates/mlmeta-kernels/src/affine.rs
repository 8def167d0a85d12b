//! Columns shifted and scaled: `(x - offset) / factor` or `x * factor + offset`, in one pass over the rows.
//!
//! Each of the two operations is rounded to the type of the rows on its own, as `NumPy` does one after the other.

use crate::element::Element;
use crate::level::Simd;
use crate::scan::width;
use crate::vector::{Isa, Kernel};

/// Which of the two forms; one undoes the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `(x - offset) / factor`
    Divide,
    /// `x * factor + offset`
    Multiply,
}

/// An offset and a factor for each column, in the type `P`, which may be wider than that of the rows.
#[derive(Clone, Debug)]
pub struct Affine<P, T> {
    form: Form,
    n_features: usize,
    /// The parameters of as many rows as make a long run, one after the other.
    offsets: Vec<P>,
    factors: Vec<P>,
    clip: Option<(T, T)>,
}

impl<P: Element, T: Element> Affine<P, T> {
    /// Returns the map of columns with these offsets and factors, one of each a column; `clip` are the ends to which
    /// results are moved. An offset of -0 and a factor of 1 leave a value as it is.
    ///
    /// # Panics
    /// When there is no column, or not one offset and one factor for each.
    #[must_use]
    pub fn new(form: Form, offsets: &[P], factors: &[P], clip: Option<(T, T)>) -> Self {
        let n_features = offsets.len();
        assert!(n_features > 0 && factors.len() == n_features, "one offset and one factor a column");
        let times = width(n_features) / n_features;
        Self { form, n_features, offsets: offsets.repeat(times), factors: factors.repeat(times), clip }
    }

    /// Writes the mapped `rows` to `target`.
    ///
    /// # Panics
    /// When the sizes differ, or rows are not whole.
    ///
    /// ```
    /// use mlmeta_kernels::{Affine, Form, Simd};
    /// let map = Affine::new(Form::Divide, &[1.0, 0.0], &[2.0, 4.0], None);
    /// let mut target = [0.0; 2];
    /// map.apply(Simd::detect()?, &[5.0, 2.0], &mut target);
    /// assert_eq!(target, [2.0, 0.5]);
    /// # Ok::<(), mlmeta_kernels::LevelError>(())
    /// ```
    pub fn apply(&self, simd: Simd, rows: &[T], target: &mut [T]) {
        assert_eq!(rows.len(), target.len(), "one result a value");
        assert!(rows.len().is_multiple_of(self.n_features), "rows are whole");
        simd.run(Apply { map: self, rows: Some(rows), target });
    }

    /// Maps `rows` where they are.
    ///
    /// # Panics
    /// When rows are not whole.
    pub fn apply_in_place(&self, simd: Simd, rows: &mut [T]) {
        assert!(rows.len().is_multiple_of(self.n_features), "rows are whole");
        simd.run(Apply { map: self, rows: None, target: rows });
    }
}

struct Apply<'a, P, T> {
    map: &'a Affine<P, T>,
    rows: Option<&'a [T]>,
    target: &'a mut [T],
}

impl<P: Element, T: Element> Kernel for Apply<'_, P, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        match self.map.form {
            Form::Divide => run_with(self, |x, offset, factor| {
                let above = T::rounded(x.widened() - offset.widened());
                T::rounded(above.widened() / factor.widened())
            }),
            Form::Multiply => run_with(self, |x, offset, factor| {
                let product = T::rounded(x.widened() * factor.widened());
                T::rounded(product.widened() + offset.widened())
            }),
        }
    }
}

#[inline(always)]
fn run_with<P: Element, T: Element>(work: Apply<'_, P, T>, map: impl Fn(T, P, P) -> T) {
    let Apply { map: Affine { offsets, factors, clip, .. }, rows, target } = work;
    let length = offsets.len();
    for (index, target) in target.chunks_mut(length).enumerate() {
        let parameters = offsets.iter().zip(factors);
        match rows {
            Some(rows) => {
                let rows = &rows[index * length..][..target.len()];
                for ((cell, x), (offset, factor)) in target.iter_mut().zip(rows).zip(parameters) {
                    *cell = map(*x, *offset, *factor);
                }
            }
            None => {
                for (cell, (offset, factor)) in target.iter_mut().zip(parameters) {
                    *cell = map(*cell, *offset, *factor);
                }
            }
        }
        if let Some((low, high)) = *clip {
            for cell in target {
                let x = *cell;
                *cell = if x < low {
                    low
                } else if x > high {
                    high
                } else {
                    x
                };
            }
        }
    }
}
