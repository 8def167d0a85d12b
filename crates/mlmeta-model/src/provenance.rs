//! Where a model came from: no part of its state.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::value::{Value, named, named_to_json};

/// The implementation that trained a model. It is information, never something to import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provider {
    /// The distribution.
    pub dist: String,
    /// The provider's name.
    pub name: String,
    /// The distribution's version.
    pub version: String,
}

/// Provider, time and summary of a training.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance {
    /// The implementation that trained the model.
    pub provider: Provider,
    /// Version of the mlmeta core.
    pub core_version: String,
    /// Time of the training in UTC, `2026-11-23T17:00:00Z`.
    pub created: String,
    /// Numbers, or lists of numbers, that the spec names: `n_samples`, `n_iter_`, `inertia_` ...
    pub training: Vec<(String, Value)>,
}

impl Provenance {
    pub(crate) fn from_json(value: Json) -> Result<Self, ModelFileError> {
        let field = "mlmeta.provenance";
        let [provider, core_version, created, training] =
            fields::exact(value, field, ["provider", "core_version", "created", "training"])?;
        let inner = |key: &str| format!("{field}.{key}");
        let [dist, name, version] = fields::exact(provider, &inner("provider"), ["dist", "name", "version"])?;
        let provenance = Self {
            provider: Provider {
                dist: fields::text(dist, &inner("provider.dist"))?,
                name: fields::text(name, &inner("provider.name"))?,
                version: fields::text(version, &inner("provider.version"))?,
            },
            core_version: fields::text(core_version, &inner("core_version"))?,
            created: fields::text(created, &inner("created"))?,
            training: named(training, &inner("training"))?,
        };
        if !is_utc_time(&provenance.created) {
            return Err(fields::wrong_value(
                &inner("created"),
                &provenance.created,
                "a time such as 2026-11-23T17:00:00Z",
            ));
        }
        for (name, value) in &provenance.training {
            if !is_numeric(value) {
                return Err(fields::wrong_value(
                    &inner(&format!("training.{name}")),
                    value.to_json().canonical(),
                    "a number or a list of numbers",
                ));
            }
        }
        Ok(provenance)
    }

    pub(crate) fn to_json(&self) -> Json {
        Json::object([
            (
                "provider",
                Json::object([
                    ("dist", Json::text(&self.provider.dist)),
                    ("name", Json::text(&self.provider.name)),
                    ("version", Json::text(&self.provider.version)),
                ]),
            ),
            ("core_version", Json::text(&self.core_version)),
            ("created", Json::text(&self.created)),
            ("training", named_to_json(&self.training)),
        ])
    }
}

/// Whether `value` is a number or a list of numbers, such as the iterations of each class.
fn is_numeric(value: &Value) -> bool {
    match value {
        Value::Integer(_) | Value::Real(_) => true,
        Value::List(values) => values.iter().all(is_numeric),
        Value::Null
        | Value::Bool(_)
        | Value::Text(_)
        | Value::Tensor(_)
        | Value::Opaque(_)
        | Value::Map(_) => false,
    }
}

/// Whether `text` has the form `dddd-dd-ddTdd:dd:ddZ`.
fn is_utc_time(text: &str) -> bool {
    const PATTERN: &[u8; 20] = b"dddd-dd-ddTdd:dd:ddZ";
    text.len() == PATTERN.len()
        && text.bytes().zip(PATTERN).all(|(byte, pattern)| match pattern {
            b'd' => byte.is_ascii_digit(),
            _ => byte == *pattern,
        })
}
