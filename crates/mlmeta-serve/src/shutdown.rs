//! When the process is asked to stop.

use crate::error::StartError;

/// The signals that ask the process to stop: SIGINT, SIGTERM and SIGHUP.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// None where the process was started to ignore it, as `nohup` does.
    hangup: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Watch for them from now on.
    ///
    /// # Errors
    ///
    /// [`StartError::Signals`] if the operating system refuses to report signals.
    pub fn watch() -> Result<Self, StartError> {
        use tokio::signal::unix::{SignalKind, signal};
        let watch = |kind| signal(kind).map_err(StartError::Signals);
        Ok(Self {
            interrupt: watch(SignalKind::interrupt())?,
            terminate: watch(SignalKind::terminate())?,
            hangup: if hangup_is_ignored() { None } else { Some(watch(SignalKind::hangup())?) },
        })
    }

    /// The name of the next one; none is lost when the wait is given up.
    pub async fn next(&mut self) -> &'static str {
        let hangup = &mut self.hangup;
        let hung_up = async {
            match hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
            _ = hung_up => "SIGHUP",
        }
    }
}

/// Whether SIGHUP is ignored, as far as the operating system tells it in a file (Linux does).
#[cfg(unix)]
fn hangup_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // The lowest bit is signal 1, SIGHUP.
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// What asks the process to stop: Ctrl-C.
#[cfg(windows)]
#[derive(Debug)]
pub struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    /// Watch for it from now on.
    ///
    /// # Errors
    ///
    /// [`StartError::Signals`] if the operating system refuses to report it.
    pub fn watch() -> Result<Self, StartError> {
        tokio::signal::windows::ctrl_c().map(Self).map_err(StartError::Signals)
    }

    /// The name of the next one; none is lost when the wait is given up.
    pub async fn next(&mut self) -> &'static str {
        self.0.recv().await;
        "Ctrl-C"
    }
}
