//! How a computation is run and watched: threads, instruction set, cancelling, an observer.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use mlmeta_kernels::Simd;
use rayon::{ThreadBuilder, ThreadPool, ThreadPoolBuilder};

use crate::KMeansError;
use crate::observer::Observer;

/// How a computation is run and watched.
///
/// ```
/// use mlmeta_cluster::Control;
/// let control = Control { threads: 2, ..Control::default() };
/// assert!(control.cancel.is_none());
/// ```
#[derive(Clone, Copy, Default)]
pub struct Control<'a> {
    /// Threads to use at most, the caller's included; 0 for as many as the process may use. Small inputs use one.
    pub threads: usize,
    /// The kernels' instruction set; `None` for the one of the process.
    pub simd: Option<Simd>,
    /// Set it to stop the computation at the next block of rows with [`KMeansError::Cancelled`].
    pub cancel: Option<&'a AtomicBool>,
    /// Hears of the steps of a fit; without one they cost nothing.
    pub observer: Option<&'a dyn Observer>,
}

/// Multiplications of a pass below which a second thread costs more than it brings.
///
/// Measured by `python -m benches.first_speeds` (float64, five iterations): 10,000 rows of 10 features around 8 centres,
/// 800,000 multiplications, took 1.46 ms with two threads and 1.25 ms with one.
const WORTH_A_THREAD: usize = 1 << 20;

impl Control<'_> {
    /// Returns what `compute` makes of a team for passes of about `work` multiplications each.
    ///
    /// The threads live as long as the call: nothing is left behind that a fork could break.
    pub(crate) fn with_team<R>(
        &self,
        work: usize,
        compute: impl FnOnce(&Team<'_>) -> Result<R, KMeansError>,
    ) -> Result<R, KMeansError> {
        let simd = self.simd.map_or_else(Simd::detect, Ok)?;
        let wanted = match self.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        };
        let threads = wanted.min(work / WORTH_A_THREAD);
        let alone = Team { simd, cancel: self.cancel, pool: None };
        if threads < 2 {
            return compute(&alone);
        }
        // `compute` is taken by whoever runs: the pool, or the caller when no thread can be had.
        let mut compute = Some(compute);
        let outcome =
            ThreadPoolBuilder::new().num_threads(threads).build_scoped(ThreadBuilder::run, |pool| {
                compute.take().map(|compute| compute(&Team { pool: Some(pool), ..alone }))
            });
        match (outcome, compute) {
            (Ok(Some(outcome)), _) => outcome,
            (_, Some(compute)) => compute(&alone),
            (_, None) => unreachable!("a pool that was built has run the computation"),
        }
    }
}

/// The threads of one computation.
#[derive(Clone, Copy)]
pub(crate) struct Team<'a> {
    pub(crate) simd: Simd,
    cancel: Option<&'a AtomicBool>,
    pool: Option<&'a ThreadPool>,
}

impl Team<'_> {
    /// Hands the `blocks` to the threads and returns what each thread made of its share.
    ///
    /// A thread begins with `start()` and folds blocks into it with `work`. Which blocks meet in one share is chance:
    /// callers merge shares with operations for which the order does not matter.
    ///
    /// # Errors
    /// [`KMeansError::Cancelled`], or the first error of `start`.
    ///
    /// # Panics
    /// When `work` panics, with the same payload.
    pub(crate) fn share<B, R: Send>(
        &self,
        blocks: impl Iterator<Item = B> + Send,
        start: impl Fn() -> Result<R, KMeansError> + Sync,
        work: impl Fn(&mut R, B) + Sync,
    ) -> Result<Vec<R>, KMeansError> {
        let queue = Mutex::new(blocks);
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let run = || -> Result<R, KMeansError> {
            let mut part = start()?;
            while let Some(block) = next() {
                self.check()?;
                #[cfg(feature = "faults")]
                planted_panic();
                work(&mut part, block);
            }
            Ok(part)
        };
        match self.pool {
            Some(pool) => pool.broadcast(|_| run()).into_iter().collect(),
            None => Ok(vec![run()?]),
        }
    }

    /// # Errors
    /// [`KMeansError::Cancelled`] when somebody asked to stop.
    pub(crate) fn check(&self) -> Result<(), KMeansError> {
        match self.cancel {
            Some(cancel) if cancel.load(Ordering::Relaxed) => Err(KMeansError::Cancelled),
            _ => Ok(()),
        }
    }
}

/// Panics while the environment asks for it.
#[cfg(feature = "faults")]
fn planted_panic() {
    assert!(std::env::var_os("MLMETA_PLANTED_PANIC").is_none(), "planted by MLMETA_PLANTED_PANIC");
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    /// Adds up 0, 1, ... 999 with three threads; `fault` sees each number first.
    fn added_up(control: &Control<'_>, fault: impl Fn(usize) + Sync) -> Result<usize, KMeansError> {
        control.with_team(3 * WORTH_A_THREAD, |team| {
            let parts = team.share(
                0..1000_usize,
                || Ok(0),
                |sum, number| {
                    fault(number);
                    *sum += number;
                },
            )?;
            assert!(parts.len() == 3 || team.pool.is_none(), "every thread has a share");
            Ok(parts.iter().sum())
        })
    }

    #[test]
    fn a_panic_on_a_worker_thread_reaches_the_caller_and_the_next_computation_works() {
        let control = Control { threads: 3, ..Control::default() };
        for planted in [0, 57, 999] {
            let caught = catch_unwind(AssertUnwindSafe(|| {
                added_up(&control, |number| assert!(number != planted, "planted at {planted}"))
            }));
            let told = caught.expect_err("it panics").downcast::<String>().map(|text| *text);
            assert_eq!(told.ok(), Some(format!("planted at {planted}")));
            assert_eq!(added_up(&control, |_| ()).ok(), Some(499_500));
        }
    }

    #[test]
    fn who_asks_to_stop_is_heard_before_the_next_block() {
        let cancel = AtomicBool::new(false);
        let control = Control { threads: 3, cancel: Some(&cancel), ..Control::default() };
        let outcome = added_up(&control, |number| {
            if number == 500 {
                cancel.store(true, Ordering::Relaxed);
            }
        });
        assert!(matches!(outcome, Err(KMeansError::Cancelled)));
    }
}
