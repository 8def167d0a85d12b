//! Rows that a request gives column by column, matched to the model's features by name.

use crate::error::ApiError;
use crate::hints::{hint, shortened};
use crate::infer::input;
use crate::oip::InputTensor;
use mlmeta_model::{Document, Field, FieldType};
use mlmeta_predict::{Array, Values};
use std::collections::HashMap;

/// The names of the model's features, if `given` are columns: none of them is called as an input of the schema.
pub(crate) fn features<'a>(given: &[InputTensor<'_>], document: &'a Document) -> Option<&'a [String]> {
    let inputs = &document.schema.inputs;
    let is_input = |tensor: &InputTensor<'_>| inputs.iter().any(|field| field.name == tensor.name);
    let names = document.feature_names.as_deref()?;
    (inputs.len() == 1 && !given.is_empty() && !given.iter().any(is_input)).then_some(names)
}

/// Refuse an input of the schema beside columns, and rows whose columns the client names otherwise than the model.
pub(crate) fn check_rows(given: &[InputTensor<'_>], document: &Document) -> Result<(), ApiError> {
    let Some(names) = &document.feature_names else { return Ok(()) };
    let is_feature = |tensor: &&InputTensor<'_>| names.iter().any(|name| *name == tensor.name);
    if let ([field], Some(column)) = (&document.schema.inputs[..], given.iter().find(is_feature))
        && given.len() > 1
        && column.name != field.name
    {
        let message = format!(
            "input {:?} is a column of {:?}; give rows as {:?}, or columns by their names, not both",
            column.name, field.name, field.name
        );
        return Err(ApiError::bad_request(message));
    }
    for tensor in given {
        let Some(columns) = tensor.parameters.as_ref().and_then(|parameters| parameters.columns.as_ref())
        else {
            continue;
        };
        if columns.len() != names.len() {
            let message = format!(
                "input {:?}: {} columns are named, expected {}",
                tensor.name,
                columns.len(),
                names.len()
            );
            return Err(ApiError::bad_request(message));
        }
        if let Some((given, expected)) = columns.iter().zip(names).find(|(given, expected)| given != expected)
        {
            let message = format!(
                "input {:?}: the column {:?} stands where {expected:?} is expected; the order is {names:?}",
                tensor.name,
                shortened(given)
            );
            return Err(ApiError::bad_request(message));
        }
    }
    Ok(())
}

/// The input of the schema, `(rows, features)` in float64, from one tensor a feature in any order, each of shape
/// `[rows]` or `[rows, 1]`.
pub(crate) fn rows(
    given: &[InputTensor<'_>],
    features: &[String],
    document: &Document,
) -> Result<Array, ApiError> {
    let field = &document.schema.inputs[0];
    let positions: HashMap<&str, usize> =
        features.iter().enumerate().map(|(position, name)| (name.as_str(), position)).collect();
    let mut columns: Vec<Option<&InputTensor<'_>>> = vec![None; features.len()];
    for tensor in given {
        let name = tensor.name.as_ref();
        let Some(position) = positions.get(name) else {
            let known = features.iter().map(String::as_str).chain([field.name.as_str()]);
            let message = format!("input {:?} is unknown. {}", shortened(name), hint(name, known));
            return Err(ApiError::bad_request(message));
        };
        if columns[*position].replace(tensor).is_some() {
            return Err(ApiError::bad_request(format!("input {name:?} is given twice")));
        }
    }
    if let Some(missing) = columns.iter().position(Option::is_none) {
        let message = format!("input {:?} is missing; columns are given all by name", features[missing]);
        return Err(ApiError::bad_request(message));
    }
    let columns = columns
        .into_iter()
        .flatten()
        .zip(features)
        .map(|(tensor, feature)| input(tensor, &column(tensor, feature)))
        .collect::<Result<Vec<Array>, _>>()?;
    let n_rows = columns.first().map_or(0, Array::rows);
    if let Some(other) = columns.iter().find(|column| column.rows() != n_rows) {
        let (name, rows) = (&other.name, other.rows());
        let message = format!("input {name:?} has {rows} rows, input {:?} has {n_rows}", features[0]);
        return Err(ApiError::bad_request(message));
    }
    let mut values = vec![0.0; n_rows * features.len()];
    for (position, column) in columns.iter().enumerate() {
        let cells = values.iter_mut().skip(position).step_by(features.len());
        match &column.values {
            Values::Float64(column) => cells.zip(column).for_each(|(cell, value)| *cell = *value),
            Values::Float32(column) => cells.zip(column).for_each(|(cell, value)| *cell = f64::from(*value)),
            Values::Int64(column) => cells.zip(column).for_each(|(cell, value)| *cell = *value as f64),
            Values::Int32(column) => cells.zip(column).for_each(|(cell, value)| *cell = f64::from(*value)),
            Values::UInt8(column) => cells.zip(column).for_each(|(cell, value)| *cell = f64::from(*value)),
            Values::Bool(_) | Values::Text(_) => {
                return Err(ApiError::internal("a column is no number: this is a bug"));
            }
        }
    }
    Ok(Array::new(field.name.clone(), vec![n_rows, features.len()], Values::Float64(values)))
}

/// What the tensor of a column must be.
fn column(tensor: &InputTensor<'_>, feature: &str) -> Field {
    let shape = if tensor.shape.len() == 2 { vec![-1, 1] } else { vec![-1] };
    let (name, dtype, description) = (feature.to_owned(), FieldType::Float64, String::new());
    Field { name, dtype, shape, description, min: None, max: None, on_request: false }
}
