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
    if n <= tuning::FEW_ROWS {
        return control.with_team(0, |team| {
            assign_few(team.simd, rows.values(), centres.values(), d, &mut labels);
            Ok(labels)
        });
    }
    let laid_out = Centres::new(centres.values(), d)?;
    let size = tuning::SCRATCH.min(n.next_multiple_of(tuning::TILE));
    control.with_team(n.saturating_mul(centres.values().len()), |team| {
        team.share(
            labels.chunks_mut(size).zip(rows.values().chunks(size * d)),
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
