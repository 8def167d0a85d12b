//! One run of a worker: the Python process, its pipes, and the jobs it answers.

use crate::frame::{self, Reply};
use crate::worker::{Job, Status, WorkerError, WorkerOptions};
use mlmeta_model::Schema;
use mlmeta_predict::Array;
use std::ffi::OsString;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, watch};
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout, timeout_at};

/// The version of the frames' protocol.
const PROTOCOL: u64 = 2;
/// The module that the interpreter runs.
const MODULE: &str = "mlmeta_serving";
/// How long a process with a broken pipe may take to end, so that its exit status can be told.
const EXIT_WAIT: Duration = Duration::from_secs(1);

/// How the service of one process ended.
pub(crate) enum Served {
    /// Nobody can ask any more.
    QueueClosed,
    /// The process is of no use any more.
    Ended { reason: String, answered: u64 },
}

/// One running worker; it is killed when dropped.
pub(crate) struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: ChildStdout,
    schema: Schema,
    grace: Duration,
}

impl Process {
    /// Start a process and wait until it is ready.
    pub(crate) async fn start(options: &WorkerOptions) -> Result<Self, WorkerError> {
        let mut arguments: Vec<OsString> = vec!["-m".into(), MODULE.into()];
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
        let (Some(mut stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(spawned(io::ErrorKind::BrokenPipe.into()));
        };
        let first = timeout(options.start_timeout, async {
            // A process that ends before it has read the model may have said why.
            let _ = frame::write_model(&mut stdin, &options.model).await;
            frame::read(&mut stdout).await
        });
        let first = first.await;
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
    ///
    /// While a job is past its deadline, `status` is late: the queue behind it stands still.
    pub(crate) async fn serve(
        &mut self,
        queue: &mut mpsc::Receiver<Job>,
        status: &watch::Sender<Status>,
    ) -> Served {
        let mut answered = 0;
        loop {
            let job = tokio::select! {
                job = queue.recv() => match job {
                    Some(job) => job,
                    None => return Served::QueueClosed,
                },
                exit = self.child.wait() => {
                    let reason = ending(exit.ok(), &io::ErrorKind::UnexpectedEof.into());
                    return Served::Ended { reason, answered };
                }
            };
            if job.answer.is_closed() || Instant::now() >= job.deadline {
                continue;
            }
            let id = answered + 1;
            let (outcome, late) = self.exchange(id, &job, status).await;
            let reason = match outcome {
                Ok(Ok((reply, arrays))) if reply_id(&reply) == Some(id) => {
                    let result = self.result(&job, reply, arrays);
                    job.reply(result);
                    answered += 1;
                    if late {
                        tracing::warn!("the worker answered late; it is ready again");
                        status.send_replace(Status::Ready);
                    }
                    continue;
                }
                Ok(Ok(_)) => "it answered another question".to_owned(),
                Ok(Err(error)) => {
                    let exit = timeout(EXIT_WAIT, self.child.wait()).await;
                    ending(exit.ok().and_then(Result::ok), &error)
                }
                Err(_) => "it did not answer long after the deadline".to_owned(),
            };
            job.reply(Err(WorkerError::Ended { reason: reason.clone() }));
            return Served::Ended { reason, answered };
        }
    }

    /// Ask `job` and wait for its reply, beyond the deadline too; and whether that has passed.
    async fn exchange(
        &mut self,
        id: u64,
        job: &Job,
        status: &watch::Sender<Status>,
    ) -> (Result<io::Result<(Reply, Vec<Array>)>, Elapsed>, bool) {
        let exchange = async {
            frame::write(&mut self.stdin, id, &job.inputs, &job.outputs).await?;
            frame::read(&mut self.stdout).await
        };
        tokio::pin!(exchange);
        if let Ok(outcome) = timeout_at(job.deadline, &mut exchange).await {
            return (Ok(outcome), false);
        }
        tracing::warn!("a request passed its deadline; not ready until the worker answers");
        status.send_replace(Status::Late);
        (timeout_at(job.deadline + self.grace, exchange).await, true)
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
