//! The program `mlmeta-serve`: options in, exit code out.
#![forbid(unsafe_code)]

use clap::Parser;
use clap::error::Error as UsageError;
use mlmeta_serve::config::Config;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// The exit code for options that cannot be understood.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let config = match Config::try_parse() {
        Ok(config) => config,
        Err(error) => return usage(&error),
    };
    if config.kinds {
        return print(&mlmeta_predict::kinds().join("\n"));
    }
    mlmeta_serve::log::start(&config.log_level);
    let (threads, json) = (config.threads(), config.json);
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
            complain(&message, json);
            ExitCode::FAILURE
        }
    }
}

/// Print what the parser of the options says; help and version are no errors.
fn usage(error: &UsageError) -> ExitCode {
    let json = std::env::args_os().skip(1).take_while(|given| given != "--").any(|given| given == "--json");
    if json && error.use_stderr() {
        let text = error.to_string();
        complain(text.strip_prefix("error: ").unwrap_or(&text).trim_end(), json);
        return ExitCode::from(USAGE);
    }
    // Nobody may read it any more.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}

/// Print one error to standard error, as `{"error": message}` with `json`.
fn complain(message: &str, json: bool) {
    let line = if json {
        serde_json::json!({"error": message}).to_string()
    } else {
        format!("mlmeta-serve: {message}")
    };
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Print one text to standard output; a closed pipe is a failure, not a panic.
fn print(text: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
