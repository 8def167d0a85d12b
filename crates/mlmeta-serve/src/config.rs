//! The options of the server, from the command line or the environment.

use crate::log::log_filter;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

const DEFAULT_CONNECTIONS: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// Serve a model file (.mlm) over the Open Inference Protocol (REST).
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "mlmeta-serve", version)]
pub struct Config {
    /// The model file; its stem is the model's name.
    #[arg(required_unless_present = "kinds")]
    pub model: Option<PathBuf>,

    /// Address to listen on.
    #[arg(long, env = "MLMETA_SERVE_HOST", default_value = "127.0.0.1")]
    pub host: String,

    /// Port to listen on; 0 takes any free one.
    #[arg(long, env = "MLMETA_SERVE_PORT", default_value_t = 8080)]
    pub port: u16,

    /// Print the line that says where the server listens as JSON, and an error too.
    #[arg(long)]
    pub json: bool,

    /// Print the kinds that are predicted natively, one a line, and exit.
    #[arg(long)]
    pub kinds: bool,

    /// Threads that answer requests, and as many for large batches; by default one a processor.
    #[arg(long, env = "MLMETA_SERVE_THREADS")]
    pub threads: Option<NonZeroUsize>,

    /// Largest model file in bytes.
    #[arg(long, env = "MLMETA_SERVE_MAX_MODEL_BYTES", default_value_t = 1 << 30)]
    pub max_model_bytes: u64,

    /// Largest request body in bytes.
    #[arg(long, env = "MLMETA_SERVE_MAX_BODY_BYTES", default_value_t = 16 << 20)]
    pub max_body_bytes: usize,

    /// Most open connections, within the limit of descriptors; more wait until one ends.
    #[arg(long, env = "MLMETA_SERVE_MAX_CONNECTIONS", default_value_t = DEFAULT_CONNECTIONS)]
    pub max_connections: NonZeroUsize,

    /// Most requests at the same time; more are answered with 429.
    #[arg(long, env = "MLMETA_SERVE_MAX_IN_FLIGHT", default_value_t = 1024)]
    pub max_in_flight: usize,

    /// Seconds that a connection may be silent before and between requests, and take to send a request's head.
    #[arg(long, env = "MLMETA_SERVE_IDLE_TIMEOUT", default_value_t = 10.0, value_parser = seconds)]
    pub idle_timeout: f64,

    /// Seconds until a request is given up: 408 while its body arrives, 504 while a worker computes.
    #[arg(long, env = "MLMETA_SERVE_REQUEST_TIMEOUT", default_value_t = 30.0, value_parser = seconds)]
    pub request_timeout: f64,

    /// Seconds that open requests get to finish after SIGTERM, SIGINT or SIGHUP.
    #[arg(long, env = "MLMETA_SERVE_DRAIN_TIMEOUT", default_value_t = 10.0, value_parser = seconds)]
    pub drain_timeout: f64,

    /// Python interpreter of the worker, for models without a native predictor.
    #[arg(long, env = "MLMETA_SERVE_PYTHON")]
    pub python: Option<PathBuf>,

    /// A provider that the worker may import because the model file names it; may be repeated.
    #[arg(long = "allow-provider", value_name = "NAME")]
    pub allow_providers: Vec<String>,

    /// Most requests that wait for the worker; more are answered with 429.
    #[arg(long, env = "MLMETA_SERVE_QUEUE_SIZE", default_value_t = 256)]
    pub queue_size: usize,

    /// Seconds that the worker gets to load the model.
    #[arg(long, env = "MLMETA_SERVE_WORKER_START_TIMEOUT", default_value_t = 60.0, value_parser = seconds)]
    pub worker_start_timeout: f64,

    /// What is logged to standard error: off, error, warn, info, debug or trace, or directives such as
    /// `warn,mlmeta_serve=debug`.
    #[arg(long, env = "MLMETA_SERVE_LOG", default_value = "warn", value_name = "LEVEL", value_parser = log_filter)]
    pub log_level: String,
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

    /// How long open requests may take after the server was asked to stop.
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

/// A number of seconds from a millisecond to a day.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.001..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("expected seconds from 0.001 to 86400".to_owned()),
    }
}
