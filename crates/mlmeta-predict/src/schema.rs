//! The schema in a file is the one that its predictor keeps.

use crate::error::NativeError;
use crate::input::INPUT;
use crate::model::{Answer, Element};
use mlmeta_model::{Document, Field, FieldType};

/// Refuse a document whose schema is not what the predictor takes and gave when the spec had version `spec_version`.
pub(crate) fn check(document: &Document, answer: &dyn Answer, spec_version: u64) -> Result<(), NativeError> {
    let rows = Expected {
        name: INPUT,
        dtype: FieldType::Float64,
        shape: vec![-1, document.n_features as i64],
        on_request: false,
    };
    check_side(document, "schema.inputs", &document.schema.inputs, &[rows])?;
    let outputs: Vec<Expected> = answer
        .outputs()
        .iter()
        .filter(|output| output.since <= spec_version)
        .map(|output| Expected {
            name: output.name,
            dtype: match (output.element, answer.labels()) {
                (Element::Float64, _) => FieldType::Float64,
                (Element::Label, Some(labels)) => labels.dtype(),
                (Element::Int32 | Element::Label, _) => FieldType::Int32,
            },
            shape: [-1].into_iter().chain(output.columns.map(|columns| columns as i64)).collect(),
            on_request: output.on_request,
        })
        .collect();
    check_side(document, "schema.outputs", &document.schema.outputs, &outputs)
}

/// An entry that the kind asks for.
struct Expected {
    name: &'static str,
    dtype: FieldType,
    shape: Vec<i64>,
    on_request: bool,
}

impl Expected {
    fn is(&self, field: &Field) -> bool {
        field.dtype == self.dtype && field.shape == self.shape && field.on_request == self.on_request
    }
}

fn check_side(
    document: &Document,
    side: &str,
    given: &[Field],
    expected: &[Expected],
) -> Result<(), NativeError> {
    let error = |field: &str, given: String, expected: String| {
        let kind = document.kind.clone();
        NativeError::State { kind, field: field.to_owned(), given, expected }
    };
    let given_names: Vec<&str> = given.iter().map(|field| field.name.as_str()).collect();
    let names: Vec<&str> = expected.iter().map(|entry| entry.name).collect();
    if given_names != names {
        return Err(error(side, format!("{given_names:?}"), format!("{names:?}")));
    }
    for (field, expected) in given.iter().zip(expected) {
        if !expected.is(field) {
            let text = |dtype: FieldType, shape: &[i64], on_request| {
                format!("{} {shape:?}{}", dtype.name(), if on_request { " on request" } else { "" })
            };
            return Err(error(
                &format!("{side}.{}", field.name),
                text(field.dtype, &field.shape, field.on_request),
                text(expected.dtype, &expected.shape, expected.on_request),
            ));
        }
    }
    Ok(())
}
