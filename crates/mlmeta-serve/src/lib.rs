//! The inference server: the Open Inference Protocol over REST, from the schema in a model file.
//!
//! A model of a kind with a native predictor is answered inline and never touches Python; any other model runs
//! behind the same front in a worker process, if the operator allows its provider. The way of a request:
//! [`routes`] -> [`infer`] (parse and check against the schema) -> a native predictor or [`worker`] -> the answer.
//! No input of a client gives a 5xx: what is wrong with a request is said in a 4xx.
#![forbid(unsafe_code)]

mod access_log;
mod columns;
pub mod config;
pub mod environment;
pub mod error;
mod frame;
pub mod hints;
pub mod infer;
mod json_error;
pub mod log;
pub mod models;
pub mod oip;
mod process;
mod protocol;
mod refusals;
pub mod routes;
pub mod server;
pub mod shutdown;
pub mod tensor;
mod throttle;
pub mod worker;

use config::Config;
use error::StartError;
use models::{Models, ServedModel};
use routes::State;
use shutdown::Signals;
use std::io::Write;
use std::sync::Arc;

/// Serve the model of `config` until the process is asked to stop.
///
/// Prints one line to standard output as soon as requests are answered; or if `config` only asks for a check, when they
/// could be.
///
/// # Errors
///
/// [`StartError`] if the model cannot be served or the address cannot be bound.
pub async fn serve(config: Config) -> Result<(), StartError> {
    // Registered first: a signal during a slow start must not be lost.
    let mut signals = Signals::watch()?;
    let model = tokio::select! {
        biased;
        signal = signals.next() => {
            tracing::info!(signal, "stopped before the model was loaded");
            return Ok(());
        }
        model = ServedModel::open(&config) => model?,
    };
    if config.check {
        say(&line(&config, &model, None));
        return Ok(());
    }
    let listener = server::bind(&config.host, config.port).await?;
    let address = listener
        .local_addr()
        .map_err(|source| StartError::Bind { address: format!("{}:{}", config.host, config.port), source })?;
    let url = format!("http://{address}");
    let limits = server::Limits::new(&config);
    tracing::info!(
        url,
        model = model.name,
        kind = model.document.kind,
        state_sha256 = model.state_sha256,
        created = model.created,
        backend = model.backend.platform(),
        connections = limits.connections,
        "serving"
    );
    let model_line = line(&config, &model, Some(&url));
    let state = Arc::new(State::new(Models::new([model]), &config));
    let router = routes::router(Arc::clone(&state));
    say(&model_line);
    server::run(listener, router, signals, &state, limits).await;
    Ok(())
}

/// What is said of the model, and where it is served.
fn line(config: &Config, model: &ServedModel, url: Option<&str>) -> String {
    let (kind, platform) = (&model.document.kind, model.backend.platform());
    if config.json {
        let mut line = serde_json::json!({
            "model": model.name,
            "kind": kind,
            "platform": platform,
            "state_sha256": model.state_sha256,
            "created": model.created,
        });
        if let Some(url) = url {
            line["url"] = url.into();
        }
        return line.to_string();
    }
    match url {
        Some(url) => format!("listening on {url} (model {:?}, state {})", model.name, model.state_sha256),
        None => format!("ok: model {:?}, {kind}, {platform}, state {}", model.name, model.state_sha256),
    }
}

/// Print one line. Whoever started the server may have closed its end: no reason not to serve.
fn say(line: &str) {
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}
