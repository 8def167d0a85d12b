//! The models that are served, and what answers for each.

use crate::config::Config;
use crate::error::StartError;
use crate::worker::{Worker, WorkerOptions};
use mlmeta_model::{Document, Limits, Model, ModelFileError};
use mlmeta_predict::{NativeError, Predictor};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What computes a model's answers.
#[derive(Debug)]
pub enum Backend {
    /// A predictor in this process.
    Native(Arc<dyn Predictor>),
    /// A Python process of the model's provider.
    Worker(Worker),
}

impl Backend {
    /// The protocol's word for what runs the model.
    #[must_use]
    pub fn platform(&self) -> &'static str {
        match self {
            Self::Native(_) => "mlmeta_native",
            Self::Worker(_) => "mlmeta_python",
        }
    }
}

/// One model under its name.
#[derive(Debug)]
pub struct ServedModel {
    /// The name in the routes.
    pub name: String,
    /// Kind and schema.
    pub document: Document,
    /// The checksum of the state.
    pub state_sha256: String,
    /// When the model was saved, in UTC.
    pub created: String,
    /// What computes the answers.
    pub backend: Backend,
}

impl ServedModel {
    /// Read the model file of `config` and start what answers for it; a native predictor must first answer the
    /// sample in the file as the file says.
    ///
    /// # Errors
    ///
    /// [`StartError`] if the file is refused, or nothing may or can answer for its kind.
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        let path = config.model.as_deref().ok_or(StartError::NoModel)?;
        let stem = || path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        let name = config.name.clone().or_else(stem).ok_or_else(|| StartError::ModelName(path.to_owned()))?;
        let limits = Limits { file_bytes: config.max_model_bytes, ..Limits::default() };
        let refused = |source: ModelFileError| StartError::model_file(path, source);
        let bytes = Model::read_bytes(path, &limits).map_err(refused)?;
        let model = Model::from_bytes(&bytes, &limits).map_err(refused)?;
        let backend = match mlmeta_predict::native(&model) {
            Ok(predictor) => {
                mlmeta_predict::check_sample(&model, &*predictor)
                    .map_err(|source| StartError::Sample { path: path.to_owned(), source })?;
                Backend::Native(Arc::from(predictor))
            }
            Err(
                reason @ (NativeError::UnknownKind { .. }
                | NativeError::UnknownStep { .. }
                | NativeError::NewerState { .. }),
            ) => Backend::Worker(start_worker(path, &model, bytes, config, &reason).await?),
            Err(source) => return Err(StartError::State { path: path.to_owned(), source }),
        };
        Ok(Self {
            name,
            document: model.document().clone(),
            state_sha256: model.state_sha256().to_owned(),
            created: model.provenance().created.clone(),
            backend,
        })
    }

    /// Whether the model answers requests now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        match &self.backend {
            Backend::Native(_) => true,
            Backend::Worker(worker) => worker.is_ready(),
        }
    }
}

/// Why a model is not predicted natively, without the long list of what is.
fn why_not_native(reason: &NativeError) -> String {
    match reason {
        NativeError::NewerState { field, given, known, .. } => {
            format!("{field} {given} given, the native predictor reads up to {known}")
        }
        _ => "no native predictor".to_owned(),
    }
}

/// Start the worker of a model that is not predicted natively, if the operator allows its provider.
///
/// It gets the `bytes` that were checked, now and whenever it is started again: what becomes of the file does not matter.
async fn start_worker(
    path: &Path,
    model: &Model,
    bytes: Vec<u8>,
    config: &Config,
    reason: &NativeError,
) -> Result<Worker, StartError> {
    let (path, kind, why) = (path.to_owned(), model.document().kind.clone(), why_not_native(reason));
    if config.allow_providers.is_empty() {
        let provider = &model.provenance().provider;
        return Err(StartError::ProviderNotAllowed {
            path,
            kind,
            why,
            provider: provider.name.clone(),
            dist: provider.dist.clone(),
        });
    }
    let Some(python) = config.python.clone() else {
        return Err(StartError::NoPython { path, kind, why });
    };
    if matches!(reason, NativeError::NewerState { .. }) {
        tracing::warn!(kind, reason = why, "not predicted natively: a worker answers");
    } else {
        tracing::info!(kind, reason = why, "not predicted natively: a worker answers");
    }
    let options = WorkerOptions {
        python,
        model: bytes.into(),
        allow_providers: config.allow_providers.clone(),
        schema: model.document().schema.clone(),
        start_timeout: config.worker_start_timeout(),
        request_timeout: config.request_timeout(),
        queue_size: config.queue_size.get(),
    };
    Worker::start(options).await.map_err(|source| StartError::Worker { path, source })
}

/// All models by name.
#[derive(Debug, Default)]
pub struct Models {
    models: BTreeMap<String, Arc<ServedModel>>,
}

impl Models {
    /// These `models`.
    #[must_use]
    pub fn new(models: impl IntoIterator<Item = ServedModel>) -> Self {
        let models = models.into_iter().map(|model| (model.name.clone(), Arc::new(model))).collect();
        Self { models }
    }

    /// The model called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<ServedModel>> {
        self.models.get(name)
    }

    /// The names of all models, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.models.keys().map(String::as_str)
    }

    /// From now on no worker that ends is started again.
    pub fn drain(&self) {
        for model in self.models.values() {
            if let Backend::Worker(worker) = &model.backend {
                worker.drain();
            }
        }
    }

    /// Whether every model answers requests now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.models.values().all(|model| model.is_ready())
    }
}
