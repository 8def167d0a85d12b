//! Connections: accepted within a limit, served, closed when silent, and drained at the end.

use crate::config::Config;
use crate::error::StartError;
use crate::protocol::{Opening, opening};
use crate::routes::State;
use crate::shutdown::Signals;
use crate::throttle::Throttle;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, join};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// How long to wait after the operating system refused a connection, e.g. for lack of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How often the same trouble with connections is written to the log.
const WARNING_PERIOD: Duration = Duration::from_secs(10);
/// File descriptors that are left to the model file, the worker, the log and the runtime.
const OTHER_DESCRIPTORS: u64 = 64;
/// How long draining may take before the log says what is waited for.
const QUIET_DRAIN: Duration = Duration::from_millis(200);
/// Signals that follow the first so soon are the same wish: `timeout` sends SIGTERM to its child and to its group.
const SAME_WISH: Duration = Duration::from_millis(100);

/// How many connections, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most open connections; more wait in the operating system's queue.
    pub connections: usize,
    /// How long a connection may be silent before and between requests, and how long the head of a request may take.
    pub idle: Duration,
    /// How long connections are accepted after the end was asked for.
    pub delay: Duration,
    /// How long open requests may take after that.
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
        let (idle, delay, drain) = (config.idle_timeout(), config.shutdown_delay(), config.drain_timeout());
        Self { connections, idle, delay, drain }
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

/// Serve `router` on `listener` until one of `signals` arrives; then say, through `state`, that the server is not ready,
/// go on for the delay of `limits`, refuse new connections, and give the open ones their time to finish their requests.
/// A second signal cuts all of that off.
pub async fn run(listener: TcpListener, router: Router, mut signals: Signals, state: &State, limits: Limits) {
    let (stopping, stopped) = watch::channel(false);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let connections = GracefulShutdown::new();
    let acceptor = Acceptor { listener, router, limits, connections, slots: Arc::clone(&slots), stopped };
    let open = || limits.connections - slots.available_permits();
    let Some((signal, asked)) = acceptor.accept_until(&mut signals, state).await else { return };
    let Acceptor { listener, connections, .. } = acceptor;
    let seconds = limits.drain.as_secs_f64();
    tracing::info!(signal, connections = open(), seconds, "draining");
    state.drain();
    drop(listener);
    stopping.send_replace(true);
    let deadline = tokio::time::Instant::now() + limits.drain;
    let finished = connections.shutdown();
    tokio::pin!(finished);
    let mut told = false;
    loop {
        let next = if told { deadline } else { deadline.min(tokio::time::Instant::now() + QUIET_DRAIN) };
        tokio::select! {
            biased;
            () = &mut finished => return tracing::info!("stopped"),
            signal = another(&mut signals, asked) => return cut_off(signal),
            () = tokio::time::sleep_until(next) => {}
        }
        if next == deadline {
            return tracing::warn!(seconds, "stopped; requests were cut off at the drain deadline");
        }
        told = true;
        let (requests, connections) = (state.in_flight(), open());
        tracing::warn!(
            requests,
            connections,
            seconds,
            "waiting for open requests; a second signal cuts them off"
        );
    }
}

/// The name of the next signal that is another wish than the one at `asked`.
async fn another(signals: &mut Signals, asked: Instant) -> &'static str {
    loop {
        let signal = signals.next().await;
        if asked.elapsed() > SAME_WISH {
            return signal;
        }
    }
}

fn cut_off(signal: &'static str) {
    tracing::warn!(signal, "stopped at once by a second signal; open requests were cut off");
}

/// What makes connections of clients.
struct Acceptor {
    listener: TcpListener,
    router: Router,
    limits: Limits,
    connections: GracefulShutdown,
    slots: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
}

impl Acceptor {
    /// Accept until a signal asks for the end and the delay after it is over: its name and when that was, or nothing if
    /// a second one ended it all.
    async fn accept_until(&self, signals: &mut Signals, state: &State) -> Option<(&'static str, Instant)> {
        let accepting = self.accept();
        tokio::pin!(accepting);
        let signal = tokio::select! {
            never = &mut accepting => match never {},
            signal = signals.next() => signal,
        };
        let asked = Instant::now();
        state.retire();
        if !self.limits.delay.is_zero() {
            let seconds = self.limits.delay.as_secs_f64();
            tracing::info!(signal, seconds, "not ready any more, but still accepting");
            tokio::select! {
                never = &mut accepting => match never {},
                () = tokio::time::sleep(self.limits.delay) => {}
                signal = another(signals, asked) => {
                    cut_off(signal);
                    return None;
                }
            }
        }
        Some((signal, asked))
    }

    /// Accept and serve connections within the limit, without end.
    async fn accept(&self) -> Infallible {
        let (mut full, mut refused) = (Throttle::new(WARNING_PERIOD), Throttle::new(WARNING_PERIOD));
        loop {
            if self.slots.available_permits() == 0
                && let Some(held_back) = full.pass(Instant::now())
            {
                tracing::warn!(
                    limit = self.limits.connections,
                    held_back,
                    "no connection is free; new ones wait"
                );
            }
            let slot = Arc::clone(&self.slots).acquire_owned().await;
            let (stream, client) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    if let Some(held_back) = refused.pass(Instant::now()) {
                        tracing::warn!(%error, held_back, "cannot accept a connection");
                    }
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            let connection =
                Connection { stream, client, router: self.router.clone(), idle: self.limits.idle };
            let (watcher, stopped) = (self.connections.watcher(), self.stopped.clone());
            tokio::spawn(async move {
                connection.serve(watcher, stopped).await;
                drop(slot);
            });
        }
    }
}

/// Who asks, as an extension of each request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(pub(crate) SocketAddr);

/// One client.
struct Connection {
    stream: TcpStream,
    client: SocketAddr,
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
        let client = Client(self.client);
        let service = self.router.map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(client);
            request
        });
        let connection = builder.serve_connection(stream, TowerToHyperService::new(service));
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "connection ended");
        }
    }
}
