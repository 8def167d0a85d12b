//! One line in the log for every request: at DEBUG, or whatever the level if the operator asks for it.

use crate::error::Reason;
use crate::server::Client;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use std::time::Instant;

/// What the lines are called in directives of the log.
pub(crate) const TARGET: &str = "mlmeta_serve::access_log";

/// `router`, with the lines if they are `asked` for or the log takes them anyway; without, requests do not even pass
/// by here.
pub(crate) fn logged(router: Router, asked: bool) -> Router {
    if asked || tracing::enabled!(target: TARGET, tracing::Level::DEBUG) {
        router.layer(from_fn_with_state(asked, log_request))
    } else {
        router
    }
}

/// The answer of `next`, and a line about it. The route stands for the path, which a client may choose at will.
async fn log_request(State(asked): State<bool>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let client = request.extensions().get::<Client>().map(|client| client.0.to_string());
    let length = |headers: &axum::http::HeaderMap| {
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
    };
    let bytes = length(request.headers());
    let response = next.run(request).await;
    let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str);
    let status = response.status().as_u16();
    let reason = response.extensions().get::<Reason>().map(Reason::shortened);
    // The level of a line is part of its code.
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(target: TARGET, %method, route, status, microseconds, client, bytes, reason, "request")
        };
    }
    if asked {
        line!(info);
    } else {
        line!(debug);
    }
    response
}
