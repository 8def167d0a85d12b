//! The partial statistics of a K-Means update: integer sums, counts and weights of each cluster.

use mlmeta_kernels::{
    Accumulator, CentredBlock, Element, Move, Scale, Simd, accumulate_moved_weights, accumulate_moves,
    accumulate_weighted_moves,
};

use super::KMeansError;
use super::buffer::filled;
use crate::csr::{Csr, Index};

/// Exact sums `(n_clusters, n_features)`, counts and, of weighted rows, weights `(n_clusters,)` of some of the rows.
///
/// They are integers on scales that the whole fit shares, so merging is associative and commutative: any split of the
/// rows over blocks, threads or machines gives the same bits. Rows enter as moves between clusters, so the same
/// statistics carry a full pass (from no cluster) and the difference between two iterations.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialSums<T: Element> {
    factors: Vec<f64>,
    sums: Vec<T::Sum>,
    counts: Vec<i64>,
    weights: Option<Weights<T::Sum>>,
}

/// Sums of weights `(n_clusters,)`.
#[derive(Clone, Debug, PartialEq)]
struct Weights<S> {
    scale: Scale,
    sums: Vec<S>,
}

impl<T: Element> PartialSums<T> {
    /// Returns empty statistics: of rows, or with a scale for sums of weights, of weighted rows.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub fn start(
        n_clusters: usize,
        scales: &[Scale],
        weight_scale: Option<Scale>,
    ) -> Result<Self, KMeansError> {
        let weights = match weight_scale {
            Some(scale) => Some(Weights { scale, sums: filled(T::Sum::default(), n_clusters)? }),
            None => None,
        };
        Ok(Self {
            factors: scales.iter().map(|scale| scale.factor()).collect(),
            sums: filled(T::Sum::default(), n_clusters.saturating_mul(scales.len()))?,
            counts: filled(0, n_clusters)?,
            weights,
        })
    }

    /// Adds the `moves` of rows of `block`; `weights` has one for each row of it.
    ///
    /// # Panics
    /// When weights come to statistics of rows without, or the other way round.
    pub fn accumulate(
        &mut self,
        simd: Simd,
        block: CentredBlock<'_, T>,
        weights: Option<&[f64]>,
        moves: &[Move],
    ) {
        let (factors, sums, counts) = (&self.factors, &mut self.sums, &mut self.counts);
        match (weights, &mut self.weights) {
            (None, None) => accumulate_moves(simd, block, moves, factors, sums, counts),
            (Some(weights), Some(own)) => {
                accumulate_weighted_moves(simd, block, weights, moves, factors, sums, counts);
                accumulate_moved_weights(weights, moves, own.scale, &mut own.sums);
            }
            _ => panic!("either all rows of a fit have weights or none"),
        }
    }

    /// As [`Self::accumulate`], of sparse rows: the moves count from row `first`.
    ///
    /// # Panics
    /// As [`Self::accumulate`].
    pub fn accumulate_entries<I: Index>(
        &mut self,
        rows: &Csr<'_, T, I>,
        first: usize,
        weights: Option<&[f64]>,
        moves: &[Move],
    ) {
        assert_eq!(
            weights.is_some(),
            self.weights.is_some(),
            "either all rows of a fit have weights or none"
        );
        let d = self.factors.len();
        for moved in moves {
            let (row, to, from) = (moved.row as usize, moved.to as usize, usize::try_from(moved.from).ok());
            let weight = weights.map_or(1.0, |weights| weights[row]);
            for (column, x) in rows.entries(first + row) {
                let whole: T::Sum = whole(weight * x, self.factors[column]);
                let cell = &mut self.sums[to * d + column];
                *cell = cell.plus(whole);
                if let Some(from) = from {
                    let cell = &mut self.sums[from * d + column];
                    *cell = cell.minus(whole);
                }
            }
            self.counts[to] += 1;
            if let Some(from) = from {
                self.counts[from] -= 1;
            }
        }
        if let (Some(weights), Some(own)) = (weights, &mut self.weights) {
            accumulate_moved_weights(weights, moves, own.scale, &mut own.sums);
        }
    }

    /// Empties one cluster.
    ///
    /// # Panics
    /// When there is no such cluster.
    pub fn clear(&mut self, cluster: usize) {
        let d = self.factors.len();
        self.sums[cluster * d..][..d].fill(T::Sum::default());
        self.counts[cluster] = 0;
        if let Some(weights) = &mut self.weights {
            weights.sums[cluster] = T::Sum::default();
        }
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
        assert_eq!(
            self.weights.as_ref().map(|weights| weights.scale),
            other.weights.as_ref().map(|weights| weights.scale),
            "one fit, one scale of weights"
        );
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            *sum = sum.plus(*other);
        }
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
        if let (Some(weights), Some(other)) = (&mut self.weights, &other.weights) {
            for (sum, other) in weights.sums.iter_mut().zip(&other.sums) {
                *sum = sum.plus(*other);
            }
        }
    }

    /// Returns the means, row-major and in float64; an empty cluster keeps its `previous` centre.
    ///
    /// A mean is the sum times the reciprocal of the size, each rounded, as scikit-learn forms it.
    #[must_use]
    pub fn finish(&self, scales: &[Scale], previous: &[f64]) -> Vec<f64> {
        let mut centres = previous.to_vec();
        let d = scales.len();
        for (j, size) in self.sizes().enumerate().filter(|&(_, size)| size > 0.0) {
            let reciprocal = 1.0 / size;
            let sums = &self.sums[j * d..][..d];
            for ((centre, sum), scale) in centres[j * d..].iter_mut().zip(sums).zip(scales) {
                // Most cells of sparse data are zero; converting an integer costs more than looking at it.
                *centre = if *sum == T::Sum::default() { 0.0 } else { scale.value(*sum) * reciprocal };
            }
        }
        centres
    }

    /// Returns the number of rows of each cluster.
    #[must_use]
    pub fn counts(&self) -> &[i64] {
        &self.counts
    }

    /// Returns what each cluster weighs: the sum of its weights, rounded once, or the number of its rows.
    fn sizes(&self) -> impl Iterator<Item = f64> {
        (0..self.counts.len()).map(|cluster| match &self.weights {
            None => self.counts[cluster] as f64,
            Some(weights) => weights.scale.value(weights.sums[cluster]),
        })
    }

    /// Returns the clusters that weigh nothing.
    pub(crate) fn empty(&self) -> impl Iterator<Item = usize> {
        self.sizes().enumerate().filter(|&(_, size)| size == 0.0).map(|(cluster, _)| cluster)
    }

    /// Whether a cluster weighs nothing.
    pub(crate) fn has_empty(&self) -> bool {
        self.empty().next().is_some()
    }

    /// Returns the integer sums in canonical words: each is `hi * 2^32 + lo` with `0 <= lo < 2^32`.
    #[must_use]
    pub fn words(&self) -> Vec<(i64, i64)> {
        self.sums.iter().map(|sum| sum.words()).collect()
    }
}

/// Returns `value` on the scale `factor` as an integer.
pub(super) fn whole<S: Accumulator>(value: f64, factor: f64) -> S {
    S::whole((value * factor).round_ties_even())
}

#[cfg(test)]
mod tests {
    use mlmeta_kernels::Tiles;

    use super::*;
    use crate::Mt19937;

    fn parts<T: Element>(weight_scale: Option<Scale>) -> (Vec<PartialSums<T>>, Vec<Scale>) {
        let mut stream = Mt19937::from_seed(0);
        let rows: Vec<T> = (0..96 * 2).map(|_| T::rounded((stream.next_double() - 0.5).powi(9))).collect();
        let tiles = Tiles::from_rows(&rows, 2).unwrap();
        let scales = vec![T::Sum::scale(1.0, 96); 2];
        let part = |first| {
            let moves: Vec<Move> = (0..32).map(|row| Move { row, from: -1, to: (row % 3) as i32 }).collect();
            let mut sums = PartialSums::start(3, &scales, weight_scale).unwrap();
            let weights: Vec<f64> = (first..first + 32).map(|row| 1.0 / (row + 1) as f64).collect();
            let weights = weight_scale.map(|_| weights.as_slice());
            let block = CentredBlock::new(tiles.block(first, 32), &rows[first * 2..][..64], &[0.0; 2]);
            sums.accumulate(Simd::detect().unwrap(), block, weights, &moves);
            sums
        };
        ([0, 32, 64].map(part).to_vec(), scales)
    }

    fn merges_in_any_order<T: Element>(weight_scale: Option<Scale>) {
        let (parts, scales) = parts::<T>(weight_scale);
        let merged = |order: [usize; 3]| {
            let mut sums = PartialSums::<T>::start(3, &scales, weight_scale).unwrap();
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
        let sizes: Vec<f64> = nested.sizes().collect();
        let expected = (0..3).map(|cluster| {
            let members = (0..96).filter(|row| row % 32 % 3 == cluster);
            members.map(|row| weight_scale.map_or(1.0, |_| 1.0 / f64::from(row + 1))).sum::<f64>()
        });
        assert!(
            sizes.iter().zip(expected).all(|(size, expected)| (size - expected).abs() < 1e-12),
            "{sizes:?}"
        );
    }

    #[test]
    fn merging_is_associative_and_commutative() {
        merges_in_any_order::<f32>(None);
        merges_in_any_order::<f64>(None);
        merges_in_any_order::<f32>(Some(Scale::one_word(1.0, 96)));
        merges_in_any_order::<f64>(Some(Scale::two_words(1.0)));
    }
}
