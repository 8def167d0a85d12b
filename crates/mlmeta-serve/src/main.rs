//! The program `mlmeta-serve`: options in, exit code out.
#![forbid(unsafe_code)]

use clap::error::Error as UsageError;
use mlmeta_serve::environment;
use mlmeta_serve::log::LogFormat;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// The exit code for options that cannot be understood.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let config = match environment::options() {
        Ok(config) => config,
        Err(error) => return usage(&error),
    };
    if config.kinds {
        let kinds = mlmeta_predict::kinds();
        return print(&if config.json { serde_json::json!(kinds).to_string() } else { kinds.join("\n") });
    }
    mlmeta_serve::log::start(&config.log_level, config.access_log, config.log_format);
    let (threads, json) = (config.threads(), config.json || config.log_format == LogFormat::Json);
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
    let variable = environment::variable(error);
    let source =
        variable.map_or_else(String::new, |name| format!("the value is that of the variable {name}"));
    if json && error.use_stderr() {
        let text = error.to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
        complain(&if source.is_empty() { text.to_owned() } else { format!("{text}\n\n{source}") }, json);
        return ExitCode::from(USAGE);
    }
    // Nobody may read it any more.
    let _ = error.print();
    if !source.is_empty() {
        let _ = writeln!(std::io::stderr(), "{source}");
    }
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
