//! Running Rust under Python: interpreter free, Ctrl-C answered, panics caught.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use mlmeta_cluster::{Control, KMeansError, Progress};
use pyo3::exceptions::PyRuntimeError;
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny, PyErr, PyResult, Python};

use crate::error::{defect, exception};

/// Multiplications that take a few milliseconds at most: not worth a thread to watch them.
const QUICK: usize = 20_000_000;

/// Multiplications that take less than letting go of the interpreter and taking it again is worth.
const INSTANT: usize = 50_000;

/// How often Python's signal handlers get their turn.
const TICK: Duration = Duration::from_millis(50);

enum Message<R> {
    Step(Progress),
    Done(thread::Result<Result<R, KMeansError>>),
}

/// Returns what `compute` returns; `size` is its number of multiplications, roughly.
///
/// While it computes, other Python threads run. A long computation runs on a thread of its own, and the caller looks
/// for signals: when a handler raises (Ctrl-C), the computation is cancelled and that exception is returned. `listener`
/// is called as `listener(run, iteration, n_changed)` after each iteration.
///
/// # Errors
/// The Python exception of the failed computation, of a panic, of a signal handler or of the listener.
pub(crate) fn run<R: Send>(
    py: Python<'_>,
    size: usize,
    n_threads: usize,
    listener: Option<&Bound<'_, PyAny>>,
    compute: impl FnOnce(&Control<'_>) -> Result<R, KMeansError> + Send,
) -> PyResult<R> {
    let control = Control { threads: n_threads, ..Control::default() };
    let caught = if size < INSTANT && listener.is_none() {
        catch_unwind(AssertUnwindSafe(|| compute(&control)))
    } else if size < QUICK && listener.is_none() {
        py.detach(|| catch_unwind(AssertUnwindSafe(|| compute(&control))))
    } else {
        watched(py, n_threads, listener, compute)?
    };
    match caught {
        Ok(outcome) => outcome.map_err(|error| exception(&error)),
        Err(panic) => Err(defect(&*panic)),
    }
}

fn watched<R: Send>(
    py: Python<'_>,
    n_threads: usize,
    listener: Option<&Bound<'_, PyAny>>,
    compute: impl FnOnce(&Control<'_>) -> Result<R, KMeansError> + Send,
) -> PyResult<thread::Result<Result<R, KMeansError>>> {
    let cancel = AtomicBool::new(false);
    let (sender, mut receiver) = mpsc::channel::<Message<R>>();
    let listened = listener.is_some();
    thread::scope(|scope| {
        let worker = thread::Builder::new().name("mlmeta".to_owned());
        let spawned = worker.spawn_scoped(scope, || {
            let done = sender.clone();
            done.send(Message::Done(compute_under(&cancel, n_threads, listened, sender, compute))).ok();
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
            let heard = match message {
                Ok(Message::Done(outcome)) => return raised.map_or(Ok(outcome), Err),
                Ok(Message::Step(step)) => tell(listener, step),
                Err(RecvTimeoutError::Timeout) => Ok(()),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(PyRuntimeError::new_err("the computation ended without an answer"));
                }
            };
            if let Err(error) = heard.and_then(|()| py.check_signals()) {
                cancel.store(true, Ordering::Relaxed);
                raised.get_or_insert(error);
            }
        }
    })
}

fn compute_under<R>(
    cancel: &AtomicBool,
    n_threads: usize,
    listened: bool,
    sender: Sender<Message<R>>,
    compute: impl FnOnce(&Control<'_>) -> Result<R, KMeansError>,
) -> thread::Result<Result<R, KMeansError>>
where
    R: Send,
{
    // Only the thread that computes sends, but progress is promised to be callable from any.
    let sender = std::sync::Mutex::new(sender);
    let report = |step| {
        if let Ok(sender) = sender.lock() {
            sender.send(Message::Step(step)).ok();
        }
    };
    let control = Control {
        threads: n_threads,
        cancel: Some(cancel),
        progress: listened.then_some(&report as &(dyn Fn(Progress) + Sync)),
        ..Control::default()
    };
    catch_unwind(AssertUnwindSafe(|| compute(&control)))
}

fn tell(listener: Option<&Bound<'_, PyAny>>, step: Progress) -> PyResult<()> {
    match listener {
        Some(listener) => listener.call1((step.run, step.iteration, step.n_changed)).map(|_| ()),
        None => Ok(()),
    }
}
