//! How a computation is run and watched: threads, instruction set, cancelling, progress. None of it changes an answer.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use mlmeta_kernels::Simd;

use crate::KMeansError;

/// One step of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which of the `n_init` runs, from 0.
    pub run: usize,
    /// Updates of the centres so far in this run.
    pub iteration: usize,
    /// Rows whose label changed in this iteration.
    pub n_changed: usize,
}

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
    /// Called after each iteration, on the calling thread.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// Multiplications below which a second thread costs more than it brings (starting one takes some 20 us).
const WORTH_A_THREAD: usize = 1 << 18;

impl<'a> Control<'a> {
    /// Returns the team for passes of about `work` multiplications each.
    pub(crate) fn team(&self, work: usize) -> Result<Team<'a>, KMeansError> {
        let simd = self.simd.map_or_else(Simd::detect, Ok)?;
        let wanted = match self.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        };
        Ok(Team { simd, threads: wanted.min(work / WORTH_A_THREAD).max(1), cancel: self.cancel })
    }
}

/// The threads of one computation. They live for one pass each: nothing is left behind that a fork could break.
#[derive(Clone, Copy)]
pub(crate) struct Team<'a> {
    pub(crate) simd: Simd,
    threads: usize,
    cancel: Option<&'a AtomicBool>,
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
                work(&mut part, block);
            }
            Ok(part)
        };
        thread::scope(|scope| {
            // A thread that cannot be started is no error: the others take its blocks.
            let others: Vec<_> = (1..self.threads)
                .map_while(|_| thread::Builder::new().spawn_scoped(scope, run).ok())
                .collect();
            let mut parts = vec![run()];
            parts.extend(
                others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic))),
            );
            parts.into_iter().collect()
        })
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
