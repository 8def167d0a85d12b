//! A parameter's value as the document encodes it.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;
use crate::real;

/// One value of `params`, or one number of the training summary.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer within ±2^53.
    Integer(i64),
    /// A float64.
    Real(f64),
    /// A text.
    Text(String),
    /// A list of values.
    List(Vec<Value>),
    /// The name of the tensor that holds the value.
    Tensor(String),
    /// The type of a value that is no data; a loaded model has the default instead.
    Opaque(String),
    /// A dictionary in its own order.
    Map(Vec<(Value, Value)>),
}

impl Value {
    pub(crate) fn from_json(value: Json, field: &str) -> Result<Self, ModelFileError> {
        Ok(match value {
            Json::Null => Self::Null,
            Json::Bool(boolean) => Self::Bool(boolean),
            Json::Integer(integer) => Self::Integer(integer),
            Json::Text(text) => Self::Text(text),
            Json::Array(values) => Self::List(
                values
                    .into_iter()
                    .enumerate()
                    .map(|(index, entry)| Self::from_json(entry, &format!("{field}[{index}]")))
                    .collect::<Result<_, _>>()?,
            ),
            Json::Object(entries) => Self::from_tagged(entries, field)?,
        })
    }

    /// An object with exactly one key, the tag.
    fn from_tagged(entries: Vec<(String, Json)>, field: &str) -> Result<Self, ModelFileError> {
        let length = entries.len();
        let Ok([(tag, content)]) = <[(String, Json); 1]>::try_from(entries) else {
            return Err(ModelFileError::WrongLength { field: field.to_owned(), given: length, expected: 1 });
        };
        let inner = format!("{field}.{tag}");
        match tag.as_str() {
            "real" => real_from_text(&fields::text(content, &inner)?, &inner).map(Self::Real),
            "tensor" => fields::text(content, &inner).map(Self::Tensor),
            "opaque" => fields::text(content, &inner).map(Self::Opaque),
            "map" => map(content, &inner).map(Self::Map),
            _ => Err(ModelFileError::UnknownKey { field: field.to_owned(), key: tag }),
        }
    }

    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(boolean) => Json::Bool(*boolean),
            Self::Integer(integer) => Json::Integer(*integer),
            Self::Real(value) => real_to_json(*value),
            Self::Text(text) => Json::text(text),
            Self::List(values) => Json::Array(values.iter().map(Self::to_json).collect()),
            Self::Tensor(name) => Json::object([("tensor", Json::text(name))]),
            Self::Opaque(name) => Json::object([("opaque", Json::text(name))]),
            Self::Map(entries) => Json::object([(
                "map",
                Json::Array(
                    entries
                        .iter()
                        .map(|(key, entry)| Json::Array(vec![key.to_json(), entry.to_json()]))
                        .collect(),
                ),
            )]),
        }
    }

    /// A text that equal keys of a dictionary share: a truth value equals the number 1 or 0, an integer the same real.
    fn as_key(&self) -> Option<String> {
        let number = |value: f64| real::to_hexadecimal(if value == 0.0 { 0.0 } else { value });
        match self {
            Self::Null => Some("null".to_owned()),
            Self::Text(text) => Some(Json::text(text).canonical()),
            Self::Bool(boolean) => Some(number(f64::from(u8::from(*boolean)))),
            // Within ±2^53, so exact.
            Self::Integer(integer) => Some(number(*integer as f64)),
            Self::Real(value) if !value.is_nan() => Some(number(*value)),
            Self::Real(_) | Self::List(_) | Self::Tensor(_) | Self::Opaque(_) | Self::Map(_) => None,
        }
    }

    /// Call `visit` with the name of every tensor that the value refers to.
    pub(crate) fn visit_tensors<'a>(&'a self, visit: &mut impl FnMut(&'a str)) {
        match self {
            Self::Tensor(name) => visit(name),
            Self::List(values) => values.iter().for_each(|value| value.visit_tensors(visit)),
            Self::Map(entries) => entries.iter().for_each(|(key, value)| {
                key.visit_tensors(visit);
                value.visit_tensors(visit);
            }),
            Self::Null
            | Self::Bool(_)
            | Self::Integer(_)
            | Self::Real(_)
            | Self::Text(_)
            | Self::Opaque(_) => {}
        }
    }
}

/// The values of an object by name, in canonical order.
pub(crate) fn named(value: Json, field: &str) -> Result<Vec<(String, Value)>, ModelFileError> {
    fields::object(value, field)?
        .into_iter()
        .map(|(name, entry)| {
            let inner = format!("{field}.{name}");
            Ok((name, Value::from_json(entry, &inner)?))
        })
        .collect()
}

/// The object of named `values`.
pub(crate) fn named_to_json(values: &[(String, Value)]) -> Json {
    Json::object(values.iter().map(|(name, value)| (name.clone(), value.to_json())))
}

/// `{"real": text}`.
pub(crate) fn real_to_json(value: f64) -> Json {
    Json::object([("real", Json::text(real::to_hexadecimal(value)))])
}

/// The number in a text that must be spelt as Python's `float.hex` does.
pub(crate) fn real_from_text(text: &str, field: &str) -> Result<f64, ModelFileError> {
    real::from_hexadecimal(text).ok_or_else(|| {
        fields::wrong_value(field, text, "a float64 as float.hex writes it, e.g. 0x1.8000000000000p+1")
    })
}

/// The pairs of a dictionary: keys that can be one, no two equal.
fn map(value: Json, field: &str) -> Result<Vec<(Value, Value)>, ModelFileError> {
    let entries: Vec<(Value, Value)> = fields::list(value, field)?
        .into_iter()
        .enumerate()
        .map(|(index, entry)| pair(entry, &format!("{field}[{index}]")))
        .collect::<Result<_, _>>()?;
    let keys = entries
        .iter()
        .map(|(key, _)| {
            key.as_key().ok_or_else(|| {
                let expected = "null, a boolean, an integer, a string or a real that is not nan as a key";
                fields::wrong_value(field, key.to_json().canonical(), expected)
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    fields::unique(keys.iter().map(String::as_str), field)?;
    Ok(entries)
}

/// A list of exactly two values.
fn pair(value: Json, field: &str) -> Result<(Value, Value), ModelFileError> {
    let entries = fields::list(value, field)?;
    let given = entries.len();
    let Ok([key, entry]) = <[Json; 2]>::try_from(entries) else {
        return Err(ModelFileError::WrongLength { field: field.to_owned(), given, expected: 2 });
    };
    Ok((Value::from_json(key, &format!("{field}[0]"))?, Value::from_json(entry, &format!("{field}[1]"))?))
}
