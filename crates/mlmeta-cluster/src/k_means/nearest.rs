//! Labelling rows with the nearest of given centres.

use mlmeta_kernels::tuning::{FEW_CENTRES, FEW_ROWS, LONG_ROWS};
use mlmeta_kernels::{Element, assign_few};

use super::KMeansError;
use super::buffer::filled;
use super::storage::Queries;
use crate::control::Control;
use crate::{Matrix, Rows};

/// Returns the label of each row: the lowest index among the nearest `centres`, in the coordinates of the data.
///
/// # Errors
/// [`KMeansError::NClusters`] when there are more centres than labels, [`KMeansError::Features`],
/// [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`].
///
/// ```
/// use mlmeta_cluster::{Control, Rows, nearest_centres};
/// let centres = Rows::new(&[0.0_f32, 0.0, 3.0, 4.0], 2)?;
/// assert_eq!(nearest_centres(Rows::new(&[3.0, 3.0], 2)?, centres, &Control::default())?, [1]);
/// # Ok::<(), mlmeta_cluster::KMeansError>(())
/// ```
pub fn nearest_centres<'a, T: Element>(
    rows: impl Into<Matrix<'a, T>>,
    centres: Rows<'_, T>,
    control: &Control<'_>,
) -> Result<Vec<i32>, KMeansError> {
    let rows = rows.into();
    let mut labels = filled(0_i32, rows.n_rows())?;
    label(rows, centres, &mut labels, None, control)?;
    Ok(labels)
}

/// Returns the squared distance of each row to the nearest of the `centres`.
///
/// # Errors
/// As for [`nearest_centres`].
pub(super) fn squared_distances<T: Element>(
    rows: Matrix<'_, T>,
    centres: Rows<'_, T>,
    control: &Control<'_>,
) -> Result<Vec<f64>, KMeansError> {
    let (mut labels, mut squared) = (filled(0_i32, rows.n_rows())?, filled(0.0, rows.n_rows())?);
    label(rows, centres, &mut labels, Some(&mut squared), control)?;
    Ok(squared)
}

/// Returns rows that have as many features as centres do.
///
/// # Errors
/// [`KMeansError::Features`].
pub(super) fn checked<T: Element>(
    rows: Matrix<'_, T>,
    n_features: usize,
) -> Result<Matrix<'_, T>, KMeansError> {
    if rows.n_features() == n_features {
        Ok(rows)
    } else {
        Err(KMeansError::Features { given: rows.n_features(), expected: n_features })
    }
}

fn label<T: Element>(
    rows: Matrix<'_, T>,
    centres: Rows<'_, T>,
    labels: &mut [i32],
    squared: Option<&mut [f64]>,
    control: &Control<'_>,
) -> Result<(), KMeansError> {
    if centres.n_rows() > i32::MAX as usize {
        return Err(KMeansError::NClusters(centres.n_rows()));
    }
    match checked(rows, centres.n_features())? {
        Matrix::Dense(rows) if squared.is_none() && is_worth_no_layout(rows, centres) => {
            label_as_they_are(rows, centres, labels, control)
        }
        Matrix::Dense(rows) => label_stored(rows, centres, labels, squared, control),
        Matrix::Sparse(rows) => label_stored(rows, centres, labels, squared, control),
        Matrix::WideSparse(rows) => label_stored(rows, centres, labels, squared, control),
    }
}

/// Whether labels are had sooner from the centres as they lie in memory than from laying them out first.
fn is_worth_no_layout<T: Element>(rows: Rows<'_, T>, centres: Rows<'_, T>) -> bool {
    let few_centres = centres.n_rows() <= FEW_CENTRES && rows.n_features() >= LONG_ROWS;
    few_centres || rows.n_rows() <= FEW_ROWS
}

fn label_as_they_are<T: Element>(
    rows: Rows<'_, T>,
    centres: Rows<'_, T>,
    labels: &mut [i32],
    control: &Control<'_>,
) -> Result<(), KMeansError> {
    let (d, size) = (rows.n_features(), rows.block_rows(centres.n_rows()));
    control.with_team(rows.work(centres.n_rows()), |team| {
        team.share(
            labels.chunks_mut(size).zip(rows.values().chunks(size * d)),
            || Ok(()),
            |(), (labels, rows)| assign_few(team.simd, rows, centres.values(), d, labels),
        )
    })?;
    Ok(())
}

fn label_stored<Q: Queries>(
    rows: Q,
    centres: Rows<'_, Q::Element>,
    labels: &mut [i32],
    squared: Option<&mut [f64]>,
    control: &Control<'_>,
) -> Result<(), KMeansError> {
    let k = centres.n_rows();
    let centres = rows.lay_out(centres.values())?;
    let size = rows.block_rows(k);
    let n_blocks = labels.len().div_ceil(size);
    // Without distances every block gets none.
    let squared = squared.into_iter().flat_map(|squared| squared.chunks_mut(size)).map(Some);
    let blocks = labels.chunks_mut(size).zip(squared.chain((0..n_blocks).map(|_| None))).enumerate();
    control.with_team(rows.work(k), |team| {
        team.share(
            blocks,
            || rows.scratch(size),
            |scratch, (index, (labels, squared))| {
                rows.nearest(team.simd, scratch, index * size, &centres, labels, squared);
            },
        )
    })?;
    Ok(())
}
