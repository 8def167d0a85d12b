//! Start rows drawn at random, with `NumPy`'s draws.

use super::KMeansError;
use super::buffer::{filled, reserved};
use crate::{Mt19937, SampleWeight};

/// Returns the indices of `k` different rows of `n`, drawn like `RandomState.choice(n, k, replace=False, p=p)` with `p` the
/// share of each row in all weights.
///
/// Each round draws as many uniform numbers as rows are missing, looks them up in the cumulative probabilities and keeps the
/// first of each row; the rows found so far have no probability in the next round.
///
/// # Errors
/// [`KMeansError::FewRowsWithWeight`], [`KMeansError::Allocation`], [`KMeansError::Level`].
pub(crate) fn random_rows(
    n: usize,
    weights: Option<&SampleWeight>,
    k: usize,
    stream: &mut Mt19937,
) -> Result<Vec<usize>, KMeansError> {
    let mut shares = shares_of(n, weights)?;
    let n_rows = shares.iter().filter(|&&share| share > 0.0).count();
    if n_rows < k {
        return Err(KMeansError::FewRowsWithWeight { n_rows, n_clusters: k });
    }
    let mut cumulative = reserved(n)?;
    let mut found = reserved(k)?;
    let mut is_found = filled(false, n)?;
    while found.len() < k {
        let draws: Vec<f64> = (found.len()..k).map(|_| stream.next_double()).collect();
        for &row in &found {
            shares[row] = 0.0;
        }
        cumulative.clear();
        cumulative.extend_from_slice(&shares);
        cumulate(&mut cumulative);
        for draw in draws {
            let row = row_of(&cumulative, draw);
            if !std::mem::replace(&mut is_found[row], true) {
                found.push(row);
            }
        }
    }
    Ok(found)
}

/// Returns the probability of each of `n` rows to be drawn: its share in all weights, or the same for all.
///
/// # Errors
/// [`KMeansError::Allocation`], [`KMeansError::Level`].
pub(crate) fn shares_of(n: usize, weights: Option<&SampleWeight>) -> Result<Vec<f64>, KMeansError> {
    match weights {
        None => Ok(filled(1.0 / n as f64, n)?),
        Some(weights) => weights.shares(),
    }
}

/// Replaces each probability by the sum of all up to it, over the sum of all.
pub(crate) fn cumulate(probabilities: &mut [f64]) {
    let mut sum = 0.0;
    for value in &mut *probabilities {
        sum += *value;
        *value = sum;
    }
    for value in probabilities {
        *value /= sum;
    }
}

/// Returns the row that a uniform number stands for.
pub(crate) fn row_of(cumulative: &[f64], draw: f64) -> usize {
    cumulative.partition_point(|&value| value <= draw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_of_numpy() {
        // numpy.random.RandomState(0).choice(10, 10, replace=False, p=numpy.full(10, 0.1)), and the draw after it.
        let mut stream = Mt19937::from_seed(0);
        assert_eq!(random_rows(10, None, 10, &mut stream), Ok(vec![5, 7, 6, 4, 8, 9, 3, 2, 1, 0]));
        assert_eq!(stream.next_double(), 0.071_036_058_197_886_94);
    }

    #[test]
    fn rows_without_weight_are_never_drawn() {
        let weights = SampleWeight::new(&[0.0, 1.0, 0.0, 2.0, 1e-9]).unwrap();
        for seed in 0..200 {
            let mut rows = random_rows(5, Some(&weights), 3, &mut Mt19937::from_seed(seed)).unwrap();
            rows.sort_unstable();
            assert_eq!(rows, [1, 3, 4]);
        }
        let error = random_rows(5, Some(&weights), 4, &mut Mt19937::from_seed(0)).unwrap_err();
        assert_eq!(error, KMeansError::FewRowsWithWeight { n_rows: 3, n_clusters: 4 });
    }
}
