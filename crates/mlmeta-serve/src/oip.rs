//! The messages of the Open Inference Protocol, version 2, as JSON.

use mlmeta_model::{Classes, Document, Field, FieldType};
use mlmeta_predict::{Array, Values};
use serde::ser::{Serialize, Serializer};
use serde::{Deserialize, Serialize as SerializeDerive};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The only version of a model that a file of one model has.
pub const MODEL_VERSION: &str = "1";

/// The protocol's name of an element type.
#[must_use]
pub fn datatype(dtype: FieldType) -> &'static str {
    match dtype {
        FieldType::Float64 => "FP64",
        FieldType::Float32 => "FP32",
        FieldType::Int64 => "INT64",
        FieldType::Int32 => "INT32",
        FieldType::UInt8 => "UINT8",
        FieldType::Bool => "BOOL",
        FieldType::Text => "BYTES",
    }
}

/// The element type of a protocol's name.
#[must_use]
pub fn from_datatype(name: &str) -> Option<FieldType> {
    Some(match name {
        "FP64" => FieldType::Float64,
        "FP32" => FieldType::Float32,
        "INT64" => FieldType::Int64,
        "INT32" => FieldType::Int32,
        "UINT8" => FieldType::UInt8,
        "BOOL" => FieldType::Bool,
        "BYTES" => FieldType::Text,
        _ => return None,
    })
}

/// An inference request; the data of its tensors is parsed when type and shape are known.
#[derive(Debug, Deserialize)]
pub struct InferRequest<'a> {
    /// Sent back with the answer.
    #[serde(borrow, default)]
    pub id: Option<Cow<'a, str>>,
    /// What is asked beyond the protocol.
    #[serde(default)]
    pub parameters: Option<Parameters>,
    /// The input tensors.
    #[serde(borrow)]
    pub inputs: Vec<InputTensor<'a>>,
    /// The wanted outputs; all that are not computed on request only, if absent or empty.
    #[serde(borrow, default)]
    pub outputs: Option<Vec<RequestedOutput<'a>>>,
}

/// One input tensor.
#[derive(Debug, Deserialize)]
pub struct InputTensor<'a> {
    /// The input's name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// The length of each dimension.
    pub shape: Vec<u64>,
    /// The element type.
    #[serde(borrow)]
    pub datatype: Cow<'a, str>,
    /// What is said beyond the protocol.
    #[serde(borrow, default)]
    pub parameters: Option<InputParameters<'a>>,
    /// The elements, flat or nested.
    #[serde(borrow, default)]
    pub data: Option<&'a RawValue>,
}

/// The parameters of an input that the server checks; others have no effect.
#[derive(Debug, Default, Deserialize)]
pub struct InputParameters<'a> {
    /// The names of the columns of the rows, as the client has them.
    #[serde(borrow, default)]
    pub columns: Option<Vec<Cow<'a, str>>>,
}

/// One wanted output.
#[derive(Debug, Deserialize)]
pub struct RequestedOutput<'a> {
    /// The output's name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// What is asked beyond the protocol.
    #[serde(default)]
    pub parameters: Option<Parameters>,
}

/// The parameters that would change the form of an answer; others have no effect.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    /// The output as raw bytes after the JSON.
    #[serde(default)]
    pub binary_data: bool,
    /// All outputs as raw bytes after the JSON.
    #[serde(default)]
    pub binary_data_output: bool,
}

/// An answer to an inference request.
#[derive(Debug, SerializeDerive)]
pub struct InferResponse<'a> {
    /// The model's name.
    pub model_name: &'a str,
    /// The model's version.
    pub model_version: &'a str,
    /// The request's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'a str>,
    /// The output tensors in the order of the request, or of the schema.
    pub outputs: Vec<OutputTensor<'a>>,
}

/// One output tensor.
#[derive(Debug, SerializeDerive)]
pub struct OutputTensor<'a> {
    name: &'a str,
    datatype: &'static str,
    shape: &'a [usize],
    data: Elements<'a>,
}

impl<'a> OutputTensor<'a> {
    /// The tensor of `array`.
    #[must_use]
    pub fn new(array: &'a Array) -> Self {
        let dtype = match array.values {
            Values::Float64(_) => FieldType::Float64,
            Values::Float32(_) => FieldType::Float32,
            Values::Int64(_) => FieldType::Int64,
            Values::Int32(_) => FieldType::Int32,
            Values::UInt8(_) => FieldType::UInt8,
            Values::Bool(_) => FieldType::Bool,
            Values::Text(_) => FieldType::Text,
        };
        let data = Elements(&array.values);
        Self { name: &array.name, datatype: datatype(dtype), shape: &array.shape, data }
    }
}

/// The elements of an array as a flat list.
#[derive(Debug)]
struct Elements<'a>(&'a Values);

impl Serialize for Elements<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Values::Float64(values) => values.serialize(serializer),
            Values::Float32(values) => values.serialize(serializer),
            Values::Int64(values) => values.serialize(serializer),
            Values::Int32(values) => values.serialize(serializer),
            // Not bytes: serde_json writes a Vec<u8> as a list of numbers.
            Values::UInt8(values) => values.serialize(serializer),
            Values::Bool(values) => values.serialize(serializer),
            Values::Text(values) => values.serialize(serializer),
        }
    }
}

/// What the server is.
#[derive(Debug, SerializeDerive)]
pub struct ServerMetadata {
    /// The server's name.
    pub name: &'static str,
    /// The server's version.
    pub version: &'static str,
    /// Extensions of the protocol that work.
    pub extensions: &'static [&'static str],
}

/// What a model takes and gives.
#[derive(Debug, SerializeDerive)]
pub struct ModelMetadata<'a> {
    /// The model's name.
    pub name: &'a str,
    /// The model's versions.
    pub versions: [&'static str; 1],
    /// What runs the model.
    pub platform: &'static str,
    /// What is served, beyond the protocol.
    pub parameters: ModelParameters<'a>,
    /// The inputs.
    pub inputs: Vec<TensorMetadata<'a>>,
    /// The outputs, also those that are computed on request only.
    pub outputs: Vec<TensorMetadata<'a>>,
}

/// Which model is served: what tells one file from another.
#[derive(Debug, SerializeDerive)]
pub struct ModelParameters<'a> {
    /// The model's kind.
    pub kind: &'a str,
    /// The checksum of its state, as `mlmeta inspect` shows it.
    pub state_sha256: &'a str,
    /// When it was saved, in UTC.
    pub created: &'a str,
}

/// One input or output of a model.
#[derive(Debug, SerializeDerive)]
pub struct TensorMetadata<'a> {
    name: &'a str,
    datatype: &'static str,
    shape: &'a [i64],
    #[serde(skip_serializing_if = "TensorParameters::is_empty")]
    parameters: TensorParameters<'a>,
}

/// What is to know about an input or output beyond the protocol.
#[derive(Debug, Default, SerializeDerive)]
struct TensorParameters<'a> {
    /// The names of the columns, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<&'a [String]>,
    /// The labels that there are; of an output with a column for each, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    classes: Option<Labels<'a>>,
    /// Whether only a request that names the output gets it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    on_request: bool,
}

impl TensorParameters<'_> {
    fn is_empty(&self) -> bool {
        self.columns.is_none() && self.classes.is_none() && !self.on_request
    }
}

/// Class labels of any type as a list.
#[derive(Debug)]
struct Labels<'a>(&'a Classes);

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Classes::Text(labels) => labels.serialize(serializer),
            Classes::Integer(labels) => labels.serialize(serializer),
            Classes::Bool(labels) => labels.serialize(serializer),
        }
    }
}

/// The outputs that speak of classes: which one, and how probable each is.
const OF_CLASSES: [&str; 2] = ["labels", "probabilities"];

impl<'a> TensorMetadata<'a> {
    /// The metadata of the input that `field` declares.
    #[must_use]
    pub fn input(field: &'a Field, document: &'a Document) -> Self {
        // Names are those of the only input there is.
        let columns = document.feature_names.as_deref().filter(|_| document.schema.inputs.len() == 1);
        Self::new(field, TensorParameters { columns, ..TensorParameters::default() })
    }

    /// The metadata of the output that `field` declares.
    #[must_use]
    pub fn output(field: &'a Field, document: &'a Document) -> Self {
        let classes = document.classes.as_ref().filter(|_| OF_CLASSES.contains(&field.name.as_str()));
        let classes = classes.map(Labels);
        Self::new(
            field,
            TensorParameters { classes, on_request: field.on_request, ..TensorParameters::default() },
        )
    }

    fn new(field: &'a Field, parameters: TensorParameters<'a>) -> Self {
        Self { name: &field.name, datatype: datatype(field.dtype), shape: &field.shape, parameters }
    }
}
