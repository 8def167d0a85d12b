//! What can go wrong: before the server runs, and with one request.

use crate::worker::WorkerError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mlmeta_model::ModelFileError;
use mlmeta_predict::{NativeError, PredictError, SampleError};
use std::path::{Path, PathBuf};

/// The server cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// No model was named.
    #[error("no model file given")]
    NoModel,
    /// The file's stem is no name for a URL.
    #[error("{}: the file's name without .mlm is the model's name and must be UTF-8", .0.display())]
    ModelName(PathBuf),
    /// The file is larger than the operator allows.
    #[error("{}: {size} bytes exceed the limit of {limit} bytes; raise it with --max-model-bytes", path.display())]
    ModelFileTooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The file cannot be read; the reader's message starts with its path.
    #[error(transparent)]
    Unreadable(ModelFileError),
    /// The reader refuses the file.
    #[error("{}: {source}", path.display())]
    ModelFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ModelFileError,
    },
    /// The file is no model file, but may hold a model.
    #[error(
        "{path}: it looks like a pickle or a compressed file, and neither is served; if you trust who wrote it, \
         `mlmeta convert {path} -o {converted} --trust-pickle` makes a model file of a fitted model of scikit-learn{from}",
        path = .0.display(), converted = .0.with_extension("mlm").display(), from = from(.0)
    )]
    Pickle(PathBuf),
    /// The state breaks a rule of its kind.
    #[error("{}: {source}", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// Why.
        source: NativeError,
    },
    /// The native predictor answers the sample in the file otherwise than the file says.
    #[error("{}: {source}; if the file is right, load it with another provider and save it again", path.display())]
    Sample {
        /// The file.
        path: PathBuf,
        /// What differs.
        source: SampleError,
    },
    /// The model is not predicted natively and no provider is allowed.
    #[error(
        "{}: {kind}: {why}; run it by its Python provider with --allow-provider NAME (the file says \
         that provider {provider:?} of {dist:?} trained it; allow it only if you trust that distribution)",
        path.display()
    )]
    ProviderNotAllowed {
        /// The file.
        path: PathBuf,
        /// The model's kind.
        kind: String,
        /// Why there is no native predictor.
        why: String,
        /// The provider that the file names.
        provider: String,
        /// Its distribution.
        dist: String,
    },
    /// The kind needs a worker and no interpreter is known.
    #[error("{}: {kind}: {why}; its provider needs --python PATH (`mlmeta serve` sets it)", path.display())]
    NoPython {
        /// The file.
        path: PathBuf,
        /// The model's kind.
        kind: String,
        /// Why there is no native predictor.
        why: String,
    },
    /// The worker does not get ready.
    #[error("{}: {source}", path.display())]
    Worker {
        /// The file.
        path: PathBuf,
        /// Why.
        source: WorkerError,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// Host and port.
        address: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The process cannot watch for signals.
    #[error("cannot watch for signals: {0}")]
    Signals(std::io::Error),
}

/// What else the conversion of a pickle must be told, where the name of its file says something else.
fn from(path: &Path) -> &'static str {
    let known = path
        .extension()
        .is_some_and(|ending| ["pkl", "pickle", "joblib"].iter().any(|known| ending == *known));
    if known {
        ""
    } else {
        " (say its form, too: --from joblib or --from pickle, and another name for the result)"
    }
}

impl StartError {
    /// The reader's `source` for the file at `path`.
    pub(crate) fn model_file(path: &Path, source: ModelFileError) -> Self {
        let path = path.to_owned();
        match source {
            ModelFileError::FileTooLarge { size, limit } => Self::ModelFileTooLarge { path, size, limit },
            ModelFileError::Io { .. } | ModelFileError::NotAFile(_) => Self::Unreadable(source),
            ModelFileError::LooksLikePickle => Self::Pickle(path),
            source => Self::ModelFile { path, source },
        }
    }
}

/// An answer that is no result: a status and a text for the client, sent as `{"error": text}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// What was given, what is expected.
    pub message: String,
}

impl ApiError {
    /// An error with any status.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// The request says something that cannot be answered.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// A defect of the server or of a provider.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}

/// Why a request was refused, as an extension of its answer: for the access log.
#[derive(Debug, Clone)]
pub(crate) struct Reason(pub(crate) String);

impl Reason {
    /// The text, cut to the length of a line: it may quote what a client sent.
    pub(crate) fn shortened(&self) -> String {
        const LONGEST: usize = 400;
        match self.0.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}...", &self.0[..end]),
            None => self.0.clone(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if self.status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(message = self.message, "internal error");
        }
        let body = serde_json::json!({"error": self.message}).to_string();
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        let busy = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
        if busy.contains(&self.status) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response.extensions_mut().insert(Reason(self.message));
        response
    }
}

impl From<PredictError> for ApiError {
    fn from(error: PredictError) -> Self {
        Self::bad_request(error.to_string())
    }
}

impl From<WorkerError> for ApiError {
    fn from(error: WorkerError) -> Self {
        let status = match &error {
            WorkerError::Refused { .. } => StatusCode::BAD_REQUEST,
            WorkerError::QueueFull => StatusCode::TOO_MANY_REQUESTS,
            WorkerError::Deadline => StatusCode::GATEWAY_TIMEOUT,
            WorkerError::Down
            | WorkerError::Spawn { .. }
            | WorkerError::Start { .. }
            | WorkerError::Ended { .. } => StatusCode::SERVICE_UNAVAILABLE,
            WorkerError::Failed { .. } | WorkerError::Protocol { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}
