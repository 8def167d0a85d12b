//! Typed access to the members of a parsed document, with errors that name the field.

use crate::error::ModelFileError;
use crate::json::Json;

/// The values of an object that must have exactly `keys`, in the order of `keys`.
pub(crate) fn exact<const N: usize>(
    value: Json,
    field: &str,
    keys: [&str; N],
) -> Result<[Json; N], ModelFileError> {
    let mut entries = object(value, field)?;
    if let Some((key, _)) = entries.iter().find(|(key, _)| !keys.contains(&key.as_str())) {
        return Err(ModelFileError::UnknownKey { field: field.to_owned(), key: key.clone() });
    }
    if let Some(key) = keys.iter().find(|key| !entries.iter().any(|(known, _)| known == *key)) {
        return Err(ModelFileError::MissingKey { field: field.to_owned(), key: (*key).to_owned() });
    }
    Ok(keys.map(|key| {
        entries
            .iter_mut()
            .find(|(known, _)| known == key)
            .map_or(Json::Null, |(_, found)| std::mem::replace(found, Json::Null))
    }))
}

/// The entries of an object.
pub(crate) fn object(value: Json, field: &str) -> Result<Vec<(String, Json)>, ModelFileError> {
    match value {
        Json::Object(entries) => Ok(entries),
        other => Err(wrong_type(&other, field, "an object")),
    }
}

/// The entries of a list.
pub(crate) fn list(value: Json, field: &str) -> Result<Vec<Json>, ModelFileError> {
    match value {
        Json::Array(values) => Ok(values),
        other => Err(wrong_type(&other, field, "a list")),
    }
}

/// A string.
pub(crate) fn text(value: Json, field: &str) -> Result<String, ModelFileError> {
    match value {
        Json::Text(text) => Ok(text),
        other => Err(wrong_type(&other, field, "a string")),
    }
}

/// A string, or null.
pub(crate) fn optional_text(value: Json, field: &str) -> Result<Option<String>, ModelFileError> {
    match value {
        Json::Null => Ok(None),
        Json::Text(text) => Ok(Some(text)),
        other => Err(wrong_type(&other, field, "a string or null")),
    }
}

/// An integer.
pub(crate) fn integer(value: &Json, field: &str) -> Result<i64, ModelFileError> {
    match value {
        Json::Integer(integer) => Ok(*integer),
        other => Err(wrong_type(other, field, "an integer")),
    }
}

/// An integer of at least one.
pub(crate) fn positive(value: &Json, field: &str) -> Result<u64, ModelFileError> {
    let given = integer(value, field)?;
    u64::try_from(given)
        .ok()
        .filter(|value| *value >= 1)
        .ok_or_else(|| wrong_value(field, given, "an integer of at least 1"))
}

/// A boolean.
pub(crate) fn boolean(value: &Json, field: &str) -> Result<bool, ModelFileError> {
    match value {
        Json::Bool(boolean) => Ok(*boolean),
        other => Err(wrong_type(other, field, "a boolean")),
    }
}

/// Refuse a list with two equal `names`.
pub(crate) fn unique<'a>(
    names: impl IntoIterator<Item = &'a str>,
    field: &str,
) -> Result<(), ModelFileError> {
    let mut known = std::collections::HashSet::new();
    match names.into_iter().find(|name| !known.insert(*name)) {
        None => Ok(()),
        Some(name) => Err(ModelFileError::Repeated { field: field.to_owned(), name: name.to_owned() }),
    }
}

/// The error for a value of another type.
pub(crate) fn wrong_type(value: &Json, field: &str, expected: &'static str) -> ModelFileError {
    ModelFileError::WrongType { field: field.to_owned(), given: value.type_name(), expected }
}

/// The error for a value that breaks a rule.
pub(crate) fn wrong_value(
    field: &str,
    given: impl std::fmt::Display,
    expected: impl Into<String>,
) -> ModelFileError {
    ModelFileError::WrongValue {
        field: field.to_owned(),
        given: given.to_string(),
        expected: expected.into(),
    }
}
