//! The partial statistics of a K-Means update: integer sums and counts of each cluster.

use mlmeta_kernels::{Accumulator, Element, Move, Scale, Simd, TileBlock, accumulate_moves};

use super::KMeansError;
use super::buffer::filled;

/// Exact sums `(n_clusters, n_features)` and counts `(n_clusters,)` of some of the rows.
///
/// They are integers on scales that the whole fit shares, so merging is associative and commutative: any split of the
/// rows over blocks, threads or machines gives the same bits. Rows enter as moves between clusters, so the same
/// statistics carry a full pass (from no cluster) and the difference between two iterations.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialSums<T: Element> {
    factors: Vec<f64>,
    sums: Vec<T::Sum>,
    counts: Vec<i64>,
}

impl<T: Element> PartialSums<T> {
    /// Returns empty statistics.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub fn start(n_clusters: usize, scales: &[Scale]) -> Result<Self, KMeansError> {
        Ok(Self {
            factors: scales.iter().map(|scale| scale.factor()).collect(),
            sums: filled(T::Sum::default(), n_clusters.saturating_mul(scales.len()))?,
            counts: filled(0, n_clusters)?,
        })
    }

    /// Adds the `moves` of rows of `block`.
    pub fn accumulate(&mut self, simd: Simd, block: TileBlock<'_, T>, moves: &[Move]) {
        accumulate_moves(simd, block, moves, &self.factors, &mut self.sums, &mut self.counts);
    }

    /// Adds the statistics of other rows of the same fit.
    ///
    /// # Panics
    /// When the other statistics belong to a fit of another shape.
    pub fn merge(&mut self, other: &Self) {
        assert!(
            self.factors == other.factors && self.counts.len() == other.counts.len(),
            "one fit, one scale"
        );
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            *sum = sum.plus(*other);
        }
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
    }

    /// Returns the means, row-major; a cluster without rows keeps its `previous` centre.
    #[must_use]
    pub fn finish(&self, scales: &[Scale], previous: &[T]) -> Vec<T> {
        let mut centres = previous.to_vec();
        let d = scales.len();
        for (j, &count) in self.counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
            for (t, scale) in scales.iter().enumerate() {
                centres[j * d + t] = T::rounded(scale.value(self.sums[j * d + t]) / count as f64);
            }
        }
        centres
    }

    /// Returns the number of rows of each cluster.
    #[must_use]
    pub fn counts(&self) -> &[i64] {
        &self.counts
    }

    /// Returns the integer sums in canonical words: each is `hi * 2^32 + lo` with `0 <= lo < 2^32`.
    #[must_use]
    pub fn words(&self) -> Vec<(i64, i64)> {
        self.sums.iter().map(|sum| sum.words()).collect()
    }
}

#[cfg(test)]
mod tests {
    use mlmeta_kernels::Tiles;

    use super::*;
    use crate::Mt19937;

    fn parts<T: Element>() -> (Vec<PartialSums<T>>, Vec<Scale>) {
        let mut stream = Mt19937::from_seed(0);
        let rows: Vec<T> = (0..96 * 2).map(|_| T::rounded((stream.next_double() - 0.5).powi(9))).collect();
        let tiles = Tiles::from_rows(&rows, 2).unwrap();
        let scales = vec![T::Sum::scale(1.0, 96); 2];
        let part = |first| {
            let moves: Vec<Move> = (0..32).map(|row| Move { row, from: -1, to: (row % 3) as i32 }).collect();
            let mut sums = PartialSums::start(3, &scales).unwrap();
            sums.accumulate(Simd::detect().unwrap(), tiles.block(first, 32), &moves);
            sums
        };
        ([0, 32, 64].map(part).to_vec(), scales)
    }

    fn merges_in_any_order<T: Element>() {
        let (parts, scales) = parts::<T>();
        let merged = |order: [usize; 3]| {
            let mut sums = PartialSums::<T>::start(3, &scales).unwrap();
            for part in order {
                sums.merge(&parts[part]);
            }
            sums
        };
        let mut last_two = parts[1].clone();
        last_two.merge(&parts[2]);
        let mut nested = parts[0].clone();
        nested.merge(&last_two);
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            assert_eq!(merged(order), nested);
        }
        assert_eq!(nested.counts(), [33, 33, 30]);
        assert!(nested.words().iter().all(|&(_, low)| (0..1 << 32).contains(&low)));
    }

    #[test]
    fn merging_is_associative_and_commutative() {
        merges_in_any_order::<f32>();
        merges_in_any_order::<f64>();
    }
}
