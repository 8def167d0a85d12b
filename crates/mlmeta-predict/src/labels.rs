//! The labels of a classifier, as elements of an answer.

use crate::array::Values;
use mlmeta_model::{Classes, FieldType};
use std::sync::Arc;

/// The labels in the order of the probability columns.
#[derive(Debug)]
pub(crate) enum Labels {
    /// Texts; an answer shares them, so that no row copies one.
    Text(Vec<Arc<str>>),
    Integer(Vec<i64>),
    Bool(Vec<bool>),
}

impl Labels {
    pub(crate) fn new(classes: &Classes) -> Self {
        match classes {
            Classes::Text(labels) => {
                Self::Text(labels.iter().map(|label| Arc::from(label.as_str())).collect())
            }
            Classes::Integer(labels) => Self::Integer(labels.clone()),
            Classes::Bool(labels) => Self::Bool(labels.clone()),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(labels) => labels.len(),
            Self::Integer(labels) => labels.len(),
            Self::Bool(labels) => labels.len(),
        }
    }

    /// The element type of an output of labels.
    pub(crate) fn dtype(&self) -> FieldType {
        match self {
            Self::Text(_) => FieldType::Text,
            Self::Integer(_) => FieldType::Int64,
            Self::Bool(_) => FieldType::Bool,
        }
    }

    /// No labels yet, with room for some.
    pub(crate) fn values(&self, capacity: usize) -> Values {
        match self {
            Self::Text(_) => Values::Text(Vec::with_capacity(capacity)),
            Self::Integer(_) => Values::Int64(Vec::with_capacity(capacity)),
            Self::Bool(_) => Values::Bool(Vec::with_capacity(capacity)),
        }
    }

    /// Append the labels with these `indexes` to `values`, which came from [`values`](Self::values).
    pub(crate) fn append(&self, values: &mut Values, indexes: impl Iterator<Item = usize>) {
        match (self, values) {
            (Self::Text(labels), Values::Text(values)) => {
                values.extend(indexes.map(|index| Arc::clone(&labels[index])));
            }
            (Self::Integer(labels), Values::Int64(values)) => {
                values.extend(indexes.map(|index| labels[index]));
            }
            (Self::Bool(labels), Values::Bool(values)) => values.extend(indexes.map(|index| labels[index])),
            _ => {}
        }
    }
}
