//! Where a file's sample lies.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;

/// Names of the tensors of a sample input and of the outputs expected for it: `(field, tensor)` pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// One pair an input.
    pub inputs: Vec<(String, String)>,
    /// One pair an output; text is stored as indexes into the classes.
    pub outputs: Vec<(String, String)>,
}

impl Sample {
    pub(crate) fn from_json(value: Json, field: &str) -> Result<Self, ModelFileError> {
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

    pub(crate) fn to_json(&self) -> Json {
        let write = |pairs: &[(String, String)]| {
            Json::object(pairs.iter().map(|(name, tensor)| (name.clone(), Json::text(tensor))))
        };
        Json::object([("inputs", write(&self.inputs)), ("outputs", write(&self.outputs))])
    }
}
