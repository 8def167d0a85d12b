//! The program `mlmeta-serve`: options in, exit code out.
#![forbid(unsafe_code)]

use clap::Parser;
use mlmeta_serve::config::Config;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let config = Config::parse();
    if config.kinds {
        return print(&mlmeta_predict::kinds().join("\n"));
    }
    let filter = EnvFilter::try_from_env("MLMETA_SERVE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let threads = config.threads();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .max_blocking_threads(threads)
        .enable_all()
        .build();
    let served = match runtime {
        Ok(runtime) => {
            let served = runtime.block_on(mlmeta_serve::serve(config)).map_err(|error| error.to_string());
            // Ends what is left of requests and workers.
            runtime.shutdown_timeout(Duration::from_millis(100));
            served
        }
        Err(error) => Err(format!("cannot start {threads} threads: {error}")),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "mlmeta-serve: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Print one text to standard output; a closed pipe is a failure, not a panic.
fn print(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
