//! Columns shifted and scaled by threads.

use mlmeta_kernels::{Affine, Element, Form};

use crate::{Control, Index, Rows, ScalerError};

/// Values that a thread takes at a time: a MiB of float64. Much smaller, and two threads meet in the same fresh page.
const BLOCK: usize = 1 << 17;

/// A map of columns: `(x - offset) / factor` or `x * factor + offset`, each operation rounded to the type of the rows.
/// The parameters may have a wider type `P` than the rows.
#[derive(Clone, Debug)]
pub struct Scaling<P, T> {
    map: Affine<P, T>,
    n_features: usize,
}

impl<P: Element, T: Element> Scaling<P, T> {
    /// Returns the map with these parameters, one a column; `None` leaves that operation out. Results outside of `clip`
    /// are moved to its ends.
    ///
    /// # Errors
    /// [`ScalerError::Features`] when there is not one parameter a column, [`ScalerError::Empty`] without a column.
    ///
    /// ```
    /// use mlmeta_preprocessing::{Control, Form, Scaling};
    /// let map = Scaling::<f64, f32>::new(Form::Multiply, 1, Some(&[1.0]), Some(&[2.0]), Some((0.0, 6.0)))?;
    /// let mut rows = [2.0, 3.0];
    /// map.apply_in_place(&mut rows, &Control::default())?;
    /// assert_eq!(rows, [5.0, 6.0]);
    /// # Ok::<(), mlmeta_preprocessing::ScalerError>(())
    /// ```
    pub fn new(
        form: Form,
        n_features: usize,
        offset: Option<&[P]>,
        factor: Option<&[P]>,
        clip: Option<(T, T)>,
    ) -> Result<Self, ScalerError> {
        if n_features == 0 {
            return Err(ScalerError::Empty { n_values: 0, n_features });
        }
        for (name, parameter) in [("the offset", offset), ("the factor", factor)] {
            let given = parameter.map_or(n_features, <[P]>::len);
            if given != n_features {
                return Err(ScalerError::Features { name, given, expected: n_features });
            }
        }
        // What changes no value, not even the sign of a zero: x - 0 and x + -0.
        let nothing = if form == Form::Divide { 0.0 } else { -0.0 };
        let offset = offset.map_or_else(|| vec![P::rounded(nothing); n_features], <[P]>::to_vec);
        let factor = factor.map_or_else(|| vec![P::rounded(1.0); n_features], <[P]>::to_vec);
        Ok(Self { map: Affine::new(form, &offset, &factor, clip), n_features })
    }

    /// Writes the mapped `rows` to `target`, which has as many values.
    ///
    /// # Errors
    /// [`ScalerError::Features`], [`ScalerError::Target`], [`ScalerError::Level`], [`ScalerError::Cancelled`] (`target`
    /// then holds anything).
    pub fn apply(
        &self,
        rows: Rows<'_, T>,
        target: &mut [T],
        control: &Control<'_>,
    ) -> Result<(), ScalerError> {
        let (given, expected) = (rows.n_features(), self.n_features);
        if given != expected {
            return Err(ScalerError::Features { name: "X", given, expected });
        }
        let n_values = rows.values().len();
        if target.len() != n_values {
            return Err(ScalerError::Target { given: target.len(), expected: n_values });
        }
        let simd = control.simd()?;
        let blocks = rows.values().chunks(self.block()).zip(target.chunks_mut(self.block()));
        control.share(n_values, blocks, || (), |(), (rows, target)| self.map.apply(simd, rows, target))?;
        Ok(())
    }

    /// Maps whole rows where they are.
    ///
    /// # Errors
    /// [`ScalerError::Ragged`], [`ScalerError::Level`], [`ScalerError::Cancelled`] (some rows are mapped then).
    pub fn apply_in_place(&self, values: &mut [T], control: &Control<'_>) -> Result<(), ScalerError> {
        let n_values = values.len();
        if !n_values.is_multiple_of(self.n_features) {
            return Err(ScalerError::Ragged { n_values, n_features: self.n_features });
        }
        let simd = control.simd()?;
        let blocks = values.chunks_mut(self.block());
        control.share(n_values, blocks, || (), |(), rows| self.map.apply_in_place(simd, rows))?;
        Ok(())
    }

    fn block(&self) -> usize {
        self.n_features * (BLOCK / self.n_features).max(1)
    }
}

/// Multiplies the entries of sparse rows, in `data`, by the factor of their column, in float64.
///
/// # Errors
/// [`ScalerError::Sparse`] when there is not one index an entry or one names no column, [`ScalerError::Cancelled`].
///
/// ```
/// use mlmeta_preprocessing::{Control, scale_entries};
/// let mut data = [1.0_f32, 1.0, 2.0];
/// scale_entries(&mut data, &[0_i32, 1, 1], &[10.0, 0.5], &Control::default())?;
/// assert_eq!(data, [10.0, 0.5, 1.0]);
/// # Ok::<(), mlmeta_preprocessing::ScalerError>(())
/// ```
pub fn scale_entries<T: Element, I: Index>(
    data: &mut [T],
    indices: &[I],
    factors: &[f64],
    control: &Control<'_>,
) -> Result<(), ScalerError> {
    if data.len() != indices.len() {
        return Err(ScalerError::Sparse("there is not one column index an entry"));
    }
    let n_entries = data.len();
    let blocks = data.chunks_mut(BLOCK).zip(indices.chunks(BLOCK));
    let outside = control.share(
        n_entries,
        blocks,
        || false,
        |outside, (data, indices)| {
            for (value, column) in data.iter_mut().zip(indices) {
                match column.position().and_then(|column| factors.get(column)) {
                    Some(factor) => *value = T::rounded(value.widened() * factor),
                    None => *outside = true,
                }
            }
        },
    )?;
    if outside.contains(&true) {
        return Err(ScalerError::Sparse("a column index is outside of it"));
    }
    Ok(())
}
