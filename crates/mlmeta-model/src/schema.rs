//! What a model takes and gives: the entries of the document's `schema`.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::tensor::DataType;

/// The element type of an input or output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// float64.
    Float64,
    /// float32.
    Float32,
    /// int64.
    Int64,
    /// int32.
    Int32,
    /// uint8.
    UInt8,
    /// bool.
    Bool,
    /// Text.
    Text,
}

impl FieldType {
    const ALL: [Self; 7] =
        [Self::Float64, Self::Float32, Self::Int64, Self::Int32, Self::UInt8, Self::Bool, Self::Text];

    /// The name in the document.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Float64 => "float64",
            Self::Float32 => "float32",
            Self::Int64 => "int64",
            Self::Int32 => "int32",
            Self::UInt8 => "uint8",
            Self::Bool => "bool",
            Self::Text => "string",
        }
    }

    /// The element type of a tensor that stores such values; text is stored as indexes into the classes.
    #[must_use]
    pub fn stored_as(self) -> DataType {
        match self {
            Self::Float64 => DataType::F64,
            Self::Float32 => DataType::F32,
            Self::Int64 | Self::Text => DataType::I64,
            Self::Int32 => DataType::I32,
            Self::UInt8 => DataType::U8,
            Self::Bool => DataType::Bool,
        }
    }
}

/// One input or output of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name by which a request gives or asks for it.
    pub name: String,
    /// The element type.
    pub dtype: FieldType,
    /// The length of each dimension, -1 for any; the first is the row.
    pub shape: Vec<i64>,
    /// What it means.
    pub description: String,
    /// The tensor `ranges.*` with the least value of each column in training.
    pub min: Option<String>,
    /// The tensor `ranges.*` with the greatest value of each column in training; given with `min` or not at all.
    pub max: Option<String>,
    /// Whether it is computed only when a request names it.
    pub on_request: bool,
}

impl Field {
    /// Whether an array of `shape` fits.
    #[must_use]
    pub fn accepts_shape(&self, shape: &[usize]) -> bool {
        self.shape.len() == shape.len()
            && self
                .shape
                .iter()
                .zip(shape)
                .all(|(expected, given)| *expected == -1 || usize::try_from(*expected) == Ok(*given))
    }

    fn from_json(value: Json, field: &str) -> Result<Self, ModelFileError> {
        let [name, dtype, shape, description, min, max, on_request] = fields::exact(
            value,
            field,
            ["name", "dtype", "shape", "description", "min", "max", "on_request"],
        )?;
        let inner = |key: &str| format!("{field}.{key}");
        let dtype_name = fields::text(dtype, &inner("dtype"))?;
        let dtype = FieldType::ALL.into_iter().find(|dtype| dtype.name() == dtype_name).ok_or_else(|| {
            fields::wrong_value(
                &inner("dtype"),
                &dtype_name,
                "float64, float32, int64, int32, uint8, bool or string",
            )
        })?;
        let shape = shape_from_json(shape, &inner("shape"))?;
        Ok(Self {
            name: fields::text(name, &inner("name"))?,
            dtype,
            description: fields::text(description, &inner("description"))?,
            min: fields::optional_text(min, &inner("min"))?,
            max: fields::optional_text(max, &inner("max"))?,
            on_request: fields::boolean(&on_request, &inner("on_request"))?,
            shape,
        })
    }

    fn to_json(&self) -> Json {
        let range = |tensor: &Option<String>| tensor.as_ref().map_or(Json::Null, Json::text);
        Json::object([
            ("name", Json::text(&self.name)),
            ("dtype", Json::text(self.dtype.name())),
            ("shape", Json::Array(self.shape.iter().map(|length| Json::Integer(*length)).collect())),
            ("description", Json::text(&self.description)),
            ("min", range(&self.min)),
            ("max", range(&self.max)),
            ("on_request", Json::Bool(self.on_request)),
        ])
    }
}

/// The inputs and outputs of a model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// What a request gives.
    pub inputs: Vec<Field>,
    /// What an answer holds.
    pub outputs: Vec<Field>,
}

impl Schema {
    pub(crate) fn from_json(value: Json, field: &str) -> Result<Self, ModelFileError> {
        let [inputs, outputs] = fields::exact(value, field, ["inputs", "outputs"])?;
        let read = |value, key: &str| -> Result<Vec<Field>, ModelFileError> {
            let inner = format!("{field}.{key}");
            let read: Vec<Field> = fields::list(value, &inner)?
                .into_iter()
                .enumerate()
                .map(|(index, entry)| Field::from_json(entry, &format!("{inner}[{index}]")))
                .collect::<Result<_, _>>()?;
            fields::unique(read.iter().map(|field| field.name.as_str()), &inner)?;
            Ok(read)
        };
        Ok(Self { inputs: read(inputs, "inputs")?, outputs: read(outputs, "outputs")? })
    }

    pub(crate) fn to_json(&self) -> Json {
        let write = |fields: &[Field]| Json::Array(fields.iter().map(Field::to_json).collect());
        Json::object([("inputs", write(&self.inputs)), ("outputs", write(&self.outputs))])
    }
}

/// A list of lengths, each -1 or more, with at least the row.
fn shape_from_json(value: Json, field: &str) -> Result<Vec<i64>, ModelFileError> {
    let shape: Vec<i64> = fields::list(value, field)?
        .iter()
        .map(|length| fields::integer(length, field))
        .collect::<Result<_, _>>()?;
    if shape.is_empty() || shape.iter().any(|length| *length < -1) {
        return Err(fields::wrong_value(
            field,
            format!("{shape:?}"),
            "at least one dimension, each -1 or more",
        ));
    }
    Ok(shape)
}
