//! One step of a chain.

use crate::classes::Classes;
use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::kind;
use crate::value::{Value, named, named_to_json};

/// Most steps of a chain.
const MAX_STEPS: usize = 256;

/// One fitted model of a chain: it transforms rows for the next step, or answers as the last one.
///
/// The tensors of step `i`, counted from 0, are called `steps.<i>.<name>` in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The step's name in the chain: not empty, without `__`, different from those of the other steps.
    pub name: String,
    /// The algorithm, as in [`Document::kind`](crate::Document::kind), and never `chain`.
    pub kind: String,
    /// Version of the algorithm's spec, at least 1.
    pub spec_version: u64,
    /// Version of the state's layout, at least 1.
    pub state_version: u64,
    /// The spec's parameters by name; one that is an array names the tensor `steps.<i>.params.<name>`.
    pub params: Vec<(String, Value)>,
    /// Number of columns that the step takes, at least 1.
    pub n_features: u64,
    /// Labels of a classifier.
    pub classes: Option<Classes>,
}

/// What the names of the tensors of step `index` start with.
pub(crate) fn prefix(index: usize) -> String {
    format!("steps.{index}.")
}

/// The steps of a chain, which have different names.
pub(crate) fn list_from_json(value: Json, field: &str) -> Result<Vec<Step>, ModelFileError> {
    let steps = fields::list(value, field)?;
    if steps.len() > MAX_STEPS {
        return Err(fields::wrong_value(
            field,
            format!("{} steps", steps.len()),
            format!("at most {MAX_STEPS}"),
        ));
    }
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| Step::from_json(step, &format!("{field}[{index}]")))
        .collect::<Result<Vec<_>, _>>()?;
    fields::unique(steps.iter().map(|step| step.name.as_str()), &format!("{field}.name"))?;
    Ok(steps)
}

impl Step {
    fn from_json(value: Json, field: &str) -> Result<Self, ModelFileError> {
        let inner = |key: &str| format!("{field}.{key}");
        let keys = ["name", "kind", "spec_version", "state_version", "params", "n_features", "classes"];
        let [name, kind, spec_version, state_version, params, n_features, classes] =
            fields::exact(value, field, keys)?;
        let name = fields::text(name, &inner("name"))?;
        if name.is_empty() || name.contains("__") {
            return Err(fields::wrong_value(&inner("name"), name, "a name without \"__\" that is not empty"));
        }
        Ok(Self {
            name,
            kind: kind::of_algorithm(kind, &inner("kind"))?,
            spec_version: fields::positive(&spec_version, &inner("spec_version"))?,
            state_version: fields::positive(&state_version, &inner("state_version"))?,
            params: named(params, &inner("params"))?,
            n_features: fields::positive(&n_features, &inner("n_features"))?,
            classes: Classes::from_json(classes, &inner("classes"))?,
        })
    }

    pub(crate) fn to_json(&self) -> Json {
        Json::object([
            ("name", Json::text(&self.name)),
            ("kind", Json::text(&self.kind)),
            ("spec_version", Json::Integer(self.spec_version as i64)),
            ("state_version", Json::Integer(self.state_version as i64)),
            ("params", named_to_json(&self.params)),
            ("n_features", Json::Integer(self.n_features as i64)),
            ("classes", Classes::option_to_json(self.classes.as_ref())),
        ])
    }
}
