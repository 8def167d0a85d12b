//! Running Rust under Python: interpreter free, Ctrl-C answered, panics caught.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use mlmeta_cluster::{Control, KMeansError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::{PyErr, PyResult, Python};

use crate::error::{defect, exception};
use crate::interpreter::{Desk, Message};

/// Multiplications that take a few milliseconds at most, tens of them without SIMD: not worth a thread to watch them.
///
/// A fit of 10,000 rows, 10 features, 8 centres (five iterations of at most fifty, 40,000,000 multiplications counted) takes
/// 0.93 ms on the caller's thread and 1.18 ms on another one, which has the rows in no cache.
const QUICK: usize = 64_000_000;

/// Multiplications that take less than letting go of the interpreter and taking it again is worth.
const INSTANT: usize = 50_000;

/// How often Python's signal handlers get their turn.
const TICK: Duration = Duration::from_millis(50);

type Outcome<R> = thread::Result<Result<R, KMeansError>>;

/// Returns what `compute` returns; `size` is its number of multiplications, roughly.
///
/// While it computes, other Python threads run. A long computation, and one that has a `desk` to ask the interpreter at, runs on
/// a thread of its own; the caller does what is asked for and looks for signals. When that raises (Ctrl-C is a handler that does),
/// the computation is cancelled and the exception is returned.
///
/// # Errors
/// The Python exception of the failed computation, of a panic, of a signal handler or of what was asked for.
pub(crate) fn run<R: Send>(
    py: Python<'_>,
    size: usize,
    n_threads: usize,
    desk: Option<Desk>,
    compute: impl FnOnce(&Control<'_>) -> Result<R, KMeansError> + Send,
) -> PyResult<R> {
    let control = Control { threads: n_threads, ..Control::default() };
    let caught = match desk {
        None if size < INSTANT => catch_unwind(AssertUnwindSafe(|| compute(&control))),
        None if size < QUICK => py.detach(|| catch_unwind(AssertUnwindSafe(|| compute(&control)))),
        desk => watched(py, n_threads, desk.unwrap_or_default(), compute)?,
    };
    match caught {
        Ok(outcome) => outcome.map_err(|error| exception(py, &error)),
        Err(panic) => Err(defect(&*panic)),
    }
}

fn watched<R: Send>(
    py: Python<'_>,
    n_threads: usize,
    desk: Desk,
    compute: impl FnOnce(&Control<'_>) -> Result<R, KMeansError> + Send,
) -> PyResult<Outcome<R>> {
    let cancel = AtomicBool::new(false);
    let Desk { interpreter, mut messages } = desk;
    thread::scope(|scope| {
        let worker = thread::Builder::new().name("mlmeta".to_owned()).spawn_scoped(scope, || {
            let control = Control { threads: n_threads, cancel: Some(&cancel), ..Control::default() };
            let outcome = catch_unwind(AssertUnwindSafe(|| compute(&control)));
            interpreter.leave();
            outcome
        });
        let worker =
            worker.map_err(|error| PyRuntimeError::new_err(format!("could not start a thread: {error}")))?;
        let mut raised: Option<PyErr> = None;
        loop {
            // The receiver cannot be shared between threads, so it goes into the detached closure and comes back.
            let (returned, message) = py.detach(move || {
                let message = messages.recv_timeout(TICK);
                (messages, message)
            });
            messages = returned;
            let done = match message {
                // A job that is dropped tells the thread that waits for its answer that there will be none.
                Ok(Message::Job(_)) if raised.is_some() => Ok(()),
                Ok(Message::Job(job)) => job(py),
                Err(RecvTimeoutError::Timeout) => Ok(()),
                Ok(Message::Left) | Err(RecvTimeoutError::Disconnected) => break,
            };
            if let Err(error) = done.and_then(|()| py.check_signals()) {
                cancel.store(true, Ordering::Relaxed);
                raised.get_or_insert(error);
            }
        }
        let outcome = worker.join().and_then(|outcome| outcome);
        raised.map_or(Ok(outcome), Err)
    })
}
