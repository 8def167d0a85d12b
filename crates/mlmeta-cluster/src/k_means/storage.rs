//! What a fit and a model ask of rows, whatever their form. One implementation is a form: dense or sparse.

use mlmeta_kernels::{Element, Move, Simd};

use super::{KMeansError, PartialSums};
use crate::control::Team;

/// The rows of a fit, centred where their form allows it. Passes go over blocks of them: from row `first`, a multiple
/// of [`BLOCK`](mlmeta_kernels::tuning::BLOCK) or of [`Self::block_rows`], as many as the slices have.
pub(crate) trait Storage: Sync {
    /// The type of the values.
    type Element: Element;
    /// Centres, laid out for [`Self::assign`] and [`Self::distances_to_own`].
    type Centres: Sync;
    /// Rows that may become centres.
    type Candidates: Sync;
    /// Blocks of [`BLOCK`](mlmeta_kernels::tuning::BLOCK) rows that k-means++ takes at a time.
    const SEEDING_BLOCKS: usize;

    /// Number of rows.
    fn n_rows(&self) -> usize;

    /// Returns how many rows a thread takes at a time to meet `k` centres.
    fn block_rows(&self, k: usize) -> usize;

    /// Returns the largest magnitude of each column of the rows times their weights, the products formed in float64.
    fn weighted_maxima(&self, weights: &[f64], team: &Team<'_>) -> Result<Vec<f64>, KMeansError>;

    /// Returns the sum of the variances of the columns, whose largest magnitudes are `maxima`.
    fn total_variance(&self, maxima: &[f64], team: &Team<'_>) -> Result<f64, KMeansError>;

    /// Returns the centred rows in row-major order, or `None` when they are not centred.
    fn centred_rows(&self) -> Result<Option<Vec<Self::Element>>, KMeansError>;

    /// Returns row `row` as a start centre.
    fn start_centre(&self, row: usize) -> Vec<f64>;

    /// Returns `rows` as candidates of k-means++.
    fn candidates(&self, rows: &[usize]) -> Result<Self::Candidates, KMeansError>;

    /// Returns how many values of scratch space `n_rows` rows and `n_candidates` need in [`Self::lower_closest`].
    fn seeding_scratch(n_rows: usize, n_candidates: usize) -> usize;

    /// Calls `found(number, lowered)` for each candidate, in order, with `min(closest, D(row, candidate))` of each row.
    fn lower_closest(
        &self,
        simd: Simd,
        first: usize,
        candidates: &Self::Candidates,
        closest: &[f64],
        scratch: &mut [f64],
        found: impl FnMut(usize, &mut [f64]),
    );

    /// Returns the row-major `centres`, laid out; the `previous` ones tell how their iteration went.
    fn lay_out(
        &self,
        centres: &[f64],
        previous: Option<&Self::Centres>,
    ) -> Result<Self::Centres, KMeansError>;

    /// Writes the label of each row over `labels`, and appends the rows whose label changed to `moves`.
    fn assign(
        &self,
        simd: Simd,
        first: usize,
        centres: &Self::Centres,
        labels: &mut [i32],
        moves: Option<&mut Vec<Move>>,
    );

    /// Writes the `D` of each row to the centre of its label.
    fn distances_to_own(
        &self,
        simd: Simd,
        first: usize,
        centres: &Self::Centres,
        labels: &[i32],
        distances: &mut [f64],
    );

    /// Carries the `moves` of a block of `n_rows` rows, with one weight each, over to `sums`.
    fn accumulate(
        &self,
        simd: Simd,
        first: usize,
        n_rows: usize,
        weights: Option<&[f64]>,
        moves: &[Move],
        sums: &mut PartialSums<Self::Element>,
    );
}

/// The rows of a fit and what was found while they were centred.
pub(crate) struct Stored<S> {
    pub(crate) rows: S,
    /// What was subtracted from the rows, in float64: the mean of each column, or zeros.
    pub(crate) mean: Vec<f64>,
    /// The largest magnitude of each column, centred.
    pub(crate) maxima: Vec<f64>,
}

/// Returns an upper bound of every squared distance between rows whose columns have these largest magnitudes.
pub(crate) fn largest_distance(maxima: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &largest in maxima {
        sum += (2.0 * largest) * (2.0 * largest);
    }
    sum
}

/// Rows that a model is asked about.
pub(crate) trait Queries: Copy + Sync {
    /// The type of the values.
    type Element: Element;
    /// Centres, laid out for the methods below.
    type Centres: Sync;
    /// What a thread needs to go over blocks.
    type Scratch: Send;

    /// Returns how many rows a thread takes at a time to meet `k` centres.
    fn block_rows(&self, k: usize) -> usize;

    /// Returns the number of multiplications of a pass that meets `k` centres.
    fn work(&self, k: usize) -> usize;

    /// Returns the row-major `centres`, laid out.
    fn lay_out(&self, centres: &[Self::Element]) -> Result<Self::Centres, KMeansError>;

    /// Returns scratch space for blocks of `n_rows` rows.
    fn scratch(&self, n_rows: usize) -> Result<Self::Scratch, KMeansError>;

    /// Writes the lowest index of the nearest centres of each row to `labels` and, where there is room for it, the `D` of the
    /// row to that centre to `distances`.
    fn nearest(
        &self,
        simd: Simd,
        scratch: &mut Self::Scratch,
        first: usize,
        centres: &Self::Centres,
        labels: &mut [i32],
        distances: Option<&mut [f64]>,
    );

    /// Writes the distances of each row to all centres to `distances`, `(n_rows, k)`.
    fn distances(&self, simd: Simd, first: usize, centres: &Self::Centres, distances: &mut [Self::Element]);
}
