//! When the process is asked to stop.

use crate::error::StartError;
use std::future::Future;

/// A future that ends with the first SIGINT or SIGTERM after this call.
///
/// # Errors
///
/// [`StartError::Signals`] if the operating system refuses to report signals.
#[cfg(unix)]
pub fn requested() -> Result<impl Future<Output = ()> + Send, StartError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartError::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(StartError::Signals)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// A future that ends with the first Ctrl-C after this call.
///
/// # Errors
///
/// [`StartError::Signals`] if the operating system refuses to report it.
#[cfg(windows)]
pub fn requested() -> Result<impl Future<Output = ()> + Send, StartError> {
    let mut interrupt = tokio::signal::windows::ctrl_c().map_err(StartError::Signals)?;
    Ok(async move {
        interrupt.recv().await;
    })
}
