//! What is the same for every request: its line in the log, and the end of its connection while the server drains.

use crate::routes::State;
use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{HeaderValue, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;

/// The answer of `next`, with a line at DEBUG; while the server drains, the client is told to use another connection.
pub(crate) async fn observe(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    // HTTP/2 has a frame for that, and forbids the header.
    let has_connection_header = request.version() <= Version::HTTP_11;
    let mut response = if tracing::enabled!(tracing::Level::DEBUG) {
        logged(request, next).await
    } else {
        next.run(request).await
    };
    if has_connection_header && state.is_draining() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The answer of `next`, and a line about it. The route stands for the path, which a client may choose at will.
async fn logged(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str);
    tracing::debug!(%method, route, status = response.status().as_u16(), microseconds, "request");
    response
}
