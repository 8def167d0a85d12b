//! How a thread that computes has Python do something: on the caller's thread, which waits for it.

use std::sync::mpsc::{self, Receiver, Sender};

use mlmeta_cluster::KMeansError;
use pyo3::{PyResult, Python};

/// Something to do with the interpreter.
type Job = Box<dyn FnOnce(Python<'_>) -> PyResult<()> + Send>;

/// What the thread that computes tells the caller's.
pub(crate) enum Message {
    /// Something is to be done.
    Job(Job),
    /// The computation is over.
    Left,
}

/// The way from a computation to the interpreter.
#[derive(Clone)]
pub(crate) struct Interpreter(Sender<Message>);

/// Both ends of that way.
pub(crate) struct Desk {
    pub(crate) interpreter: Interpreter,
    pub(crate) messages: Receiver<Message>,
}

impl Default for Desk {
    fn default() -> Self {
        let (sender, messages) = mpsc::channel();
        Self { interpreter: Interpreter(sender), messages }
    }
}

impl Interpreter {
    /// Returns what `job` returns, which runs on the caller's thread.
    ///
    /// # Errors
    /// [`KMeansError::Cancelled`] when the job raised, or is not done because another one did.
    pub(crate) fn ask<A: Send + 'static>(
        &self,
        job: impl FnOnce(Python<'_>) -> PyResult<A> + Send + 'static,
    ) -> Result<A, KMeansError> {
        let (sender, answer) = mpsc::channel();
        let job: Job = Box::new(move |py| {
            // Nobody waits any more when the computation has ended meanwhile.
            sender.send(job(py)?).ok();
            Ok(())
        });
        self.0.send(Message::Job(job)).map_err(|_| KMeansError::Cancelled)?;
        answer.recv().map_err(|_| KMeansError::Cancelled)
    }

    /// Tells that the computation is over.
    pub(crate) fn leave(&self) {
        // Without a caller there is nobody to tell.
        self.0.send(Message::Left).ok();
    }
}
