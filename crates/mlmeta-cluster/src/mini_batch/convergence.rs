//! When a fit stops: the centres hardly move, or the smoothed inertia of the batches falls no more.

use super::observer::StepEnd;

/// Follows the steps of a fit.
pub(super) struct Convergence {
    /// The exponentially weighted mean, over the batches, of the inertia of a row; of the first batch as long as it is alone.
    pub(super) smoothed: f64,
    lowest: Option<f64>,
    without_improvement: usize,
    /// The share of a batch in the mean.
    share: f64,
    tolerance: f64,
    max_no_improvement: Option<usize>,
}

impl Convergence {
    /// Returns the state before the first of the steps on batches of `batch_size` of `n` rows.
    pub(super) fn new(
        n: usize,
        batch_size: usize,
        tolerance: f64,
        max_no_improvement: Option<usize>,
    ) -> Self {
        let share = f64::min(batch_size as f64 * 2.0 / (n + 1) as f64, 1.0);
        Self { smoothed: 0.0, lowest: None, without_improvement: 0, share, tolerance, max_no_improvement }
    }

    /// Takes in step `number`, counted from 1: its inertia over its rows, `mean`, before its centres moved by `shift`, squared.
    pub(super) fn follow(&mut self, number: usize, mean: f64, shift: f64) -> StepEnd {
        if number <= 2 {
            self.smoothed = mean; // the first tells of the start alone
        } else {
            self.smoothed = self.smoothed * (1.0 - self.share) + mean * self.share;
        }
        if number == 1 {
            return StepEnd::GoesOn;
        }
        if self.tolerance > 0.0 && shift <= self.tolerance {
            return StepEnd::SmallMovement;
        }
        if self.lowest.is_none_or(|lowest| self.smoothed < lowest) {
            self.lowest = Some(self.smoothed);
            self.without_improvement = 0;
        } else {
            self.without_improvement += 1;
        }
        match self.max_no_improvement {
            Some(most) if self.without_improvement >= most => StepEnd::NoImprovement,
            _ => StepEnd::GoesOn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_stops_where_it_improves_no_more() {
        let ends = |mut convergence: Convergence, means: &[f64]| -> Option<(usize, StepEnd)> {
            let steps = means.iter().enumerate().map(|(index, &mean)| (index + 1, mean));
            let mut ends = steps.map(|(number, mean)| (number, convergence.follow(number, mean, 0.5)));
            ends.find(|(_, end)| *end != StepEnd::GoesOn)
        };
        let of = |tolerance, most| Convergence::new(10, 10, tolerance, most);
        assert_eq!(ends(of(0.0, Some(2)), &[9.0, 5.0, 4.0, 4.0, 4.0]), Some((5, StepEnd::NoImprovement)));
        assert_eq!(ends(of(0.0, Some(0)), &[9.0, 5.0]), Some((2, StepEnd::NoImprovement)));
        assert_eq!(ends(of(0.0, None), &[5.0; 9]), None);
        assert_eq!(ends(of(0.5, None), &[5.0; 9]), Some((2, StepEnd::SmallMovement)));
    }

    #[test]
    fn the_inertia_is_smoothed_from_the_second_batch_on() {
        let mut convergence = Convergence::new(19, 5, 0.0, None);
        for (number, mean) in [(1, 20.0), (2, 2.0), (3, 4.0)] {
            convergence.follow(number, mean, 1.0);
        }
        assert_eq!(convergence.smoothed, 2.0 * 0.5 + 4.0 * 0.5);
    }
}
