//! A Python process that answers for a model without a native predictor.
//!
//! Requests wait in a bounded queue; one is with the worker at a time, so its answers need no matching beyond a
//! check. A worker that dies is started again, after a pause that doubles up to ten seconds; until it is ready,
//! requests are refused at once. It gets the bytes that the server checked at its start, so that no file that was put in
//! its place matters. The worker ends when its standard input does, so none outlives the server; it ignores the signals
//! that ask its server to stop, since a service manager sends them to both.

use crate::process::{Process, Served};
use mlmeta_model::{Field, FieldType, Schema};
use mlmeta_predict::{Array, Values};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout_at};

/// First pause before a dead worker is started again.
const MIN_PAUSE: Duration = Duration::from_millis(100);
/// Longest pause before a dead worker is started again.
const MAX_PAUSE: Duration = Duration::from_secs(10);

/// How to start and use a worker.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// The Python interpreter.
    pub python: PathBuf,
    /// The bytes of the model file that the server checked.
    pub model: Arc<[u8]>,
    /// Providers that the worker may import.
    pub allow_providers: Vec<String>,
    /// What the model takes and gives.
    pub schema: Schema,
    /// How long the worker may take until it is ready.
    pub start_timeout: Duration,
    /// How long a request may take, waiting included.
    pub request_timeout: Duration,
    /// How many requests may wait.
    pub queue_size: usize,
}

/// A worker gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// The interpreter cannot be started.
    #[error("cannot start the worker {}: {source}", python.display())]
    Spawn {
        /// The interpreter.
        python: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The worker cannot load the model.
    #[error("the worker is not ready: {reason}")]
    Start {
        /// Why.
        reason: String,
    },
    /// The worker ended while it worked on the request.
    #[error("the worker ended while it worked on this request ({reason}); try again later")]
    Ended {
        /// How.
        reason: String,
    },
    /// The worker is being started again, or the server ends.
    #[error("the worker is down; try again later")]
    Down,
    /// Too many requests wait.
    #[error("too many requests wait for the worker; try again later")]
    QueueFull,
    /// The request's time is over.
    #[error("the worker did not answer in time")]
    Deadline,
    /// The provider refuses the request's input.
    #[error("{reason}")]
    Refused {
        /// The provider's message.
        reason: String,
    },
    /// The provider failed.
    #[error("the provider failed: {reason}")]
    Failed {
        /// The provider's message.
        reason: String,
    },
    /// The worker's answer is not what the schema says.
    #[error("the provider's answer does not fit the model's schema: {reason}")]
    Protocol {
        /// The difference.
        reason: String,
    },
}

/// A handle on the worker of one model.
#[derive(Debug)]
pub struct Worker {
    jobs: mpsc::Sender<Job>,
    status: watch::Receiver<Status>,
    draining: Arc<AtomicBool>,
    schema: Schema,
    request_timeout: Duration,
}

/// Whether a worker takes requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// It answers.
    Ready,
    /// It takes requests, but works on one whose time is over.
    Late,
    /// It is being started again.
    Down,
}

/// One request with the way back to who asked.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) inputs: Vec<Array>,
    pub(crate) outputs: Vec<String>,
    pub(crate) deadline: Instant,
    pub(crate) answer: oneshot::Sender<Result<Vec<Array>, WorkerError>>,
}

impl Worker {
    /// Start a worker and wait until it is ready.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Spawn`] or [`WorkerError::Start`].
    pub async fn start(options: WorkerOptions) -> Result<Self, WorkerError> {
        let process = Process::start(&options).await?;
        let (jobs, queue) = mpsc::channel(options.queue_size.max(1));
        let (sender, status) = watch::channel(Status::Ready);
        let (schema, request_timeout) = (options.schema.clone(), options.request_timeout);
        let draining = Arc::new(AtomicBool::new(false));
        tokio::spawn(supervise(options, process, queue, sender, Arc::clone(&draining)));
        Ok(Self { jobs, status, draining, schema, request_timeout })
    }

    /// From now on a worker that ends is not started again.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the worker answers requests in time.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        *self.status.borrow() == Status::Ready
    }

    /// The arrays called `outputs`, in that order, for `inputs`.
    ///
    /// No rows give outputs of no rows, whatever the provider thinks of them.
    ///
    /// # Errors
    ///
    /// [`WorkerError`] if there is no answer.
    pub async fn predict(&self, inputs: Vec<Array>, outputs: Vec<String>) -> Result<Vec<Array>, WorkerError> {
        match *self.status.borrow() {
            Status::Ready | Status::Late => {}
            Status::Down => return Err(WorkerError::Down),
        }
        if inputs.first().is_some_and(|input| input.rows() == 0) {
            let declared = |name: &String| self.schema.outputs.iter().find(|field| field.name == *name);
            return Ok(outputs.iter().filter_map(declared).map(no_rows).collect());
        }
        let deadline = Instant::now() + self.request_timeout;
        let (answer, result) = oneshot::channel();
        self.jobs.try_send(Job { inputs, outputs, deadline, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => WorkerError::QueueFull,
            mpsc::error::TrySendError::Closed(_) => WorkerError::Down,
        })?;
        match timeout_at(deadline, result).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(WorkerError::Down),
            Err(_) => Err(WorkerError::Deadline),
        }
    }
}

/// Keep a worker running until the handle is dropped, or it ends while the server drains.
async fn supervise(
    options: WorkerOptions,
    first: Process,
    mut queue: mpsc::Receiver<Job>,
    status: watch::Sender<Status>,
    draining: Arc<AtomicBool>,
) {
    let mut process = first;
    let mut pause = MIN_PAUSE;
    loop {
        let answered = match process.serve(&mut queue, &status).await {
            Served::QueueClosed => return,
            Served::Ended { reason, answered } => {
                if draining.load(Ordering::Relaxed) {
                    tracing::warn!(
                        reason,
                        "the worker ended while the server drains; requests that wait get 503"
                    );
                    status.send_replace(Status::Down);
                    while let Ok(job) = queue.try_recv() {
                        job.reply(Err(WorkerError::Down));
                    }
                    return;
                }
                tracing::error!(reason, "the worker ended; it is started again");
                answered
            }
        };
        status.send_replace(Status::Down);
        drop(process);
        while let Ok(job) = queue.try_recv() {
            job.reply(Err(WorkerError::Down));
        }
        if answered > 0 {
            pause = MIN_PAUSE;
        }
        let mut said = String::new();
        process = loop {
            sleep(pause).await;
            pause = (pause * 2).min(MAX_PAUSE);
            if queue.is_closed() {
                return;
            }
            match Process::start(&options).await {
                Ok(process) => break process,
                Err(error) => {
                    let reason = error.to_string();
                    // Once, although it is tried again and again.
                    if reason != said {
                        tracing::error!(reason, "the worker does not start");
                        said = reason;
                    }
                }
            }
        };
        tracing::warn!("the worker is ready again");
        status.send_replace(Status::Ready);
    }
}

/// The output that `field` declares, of no rows.
fn no_rows(field: &Field) -> Array {
    let shape = field.shape.iter().enumerate();
    // Row and unknown lengths alike have nothing to count.
    let shape = shape.map(|(axis, length)| if axis == 0 { 0 } else { usize::try_from(*length).unwrap_or(0) });
    let values = match field.dtype {
        FieldType::Float64 => Values::Float64(Vec::new()),
        FieldType::Float32 => Values::Float32(Vec::new()),
        FieldType::Int64 => Values::Int64(Vec::new()),
        FieldType::Int32 => Values::Int32(Vec::new()),
        FieldType::UInt8 => Values::UInt8(Vec::new()),
        FieldType::Bool => Values::Bool(Vec::new()),
        FieldType::Text => Values::Text(Vec::new()),
    };
    Array::new(field.name.clone(), shape.collect(), values)
}

impl Job {
    /// Send the result; who asked may have left.
    pub(crate) fn reply(self, result: Result<Vec<Array>, WorkerError>) {
        let _ = self.answer.send(result);
    }
}
