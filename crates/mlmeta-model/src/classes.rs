//! The labels of a classifier.

use crate::error::ModelFileError;
use crate::fields;
use crate::json::Json;

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
    pub(crate) fn from_json(value: Json, field: &str) -> Result<Option<Self>, ModelFileError> {
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

    /// The list of labels, or null.
    pub(crate) fn option_to_json(classes: Option<&Self>) -> Json {
        classes.map_or(Json::Null, Self::to_json)
    }

    fn to_json(&self) -> Json {
        Json::Array(match self {
            Self::Text(labels) => labels.iter().map(Json::text).collect(),
            Self::Integer(labels) => labels.iter().map(|label| Json::Integer(*label)).collect(),
            Self::Bool(labels) => labels.iter().map(|label| Json::Bool(*label)).collect(),
        })
    }
}
