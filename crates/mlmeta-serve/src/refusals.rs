//! Why requests for inference are refused, in the log: one line for each status in ten seconds.

use crate::error::{ApiError, Reason};
use crate::throttle::Throttle;
use axum::http::StatusCode;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the same status is told of: clients must not be able to fill the log.
const PERIOD: Duration = Duration::from_secs(10);

/// What was refused lately.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<HashMap<StatusCode, Throttle>>);

impl Refusals {
    /// Tell of a request that `error` answers, unless the same status was told of a moment ago.
    pub(crate) fn tell(&self, error: &ApiError, client: Option<SocketAddr>) {
        // A defect is told of each time, where it is made an answer.
        if error.status == StatusCode::INTERNAL_SERVER_ERROR {
            return;
        }
        let held_back = {
            let mut throttles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            throttles.entry(error.status).or_insert_with(|| Throttle::new(PERIOD)).pass(Instant::now())
        };
        if let Some(held_back) = held_back {
            let (status, client) = (error.status.as_u16(), client.map(tracing::field::display));
            let reason = Reason(error.message.clone()).shortened();
            tracing::warn!(status, client, reason, held_back, "refused a request");
        }
    }
}
