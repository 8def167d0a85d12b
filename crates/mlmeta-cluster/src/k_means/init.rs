//! Greedy k-means++ starts with scikit-learn's draws.
//!
//! Source: Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007; each further centre is
//! the best of `2 + floor(ln k)` candidates.

use std::sync::{Mutex, PoisonError};

use mlmeta_kernels::multiply;
use mlmeta_kernels::tuning::BLOCK;

use super::KMeansError;
use super::buffer::filled;
use super::storage::Storage;
use crate::control::Team;
use crate::{Mt19937, SampleWeight};

/// Blocks whose sums are formed side by side: eight chains of additions hide the latency of one.
pub(super) const CHAINS: usize = 8;

/// Returns the indices of the `k` `rows` to start from; the more a row weighs the likelier it is drawn.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Cancelled`].
pub(crate) fn k_means_plus_plus<S: Storage>(
    rows: &S,
    weights: Option<&SampleWeight>,
    k: usize,
    stream: &mut Mt19937,
    team: &Team<'_>,
) -> Result<Vec<usize>, KMeansError> {
    let n_trials = 2 + (k as f64).ln() as usize;
    let mut seeding = Seeding::new(rows, weights.map(SampleWeight::values), n_trials, team)?;
    let draw = stream.next_double();
    let mut chosen = vec![match weights {
        None => first_centre(rows.n_rows(), draw),
        Some(weights) => first_exceeding(weights.shares()?.into_iter(), draw),
    }];
    seeding.potentials(&chosen)?;
    seeding.take(chosen[0], 0)?;
    while chosen.len() < k {
        let potential = seeding.potential;
        let candidates: Vec<usize> =
            (0..n_trials).map(|_| seeding.first_reaching(stream.next_double() * potential)).collect();
        let potentials = seeding.potentials(&candidates)?;
        let mut best = 0;
        for (trial, &potential) in potentials.iter().enumerate() {
            if potential < potentials[best] {
                best = trial;
            }
        }
        seeding.take(candidates[best], best)?;
        chosen.push(candidates[best]);
    }
    Ok(chosen)
}

/// Returns the index that `RandomState.choice(n)` with equal probabilities draws from the uniform draw `u`: the first
/// whose `cumsum(1 / n)`, divided by its last value, exceeds `u`.
fn first_centre(n: usize, u: f64) -> usize {
    // The cumulative sums are `(i + 1) / n` up to n roundings, the division adds those of the last one. When `u` is
    // farther than that from the neighbouring fractions there is nothing to add up.
    let margin = (3 * n + 16) as f64 * f64::EPSILON;
    let guess = (u * n as f64) as usize;
    if guess as f64 / (n as f64) < u - margin && (guess + 1) as f64 / n as f64 > u + margin {
        return guess;
    }
    first_exceeding(std::iter::repeat_n(1.0 / n as f64, n), u)
}

/// Returns the first index whose `cumsum(shares)`, divided by its last value, exceeds `u`.
fn first_exceeding(shares: impl ExactSizeIterator<Item = f64> + Clone, u: f64) -> usize {
    let last = shares.len() - 1;
    let total = shares.clone().fold(0.0, |sum, share| sum + share);
    let mut sum = 0.0;
    let exceeds = |share| {
        sum += share;
        sum / total > u
    };
    shares.into_iter().position(exceeds).unwrap_or(last)
}

/// The rows' squared distances to the nearest of the centres chosen so far.
struct Seeding<'a, S> {
    rows: &'a S,
    team: &'a Team<'a>,
    /// How much each row counts.
    weights: Option<&'a [f64]>,
    closest: Vec<f64>,
    /// Sum of the (weighted) `closest` over each block.
    block_sums: Vec<f64>,
    /// Sum of the (weighted) `closest`.
    potential: f64,
    /// How many candidates are tried at most.
    n_trials: usize,
    /// Of each trial, the sums over each block.
    trial_sums: Vec<Vec<f64>>,
    /// One scratch vector a thread, kept between passes.
    scratch: Mutex<Vec<Vec<f64>>>,
}

impl<'a, S: Storage> Seeding<'a, S> {
    fn new(
        rows: &'a S,
        weights: Option<&'a [f64]>,
        n_trials: usize,
        team: &'a Team<'a>,
    ) -> Result<Self, KMeansError> {
        let n_blocks = rows.n_rows().div_ceil(BLOCK);
        Ok(Self {
            rows,
            team,
            weights,
            closest: filled(f64::INFINITY, rows.n_rows())?,
            block_sums: vec![0.0; n_blocks],
            potential: 0.0,
            n_trials,
            trial_sums: vec![vec![0.0; n_blocks]; n_trials],
            scratch: Mutex::new(Vec::new()),
        })
    }

    fn take_scratch(&self) -> Result<Vec<f64>, KMeansError> {
        let kept = self.scratch.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let n_rows = (S::SEEDING_BLOCKS * BLOCK).min(self.closest.len());
        kept.map_or_else(|| Ok(filled(0.0, S::seeding_scratch(n_rows, self.n_trials))?), Ok)
    }

    fn keep_scratch(&mut self, parts: Vec<Vec<f64>>) {
        self.scratch.get_mut().unwrap_or_else(PoisonError::into_inner).extend(parts);
    }

    /// Returns the potential that each candidate row would leave.
    fn potentials(&mut self, candidates: &[usize]) -> Result<Vec<f64>, KMeansError> {
        let points = self.rows.candidates(candidates)?;
        let mut trial_sums = std::mem::take(&mut self.trial_sums);
        let mut groups: Vec<Vec<&mut [f64]>> = Vec::new();
        for sums in &mut trial_sums[..candidates.len()] {
            for (index, group) in sums.chunks_mut(S::SEEDING_BLOCKS).enumerate() {
                if groups.len() == index {
                    groups.push(Vec::new());
                }
                groups[index].push(group);
            }
        }
        let rows = self.closest.chunks(S::SEEDING_BLOCKS * BLOCK).enumerate();
        let this = &*self;
        let parts = self.team.share(
            rows.zip(groups),
            || this.take_scratch(),
            |scratch, ((group, closest), mut sums)| {
                let (simd, first) = (this.team.simd, group * S::SEEDING_BLOCKS * BLOCK);
                this.rows.lower_closest(simd, first, &points, closest, scratch, |trial, lowered| {
                    if let Some(weights) = this.weights {
                        multiply(simd, lowered, &weights[first..][..lowered.len()]);
                    }
                    sum_blocks(lowered, sums[trial]);
                });
            },
        )?;
        self.keep_scratch(parts);
        self.trial_sums = trial_sums;
        Ok(self.trial_sums[..candidates.len()].iter().map(|sums| in_order(sums)).collect())
    }

    /// Makes row `row`, the candidate of the last call of `potentials` at `trial`, a centre.
    fn take(&mut self, row: usize, trial: usize) -> Result<(), KMeansError> {
        let (rows, team) = (self.rows, self.team);
        let point = rows.candidates(&[row])?;
        let mut closest = std::mem::take(&mut self.closest);
        let parts = team.share(
            closest.chunks_mut(BLOCK).enumerate(),
            || Ok((filled(0.0, BLOCK)?, filled(0.0, BLOCK)?)),
            |(scratch, result), (index, closest)| {
                let result = &mut result[..closest.len()];
                rows.lower_closest(team.simd, index * BLOCK, &point, closest, scratch, |_, lowered| {
                    result.copy_from_slice(lowered);
                });
                closest.copy_from_slice(result);
            },
        );
        self.closest = closest;
        parts?;
        self.block_sums.clone_from(&self.trial_sums[trial]);
        self.potential = in_order(&self.block_sums);
        Ok(())
    }

    /// Returns the first row at which the cumulative sum of the (weighted) `closest` reaches `value`, or the last row.
    fn first_reaching(&self, value: f64) -> usize {
        match self.weights {
            None => self.first_sum_reaching(value, |row| self.closest[row]),
            Some(weights) => self.first_sum_reaching(value, |row| weights[row] * self.closest[row]),
        }
    }

    /// Returns the first row at which the cumulative sum of `term(row)` reaches `value`, or the last row.
    ///
    /// The sequential sums need not be formed up to there: they differ from any other order of summation by at most
    /// `n` roundings of the total, so sums over blocks find the place unless `value` lies that close to a step.
    fn first_sum_reaching(&self, value: f64, term: impl Fn(usize) -> f64) -> usize {
        let n = self.closest.len();
        let margin = (3 * n + 3 * BLOCK) as f64 * f64::EPSILON * self.potential;
        let mut before = 0.0;
        let mut begin = 0;
        for sum in &self.block_sums {
            if before + sum + margin < value {
                before += sum;
                begin += BLOCK;
            } else {
                break;
            }
        }
        for row in begin..n {
            before += term(row);
            if before - margin >= value {
                return row;
            }
            let short_of_value = before + margin < value;
            if !short_of_value {
                return first_sum_reaching_in_order(n, value, term);
            }
        }
        n - 1
    }
}

/// The definition of [`Seeding::first_sum_reaching`].
fn first_sum_reaching_in_order(n: usize, value: f64, term: impl Fn(usize) -> f64) -> usize {
    let mut sum = 0.0;
    let reached = (0..n).position(|row| {
        sum += term(row);
        sum >= value
    });
    reached.unwrap_or(n - 1)
}

fn in_order(sums: &[f64]) -> f64 {
    let mut total = 0.0;
    for sum in sums {
        total += sum;
    }
    total
}

/// Writes the sum of each block of `values`, formed in row order; full groups of blocks side by side.
fn sum_blocks(values: &[f64], sums: &mut [f64]) {
    if values.len() < CHAINS * BLOCK {
        for (sum, block) in sums.iter_mut().zip(values.chunks(BLOCK)) {
            *sum = in_order(block);
        }
        return;
    }
    let mut totals = [0.0; CHAINS];
    let blocks: [&[f64]; CHAINS] = std::array::from_fn(|chain| &values[chain * BLOCK..(chain + 1) * BLOCK]);
    for row in 0..BLOCK {
        for (total, block) in totals.iter_mut().zip(&blocks) {
            *total += block[row];
        }
    }
    sums.copy_from_slice(&totals);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k_means::dense::centred;
    use crate::{Control, Rows};

    #[test]
    fn first_centre_is_the_one_of_the_cumulative_sums() {
        let mut stream = Mt19937::from_seed(1);
        for n in [1, 2, 3, 9, 14, 999, 2998, 4097] {
            let share = 1.0 / n as f64;
            let sums: Vec<f64> = (0..n)
                .scan(0.0, |sum, _| {
                    *sum += share;
                    Some(*sum)
                })
                .collect();
            let steps = sums.iter().map(|sum| sum / sums[n - 1]).flat_map(|step| [step.next_down(), step]);
            for u in steps.chain((0..50).map(|_| stream.next_double())).filter(|&u| u < 1.0) {
                let expected = sums.iter().position(|sum| sum / sums[n - 1] > u).unwrap();
                assert_eq!(first_centre(n, u), expected, "n={n} u={u}");
            }
        }
    }

    #[test]
    fn a_row_is_found_as_if_all_sums_were_formed() {
        let n = 3 * BLOCK + 77;
        let mut stream = Mt19937::from_seed(2);
        let data: Vec<f64> = (0..n).map(|i| if i % 3 == 0 { 0.0 } else { stream.next_double() }).collect();
        let checked = Control::default().with_team(0, |team| {
            check_rows(&data, None, team, &mut stream);
            let weights: Vec<f64> =
                (0..n).map(|i| if i % 7 == 0 { 0.0 } else { stream.next_double() }).collect();
            check_rows(&data, Some(&weights), team, &mut stream);
            Ok(())
        });
        assert_eq!(checked, Ok(()));
    }

    fn check_rows(data: &[f64], weights: Option<&[f64]>, team: &Team<'_>, stream: &mut Mt19937) {
        let n = data.len();
        let stored = centred(Rows::new(data, 1).unwrap(), 2, team).unwrap();
        let mut seeding = Seeding::new(&stored.rows, weights, 2, team).unwrap();
        seeding.potentials(&[0]).unwrap();
        seeding.take(0, 0).unwrap();
        let sums: Vec<f64> = seeding
            .closest
            .iter()
            .enumerate()
            .scan(0.0, |sum, (row, x)| {
                *sum += weights.map_or(*x, |weights| weights[row] * x);
                Some(*sum)
            })
            .collect();
        let ties = sums.iter().step_by(97).copied();
        let draws = (0..500).map(|_| stream.next_double() * seeding.potential).collect::<Vec<_>>();
        for value in ties.chain(draws).chain([0.0, seeding.potential, 2.0 * seeding.potential]) {
            let expected = sums.iter().position(|&sum| sum >= value).unwrap_or(n - 1);
            assert_eq!(seeding.first_reaching(value), expected, "{value}");
        }
    }

    #[test]
    fn sums_side_by_side_are_the_sums_in_order() {
        let mut stream = Mt19937::from_seed(3);
        let values: Vec<f64> = (0..CHAINS * BLOCK).map(|_| stream.next_double()).collect();
        let mut sums = [0.0; CHAINS];
        sum_blocks(&values, &mut sums);
        for (block, sum) in values.chunks(BLOCK).zip(sums) {
            assert_eq!(in_order(block), sum);
        }
    }
}
