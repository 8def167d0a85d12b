//! The `mlmeta` document: everything of a state that is not a tensor.

use crate::FORMAT;
use crate::classes::Classes;
use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::kind::{self, CHAIN};
use crate::sample::Sample;
use crate::schema::Schema;
use crate::step::{self, Step};
use crate::value::{Value, named, named_to_json};

/// Kind, versions, parameters, schema and sample of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// `cluster.KMeans`, `dist-name/namespace.Name` for an algorithm that a distribution owns, or `chain`.
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
    /// Labels of a classifier; those of the last step of a chain.
    pub classes: Option<Classes>,
    /// The steps of a chain; none for any other kind.
    pub steps: Vec<Step>,
    /// Inputs and outputs.
    pub schema: Schema,
    /// A sample input with its outputs.
    pub sample: Sample,
}

impl Document {
    /// The document of a state of that `kind` with `n_features` columns and nothing else: version 1, no parameters, names,
    /// classes, steps, inputs, outputs or sample.
    #[must_use]
    pub fn new(kind: impl Into<String>, n_features: u64) -> Self {
        Self {
            kind: kind.into(),
            spec_version: 1,
            state_version: 1,
            params: Vec::new(),
            n_features,
            feature_names: None,
            classes: None,
            steps: Vec::new(),
            schema: Schema::default(),
            sample: Sample::default(),
        }
    }

    /// The document and its stated checksum.
    pub(crate) fn from_json(value: Json) -> Result<(Self, String), ModelFileError> {
        let field = "mlmeta";
        let inner = |key: &str| format!("{field}.{key}");
        check_format(&value)?;
        let [
            format,
            kind,
            spec_version,
            state_version,
            params,
            n_features,
            feature_names,
            classes,
            steps,
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
                "steps",
                "schema",
                "sample",
                "state_sha256",
            ],
        )?;
        fields::integer(&format, &inner("format"))?;
        let document = Self {
            kind: kind::of_model(kind, &inner("kind"))?,
            spec_version: fields::positive(&spec_version, &inner("spec_version"))?,
            state_version: fields::positive(&state_version, &inner("state_version"))?,
            params: named(params, &inner("params"))?,
            n_features: fields::positive(&n_features, &inner("n_features"))?,
            feature_names: names_from_json(feature_names, &inner("feature_names"))?,
            classes: Classes::from_json(classes, &inner("classes"))?,
            steps: step::list_from_json(steps, &inner("steps"))?,
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
            ("classes", Classes::option_to_json(self.classes.as_ref())),
            ("steps", Json::Array(self.steps.iter().map(Step::to_json).collect())),
            ("schema", self.schema.to_json()),
            ("sample", self.sample.to_json()),
            ("state_sha256", Json::text(digits)),
        ])
    }

    /// The rules between the document's own fields.
    fn check(&self) -> Result<(), ModelFileError> {
        if let Some(names) = &self.feature_names
            && names.len() as u64 != self.n_features
        {
            return Err(ModelFileError::WrongLength {
                field: "mlmeta.feature_names".to_owned(),
                given: names.len(),
                expected: usize::try_from(self.n_features).unwrap_or(usize::MAX),
            });
        }
        match (self.kind == CHAIN, self.steps.first().zip(self.steps.last())) {
            (true, Some((first, last))) => self.check_chain(first, last),
            (false, None) => Ok(()),
            (true, None) => Err(fields::wrong_value("mlmeta.steps", "[]", "at least one step of a chain")),
            (false, Some(_)) => Err(fields::wrong_value(
                "mlmeta.steps",
                format!("{} steps", self.steps.len()),
                format!("an empty list for a {}", self.kind),
            )),
        }
    }

    /// What a chain says of itself is what its first and its last step say.
    fn check_chain(&self, first: &Step, last: &Step) -> Result<(), ModelFileError> {
        for (key, given) in [("spec_version", self.spec_version), ("state_version", self.state_version)] {
            if given != 1 {
                return Err(fields::wrong_value(
                    &format!("mlmeta.{key}"),
                    given,
                    "1, the only version of a chain; a newer mlmeta may read this file",
                ));
            }
        }
        if let Some((name, _)) = self.params.first() {
            return Err(ModelFileError::UnknownKey { field: "mlmeta.params".to_owned(), key: name.clone() });
        }
        if self.n_features != first.n_features {
            return Err(fields::wrong_value(
                "mlmeta.n_features",
                self.n_features,
                format!("{}, as the first step has", first.n_features),
            ));
        }
        if self.classes != last.classes {
            return Err(fields::wrong_value(
                "mlmeta.classes",
                Classes::option_to_json(self.classes.as_ref()).canonical(),
                "those of the last step",
            ));
        }
        Ok(())
    }
}

/// Another format may have other keys: its number comes first.
pub(crate) fn check_format(document: &Json) -> Result<(), ModelFileError> {
    let Json::Object(entries) = document else { return Ok(()) };
    match entries.iter().find(|(key, _)| key == "format") {
        Some((_, Json::Integer(format))) if *format != FORMAT => Err(ModelFileError::OtherFormat(*format)),
        _ => Ok(()),
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
