//! The moments of dense rows: blocks of rows by threads, then one sum over the blocks.

use mlmeta_kernels::{BlockMoments, Element, MOMENT_ROWS, MomentBlock, block_moments, ordered_sum};

use crate::buffer::filled;
use crate::{Control, Moments, Rows, SampleWeight, ScalerError};

/// Columns that a thread takes of a block: of wider rows it holds half a block of float64 in a second-level cache of 1 MiB,
/// and looks at the cancel flag several times a block.
const STRIP: usize = 64;

impl Moments {
    /// Returns the moments of the columns of `rows`; with `weights`, one a row, those of the weighted values. The squares
    /// are found only when asked for.
    ///
    /// # Errors
    /// [`ScalerError::Weights`], [`ScalerError::Infinite`], [`ScalerError::TooLarge`], [`ScalerError::TooHeavy`],
    /// [`ScalerError::Allocation`], [`ScalerError::Level`], [`ScalerError::Cancelled`].
    pub fn of_rows<T: Element>(
        rows: Rows<'_, T>,
        weights: Option<&SampleWeight>,
        squares: bool,
        control: &Control<'_>,
    ) -> Result<Self, ScalerError> {
        let (n, d) = (rows.n_rows(), rows.n_features());
        weights.map_or(Ok(()), |weights| weights.check(n))?;
        let simd = control.simd()?;
        let shift = first_values(rows, weights, control)?;
        let mut parts = filled(BlockMoments::default(), n.div_ceil(MOMENT_ROWS) * d)?;
        let blocks = parts.chunks_mut(d).zip(rows.values().chunks(MOMENT_ROWS * d)).enumerate();
        let strips = blocks.flat_map(|(index, (parts, values))| {
            let first = index * MOMENT_ROWS;
            let weights = weights.map(|weights| &weights.values()[first..first + values.len() / d]);
            parts.chunks_mut(STRIP).enumerate().map(move |(strip, parts)| {
                let columns = strip * STRIP..strip * STRIP + parts.len();
                (MomentBlock { values, n_features: d, columns, weights }, parts)
            })
        });
        control.share(
            rows.values().len(),
            strips,
            || (),
            |(), (block, parts)| {
                block_moments(simd, &block, &shift[block.columns.clone()], squares, parts);
            },
        )?;
        let moments = joined(&parts, &shift, squares)?;
        moments.checked().map_err(|error| infinity(rows).unwrap_or(error))
    }
}

/// Returns the moments of the columns from those of their blocks, `[block][column]`.
fn joined(parts: &[BlockMoments], shift: &[f64], squares: bool) -> Result<Moments, ScalerError> {
    let d = shift.len();
    let n_blocks = parts.len() / d;
    let mut moments = Moments {
        count: filled(0.0, d)?,
        mean: filled(0.0, d)?,
        squares: squares.then(|| filled(0.0, d)).transpose()?,
    };
    for (t, shift) in shift.iter().enumerate() {
        let part = |block: usize| &parts[block * d + t];
        let count = ordered_sum(n_blocks, |block| part(block).count);
        let total = ordered_sum(n_blocks, |block| part(block).total);
        let mean = if count > 0.0 { total / count } else { 0.0 };
        (moments.count[t], moments.mean[t]) = (count, shift + mean);
        if let Some(squares) = &mut moments.squares {
            squares[t] = ordered_sum(n_blocks, |block| {
                let part = part(block);
                let apart = part.mean() - mean;
                part.squares + part.count * (apart * apart)
            });
        }
    }
    Ok(moments)
}

/// Returns the first value that is there of each column, in rows of positive weight; 0 where there is none.
fn first_values<T: Element>(
    rows: Rows<'_, T>,
    weights: Option<&SampleWeight>,
    control: &Control<'_>,
) -> Result<Vec<f64>, ScalerError> {
    let d = rows.n_features();
    let mut first = filled(0.0, d)?;
    let mut open: Vec<usize> = filled(0, d)?;
    open.iter_mut().enumerate().for_each(|(t, column)| *column = t);
    for (row, values) in rows.values().chunks_exact(d).enumerate() {
        if row % MOMENT_ROWS == 0 {
            control.check()?;
        }
        if weights.is_some_and(|weights| weights.values()[row] == 0.0) {
            continue;
        }
        open.retain(|&t| {
            let value = values[t].widened();
            first[t] = if value.is_nan() { 0.0 } else { value };
            value.is_nan()
        });
        if open.is_empty() {
            break;
        }
    }
    Ok(first)
}

/// Returns the error that names an infinite value, if there is one.
fn infinity<T: Element>(rows: Rows<'_, T>) -> Option<ScalerError> {
    let values = rows.values().iter().map(|value| value.widened());
    let index = values.enumerate().find(|(_, value)| value.is_infinite())?.0;
    Some(ScalerError::Infinite { column: index % rows.n_features() })
}
