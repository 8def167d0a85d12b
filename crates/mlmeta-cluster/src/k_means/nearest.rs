//! Labelling rows with the nearest of given centres.

use mlmeta_kernels::{Centres, Element, Tiles, assign, assign_few, pack, tuning};

use super::KMeansError;
use super::buffer::filled;
use crate::Rows;
use crate::control::Control;

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
pub fn nearest_centres<T: Element>(
    rows: Rows<'_, T>,
    centres: Rows<'_, T>,
    control: &Control<'_>,
) -> Result<Vec<i32>, KMeansError> {
    let (n, d) = (rows.n_rows(), centres.n_features());
    if rows.n_features() != d {
        return Err(KMeansError::Features { given: rows.n_features(), expected: d });
    }
    if centres.n_rows() > i32::MAX as usize {
        return Err(KMeansError::NClusters(centres.n_rows()));
    }
    let mut labels = filled(0_i32, n)?;
    let work = n.saturating_mul(centres.values().len());
    let size = tuning::SCRATCH.min(n.next_multiple_of(tuning::TILE));
    let parts = labels.chunks_mut(size).zip(rows.values().chunks(size * d));
    let few_centres = centres.n_rows() <= tuning::FEW_CENTRES && d >= tuning::LONG_ROWS;
    if n <= tuning::FEW_ROWS || few_centres {
        control.with_team(work, |team| {
            let label = |(): &mut (), (labels, rows): (&mut [i32], &[T])| {
                assign_few(team.simd, rows, centres.values(), d, labels);
            };
            team.share(parts, || Ok(()), label)
        })?;
        return Ok(labels);
    }
    let laid_out = Centres::new(centres.values(), d)?;
    control.with_team(work, |team| {
        team.share(
            parts,
            || Ok((Tiles::zeros(size, d)?, filled(T::default(), d)?)),
            |(tiles, maxima), (labels, rows)| {
                tiles.resize(labels.len());
                for block in tiles.blocks_mut(size) {
                    pack(team.simd, block, rows, None, maxima);
                }
                assign(team.simd, tiles.block(0, labels.len()), &laid_out, labels, None);
            },
        )
    })?;
    Ok(labels)
}
