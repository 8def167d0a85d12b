//! The routes of the Open Inference Protocol over REST.

use crate::access_log::logged;
use crate::config::Config;
use crate::error::ApiError;
use crate::hints::{hint, shortened};
use crate::infer::{Plan, answer};
use crate::models::{Backend, Models, ServedModel};
use crate::oip::{MODEL_VERSION, ModelMetadata, ModelParameters, ServerMetadata, TensorMetadata};
use crate::refusals::Refusals;
use crate::server::Client;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mlmeta_predict::Predictor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Bodies up to this size are parsed on the thread that received them: at about a nanosecond a byte that is far
/// cheaper than the way to another thread and back.
const INLINE_BODY_BYTES: usize = 32 << 10;
/// Predictions up to this estimate run on the thread that received the request, for the same reason; a longer one
/// would make the other requests of that thread wait.
const INLINE_NANOSECONDS: u64 = 100_000;

/// What all requests share.
#[derive(Debug)]
pub struct State {
    models: Models,
    retired: AtomicBool,
    in_flight: Semaphore,
    max_in_flight: usize,
    max_body_bytes: usize,
    request_timeout: Duration,
    access_log: bool,
    refusals: Refusals,
}

impl State {
    /// The state of a server of the `models` with the limits of `config`.
    #[must_use]
    pub fn new(models: Models, config: &Config) -> Self {
        let max_in_flight = config.max_in_flight.get().min(Semaphore::MAX_PERMITS);
        Self {
            models,
            retired: AtomicBool::new(false),
            in_flight: Semaphore::new(max_in_flight),
            max_in_flight,
            max_body_bytes: config.max_body_bytes.get(),
            request_timeout: config.request_timeout(),
            access_log: config.access_log,
            refusals: Refusals::default(),
        }
    }

    /// From now on the server says that it is not ready; it answers as before.
    pub fn retire(&self) {
        self.retired.store(true, Ordering::Relaxed);
    }

    /// From now on no worker that ends is started again: only open requests are left.
    pub fn drain(&self) {
        self.models.drain();
    }

    /// How many requests for inference are open.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.max_in_flight - self.in_flight.available_permits()
    }

    fn is_ready(&self) -> bool {
        !self.retired.load(Ordering::Relaxed) && self.models.is_ready()
    }

    fn model(&self, name: &str) -> Result<&Arc<ServedModel>, ApiError> {
        self.models.get(name).ok_or_else(|| {
            let hint = hint(name, self.models.names());
            ApiError::new(StatusCode::NOT_FOUND, format!("no model {:?}. {hint}", shortened(name)))
        })
    }
}

type Server = Shared<Arc<State>>;
type Name = Result<Path<String>, PathRejection>;
type NameAndVersion = Result<Path<(String, String)>, PathRejection>;

/// All routes over `state`.
pub fn router(state: Arc<State>) -> Router {
    let access_log = state.access_log;
    let routes = Router::new()
        .route("/v2", get(server_metadata))
        .route("/v2/health/live", get(async || StatusCode::OK))
        .route("/v2/health/ready", get(server_ready))
        .route("/v2/models/{name}", get(model_metadata))
        .route("/v2/models/{name}/ready", get(model_ready))
        .route("/v2/models/{name}/infer", post(infer))
        .route("/v2/models/{name}/versions/{version}", get(version_metadata))
        .route("/v2/models/{name}/versions/{version}/ready", get(version_ready))
        .route("/v2/models/{name}/versions/{version}/infer", post(version_infer))
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .with_state(state);
    logged(routes, access_log)
}

async fn server_metadata() -> Response {
    json(&ServerMetadata { name: "mlmeta", version: env!("CARGO_PKG_VERSION"), extensions: &[] })
}

async fn server_ready(Shared(state): Server) -> Result<StatusCode, ApiError> {
    if state.is_ready() { Ok(StatusCode::OK) } else { Err(not_ready("the server")) }
}

async fn model_metadata(Shared(state): Server, name: Name) -> Result<Response, ApiError> {
    describe(&state, &one(name)?)
}

async fn version_metadata(Shared(state): Server, path: NameAndVersion) -> Result<Response, ApiError> {
    describe(&state, &versioned(&state, path)?)
}

async fn model_ready(Shared(state): Server, name: Name) -> Result<StatusCode, ApiError> {
    ready(&state, &one(name)?)
}

async fn version_ready(Shared(state): Server, path: NameAndVersion) -> Result<StatusCode, ApiError> {
    ready(&state, &versioned(&state, path)?)
}

async fn infer(Shared(state): Server, name: Name, request: Request) -> Result<Response, ApiError> {
    answer_or_tell(&state, one(name), request).await
}

async fn version_infer(
    Shared(state): Server,
    path: NameAndVersion,
    request: Request,
) -> Result<Response, ApiError> {
    answer_or_tell(&state, versioned(&state, path), request).await
}

/// The answer to one request; why there is none goes to the log, too.
async fn answer_or_tell(
    state: &State,
    name: Result<String, ApiError>,
    request: Request,
) -> Result<Response, ApiError> {
    let client = request.extensions().get::<Client>().map(|client| client.0);
    let answered = match name {
        Ok(name) => answer_request(state, &name, request).await,
        Err(error) => Err(error),
    };
    answered.inspect_err(|error| state.refusals.tell(error, client))
}

async fn unknown_route(request: Request) -> ApiError {
    let path = shortened(request.uri().path());
    ApiError::new(StatusCode::NOT_FOUND, format!("no route {path:?}; see /v2 and /v2/models/NAME/infer"))
}

async fn wrong_method(request: Request) -> ApiError {
    let (method, path) = (shortened(request.method().as_str()), shortened(request.uri().path()));
    let message = format!("{path:?} does not take {method}; infer takes POST, all other routes take GET");
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, message)
}

/// The name in the path.
fn one(name: Name) -> Result<String, ApiError> {
    name.map(|Path(name)| name).map_err(|rejection| ApiError::bad_request(rejection.body_text()))
}

/// The name in the path of a version that exists.
fn versioned(state: &State, path: NameAndVersion) -> Result<String, ApiError> {
    let Path((name, version)) = path.map_err(|rejection| ApiError::bad_request(rejection.body_text()))?;
    state.model(&name)?;
    if version == MODEL_VERSION {
        return Ok(name);
    }
    let message = format!("model {name:?} has no version {:?}, only {MODEL_VERSION:?}", shortened(&version));
    Err(ApiError::new(StatusCode::NOT_FOUND, message))
}

fn describe(state: &State, name: &str) -> Result<Response, ApiError> {
    let model = state.model(name)?;
    let schema = &model.document.schema;
    Ok(json(&ModelMetadata {
        name: &model.name,
        versions: [MODEL_VERSION],
        platform: model.backend.platform(),
        parameters: ModelParameters {
            kind: &model.document.kind,
            state_sha256: &model.state_sha256,
            created: &model.created,
        },
        inputs: schema.inputs.iter().map(|field| TensorMetadata::input(field, &model.document)).collect(),
        outputs: schema.outputs.iter().map(|field| TensorMetadata::output(field, &model.document)).collect(),
    }))
}

fn ready(state: &State, name: &str) -> Result<StatusCode, ApiError> {
    let model = state.model(name)?;
    if state.is_ready() && model.is_ready() {
        Ok(StatusCode::OK)
    } else {
        Err(not_ready(&format!("model {name:?}")))
    }
}

fn not_ready(what: &str) -> ApiError {
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, format!("{what} is not ready"))
}

/// Admit, read, parse, predict and answer one request.
async fn answer_request(state: &State, name: &str, request: Request) -> Result<Response, ApiError> {
    let model = state.model(name)?;
    let _permit = state.in_flight.try_acquire().map_err(|_| {
        ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            format!("{} requests are in flight already; try again later", state.max_in_flight),
        )
    })?;
    let (parts, body) = request.into_parts();
    check_media_type(&parts.headers)?;
    let body = read_body(state, &parts.headers, body).await?;
    let plan = {
        let model = Arc::clone(model);
        let inline = body.len() <= INLINE_BODY_BYTES;
        compute(inline, move || Plan::from_body(&body, &model.document)).await?
    };
    match &model.backend {
        Backend::Native(predictor) => {
            let inline = predictor.estimated_nanoseconds(plan.rows) <= INLINE_NANOSECONDS;
            let (model, predictor) = (Arc::clone(model), Arc::clone(predictor));
            compute(inline, move || predict(&model.name, &*predictor, &plan)).await.map(json_bytes)
        }
        Backend::Worker(worker) => {
            let outputs = worker.predict(plan.inputs, plan.outputs).await?;
            let elements: usize = outputs.iter().map(|array| array.values.len()).sum();
            let model = Arc::clone(model);
            // A number takes up to about 20 bytes of text.
            let inline = elements * 20 <= INLINE_BODY_BYTES;
            compute(inline, move || answer(&model.name, plan.id.as_deref(), &outputs)).await.map(json_bytes)
        }
    }
}

/// Predict natively and render the answer.
fn predict(model: &str, predictor: &dyn Predictor, plan: &Plan) -> Result<Vec<u8>, ApiError> {
    let outputs: Vec<&str> = plan.outputs.iter().map(String::as_str).collect();
    answer(model, plan.id.as_deref(), &predictor.predict(&plan.inputs, &outputs)?)
}

/// Run `work` here, or on a thread for long work; a panic is answered with a 500 and harms no other request.
async fn compute<T: Send + 'static>(
    inline: bool,
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    let bug = || ApiError::internal("the server failed on this request: this is a bug");
    if inline {
        catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(bug()))
    } else {
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(bug()))
    }
}

fn check_media_type(headers: &HeaderMap) -> Result<(), ApiError> {
    if headers.contains_key("inference-header-content-length") {
        return Err(ApiError::bad_request("binary tensors are not supported; send JSON data"));
    }
    if let Some(encoding) = headers.get(header::CONTENT_ENCODING)
        && encoding != "identity"
    {
        let encoding = shortened(encoding.to_str().unwrap_or_default());
        let message = format!("content encoding {encoding:?} given, and none is supported; send plain JSON");
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let Some(given) = headers.get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    let media_type = given.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let message = format!("content type {:?} given, expected application/json", shortened(media_type));
    Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
}

/// The whole body, within the limits of size and time.
async fn read_body(state: &State, headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    let limit = state.max_body_bytes;
    let too_large = || {
        let message = format!("the body exceeds the limit of {limit} bytes; send fewer rows at a time");
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    };
    let stated = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if stated.is_some_and(|length: u64| length > limit as u64) {
        return Err(too_large());
    }
    match tokio::time::timeout(state.request_timeout, Limited::new(body, limit).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) => Err(ApiError::bad_request(format!("the body broke off: {error}"))),
        Err(_) => Err(ApiError::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the body did not arrive within {} s", state.request_timeout.as_secs_f64()),
        )),
    }
}

fn json(value: &impl serde::Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => json_bytes(bytes),
        Err(error) => ApiError::internal(error.to_string()).into_response(),
    }
}

fn json_bytes(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
}
