//! The names of algorithms.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;

/// The kind of a chain of steps.
pub(crate) const CHAIN: &str = "chain";

/// The name of an algorithm.
pub(crate) fn of_algorithm(value: Json, field: &str) -> Result<String, ModelFileError> {
    let kind = fields::text(value, field)?;
    if is_algorithm(&kind) { Ok(kind) } else { Err(refused(field, &kind, "")) }
}

/// The name of an algorithm, or of a chain.
pub(crate) fn of_model(value: Json, field: &str) -> Result<String, ModelFileError> {
    let kind = fields::text(value, field)?;
    if kind == CHAIN || is_algorithm(&kind) { Ok(kind) } else { Err(refused(field, &kind, ", or \"chain\"")) }
}

fn refused(field: &str, kind: &str, more: &str) -> ModelFileError {
    fields::wrong_value(field, kind, format!("\"namespace.Name\" or \"dist-name/namespace.Name\"{more}"))
}

/// Whether `kind` is `[dist-name/]namespace.Name` in letters, digits, `_`, and `-` or `.` within the distribution.
fn is_algorithm(kind: &str) -> bool {
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
