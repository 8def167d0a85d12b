//! A Python process that answers for a model without a native predictor.
//!
//! Requests wait in a bounded queue; one is with the worker at a time, so its answers need no matching beyond a
//! check. A worker that dies is started again, after a pause that doubles up to ten seconds; until it is ready,
//! requests are refused at once. The worker ends when its standard input does, so none outlives the server.

use crate::frame::{self, Reply};
use mlmeta_model::Schema;
use mlmeta_predict::Array;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// The version of the frames' protocol.
const PROTOCOL: u64 = 1;
/// The module that the interpreter runs.
const MODULE: &str = "mlmeta_serving.worker";
/// First pause before a dead worker is started again.
const MIN_PAUSE: Duration = Duration::from_millis(100);
/// Longest pause before a dead worker is started again.
const MAX_PAUSE: Duration = Duration::from_secs(10);

/// How long a process with a broken pipe may take to end, so that its exit status can be told.
const EXIT_WAIT: Duration = Duration::from_secs(1);

/// How to start and use a worker.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// The Python interpreter.
    pub python: PathBuf,
    /// The model file.
    pub model: PathBuf,
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
    #[error("the worker ended while it worked on this request ({reason}); it is started again")]
    Ended {
        /// How.
        reason: String,
    },
    /// The worker is being started again.
    #[error("the worker is down and is started again; try again later")]
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
    ready: watch::Receiver<bool>,
    request_timeout: Duration,
}

/// One request with the way back to who asked.
#[derive(Debug)]
struct Job {
    inputs: Vec<Array>,
    outputs: Vec<String>,
    deadline: Instant,
    answer: oneshot::Sender<Result<Vec<Array>, WorkerError>>,
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
        let (status, ready) = watch::channel(true);
        let request_timeout = options.request_timeout;
        tokio::spawn(supervise(Arc::new(options), process, queue, status));
        Ok(Self { jobs, ready, request_timeout })
    }

    /// Whether the worker takes requests.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        *self.ready.borrow()
    }

    /// The arrays called `outputs`, in that order, for `inputs`.
    ///
    /// # Errors
    ///
    /// [`WorkerError`] if there is no answer.
    pub async fn predict(&self, inputs: Vec<Array>, outputs: Vec<String>) -> Result<Vec<Array>, WorkerError> {
        if !self.is_ready() {
            return Err(WorkerError::Down);
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

/// Keep a worker running until the handle is dropped.
async fn supervise(
    options: Arc<WorkerOptions>,
    first: Process,
    mut queue: mpsc::Receiver<Job>,
    ready: watch::Sender<bool>,
) {
    let mut process = first;
    let mut pause = MIN_PAUSE;
    loop {
        let answered = match process.serve(&mut queue).await {
            Served::QueueClosed => return,
            Served::Ended { reason, answered } => {
                tracing::error!(reason, "the worker ended; it is started again");
                answered
            }
        };
        ready.send_replace(false);
        drop(process);
        while let Ok(job) = queue.try_recv() {
            job.reply(Err(WorkerError::Down));
        }
        if answered > 0 {
            pause = MIN_PAUSE;
        }
        process = loop {
            sleep(pause).await;
            pause = (pause * 2).min(MAX_PAUSE);
            if queue.is_closed() {
                return;
            }
            match Process::start(&options).await {
                Ok(process) => break process,
                Err(error) => tracing::error!(%error, "the worker does not start"),
            }
        };
        tracing::info!("the worker is ready again");
        ready.send_replace(true);
    }
}

/// How the service of one process ended.
enum Served {
    /// Nobody can ask any more.
    QueueClosed,
    /// The process is of no use any more.
    Ended { reason: String, answered: u64 },
}

/// One running worker; it is killed when dropped.
struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: ChildStdout,
    schema: Schema,
    grace: Duration,
}

impl Process {
    async fn start(options: &WorkerOptions) -> Result<Self, WorkerError> {
        let mut arguments: Vec<OsString> = vec!["-m".into(), MODULE.into(), options.model.clone().into()];
        for name in &options.allow_providers {
            arguments.extend(["--allow-provider".into(), name.into()]);
        }
        let spawned = |source| WorkerError::Spawn { python: options.python.clone(), source };
        let mut child = Command::new(&options.python)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(spawned)?;
        let (Some(stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(spawned(io::ErrorKind::BrokenPipe.into()));
        };
        let first = timeout(options.start_timeout, frame::read(&mut stdout)).await;
        let start = |reason: String| WorkerError::Start { reason };
        let outputs = match first {
            Err(_) => {
                return Err(start(format!("no word from it in {} s", options.start_timeout.as_secs_f64())));
            }
            Ok(Ok((Reply::Ready { protocol: PROTOCOL, outputs }, _))) => outputs,
            Ok(Ok((Reply::Ready { protocol, .. }, _))) => {
                return Err(start(format!(
                    "it speaks protocol {protocol}, this server speaks {PROTOCOL}; install the same version of both"
                )));
            }
            Ok(Ok((Reply::Error { message, .. }, _))) => return Err(start(message)),
            Ok(Ok((Reply::Answer { .. }, _))) => {
                return Err(start("it answered before it was asked".to_owned()));
            }
            Ok(Err(error)) => {
                let status = timeout(EXIT_WAIT, child.wait()).await;
                return Err(start(ending(status.ok().and_then(Result::ok), &error)));
            }
        };
        let declared = options.schema.outputs.iter().map(|field| &field.name);
        if let Some(missing) = declared.clone().find(|name| !outputs.contains(name)) {
            return Err(start(format!(
                "the file declares the output {missing:?}, the provider has {outputs:?}"
            )));
        }
        // A request that nobody waits for any more gets as long again before the process counts as hung.
        Ok(Self { child, stdin, stdout, schema: options.schema.clone(), grace: options.request_timeout })
    }

    /// Answer jobs of `queue` until there are no more, or the process is of no use.
    async fn serve(&mut self, queue: &mut mpsc::Receiver<Job>) -> Served {
        let mut answered = 0;
        loop {
            let job = tokio::select! {
                job = queue.recv() => match job {
                    Some(job) => job,
                    None => return Served::QueueClosed,
                },
                status = self.child.wait() => {
                    let reason = ending(status.ok(), &io::ErrorKind::UnexpectedEof.into());
                    return Served::Ended { reason, answered };
                }
            };
            if job.answer.is_closed() || Instant::now() >= job.deadline {
                continue;
            }
            let id = answered + 1;
            let exchange = async {
                frame::write(&mut self.stdin, id, &job.inputs, &job.outputs).await?;
                frame::read(&mut self.stdout).await
            };
            let reason = match timeout_at(job.deadline + self.grace, exchange).await {
                Ok(Ok((reply, arrays))) if reply_id(&reply) == Some(id) => {
                    let result = self.result(&job, reply, arrays);
                    job.reply(result);
                    answered += 1;
                    continue;
                }
                Ok(Ok(_)) => "it answered another question".to_owned(),
                Ok(Err(error)) => {
                    let status = timeout(EXIT_WAIT, self.child.wait()).await;
                    ending(status.ok().and_then(Result::ok), &error)
                }
                Err(_) => "it did not answer long after the deadline".to_owned(),
            };
            job.reply(Err(WorkerError::Ended { reason: reason.clone() }));
            return Served::Ended { reason, answered };
        }
    }

    /// The result of `job` from the worker's reply, checked against the schema.
    fn result(&self, job: &Job, reply: Reply, arrays: Vec<Array>) -> Result<Vec<Array>, WorkerError> {
        if let Reply::Error { status, message, .. } = reply {
            return Err(if status == 400 {
                WorkerError::Refused { reason: message }
            } else {
                WorkerError::Failed { reason: message }
            });
        }
        let rows = job.inputs.first().map_or(0, Array::rows);
        if arrays.len() != job.outputs.len() {
            let reason = format!("{} outputs given, {} asked for", arrays.len(), job.outputs.len());
            return Err(WorkerError::Protocol { reason });
        }
        for (array, wanted) in arrays.iter().zip(&job.outputs) {
            let declared = self.schema.outputs.iter().find(|field| field.name == *wanted);
            let fits = array.name == *wanted
                && array.rows() == rows
                && declared.is_some_and(|field| {
                    field.accepts_shape(&array.shape) && array.values.type_name() == field.dtype.name()
                });
            if !fits {
                let (name, dtype, shape) = (&array.name, array.values.type_name(), &array.shape);
                let reason =
                    format!("output {name:?} of {dtype} {shape:?} given for {wanted:?}, {rows} rows");
                return Err(WorkerError::Protocol { reason });
            }
        }
        Ok(arrays)
    }
}

impl Job {
    /// Send the result; who asked may have left.
    fn reply(self, result: Result<Vec<Array>, WorkerError>) {
        let _ = self.answer.send(result);
    }
}

fn reply_id(reply: &Reply) -> Option<u64> {
    match reply {
        Reply::Answer { id, .. } => Some(*id),
        Reply::Error { id, .. } => *id,
        Reply::Ready { .. } => None,
    }
}

/// How a process ended, for people.
fn ending(status: Option<ExitStatus>, error: &io::Error) -> String {
    match status {
        Some(status) => format!("its process ended with {status}"),
        None => format!("its pipe broke: {error}"),
    }
}
