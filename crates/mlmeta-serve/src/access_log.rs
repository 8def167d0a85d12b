//! One line in the log for every request, at DEBUG.

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::time::Instant;

/// `router`, with the lines if the log takes them; without, requests do not even pass by here.
pub(crate) fn logged(router: Router) -> Router {
    if tracing::enabled!(tracing::Level::DEBUG) { router.layer(from_fn(log_request)) } else { router }
}

/// The answer of `next`, and a line about it. The route stands for the path, which a client may choose at will.
async fn log_request(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str);
    tracing::debug!(%method, route, status = response.status().as_u16(), microseconds, "request");
    response
}
