//! A limit on how often the same warning is written.

use std::time::{Duration, Instant};

/// Lets one event of a kind through in each period and counts the others.
#[derive(Debug)]
pub(crate) struct Throttle {
    period: Duration,
    last: Option<Instant>,
    held_back: u64,
}

impl Throttle {
    /// A throttle that lets the first event through.
    pub(crate) fn new(period: Duration) -> Self {
        Self { period, last: None, held_back: 0 }
    }

    /// Tell of an event at `now`: how many were held back since the last that got through, or nothing if this one is
    /// held back as well.
    pub(crate) fn pass(&mut self, now: Instant) -> Option<u64> {
        if self.last.is_some_and(|last| now.duration_since(last) < self.period) {
            self.held_back += 1;
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.held_back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_a_period_gets_through() {
        let start = Instant::now();
        let mut throttle = Throttle::new(Duration::from_secs(10));
        let after = |seconds| start + Duration::from_secs(seconds);
        let passed: Vec<_> = [0, 1, 9, 10, 11, 25].map(|seconds| throttle.pass(after(seconds))).into();
        assert_eq!(passed, [Some(0), None, None, Some(2), None, Some(1)]);
    }
}
