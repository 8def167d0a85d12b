//! The `mlmeta` document: everything of a state that is not a tensor.

use crate::FORMAT;
use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::schema::Schema;
use crate::value::{Value, named, named_to_json};

/// The labels of a classifier, in the order of its probability columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Classes {
    /// Text labels.
    Text(Vec<String>),
    /// Integer labels.
    Integer(Vec<i64>),
    /// Truth values.
    Bool(Vec<bool>),
}

impl Classes {
    /// The number of classes.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(labels) => labels.len(),
            Self::Integer(labels) => labels.len(),
            Self::Bool(labels) => labels.len(),
        }
    }

    /// Whether there are no classes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A list of labels of one type, each once.
    fn from_json(value: Json, field: &str) -> Result<Option<Self>, ModelFileError> {
        if value == Json::Null {
            return Ok(None);
        }
        let labels = fields::list(value, field)?;
        let expected = "strings, integers or booleans, all of one type, each once";
        if labels.len() < 2 {
            return Err(ModelFileError::WrongLength {
                field: field.to_owned(),
                given: labels.len(),
                expected: 2,
            });
        }
        for (index, label) in labels.iter().enumerate() {
            if !matches!(label, Json::Text(_) | Json::Integer(_) | Json::Bool(_)) {
                return Err(fields::wrong_type(label, &format!("{field}[{index}]"), expected));
            }
        }
        fields::unique(
            labels.iter().map(Json::canonical).collect::<Vec<_>>().iter().map(String::as_str),
            field,
        )?;
        let mixed = |label: &Json| fields::wrong_type(label, field, expected);
        let classes = match labels.first() {
            Some(Json::Text(_)) => Self::Text(
                labels.into_iter().map(|label| fields::text(label, field)).collect::<Result<_, _>>()?,
            ),
            Some(Json::Integer(_)) => Self::Integer(
                labels
                    .iter()
                    .map(|label| fields::integer(label, field).map_err(|_| mixed(label)))
                    .collect::<Result<_, _>>()?,
            ),
            _ => Self::Bool(
                labels
                    .iter()
                    .map(|label| fields::boolean(label, field).map_err(|_| mixed(label)))
                    .collect::<Result<_, _>>()?,
            ),
        };
        Ok(Some(classes))
    }

    fn to_json(&self) -> Json {
        Json::Array(match self {
            Self::Text(labels) => labels.iter().map(Json::text).collect(),
            Self::Integer(labels) => labels.iter().map(|label| Json::Integer(*label)).collect(),
            Self::Bool(labels) => labels.iter().map(|label| Json::Bool(*label)).collect(),
        })
    }
}

/// Names of the tensors of a sample input and of the outputs expected for it: `(field, tensor)` pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// One pair an input.
    pub inputs: Vec<(String, String)>,
    /// One pair an output; text is stored as indexes into the classes.
    pub outputs: Vec<(String, String)>,
}

impl Sample {
    fn from_json(value: Json, field: &str) -> Result<Self, ModelFileError> {
        let [inputs, outputs] = fields::exact(value, field, ["inputs", "outputs"])?;
        let read = |value, key: &str| -> Result<Vec<(String, String)>, ModelFileError> {
            let inner = format!("{field}.{key}");
            fields::object(value, &inner)?
                .into_iter()
                .map(|(name, tensor)| {
                    let inner = format!("{inner}.{name}");
                    Ok((name, fields::text(tensor, &inner)?))
                })
                .collect()
        };
        Ok(Self { inputs: read(inputs, "inputs")?, outputs: read(outputs, "outputs")? })
    }

    fn to_json(&self) -> Json {
        let write = |pairs: &[(String, String)]| {
            Json::object(pairs.iter().map(|(name, tensor)| (name.clone(), Json::text(tensor))))
        };
        Json::object([("inputs", write(&self.inputs)), ("outputs", write(&self.outputs))])
    }
}

/// Kind, versions, parameters, schema and sample of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// `cluster.KMeans`, or `dist-name/namespace.Name` for an algorithm that a distribution owns.
    pub kind: String,
    /// Version of the algorithm's spec, at least 1.
    pub spec_version: u64,
    /// Version of the state's layout, at least 1.
    pub state_version: u64,
    /// The spec's parameters by name.
    pub params: Vec<(String, Value)>,
    /// Number of columns of the training data, at least 1.
    pub n_features: u64,
    /// Names of these columns.
    pub feature_names: Option<Vec<String>>,
    /// Labels of a classifier.
    pub classes: Option<Classes>,
    /// Inputs and outputs.
    pub schema: Schema,
    /// A sample input with its outputs.
    pub sample: Sample,
}

impl Document {
    /// The document and its stated checksum.
    pub(crate) fn from_json(value: Json) -> Result<(Self, String), ModelFileError> {
        let field = "mlmeta";
        let inner = |key: &str| format!("{field}.{key}");
        if let Json::Object(entries) = &value
            && let Some((_, Json::Integer(format))) = entries.iter().find(|(key, _)| key == "format")
            && *format > FORMAT
        {
            return Err(ModelFileError::NewerFormat(*format));
        }
        let [
            format,
            kind,
            spec_version,
            state_version,
            params,
            n_features,
            feature_names,
            classes,
            schema,
            sample,
            digits,
        ] = fields::exact(
            value,
            field,
            [
                "format",
                "kind",
                "spec_version",
                "state_version",
                "params",
                "n_features",
                "feature_names",
                "classes",
                "schema",
                "sample",
                "state_sha256",
            ],
        )?;
        let format = fields::integer(&format, &inner("format"))?;
        if format != FORMAT {
            return Err(fields::wrong_value(&inner("format"), format, "0"));
        }
        let document = Self {
            kind: fields::text(kind, &inner("kind"))?,
            spec_version: fields::positive(&spec_version, &inner("spec_version"))?,
            state_version: fields::positive(&state_version, &inner("state_version"))?,
            params: named(params, &inner("params"))?,
            n_features: fields::positive(&n_features, &inner("n_features"))?,
            feature_names: names_from_json(feature_names, &inner("feature_names"))?,
            classes: Classes::from_json(classes, &inner("classes"))?,
            schema: Schema::from_json(schema, &inner("schema"))?,
            sample: Sample::from_json(sample, &inner("sample"))?,
        };
        document.check()?;
        Ok((document, fields::text(digits, &inner("state_sha256"))?))
    }

    /// The document with `digits` as its checksum.
    pub(crate) fn to_json(&self, digits: &str) -> Json {
        Json::object([
            ("format", Json::Integer(FORMAT)),
            ("kind", Json::text(&self.kind)),
            ("spec_version", Json::Integer(self.spec_version as i64)),
            ("state_version", Json::Integer(self.state_version as i64)),
            ("params", named_to_json(&self.params)),
            ("n_features", Json::Integer(self.n_features as i64)),
            (
                "feature_names",
                self.feature_names
                    .as_ref()
                    .map_or(Json::Null, |names| Json::Array(names.iter().map(Json::text).collect())),
            ),
            ("classes", self.classes.as_ref().map_or(Json::Null, Classes::to_json)),
            ("schema", self.schema.to_json()),
            ("sample", self.sample.to_json()),
            ("state_sha256", Json::text(digits)),
        ])
    }

    /// The rules between the document's own fields.
    fn check(&self) -> Result<(), ModelFileError> {
        if !is_kind(&self.kind) {
            return Err(fields::wrong_value(
                "mlmeta.kind",
                &self.kind,
                "\"namespace.Name\" or \"dist-name/namespace.Name\"",
            ));
        }
        if let Some(names) = &self.feature_names
            && names.len() as u64 != self.n_features
        {
            return Err(ModelFileError::WrongLength {
                field: "mlmeta.feature_names".to_owned(),
                given: names.len(),
                expected: usize::try_from(self.n_features).unwrap_or(usize::MAX),
            });
        }
        Ok(())
    }
}

/// Null, or a list of strings.
fn names_from_json(value: Json, field: &str) -> Result<Option<Vec<String>>, ModelFileError> {
    if value == Json::Null {
        return Ok(None);
    }
    fields::list(value, field)?
        .into_iter()
        .enumerate()
        .map(|(index, name)| fields::text(name, &format!("{field}[{index}]")))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Whether `kind` is `[dist-name/]namespace.Name` in letters, digits, `_`, and `-` or `.` within the distribution.
fn is_kind(kind: &str) -> bool {
    let (dist, algorithm) = match kind.split_once('/') {
        Some((dist, algorithm)) => (Some(dist), algorithm),
        None => (None, kind),
    };
    let word = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
    };
    let dist_name = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
    };
    dist.is_none_or(dist_name) && algorithm.split('.').count() >= 2 && algorithm.split('.').all(word)
}
