//! The centres of an iteration over dense rows, and the type in which rows are screened.

use std::sync::atomic::{AtomicUsize, Ordering};

use mlmeta_kernels::{Centres, Element, tuning};

use super::KMeansError;

/// The centres of an iteration.
///
/// Rows of float64 may be screened in float32, which takes half the time and decides all but a few; those are decided in
/// float64 either way, so the labels are the same.
pub(crate) struct Labelling<T> {
    pub(crate) centres: Centres<T>,
    /// The same in float32, for screening.
    pub(crate) narrow: Option<Centres<f32>>,
    /// Rows that screening left open.
    n_open: AtomicUsize,
}

impl<T: Element> Labelling<T> {
    /// Lays out `centres`, row-major; for screening in float32 too if `narrow`.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(crate) fn new(centres: &[f64], n_features: usize, narrow: bool) -> Result<Self, KMeansError> {
        let narrow = if narrow { Some(Centres::new(centres, n_features)?) } else { None };
        Ok(Self { centres: Centres::new(centres, n_features)?, narrow, n_open: AtomicUsize::new(0) })
    }

    /// Counts rows that screening left open.
    pub(crate) fn leave_open(&self, n_rows: usize) {
        self.n_open.fetch_add(n_rows, Ordering::Relaxed);
    }

    /// Whether to screen in float32 again, after it screened `n_rows` rows.
    pub(crate) fn stays_narrow(&self, n_rows: usize) -> bool {
        self.narrow.is_some() && self.n_open.load(Ordering::Relaxed) <= n_rows / tuning::OPEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k_means::dense::centred;
    use crate::k_means::storage::Storage;
    use crate::{Control, Mt19937, Rows};

    /// Labels `rows` of 8 features with the first 8 of them, screened both ways, and returns whether float32 stays.
    fn stays_narrow(rows: &[f64]) -> bool {
        let outcome = Control::default().with_team(0, |team| {
            let rows = centred(Rows::new(rows, 8)?, 8, team)?.rows;
            let centres: Vec<f64> = (0..8).flat_map(|row| rows.start_centre(row)).collect();
            let label = |narrow| {
                let mut labels = vec![-1; rows.n_rows()];
                let labelling = Labelling::new(&centres, 8, narrow)?;
                assert_eq!(labelling.narrow.is_some(), narrow);
                rows.assign(team.simd, 0, &labelling, &mut labels, None);
                let next = rows.lay_out(&centres, Some(&labelling))?;
                Ok::<_, KMeansError>((labels, next.narrow.is_some()))
            };
            let ((wide, _), (narrow, stays)) = (label(false)?, label(true)?);
            assert_eq!(wide, narrow);
            Ok(stays)
        });
        outcome.unwrap()
    }

    #[test]
    fn float32_screens_until_it_leaves_too_much_open() {
        let mut stream = Mt19937::from_seed(4);
        let mut rows: Vec<f64> = (0..8 * 500).map(|_| stream.next_double()).collect();
        assert!(stays_narrow(&rows));
        rows[8 * 7] = 1e6;
        assert!(!stays_narrow(&rows), "beside a far centre float32 cannot tell the others apart");
    }
}
