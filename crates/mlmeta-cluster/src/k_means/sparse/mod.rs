//! Sparse rows: never centred, for centred they would be dense; every pass costs their entries.

mod centres;
mod columns;
mod distances;

use mlmeta_kernels::tuning::BLOCK;
use mlmeta_kernels::{Element, Move, Simd};

use self::centres::{SparseCentres, squared_norm};
use super::storage::{Queries, Storage, Stored};
use super::{KMeansError, PartialSums};
use crate::control::Team;
use crate::csr::{Csr, Index};

/// Multiplications of a block: a few milliseconds, so that all threads have work and a cancelled pass ends soon.
const BLOCK_WORK: usize = 1 << 22;

/// Returns the rows as a fit keeps them.
///
/// # Errors
/// [`KMeansError::NotFinite`], [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn stored<'a, T: Element, I: Index>(
    rows: Csr<'a, T, I>,
    team: &Team<'_>,
) -> Result<Stored<Csr<'a, T, I>>, KMeansError> {
    Ok(Stored { rows, mean: vec![0.0; rows.n_features()], maxima: columns::maxima(&rows, team)? })
}

/// Returns how many rows make a block that meets `k` centres.
fn block_rows<T: Element, I: Index>(rows: &Csr<'_, T, I>, k: usize) -> usize {
    let entries_per_row = rows.n_entries() / rows.n_rows() + 1;
    (BLOCK_WORK / entries_per_row.saturating_mul(k)).clamp(1, BLOCK)
}

/// A row, dense, with its `N`.
pub(crate) struct Candidate {
    point: Vec<f64>,
    norm: f64,
}

impl<T: Element, I: Index> Storage for Csr<'_, T, I> {
    type Element = T;
    type Centres = SparseCentres;
    type Candidate = Candidate;

    fn n_rows(&self) -> usize {
        Csr::n_rows(self)
    }

    fn block_rows(&self, k: usize) -> usize {
        block_rows(self, k)
    }

    fn weighted_maxima(&self, weights: &[f64], team: &Team<'_>) -> Result<Vec<f64>, KMeansError> {
        columns::weighted_maxima(self, weights, team)
    }

    fn total_variance(&self, maxima: &[f64], team: &Team<'_>) -> Result<f64, KMeansError> {
        columns::total_variance(self, maxima, team)
    }

    fn centred_rows(&self) -> Result<Option<Vec<T>>, KMeansError> {
        Ok(None)
    }

    fn start_centre(&self, row: usize) -> Vec<f64> {
        let mut point = vec![0.0; self.n_features()];
        for (column, x) in self.entries(row) {
            point[column] = x;
        }
        point
    }

    fn candidate(&self, row: usize) -> Candidate {
        let point = self.start_centre(row);
        Candidate { norm: squared_norm(&point), point }
    }

    fn lower_closest(
        &self,
        _simd: Simd,
        first: usize,
        candidate: &Candidate,
        closest: &[f64],
        lowered: &mut [f64],
    ) {
        distances::lower_closest(self, first, &candidate.point, candidate.norm, closest, lowered);
    }

    fn lay_out(
        &self,
        centres: &[f64],
        _previous: Option<&SparseCentres>,
    ) -> Result<SparseCentres, KMeansError> {
        Ok(SparseCentres::new(centres, self.n_features())?)
    }

    fn assign(
        &self,
        _simd: Simd,
        first: usize,
        centres: &SparseCentres,
        labels: &mut [i32],
        moves: Option<&mut Vec<Move>>,
    ) {
        distances::assign(self, first, centres, labels, moves);
    }

    fn distances_to_own(
        &self,
        _simd: Simd,
        first: usize,
        centres: &SparseCentres,
        labels: &[i32],
        distances: &mut [f64],
    ) {
        distances::distances_to_own(self, first, centres, labels, distances);
    }

    fn accumulate(
        &self,
        _simd: Simd,
        first: usize,
        _n_rows: usize,
        weights: Option<&[f64]>,
        moves: &[Move],
        sums: &mut PartialSums<T>,
    ) {
        sums.accumulate_entries(self, first, weights, moves);
    }
}

impl<T: Element, I: Index> Queries for Csr<'_, T, I> {
    type Element = T;
    type Centres = SparseCentres;
    type Scratch = ();

    fn block_rows(&self, k: usize) -> usize {
        block_rows(self, k)
    }

    fn work(&self, k: usize) -> usize {
        self.n_entries().saturating_mul(k)
    }

    fn lay_out(&self, centres: &[T]) -> Result<SparseCentres, KMeansError> {
        let centres: Vec<f64> = centres.iter().map(|value| value.widened()).collect();
        Ok(SparseCentres::new(&centres, self.n_features())?)
    }

    fn scratch(&self, _n_rows: usize) -> Result<(), KMeansError> {
        Ok(())
    }

    fn nearest(
        &self,
        _simd: Simd,
        (): &mut (),
        first: usize,
        centres: &SparseCentres,
        labels: &mut [i32],
        distances: Option<&mut [f64]>,
    ) {
        distances::assign(self, first, centres, labels, None);
        if let Some(distances) = distances {
            distances::distances_to_own(self, first, centres, labels, distances);
        }
    }

    fn distances(&self, _simd: Simd, first: usize, centres: &SparseCentres, distances: &mut [T]) {
        distances::row_distances(self, first, centres, distances);
    }
}
