//! Sparse rows: never centred, for centred they would be dense; every pass costs their entries.

mod centres;
mod columns;
mod distances;

use mlmeta_kernels::tuning::BLOCK;
use mlmeta_kernels::{Element, Move, Simd};

use self::centres::SparseCentres;
pub(crate) use self::columns::means;
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

impl<T: Element, I: Index> Storage for Csr<'_, T, I> {
    type Element = T;
    type Centres = SparseCentres;
    type Candidates = SparseCentres;
    const SEEDING_BLOCKS: usize = 1;

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

    fn candidates(&self, rows: &[usize]) -> Result<SparseCentres, KMeansError> {
        let points: Vec<f64> = rows.iter().flat_map(|&row| self.start_centre(row)).collect();
        Ok(SparseCentres::new(&points, self.n_features())?)
    }

    fn seeding_scratch(n_rows: usize, n_candidates: usize) -> usize {
        n_rows * n_candidates
    }

    fn lower_closest(
        &self,
        _simd: Simd,
        first: usize,
        candidates: &SparseCentres,
        closest: &[f64],
        scratch: &mut [f64],
        mut found: impl FnMut(usize, &mut [f64]),
    ) {
        let lowered = &mut scratch[..closest.len() * candidates.len()];
        distances::lower_closest(self, first, candidates, closest, lowered);
        for (number, lowered) in lowered.chunks_exact_mut(closest.len()).enumerate() {
            found(number, lowered);
        }
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
