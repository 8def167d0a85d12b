//! From a request's body to checked arrays, and from arrays to an answer's body.

use crate::columns;
use crate::error::ApiError;
use crate::hints::{hint, shortened};
use crate::json_error;
use crate::oip::{InferRequest, InferResponse, InputTensor, MODEL_VERSION, OutputTensor, from_datatype};
use crate::tensor;
use mlmeta_model::{Document, Field, FieldType, Schema};
use mlmeta_predict::{Array, Values};
use std::collections::HashSet;

/// A request that fits the model's schema.
#[derive(Debug)]
pub struct Plan {
    /// Sent back with the answer.
    pub id: Option<String>,
    /// Every input of the schema, once.
    pub inputs: Vec<Array>,
    /// The names of the wanted outputs, each once.
    pub outputs: Vec<String>,
    /// Rows of each input.
    pub rows: usize,
}

impl Plan {
    /// Parse `body` and check it against the schema of `document`. Where that has names of features, their columns may
    /// be given in place of the rows.
    ///
    /// # Errors
    ///
    /// [`ApiError`] with status 400 that says what is wrong.
    pub fn from_body(body: &[u8], document: &Document) -> Result<Self, ApiError> {
        let schema = &document.schema;
        if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err(ApiError::bad_request(
                "the body is not a JSON object; expected {\"inputs\": [{\"name\", \"shape\", \"datatype\", \"data\"}]}",
            ));
        }
        let request: InferRequest<'_> = serde_json::from_slice(body)
            .map_err(|error| ApiError::bad_request(json_error::of_request(body, &error)))?;
        let binary =
            request.parameters.as_ref().is_some_and(|parameters| parameters.binary_data_output)
                || request.outputs.iter().flatten().any(|output| {
                    output.parameters.as_ref().is_some_and(|parameters| parameters.binary_data)
                });
        if binary {
            return Err(ApiError::bad_request("binary tensors are not supported; ask for JSON data"));
        }
        let inputs = if let Some(features) = columns::features(&request.inputs, document) {
            vec![columns::rows(&request.inputs, features, document)?]
        } else {
            columns::check_rows(&request.inputs, document)?;
            inputs(&request.inputs, schema)?
        };
        let rows = inputs.first().map_or(0, Array::rows);
        if let Some(other) = inputs.iter().find(|array| array.rows() != rows) {
            return Err(ApiError::bad_request(format!(
                "input {:?} has {} rows, input {:?} has {rows}",
                other.name,
                other.rows(),
                inputs[0].name
            )));
        }
        let wanted = request.outputs.iter().flatten().map(|output| output.name.as_ref());
        Ok(Self { id: request.id.map(Into::into), outputs: outputs(wanted, schema)?, inputs, rows })
    }
}

/// The body of the answer with `outputs`.
///
/// # Errors
///
/// [`ApiError`] with status 400 if an output is not finite, which JSON cannot carry.
pub fn answer(model_name: &str, id: Option<&str>, outputs: &[Array]) -> Result<Vec<u8>, ApiError> {
    if let Some((array, element)) =
        outputs.iter().find_map(|array| not_finite(&array.values).map(|element| (array, element)))
    {
        return Err(ApiError::bad_request(format!(
            "output {:?}: element {element} is not a finite number for this input, and JSON carries no other",
            array.name
        )));
    }
    let response = InferResponse {
        model_name,
        model_version: MODEL_VERSION,
        id,
        outputs: outputs.iter().map(OutputTensor::new).collect(),
    };
    serde_json::to_vec(&response).map_err(|error| ApiError::internal(error.to_string()))
}

/// Every input of the schema from the `given` tensors, in the order of the schema.
fn inputs(given: &[InputTensor<'_>], schema: &Schema) -> Result<Vec<Array>, ApiError> {
    let mut known = HashSet::new();
    for tensor in given {
        let name = tensor.name.as_ref();
        if !schema.inputs.iter().any(|field| field.name == name) {
            return Err(ApiError::bad_request(format!(
                "input {:?} is unknown. {}",
                shortened(name),
                hint(name, schema.inputs.iter().map(|field| field.name.as_str()))
            )));
        }
        if !known.insert(name) {
            return Err(ApiError::bad_request(format!("input {name:?} is given twice")));
        }
    }
    schema
        .inputs
        .iter()
        .map(|field| match given.iter().find(|tensor| tensor.name == field.name) {
            Some(tensor) => input(tensor, field),
            None => Err(ApiError::bad_request(format!("input {:?} is missing", field.name))),
        })
        .collect()
}

/// One input after its type, its shape and its data were checked against `field`.
pub(crate) fn input(tensor: &InputTensor<'_>, field: &Field) -> Result<Array, ApiError> {
    let refuse = |message: String| ApiError::bad_request(format!("input {:?}: {message}", field.name));
    let accepted = accepted(field.dtype);
    let dtype =
        from_datatype(&tensor.datatype).filter(|dtype| accepted.contains(dtype)).ok_or_else(|| {
            let names: Vec<&str> = accepted.iter().map(|dtype| crate::oip::datatype(*dtype)).collect();
            refuse(format!("datatype {:?} given, expected {}", shortened(&tensor.datatype), names.join(", ")))
        })?;
    let wrong_shape = || {
        let given = if tensor.shape.len() <= 8 {
            format!("shape {:?}", tensor.shape)
        } else {
            format!("a shape of {} dimensions", tensor.shape.len())
        };
        refuse(format!("{given} given, expected {:?} where -1 is any number", field.shape))
    };
    let shape: Vec<usize> = tensor
        .shape
        .iter()
        .map(|length| usize::try_from(*length))
        .collect::<Result<_, _>>()
        .map_err(|_| wrong_shape())?;
    if !field.accepts_shape(&shape) {
        return Err(wrong_shape());
    }
    let elements = shape
        .iter()
        .try_fold(1_usize, |product, length| product.checked_mul(*length))
        .ok_or_else(|| refuse(format!("shape {shape:?} has more elements than memory has bytes")))?;
    let data =
        tensor.data.ok_or_else(|| refuse("data is missing (binary tensors are not supported)".to_owned()))?;
    let values = tensor::parse(data.get(), dtype, &shape, elements)
        .map_err(|message| refuse(format!("data: {message}")))?;
    Ok(Array::new(field.name.clone(), shape, values))
}

/// The `wanted` outputs, or all that are not computed on request only.
fn outputs<'a>(wanted: impl Iterator<Item = &'a str>, schema: &Schema) -> Result<Vec<String>, ApiError> {
    let mut names: Vec<String> = Vec::new();
    for name in wanted {
        if !schema.outputs.iter().any(|field| field.name == name) {
            return Err(ApiError::bad_request(format!(
                "output {:?} is unknown. {}",
                shortened(name),
                hint(name, schema.outputs.iter().map(|field| field.name.as_str()))
            )));
        }
        if names.iter().any(|known| known == name) {
            return Err(ApiError::bad_request(format!("output {name:?} is asked for twice")));
        }
        names.push(name.to_owned());
    }
    if names.is_empty() {
        let default = schema.outputs.iter().filter(|field| !field.on_request);
        names.extend(default.map(|field| field.name.clone()));
    }
    Ok(names)
}

/// The types that an input of type `dtype` may be given as: those that it holds without loss, and for floats all
/// numbers.
fn accepted(dtype: FieldType) -> &'static [FieldType] {
    use FieldType::{Bool, Float32, Float64, Int32, Int64, Text, UInt8};
    match dtype {
        Float64 | Float32 => &[Float64, Float32, Int64, Int32, UInt8],
        Int64 => &[Int64, Int32, UInt8],
        Int32 => &[Int32, UInt8],
        UInt8 => &[UInt8],
        Bool => &[Bool],
        Text => &[Text],
    }
}

/// The flat index of the first number that is not finite.
fn not_finite(values: &Values) -> Option<usize> {
    match values {
        Values::Float64(values) => values.iter().position(|value| !value.is_finite()),
        Values::Float32(values) => values.iter().position(|value| !value.is_finite()),
        Values::Int64(_) | Values::Int32(_) | Values::UInt8(_) | Values::Bool(_) | Values::Text(_) => None,
    }
}
