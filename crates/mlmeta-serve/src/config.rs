//! The options of the server, from the command line or the environment.

use crate::log::{LogFormat, log_filter};
use clap::builder::BoolishValueParser;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

const DEFAULT_BODY_BYTES: NonZeroUsize = NonZeroUsize::new(16 << 20).unwrap();
const DEFAULT_CONNECTIONS: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();
const DEFAULT_IN_FLIGHT: NonZeroUsize = NonZeroUsize::new(1024).unwrap();
const DEFAULT_QUEUE: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// Serve a model file (.mlm) over the Open Inference Protocol (REST).
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "mlmeta-serve", version)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Config {
    /// The model file; its stem is the model's name, unless --name says it.
    #[arg(required_unless_present = "kinds")]
    pub model: Option<PathBuf>,

    /// The model's name in the routes; without it the file's name without its ending.
    #[arg(long, env = "MLMETA_SERVE_NAME", value_parser = model_name)]
    pub name: Option<String>,

    /// Address to listen on.
    #[arg(long, env = "MLMETA_SERVE_HOST", default_value = "127.0.0.1")]
    pub host: String,

    /// Port to listen on; 0 takes any free one.
    #[arg(long, env = "MLMETA_SERVE_PORT", default_value_t = 8080)]
    pub port: u16,

    /// Print the line that says where the server listens as JSON, and an error too.
    #[arg(long)]
    pub json: bool,

    /// Print the kinds that are predicted natively, one a line (with --json a list), and exit.
    #[arg(long)]
    pub kinds: bool,

    /// Load the model as for serving, its worker too, say what would answer, and exit without listening.
    #[arg(long)]
    pub check: bool,

    /// Threads that answer requests, and as many for large batches; by default one a processor.
    #[arg(long, env = "MLMETA_SERVE_THREADS")]
    pub threads: Option<NonZeroUsize>,

    /// Largest model file in bytes.
    #[arg(long, env = "MLMETA_SERVE_MAX_MODEL_BYTES", default_value_t = 1 << 30)]
    pub max_model_bytes: u64,

    /// Largest request body in bytes.
    #[arg(long, env = "MLMETA_SERVE_MAX_BODY_BYTES", default_value_t = DEFAULT_BODY_BYTES)]
    pub max_body_bytes: NonZeroUsize,

    /// Most open connections, within the limit of descriptors; more wait until one ends.
    #[arg(long, env = "MLMETA_SERVE_MAX_CONNECTIONS", default_value_t = DEFAULT_CONNECTIONS)]
    pub max_connections: NonZeroUsize,

    /// Most requests at the same time; more are answered with 429.
    #[arg(long, env = "MLMETA_SERVE_MAX_IN_FLIGHT", default_value_t = DEFAULT_IN_FLIGHT)]
    pub max_in_flight: NonZeroUsize,

    /// Seconds that a connection may be silent before and between requests, and take to send a request's head.
    #[arg(long, env = "MLMETA_SERVE_IDLE_TIMEOUT", default_value_t = 10.0, value_parser = seconds)]
    pub idle_timeout: f64,

    /// Seconds until a request is given up: 408 while its body arrives, 504 while a worker computes.
    #[arg(long, env = "MLMETA_SERVE_REQUEST_TIMEOUT", default_value_t = 30.0, value_parser = seconds)]
    pub request_timeout: f64,

    /// Seconds from SIGTERM, SIGINT or SIGHUP, during which the server says that it is not ready but still answers, so
    /// that a load balancer can take it out; only then it stops accepting.
    #[arg(long, env = "MLMETA_SERVE_SHUTDOWN_DELAY", default_value_t = 0.0, value_parser = seconds_or_none)]
    pub shutdown_delay: f64,

    /// Seconds that open requests get to finish after that; 0 cuts them off.
    #[arg(long, env = "MLMETA_SERVE_DRAIN_TIMEOUT", default_value_t = 10.0, value_parser = seconds_or_none)]
    pub drain_timeout: f64,

    /// Python interpreter of the worker, for models without a native predictor.
    #[arg(long, env = "MLMETA_SERVE_PYTHON")]
    pub python: Option<PathBuf>,

    /// A provider that the worker may import to answer for a model without a native predictor; may be repeated, or
    /// name several with commas between them.
    #[arg(
        long = "allow-provider",
        env = "MLMETA_SERVE_ALLOW_PROVIDER",
        value_name = "NAME",
        value_delimiter = ','
    )]
    pub allow_providers: Vec<String>,

    /// Most requests that wait for the worker; more are answered with 429.
    #[arg(long, env = "MLMETA_SERVE_QUEUE_SIZE", default_value_t = DEFAULT_QUEUE)]
    pub queue_size: NonZeroUsize,

    /// Seconds that the worker gets to load the model.
    #[arg(long, env = "MLMETA_SERVE_WORKER_START_TIMEOUT", default_value_t = 60.0, value_parser = seconds)]
    pub worker_start_timeout: f64,

    /// What is logged to standard error: off, error, warn, info, debug or trace, or directives such as
    /// `warn,mlmeta_serve=debug`.
    #[arg(long, env = "MLMETA_SERVE_LOG", default_value = "warn", value_name = "LEVEL", value_parser = log_filter)]
    pub log_level: String,

    /// Log every request, whatever the level: method, route, status, time, client, bytes, and why it was refused.
    #[arg(long, env = "MLMETA_SERVE_ACCESS_LOG", value_parser = BoolishValueParser::new())]
    pub access_log: bool,

    /// How the lines of the log look.
    #[arg(long, env = "MLMETA_SERVE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

impl Config {
    /// How many threads answer requests.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }

    /// How long a connection may be silent.
    #[must_use]
    pub fn idle_timeout(&self) -> Duration {
        Duration::from_secs_f64(self.idle_timeout)
    }

    /// How long a request may take.
    #[must_use]
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs_f64(self.request_timeout)
    }

    /// How long the server goes on accepting after it was asked to stop.
    #[must_use]
    pub fn shutdown_delay(&self) -> Duration {
        Duration::from_secs_f64(self.shutdown_delay)
    }

    /// How long open requests may take after that.
    #[must_use]
    pub fn drain_timeout(&self) -> Duration {
        Duration::from_secs_f64(self.drain_timeout)
    }

    /// How long a worker may take until it is ready.
    #[must_use]
    pub fn worker_start_timeout(&self) -> Duration {
        Duration::from_secs_f64(self.worker_start_timeout)
    }
}

/// A name that a segment of a URL can be.
fn model_name(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(['/', '\\']) || text.contains(char::is_control) {
        return Err("expected a name without slashes and control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// A number of seconds from a millisecond to a day, or 0.
fn seconds_or_none(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(0.0) => Ok(0.0),
        _ => seconds(text).map_err(|expected| format!("{expected}, or 0")),
    }
}

/// A number of seconds from a millisecond to a day.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.001..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("expected seconds from 0.001 to 86400".to_owned()),
    }
}
