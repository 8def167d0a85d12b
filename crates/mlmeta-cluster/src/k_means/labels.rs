//! The labels of an iteration, and the type in which rows are screened.

use mlmeta_kernels::{Centres, Element, Move, Simd, assign_in_fit, tuning};

use super::KMeansError;
use super::prepare::Prepared;

/// The centres of an iteration.
///
/// Rows of float64 may be screened in float32, which takes half the time and decides all but a few; those are decided in
/// float64 either way, so the labels are the same.
pub(crate) struct Labelling<'a, T: Element> {
    data: &'a Prepared<'a, T>,
    pub(crate) centres: Centres<T>,
    narrow: Option<Centres<f32>>,
}

impl<'a, T: Element> Labelling<'a, T> {
    /// Lays out `centres`, row-major; for screening in float32 too if the data is ready for it and `narrow` asks for it.
    ///
    /// # Errors
    /// [`KMeansError::Allocation`].
    pub(crate) fn new(data: &'a Prepared<'a, T>, centres: &[f64], narrow: bool) -> Result<Self, KMeansError> {
        let d = data.mean.len();
        let narrow = match data.narrow {
            Some(_) if narrow => Some(Centres::new(centres, d)?),
            _ => None,
        };
        Ok(Self { data, centres: Centres::new(centres, d)?, narrow })
    }

    /// Writes the labels of the rows from `first` on, appends those that changed to `moves`, and returns how many rows
    /// screening left open.
    pub(crate) fn label(
        &self,
        simd: Simd,
        first: usize,
        labels: &mut [i32],
        moves: Option<&mut Vec<Move>>,
    ) -> usize {
        let block = self.data.block(first, labels.len());
        match (&self.data.narrow, &self.narrow) {
            (Some(tiles), Some(centres)) => {
                assign_in_fit(simd, tiles.block(first, labels.len()), block, centres, labels, moves)
            }
            _ => assign_in_fit(simd, block.tiles(), block, &self.centres, labels, moves),
        }
    }

    /// Whether to screen in float32 again when screening left `n_open` rows open.
    pub(crate) fn stays_narrow(&self, n_open: usize) -> bool {
        self.narrow.is_some() && n_open <= self.data.tiles.n_rows() / tuning::OPEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k_means::prepare::prepare;
    use crate::{Control, Mt19937, Rows};

    /// Labels `rows` of 8 features with the first 8 of them, screened both ways, and returns whether float32 stays.
    fn stays_narrow(rows: &[f64]) -> bool {
        let outcome = Control::default().with_team(0, |team| {
            let data = prepare(Rows::new(rows, 8)?, None, 0.0, 8, team)?;
            let centres: Vec<f64> = (0..8).flat_map(|row| data.centred(row)).collect();
            let label = |narrow| {
                let mut labels = vec![-1; rows.len() / 8];
                let labelling = Labelling::new(&data, &centres, narrow)?;
                assert_eq!(labelling.narrow.is_some(), narrow);
                let n_open = labelling.label(team.simd, 0, &mut labels, None);
                Ok::<_, KMeansError>((labels, labelling.stays_narrow(n_open)))
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
