//! What the steps change, and one step.

use mlmeta_kernels::Element;

use super::batch::{as_centres, visit};
use super::draws::permutation;
use super::labels::labelled;
use crate::control::{Control, Team};
use crate::k_means::buffer::filled;
use crate::k_means::prepare::bound_of_terms;
use crate::k_means::{dense, sparse};
use crate::{KMeansError, Matrix, Mt19937, SampleWeight};

/// Centres of few rows are looked for each time that this many rows a cluster were seen.
const SEEN_PER_CLUSTER: usize = 10;

/// Centres that learn from one batch after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct MiniBatchState {
    pub(super) centres: Vec<f64>,
    pub(super) counts: Vec<f64>,
    pub(super) seen: usize,
}

impl MiniBatchState {
    /// Returns centres `(n_clusters, n_features)` in row-major order, each the mean of rows of the weight `counts`; `seen` rows
    /// ago centres of few rows were last looked for.
    ///
    /// # Errors
    /// [`KMeansError::Ragged`] unless there are as many centres as counts, [`KMeansError::NClusters`] when they are none, or too
    /// many for a label.
    ///
    /// ```
    /// use mlmeta_cluster::{Control, MiniBatchState, Mt19937, Rows};
    /// let mut state = MiniBatchState::new(vec![0.0, 10.0], vec![1.0, 1.0], 0)?;
    /// let batch = Rows::new(&[1.0, 5.5], 1)?;
    /// state.partial_fit(batch, None, 2, 0.01, &mut Mt19937::from_seed(0), &Control::default())?;
    /// assert_eq!(state.centres(), [0.5, 7.75]);
    /// assert_eq!(state.counts(), [2.0, 2.0]);
    /// # Ok::<(), mlmeta_cluster::KMeansError>(())
    /// ```
    pub fn new(centres: Vec<f64>, counts: Vec<f64>, seen: usize) -> Result<Self, KMeansError> {
        let k = counts.len();
        if k == 0 || k > i32::MAX as usize {
            return Err(KMeansError::NClusters(k));
        }
        if centres.is_empty() || !centres.len().is_multiple_of(k) {
            return Err(KMeansError::Ragged { n_values: centres.len(), n_features: centres.len() / k });
        }
        Ok(Self { centres, counts, seen })
    }

    /// Returns start centres, which stand for no row.
    pub(super) fn start(centres: Vec<f64>, k: usize) -> Result<Self, KMeansError> {
        Self::new(centres, filled(0.0, k)?, 0)
    }

    /// Returns the centres in row-major order.
    #[must_use]
    pub fn centres(&self) -> &[f64] {
        &self.centres
    }

    /// Returns the weight of the rows that each centre is the mean of.
    #[must_use]
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// Returns how many rows were seen since centres of few rows were last looked for.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.seen
    }

    /// Returns the number of features.
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.centres.len() / self.counts.len()
    }

    /// Learns from the rows as one batch, each counted once or by its weight, and returns how many centres of few rows became rows
    /// of the batch; these are drawn from `stream`. `batch_size` is how many rows count as seen.
    ///
    /// # Errors
    /// [`KMeansError::Features`], [`KMeansError::NotFinite`], [`KMeansError::Weights`], [`KMeansError::TooLarge`],
    /// [`KMeansError::TooHeavy`], [`KMeansError::Allocation`], [`KMeansError::Level`], [`KMeansError::Cancelled`].
    pub fn partial_fit<'a, T: Element>(
        &mut self,
        rows: impl Into<Matrix<'a, T>>,
        sample_weight: Option<&SampleWeight>,
        batch_size: usize,
        reassignment_ratio: f64,
        stream: &mut Mt19937,
        control: &Control<'_>,
    ) -> Result<usize, KMeansError> {
        let rows = rows.into();
        self.check_width(&rows)?;
        control.with_team(rows.n_values().saturating_mul(self.counts.len()), |team| {
            check_rows(&rows, sample_weight, team)?;
            let weights = sample_weight.map(SampleWeight::values);
            Ok(self.learn(&rows, weights, batch_size, reassignment_ratio, stream, team)?.1)
        })
    }

    /// Returns the label of each row by the rule of a fit, and the (weighted) inertia.
    ///
    /// # Errors
    /// As [`Self::partial_fit`].
    pub fn labels<'a, T: Element>(
        &self,
        rows: impl Into<Matrix<'a, T>>,
        sample_weight: Option<&SampleWeight>,
        control: &Control<'_>,
    ) -> Result<(Vec<i32>, f64), KMeansError> {
        let rows = rows.into();
        self.check_width(&rows)?;
        control.with_team(rows.n_values().saturating_mul(self.counts.len()), |team| {
            check_rows(&rows, sample_weight, team)?;
            labelled(&rows, &self.centres, sample_weight.map(SampleWeight::values), team)
        })
    }

    fn check_width<T: Element>(&self, rows: &Matrix<'_, T>) -> Result<(), KMeansError> {
        let (given, expected) = (rows.n_features(), self.n_features());
        if given == expected { Ok(()) } else { Err(KMeansError::Features { given, expected }) }
    }

    /// Makes a step and returns the inertia of the batch before it, and how many centres were replaced.
    pub(super) fn learn<T: Element>(
        &mut self,
        rows: &Matrix<'_, T>,
        weights: Option<&[f64]>,
        batch_size: usize,
        reassignment_ratio: f64,
        stream: &mut Mt19937,
        team: &Team<'_>,
    ) -> Result<(f64, usize), KMeansError> {
        team.check()?;
        let (labels, inertia) = labelled(rows, &self.centres, weights, team)?;
        self.seen = self.seen.saturating_add(batch_size);
        let looks =
            self.counts.contains(&0.0) || self.seen >= SEEN_PER_CLUSTER.saturating_mul(self.counts.len());
        self.move_centres(rows, &labels, weights)?;
        if !looks {
            return Ok((inertia, 0));
        }
        self.seen = 0;
        Ok((inertia, self.replace(rows, reassignment_ratio, stream)?))
    }

    /// Adds the rows to the centres, one after the other; a centre that gets no weight stays as it is, to the bit.
    fn move_centres<T: Element>(
        &mut self,
        rows: &Matrix<'_, T>,
        labels: &[i32],
        weights: Option<&[f64]>,
    ) -> Result<(), KMeansError> {
        let d = self.n_features();
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let mut added = filled(0.0, self.counts.len())?;
        for (row, &label) in labels.iter().enumerate() {
            added[label as usize] += weight(row);
        }
        let clusters = self.centres.chunks_exact_mut(d).zip(&self.counts).zip(&added);
        for ((centre, count), _) in clusters.filter(|(_, added)| **added > 0.0) {
            for value in centre {
                *value *= count;
            }
        }
        for (row, &label) in labels.iter().enumerate() {
            let (cluster, weight) = (label as usize, weight(row));
            if added[cluster] > 0.0 {
                let sum = &mut self.centres[cluster * d..][..d];
                visit(rows, row, |column, value| sum[column] += value * weight);
            }
        }
        let clusters = self.centres.chunks_exact_mut(d).zip(&mut self.counts).zip(&added);
        for ((sum, count), added) in clusters.filter(|(_, added)| **added > 0.0) {
            *count += added;
            let share = 1.0 / *count;
            for value in sum {
                *value *= share;
            }
        }
        Ok(())
    }

    /// Makes centres of few rows rows of the batch, at most half of it, and returns how many.
    fn replace<T: Element>(
        &mut self,
        rows: &Matrix<'_, T>,
        ratio: f64,
        stream: &mut Mt19937,
    ) -> Result<usize, KMeansError> {
        let largest = self.counts.iter().fold(0.0, |largest: f64, &count| largest.max(count));
        let mut few: Vec<usize> =
            (0..self.counts.len()).filter(|&cluster| self.counts[cluster] < ratio * largest).collect();
        let most = rows.n_rows() / 2;
        if 2 * few.len() > rows.n_rows() {
            few.sort_by(|&a, &b| self.counts[a].total_cmp(&self.counts[b])); // stable: ties to the lower index
            few.truncate(most);
            few.sort_unstable();
        }
        if few.is_empty() {
            return Ok(0);
        }
        let drawn = &permutation(rows.n_rows(), stream)?[..few.len()];
        let d = self.n_features();
        let replacing = as_centres(rows, drawn)?;
        for (&cluster, centre) in few.iter().zip(replacing.chunks_exact(d)) {
            self.centres[cluster * d..][..d].copy_from_slice(centre);
        }
        // Not 0: they would be replaced again at once. With a ratio above 1 all may be few, the largest too.
        let all = few.len() == self.counts.len();
        let others = (0..self.counts.len()).filter(|cluster| all || few.binary_search(cluster).is_err());
        let least = others.map(|cluster| self.counts[cluster]).fold(f64::INFINITY, f64::min);
        for &cluster in &few {
            self.counts[cluster] = least;
        }
        Ok(few.len())
    }
}

/// Checks that rows are finite, have one weight each, and that sums of their squared distances do not overflow.
pub(super) fn check_rows<T: Element>(
    rows: &Matrix<'_, T>,
    weights: Option<&SampleWeight>,
    team: &Team<'_>,
) -> Result<(), KMeansError> {
    let n = rows.n_rows();
    if let Some(weights) = weights
        && weights.values().len() != n
    {
        return Err(KMeansError::Weights { given: weights.values().len(), expected: n });
    }
    let maxima = match rows {
        Matrix::Dense(rows) => dense::maxima(*rows, team)?,
        Matrix::Sparse(rows) => sparse::stored(*rows, team)?.maxima,
        Matrix::WideSparse(rows) => sparse::stored(*rows, team)?.maxima,
    };
    bound_of_terms(&maxima, weights, n).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rows;

    fn learnt(
        state: &mut MiniBatchState,
        rows: &[f64],
        weights: Option<&[f64]>,
        ratio: f64,
        batch_size: usize,
    ) -> usize {
        let weights = weights.map(|weights| SampleWeight::new(weights).unwrap());
        let rows = Rows::new(rows, 1).unwrap();
        let stream = &mut Mt19937::from_seed(3);
        state.partial_fit(rows, weights.as_ref(), batch_size, ratio, stream, &Control::default()).unwrap()
    }

    #[test]
    fn a_centre_that_gets_no_weight_stays_to_the_bit() {
        let mut state = MiniBatchState::new(vec![1.0 / 3.0, 10.0, 90.0], vec![3.0, 49.0, 1.0], 0).unwrap();
        learnt(&mut state, &[0.0, 91.0], Some(&[0.0, 1.0]), 0.0, 2);
        assert_eq!(state.centres(), [1.0 / 3.0, 10.0, 90.5]);
        assert_eq!(state.counts(), [3.0, 49.0, 2.0]);
    }

    #[test]
    fn centres_of_few_rows_become_rows_of_the_batch_when_enough_were_seen() {
        let mut state = MiniBatchState::new(vec![0.0, 10.0, 20.0], vec![100.0, 1.0, 50.0], 0).unwrap();
        assert_eq!(learnt(&mut state, &[0.0], None, 0.1, 1), 0, "30 rows must be seen first");
        assert_eq!(state.seen(), 1);
        assert_eq!(learnt(&mut state, &[0.0, 0.5, 0.25, 0.125], None, 0.1, 29), 1);
        // numpy.random.RandomState(3).permutation(4) begins with 3.
        assert_eq!(state.centres()[1], 0.125);
        assert_eq!(state.counts(), [105.0, 50.0, 50.0], "the least count of the others");
        assert_eq!(state.seen(), 0);
    }

    #[test]
    fn at_most_half_a_batch_is_replaced_and_all_may_be() {
        let centres: Vec<f64> = (0..6).map(|cluster| f64::from(cluster) * 10.0).collect();
        let mut state = MiniBatchState::new(centres, vec![0.0; 6], 0).unwrap();
        assert_eq!(learnt(&mut state, &[0.0, 1.0, 2.0, 3.0], None, 0.01, 4), 2);
        assert_eq!(state.centres()[3..], [30.0, 40.0, 50.0]);
        let mut state = MiniBatchState::new(vec![0.0, 5.0], vec![3.0, 4.0], 100).unwrap();
        assert_eq!(learnt(&mut state, &[0.0, 1.0, 5.0, 6.0], None, 2.0, 4), 2);
        assert_eq!(state.counts(), [5.0, 5.0]);
    }
}
