//! Connections: accepted within a limit, served, closed when silent, and drained at the end.

use crate::config::Config;
use crate::error::StartError;
use crate::protocol::{Opening, opening};
use crate::throttle::Throttle;
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, join};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// How long to wait after the operating system refused a connection, e.g. for lack of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How often the same trouble with connections is written to the log.
const WARNING_PERIOD: Duration = Duration::from_secs(10);
/// File descriptors that are left to the model file, the worker, the log and the runtime.
const OTHER_DESCRIPTORS: u64 = 64;

/// How many connections, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most open connections; more wait in the operating system's queue.
    pub connections: usize,
    /// How long a connection may be silent before and between requests, and how long the head of a request may take.
    pub idle: Duration,
    /// How long open requests may take after the end was asked for.
    pub drain: Duration,
}

impl Limits {
    /// The limits of `config`; the process's limit of file descriptors is raised as far as they need and it may be.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let wanted = config.max_connections.get();
        let connections = match rlimit::increase_nofile_limit(wanted as u64 + OTHER_DESCRIPTORS) {
            Ok(descriptors) => {
                let possible = descriptors.saturating_sub(OTHER_DESCRIPTORS).max(1);
                wanted.min(usize::try_from(possible).unwrap_or(usize::MAX))
            }
            Err(error) => {
                tracing::warn!(%error, "cannot raise the limit of file descriptors");
                wanted
            }
        };
        let connections = connections.min(Semaphore::MAX_PERMITS);
        Self { connections, idle: config.idle_timeout(), drain: config.drain_timeout() }
    }
}

/// Listen on `host` and `port`; port 0 takes any free one.
///
/// # Errors
///
/// [`StartError::Bind`] if the address is unknown or taken.
pub async fn bind(host: &str, port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((host, port))
        .await
        .map_err(|source| StartError::Bind { address: format!("{host}:{port}"), source })
}

/// Serve `router` on `listener` until `stop` ends with the name of a signal, then call `drain`, refuse new connections
/// and give the open ones the time of `limits` to finish their requests.
pub async fn run(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = &'static str>,
    drain: impl FnOnce(),
    limits: Limits,
) {
    let connections = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(limits.connections));
    let (stopping, stopped) = watch::channel(false);
    let (mut full, mut refused) = (Throttle::new(WARNING_PERIOD), Throttle::new(WARNING_PERIOD));
    tokio::pin!(stop);
    let signal = loop {
        if slots.available_permits() == 0
            && let Some(held_back) = full.pass(Instant::now())
        {
            tracing::warn!(limit = limits.connections, held_back, "no connection is free; new ones wait");
        }
        let accepted = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, stream) = tokio::select! {
            (slot, accepted) = accepted => match accepted {
                Ok((stream, _)) => (slot, stream),
                Err(error) => {
                    if let Some(held_back) = refused.pass(Instant::now()) {
                        tracing::warn!(%error, held_back, "cannot accept a connection");
                    }
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
            signal = &mut stop => break signal,
        };
        let connection = Connection { stream, router: router.clone(), idle: limits.idle };
        let (watcher, stopped) = (connections.watcher(), stopped.clone());
        tokio::spawn(async move {
            connection.serve(watcher, stopped).await;
            drop(slot);
        });
    };
    let open = limits.connections - slots.available_permits();
    tracing::info!(signal, connections = open, seconds = limits.drain.as_secs_f64(), "draining");
    drain();
    drop(listener);
    stopping.send_replace(true);
    if tokio::time::timeout(limits.drain, connections.shutdown()).await.is_err() {
        let seconds = limits.drain.as_secs_f64();
        tracing::warn!(seconds, "requests were cut off at the drain deadline");
    }
    tracing::info!("stopped");
}

/// One client.
struct Connection {
    stream: TcpStream,
    router: Router,
    idle: Duration,
}

impl Connection {
    /// Answer requests until the client leaves, is silent for too long, or the server drains.
    async fn serve(mut self, watcher: Watcher, mut stopped: watch::Receiver<bool>) {
        // Without it a small answer may wait 40 ms for the client's acknowledgement.
        if let Err(error) = self.stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
        let opening = tokio::select! {
            biased;
            opening = tokio::time::timeout(self.idle, opening(&mut self.stream)) => opening,
            // Who has asked nothing yet holds nothing up.
            _ = stopped.changed() => return,
        };
        let Opening { bytes, is_http2 } = match opening {
            Ok(Ok(opening)) => opening,
            Ok(Err(error)) => return tracing::debug!(%error, "connection ended before a request"),
            Err(_) => return tracing::debug!("connection closed: it asked nothing"),
        };
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(self.idle);
        builder.http2().timer(TokioTimer::new()).keep_alive_interval(self.idle).keep_alive_timeout(self.idle);
        let builder = if is_http2 { builder.http2_only() } else { builder.http1_only() };
        let (reader, writer) = self.stream.into_split();
        let stream = TokioIo::new(join(Cursor::new(bytes).chain(reader), writer));
        let connection = builder.serve_connection(stream, TowerToHyperService::new(self.router));
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "connection ended");
        }
    }
}
