//! Squared distances `D`, to the bit of the definition: rows or centres in lanes, features in order, nothing fused.

use crate::centres::Centres;
use crate::element::{Element, Lanes};
use crate::level::Simd;
use crate::tiles::TileBlock;
use crate::tuning::{PANEL, TILE};
use crate::vector::{Isa, Kernel, Vector};

/// Writes `min(closest, D(row, candidate))` of each row to `lowered`: one candidate of k-means++.
///
/// # Panics
/// When the sizes do not match.
pub fn lower_closest<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    candidate: &[f64],
    closest: &[f64],
    lowered: &mut [f64],
) {
    assert_eq!(candidate.len(), block.n_features(), "rows and the candidate have the same features");
    assert!(closest.len() == block.n_rows() && lowered.len() == block.n_rows(), "one distance a row");
    simd.run(LowerClosest { block, candidate, closest, lowered });
}

struct LowerClosest<'a, T> {
    block: TileBlock<'a, T>,
    candidate: &'a [f64],
    closest: &'a [f64],
    lowered: &'a mut [f64],
}

impl<T: Element> Kernel for LowerClosest<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let tiles = self.block.values().chunks_exact(TILE * self.candidate.len());
        let rows = self.closest.chunks(TILE).zip(self.lowered.chunks_mut(TILE));
        for (tile, (closest, lowered)) in tiles.zip(rows) {
            // SAFETY: a tile has 32 values for each feature of the candidate, and whole tiles have 32 rows.
            unsafe {
                if let (Some(closest), Some(lowered)) = (closest.as_array(), lowered.as_mut_array()) {
                    lower_tile::<I, T>(tile, self.candidate, closest, lowered);
                } else {
                    let (mut near, mut buffer) = ([0.0; TILE], [0.0; TILE]);
                    near[..closest.len()].copy_from_slice(closest);
                    lower_tile::<I, T>(tile, self.candidate, &near, &mut buffer);
                    lowered.copy_from_slice(&buffer[..closest.len()]);
                }
            }
        }
    }
}

/// Vectors of rows side by side, so that their chains of additions overlap.
const CHAINS: usize = 4;

/// # Safety
/// As for [`Kernel::run`]; `tile` holds 32 values for each feature of `centre`.
#[inline(always)]
unsafe fn lower_tile<I: Isa, T: Element>(
    tile: &[T],
    centre: &[f64],
    closest: &[f64; TILE],
    lowered: &mut [f64; TILE],
) {
    let lanes = I::F64::LANES;
    for begin in (0..TILE).step_by(CHAINS * lanes) {
        // SAFETY: 32 is a multiple of `CHAINS * lanes` (4 x 4 or 4 x 8).
        unsafe {
            let mut sums = [I::F64::splat(0.0); CHAINS];
            for (feature, &c) in tile.chunks_exact(TILE).zip(centre) {
                let c = I::F64::splat(c);
                for (chain, sum) in sums.iter_mut().enumerate() {
                    let x = <T as Lanes>::widen::<I>(feature.as_ptr().add(begin + chain * lanes));
                    let difference = x.sub(c);
                    *sum = sum.add(difference.mul(difference));
                }
            }
            for (chain, sum) in sums.iter().enumerate() {
                let at = begin + chain * lanes;
                sum.min(I::F64::load(closest.as_ptr().add(at))).store(lowered.as_mut_ptr().add(at));
            }
        }
    }
}

/// Writes the `D` of each row to the centre of its label.
///
/// # Panics
/// When the sizes do not match or a label names no centre.
pub fn distances_to_own<T: Element>(
    simd: Simd,
    block: TileBlock<'_, T>,
    centres: &Centres<T>,
    labels: &[i32],
    distances: &mut [f64],
) {
    assert_eq!(centres.n_features(), block.n_features(), "rows and centres have the same features");
    assert!(
        labels.len() == block.n_rows() && distances.len() == block.n_rows(),
        "one label and distance a row"
    );
    simd.run(DistancesToOwn { block, centres, labels, distances });
}

struct DistancesToOwn<'a, T> {
    block: TileBlock<'a, T>,
    centres: &'a Centres<T>,
    labels: &'a [i32],
    distances: &'a mut [f64],
}

impl<T: Element> Kernel for DistancesToOwn<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let tiles = self.block.values().chunks_exact(TILE * self.centres.n_features());
        let rows = self.labels.chunks(TILE).zip(self.distances.chunks_mut(TILE));
        for (tile, (labels, distances)) in tiles.zip(rows) {
            // Rows past the end are measured from the first centre.
            let (mut own, mut buffer) = ([0; TILE], [0.0; TILE]);
            own[..labels.len()].copy_from_slice(labels);
            let k = self.centres.len();
            assert!(own.iter().all(|&label| (label as usize) < k), "a label names no centre");
            // SAFETY: a tile has 32 values for each feature of the centres, and every label names one of them.
            unsafe { own_tile::<I, T>(tile, self.centres, &own, &mut buffer) };
            distances.copy_from_slice(&buffer[..labels.len()]);
        }
    }
}

/// # Safety
/// As for [`Kernel::run`]; `tile` holds 32 values for each feature, and the labels name centres.
#[inline(always)]
unsafe fn own_tile<I: Isa, T: Element>(
    tile: &[T],
    centres: &Centres<T>,
    labels: &[i32; TILE],
    distances: &mut [f64; TILE],
) {
    let lanes = I::F64::LANES;
    for begin in (0..TILE).step_by(CHAINS * lanes) {
        // SAFETY: 32 is a multiple of `CHAINS * lanes` (4 x 4 or 4 x 8), and a column holds a value for each centre.
        unsafe {
            let mut sums = [I::F64::splat(0.0); CHAINS];
            let columns = centres.columns.chunks_exact(centres.padded());
            for (feature, column) in tile.chunks_exact(TILE).zip(columns) {
                for (chain, sum) in sums.iter_mut().enumerate() {
                    let at = begin + chain * lanes;
                    let c = I::gather(column.as_ptr(), labels.as_ptr().add(at));
                    let difference = <T as Lanes>::widen::<I>(feature.as_ptr().add(at)).sub(c);
                    *sum = sum.add(difference.mul(difference));
                }
            }
            for (chain, sum) in sums.iter().enumerate() {
                sum.store(distances.as_mut_ptr().add(begin + chain * lanes));
            }
        }
    }
}

/// Writes the distances `sqrt(D)` of row-major `rows` to all centres, rounded to the type of the data, to `distances`,
/// `(n_rows, k)`.
///
/// # Panics
/// When the sizes do not match.
pub fn row_distances<T: Element>(simd: Simd, rows: &[T], centres: &Centres<T>, distances: &mut [T]) {
    let n_rows = rows.len() / centres.n_features();
    assert_eq!(rows.len(), n_rows * centres.n_features(), "rows and centres have the same features");
    assert_eq!(distances.len(), n_rows * centres.len(), "one distance for each row and centre");
    simd.run(RowDistances { rows, centres, distances });
}

struct RowDistances<'a, T> {
    rows: &'a [T],
    centres: &'a Centres<T>,
    distances: &'a mut [T],
}

impl<T: Element> Kernel for RowDistances<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<I: Isa>(self) {
        let padded = self.centres.padded();
        let rows = self.rows.chunks_exact(self.centres.n_features());
        for (row, distances) in rows.zip(self.distances.chunks_exact_mut(self.centres.len())) {
            for (panel, distances) in distances.chunks_mut(PANEL).enumerate() {
                let mut squares = [0.0_f64; PANEL];
                for lane in (0..PANEL).step_by(I::F64::LANES) {
                    // SAFETY: 8 is a multiple of LANES, and every column holds `padded` values, a multiple of 8.
                    unsafe {
                        let mut sum = I::F64::splat(0.0);
                        for (x, column) in row.iter().zip(self.centres.columns.chunks_exact(padded)) {
                            let c = I::F64::load(column.as_ptr().add(panel * PANEL + lane));
                            let difference = I::F64::splat(x.widened()).sub(c);
                            sum = sum.add(difference.mul(difference));
                        }
                        sum.store(squares.as_mut_ptr().add(lane));
                    }
                }
                for (distance, square) in distances.iter_mut().zip(squares) {
                    *distance = T::rounded(square.sqrt());
                }
            }
        }
    }
}
