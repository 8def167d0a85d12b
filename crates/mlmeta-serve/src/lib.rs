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
pub mod error;
mod frame;
pub mod infer;
pub mod log;
pub mod nearest;

pub mod oip;
mod process;
mod protocol;
pub mod registry;
pub mod routes;
pub mod server;
pub mod shutdown;
pub mod tensor;
mod throttle;
pub mod worker;

use config::Config;
use error::StartError;
use registry::{Registry, ServedModel};
use routes::State;
use std::io::Write;
use std::sync::Arc;

/// Serve the model of `config` until the process is asked to stop.
///
/// Prints one line to standard output as soon as requests are answered.
///
/// # Errors
///
/// [`StartError`] if the model cannot be served or the address cannot be bound.
pub async fn serve(config: Config) -> Result<(), StartError> {
    // Registered first: a signal during a slow start must not be lost.
    let stop = shutdown::requested()?;
    tokio::pin!(stop);
    let model = tokio::select! {
        model = ServedModel::open(&config) => model?,
        signal = &mut stop => {
            tracing::info!(signal, "stopped before the model was loaded");
            return Ok(());
        }
    };
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
        backend = model.backend.platform(),
        connections = limits.connections,
        "serving"
    );
    let line = if config.json {
        let kind = &model.document.kind;
        serde_json::json!({"url": url, "model": model.name, "kind": kind, "platform": model.backend.platform()})
            .to_string()
    } else {
        format!("listening on {url}")
    };
    let state = Arc::new(State::new(Registry::new([model]), &config));
    let mut stdout = std::io::stdout();
    // Whoever started the server may have closed its end: no reason not to serve.
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
    server::run(listener, routes::router(Arc::clone(&state)), stop, || state.drain(), limits).await;
    Ok(())
}
