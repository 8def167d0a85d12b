//! What a fit draws besides doubles, with the draws of `numpy.random.RandomState`.

use crate::KMeansError;
use crate::k_means::buffer::reserved;
use crate::k_means::random_rows::{cumulate, row_of, shares_of};
use crate::{Mt19937, SampleWeight};

/// Returns a whole number below `n`, each as likely: the first draw, without the bits that `n - 1` has not, that is below `n`.
///
/// Numbers that need more than 32 bits take two draws, the first of them the high half. A bound of 1 draws nothing.
fn below(n: usize, stream: &mut Mt19937) -> usize {
    let largest = n as u64 - 1;
    let mask = if largest == 0 { return 0 } else { u64::MAX >> largest.leading_zeros() };
    loop {
        let mut bits = u64::from(stream.next_u32());
        if u32::try_from(largest).is_err() {
            bits = (bits << 32) | u64::from(stream.next_u32());
        }
        if bits & mask <= largest {
            return (bits & mask) as usize;
        }
    }
}

/// Returns `count` numbers below `n`: `RandomState.randint(0, n, count)`.
///
/// # Errors
/// [`KMeansError::Allocation`].
pub(super) fn indices(n: usize, count: usize, stream: &mut Mt19937) -> Result<Vec<usize>, KMeansError> {
    let mut found = reserved(count)?;
    found.extend((0..count).map(|_| below(n, stream)));
    Ok(found)
}

/// Returns the numbers below `n` in random order: `RandomState.permutation(n)`.
///
/// # Errors
/// [`KMeansError::Allocation`].
pub(super) fn permutation(n: usize, stream: &mut Mt19937) -> Result<Vec<usize>, KMeansError> {
    let mut order = reserved(n)?;
    order.extend(0..n);
    for last in (1..n).rev() {
        order.swap(last, below(last + 1, stream));
    }
    Ok(order)
}

/// Rows that are drawn with replacement, each with the probability that its weight gives it.
pub(super) struct Rows {
    /// The sums of the probabilities up to each row, over the last of them.
    cumulative: Vec<f64>,
}

impl Rows {
    /// Returns `n` rows, of which each weighs 1 or has one of the `weights`.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`], [`KMeansError::Level`].
    pub(super) fn new(n: usize, weights: Option<&SampleWeight>) -> Result<Self, KMeansError> {
        let mut cumulative = shares_of(n, weights)?;
        cumulate(&mut cumulative);
        Ok(Self { cumulative })
    }

    /// Returns `count` rows: `RandomState.choice(n, count, p=p)`.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(super) fn draw(&self, count: usize, stream: &mut Mt19937) -> Result<Vec<usize>, KMeansError> {
        let mut found = reserved(count)?;
        found.extend((0..count).map(|_| row_of(&self.cumulative, stream.next_double())));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_those_of_numpy() {
        // One RandomState(0): randint(0, 10, 8), randint(0, 1000, 4), permutation(7), choice(5, 6, p=[.1, 0, .4, .3, .2]).
        let mut stream = Mt19937::from_seed(0);
        assert_eq!(indices(10, 8, &mut stream), Ok(RANDINT_10.to_vec()));
        assert_eq!(indices(1000, 4, &mut stream), Ok(RANDINT_1000.to_vec()));
        assert_eq!(indices(1, 3, &mut stream), Ok(vec![0, 0, 0]), "which draws nothing");
        assert_eq!(permutation(7, &mut stream), Ok(PERMUTATION.to_vec()));
        let weights = SampleWeight::new(&[1.0, 0.0, 4.0, 3.0, 2.0]).unwrap();
        assert_eq!(Rows::new(5, Some(&weights)).unwrap().draw(6, &mut stream), Ok(CHOICE.to_vec()));
        assert_eq!(stream.next_double(), AFTER);
    }

    const RANDINT_10: [usize; 8] = [5, 0, 3, 3, 7, 9, 3, 5];
    const RANDINT_1000: [usize; 4] = [754, 804, 599, 70];
    const PERMUTATION: [usize; 7] = [3, 5, 1, 2, 4, 6, 0];
    const CHOICE: [usize; 6] = [4, 2, 2, 4, 2, 3];
    const AFTER: f64 = 0.368_241_539_840_547_97;
}
