//! When the process is asked to stop.

use crate::error::StartError;
use std::future::Future;

/// A future that ends with the first SIGINT, SIGTERM or SIGHUP after this call; it gives the signal's name.
///
/// A SIGHUP that the process was started to ignore, as `nohup` does, stays ignored.
///
/// # Errors
///
/// [`StartError::Signals`] if the operating system refuses to report signals.
#[cfg(unix)]
pub fn requested() -> Result<impl Future<Output = &'static str> + Send, StartError> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartError::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(StartError::Signals)?;
    let mut hangup = if hangup_is_ignored() {
        None
    } else {
        Some(signal(SignalKind::hangup()).map_err(StartError::Signals)?)
    };
    Ok(async move {
        let hung_up = async {
            match &mut hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = interrupt.recv() => "SIGINT",
            _ = terminate.recv() => "SIGTERM",
            _ = hung_up => "SIGHUP",
        }
    })
}

/// Whether SIGHUP is ignored, as far as the operating system tells it in a file (Linux does).
#[cfg(unix)]
fn hangup_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // The lowest bit is signal 1, SIGHUP.
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// A future that ends with the first Ctrl-C after this call; it gives its name.
///
/// # Errors
///
/// [`StartError::Signals`] if the operating system refuses to report it.
#[cfg(windows)]
pub fn requested() -> Result<impl Future<Output = &'static str> + Send, StartError> {
    let mut interrupt = tokio::signal::windows::ctrl_c().map_err(StartError::Signals)?;
    Ok(async move {
        interrupt.recv().await;
        "Ctrl-C"
    })
}
