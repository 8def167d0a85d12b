//! How a computation is run: threads, instruction set, cancelling. None of it changes an answer.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

use mlmeta_kernels::Simd;

use crate::ScalerError;

/// How a computation is run.
///
/// ```
/// use mlmeta_preprocessing::Control;
/// let control = Control { threads: 2, ..Control::default() };
/// assert!(control.cancel.is_none());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Control<'a> {
    /// Threads to use at most, the caller's included; 0 for as many as the process may use. Small inputs use one.
    pub threads: usize,
    /// The kernels' instruction set; `None` for the one of the process.
    pub simd: Option<Simd>,
    /// Set it to stop the computation at the next block of rows with [`ScalerError::Cancelled`].
    pub cancel: Option<&'a AtomicBool>,
}

/// Values below which another thread costs more than it brings: starting one takes as long as passing over them.
const WORTH_A_THREAD: usize = 1 << 18;

impl Control<'_> {
    /// Returns the instruction set to use.
    ///
    /// # Errors
    /// [`ScalerError::Level`].
    pub(crate) fn simd(&self) -> Result<Simd, ScalerError> {
        Ok(self.simd.map_or_else(Simd::detect, Ok)?)
    }

    /// Hands the `blocks`, of `n_values` values in all, to threads and returns what each made of its share.
    ///
    /// A thread begins with `start()` and folds blocks into it with `work`. Which blocks meet in one share is chance:
    /// callers write results to places that belong to a block, or merge shares in any order. The threads end with the
    /// call: nothing is left behind that a fork could break.
    ///
    /// # Errors
    /// [`ScalerError::Cancelled`].
    ///
    /// # Panics
    /// When `work` panics, with the same payload.
    pub(crate) fn share<B, R: Send>(
        &self,
        n_values: usize,
        blocks: impl Iterator<Item = B> + Send,
        start: impl Fn() -> R + Sync,
        work: impl Fn(&mut R, B) + Sync,
    ) -> Result<Vec<R>, ScalerError> {
        let queue = Mutex::new(blocks);
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let run = || -> Result<R, ScalerError> {
            let mut part = start();
            while let Some(block) = next() {
                self.check()?;
                work(&mut part, block);
            }
            Ok(part)
        };
        let wanted = match self.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        };
        let threads = wanted.min(n_values / WORTH_A_THREAD);
        if threads < 2 {
            return Ok(vec![run()?]);
        }
        thread::scope(|scope| {
            // Where no further thread can be had, those that there are do the work.
            let helper = |_| Builder::new().name("mlmeta".to_owned()).spawn_scoped(scope, run).ok();
            let helpers: Vec<_> = (1..threads).map_while(helper).collect();
            let mut parts = vec![run()];
            for helper in helpers {
                parts.push(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            parts.into_iter().collect()
        })
    }

    /// # Errors
    /// [`ScalerError::Cancelled`] when somebody asked to stop.
    pub(crate) fn check(&self) -> Result<(), ScalerError> {
        match self.cancel {
            Some(cancel) if cancel.load(Ordering::Relaxed) => Err(ScalerError::Cancelled),
            _ => Ok(()),
        }
    }
}
