//! Running Rust under Python: interpreter free, Ctrl-C answered, panics caught.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use mlmeta_preprocessing::{Control, ScalerError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::{PyErr, PyResult, Python};

use crate::error::{defect, exception};

/// Values that are passed over in some ten milliseconds: not worth a thread that looks for signals.
const QUICK: usize = 4_000_000;

/// Values that take less than letting go of the interpreter and taking it again is worth.
const INSTANT: usize = 10_000;

/// How often Python's signal handlers get their turn.
const TICK: Duration = Duration::from_millis(50);

/// Returns what `compute` returns; `n_values` is how many values it passes over.
///
/// While it computes, other Python threads run. A long computation runs on a thread of its own, and the caller looks
/// for signals: when a handler raises (Ctrl-C), the computation is cancelled and that exception is returned.
///
/// # Errors
/// The Python exception of the failed computation, of a panic, or of a signal handler.
pub(crate) fn run<R: Send>(
    py: Python<'_>,
    n_values: usize,
    n_threads: usize,
    compute: impl FnOnce(&Control<'_>) -> Result<R, ScalerError> + Send,
) -> PyResult<R> {
    let control = Control { threads: n_threads, ..Control::default() };
    let caught = if n_values < INSTANT {
        catch_unwind(AssertUnwindSafe(|| compute(&control)))
    } else if n_values < QUICK {
        py.detach(|| catch_unwind(AssertUnwindSafe(|| compute(&control))))
    } else {
        watched(py, n_threads, compute)?
    };
    match caught {
        Ok(outcome) => outcome.map_err(|error| exception(&error)),
        Err(panic) => Err(defect(&*panic)),
    }
}

fn watched<R: Send>(
    py: Python<'_>,
    n_threads: usize,
    compute: impl FnOnce(&Control<'_>) -> Result<R, ScalerError> + Send,
) -> PyResult<thread::Result<Result<R, ScalerError>>> {
    let cancel = AtomicBool::new(false);
    let (sender, mut receiver) = mpsc::channel();
    thread::scope(|scope| {
        let worker = thread::Builder::new().name("mlmeta".to_owned());
        let spawned = worker.spawn_scoped(scope, || {
            let control = Control { threads: n_threads, cancel: Some(&cancel), ..Control::default() };
            // Nobody is left to hear it only when the caller has panicked.
            sender.send(catch_unwind(AssertUnwindSafe(|| compute(&control)))).ok();
        });
        if let Err(error) = spawned {
            return Err(PyRuntimeError::new_err(format!("could not start a thread: {error}")));
        }
        let mut raised: Option<PyErr> = None;
        loop {
            // The receiver cannot be shared between threads, so it goes into the detached closure and comes back.
            let (returned, message) = py.detach(move || {
                let message = receiver.recv_timeout(TICK);
                (receiver, message)
            });
            receiver = returned;
            match message {
                Ok(outcome) => return raised.map_or(Ok(outcome), Err),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(PyRuntimeError::new_err("the computation ended without an answer"));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(error) = py.check_signals() {
                        cancel.store(true, Ordering::Relaxed);
                        raised.get_or_insert(error);
                    }
                }
            }
        }
    })
}
