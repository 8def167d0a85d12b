//! Document and tensors name each other: no reference without its tensor, no tensor without its place.

use crate::checksum::SAMPLE_PREFIX;
use crate::classes::Classes;
use crate::document::Document;
use crate::error::ModelFileError;
use crate::fields;
use crate::schema::{Field, FieldType};
use crate::step;
use crate::tensor::{Tensor, TensorData};
use crate::value::Value;
use crate::view::{PARAMS_PREFIX, is_shared};
use std::collections::{HashMap, HashSet};

/// What the names of tensors that hold the ranges of training start with.
const RANGES_PREFIX: &str = "ranges.";

/// Refuse a document whose references do not fit the tensors, and tensors that nothing accounts for.
pub(crate) fn check(document: &Document, tensors: &[Tensor]) -> Result<(), ModelFileError> {
    let known = tensors.iter().map(|tensor| (tensor.name(), tensor)).collect();
    let mut references = References { known, named: HashSet::new() };
    if document.steps.is_empty() {
        references.check_params("mlmeta", "", &document.params)?;
    }
    for (index, step) in document.steps.iter().enumerate() {
        references.check_params(&format!("mlmeta.steps[{index}]"), &step::prefix(index), &step.params)?;
    }
    references.check_ranges(document)?;
    references.check_samples(document)?;
    references.check_names(document, tensors)
}

/// The tensors by name, and those that the document named so far.
struct References<'a> {
    known: HashMap<&'a str, &'a Tensor>,
    named: HashSet<&'a str>,
}

impl<'a> References<'a> {
    /// The tensor called `name`, which must start with `prefix`; `field` is for errors.
    fn find(&mut self, field: &str, prefix: &str, name: &'a str) -> Result<&'a Tensor, ModelFileError> {
        if !name.starts_with(prefix) {
            return Err(fields::wrong_value(field, name, format!("the name of a tensor \"{prefix}*\"")));
        }
        self.named.insert(name);
        match self.known.get(name) {
            Some(tensor) => Ok(tensor),
            None => Err(ModelFileError::UnknownTensor { field: field.to_owned(), name: name.to_owned() }),
        }
    }

    /// The parameters of one state.
    fn check_params(
        &mut self,
        field: &str,
        state: &str,
        params: &'a [(String, Value)],
    ) -> Result<(), ModelFileError> {
        let prefix = format!("{state}{PARAMS_PREFIX}");
        for (name, value) in params {
            let mut result = Ok(());
            value.visit_tensors(&mut |tensor| {
                if result.is_ok() {
                    result = self.find(&format!("{field}.params.{name}"), &prefix, tensor).map(|_| ());
                }
            });
            result?;
        }
        Ok(())
    }

    fn check_ranges(&mut self, document: &'a Document) -> Result<(), ModelFileError> {
        let schema = &document.schema;
        let inputs = schema.inputs.iter().map(|entry| ("inputs", entry));
        let outputs = schema.outputs.iter().map(|entry| ("outputs", entry));
        for (side, entry) in inputs.chain(outputs) {
            let field = format!("mlmeta.schema.{side}.{}", entry.name);
            let (minimum, maximum) = match (&entry.min, &entry.max) {
                (None, None) => continue,
                (Some(minimum), Some(maximum)) => (minimum, maximum),
                (None, Some(other)) | (Some(other), None) => {
                    return Err(fields::wrong_value(&field, other, "both min and max, or neither"));
                }
            };
            let minimum = self.range(&format!("{field}.min"), minimum, entry)?;
            let maximum = self.range(&format!("{field}.max"), maximum, entry)?;
            if let Some(column) = (0..minimum.len()).find(|column| minimum[*column] > maximum[*column]) {
                return Err(ModelFileError::EmptyRange {
                    field,
                    column,
                    minimum: minimum[column],
                    maximum: maximum[column],
                });
            }
        }
        Ok(())
    }

    /// One number a column of `entry`.
    fn range(&mut self, field: &str, name: &'a str, entry: &Field) -> Result<&'a [f64], ModelFileError> {
        let tensor = self.find(field, RANGES_PREFIX, name)?;
        let columns = match entry.shape[..] {
            [-1, columns] => usize::try_from(columns).ok(),
            _ => None,
        };
        match (tensor.data(), tensor.shape(), columns) {
            (TensorData::F64(values), &[length], Some(columns)) if length == columns => Ok(values),
            (_, _, None) => Err(fields::wrong_value(
                field,
                name,
                format!("null for an entry of the shape {:?}", entry.shape),
            )),
            (data, shape, Some(columns)) => Err(fields::wrong_value(
                field,
                format!("{} {shape:?}", data.data_type().name()),
                format!("F64 [{columns}]"),
            )),
        }
    }

    fn check_samples(&mut self, document: &'a Document) -> Result<(), ModelFileError> {
        let (sample, schema) = (&document.sample, &document.schema);
        let sides =
            [(&sample.inputs, &schema.inputs, "inputs"), (&sample.outputs, &schema.outputs, "outputs")];
        for (pairs, entries, side) in sides {
            let declared: HashMap<_, _> = entries.iter().map(|entry| (entry.name.as_str(), entry)).collect();
            for (name, tensor) in pairs {
                let Some(entry) = declared.get(name.as_str()) else {
                    return Err(ModelFileError::UnknownKey {
                        field: format!("mlmeta.sample.{side}"),
                        key: name.clone(),
                    });
                };
                let field = format!("mlmeta.sample.{side}.{name}");
                let tensor = self.find(&field, SAMPLE_PREFIX, tensor)?;
                check_sample(&field, entry, tensor, document.classes.as_ref())?;
            }
        }
        Ok(())
    }

    /// Each tensor of parameters, ranges or sample was named, and each tensor of a chain is one of its steps'.
    fn check_names(&self, document: &Document, tensors: &[Tensor]) -> Result<(), ModelFileError> {
        for name in tensors.iter().map(Tensor::name) {
            let bare = match document.steps.len() {
                _ if is_shared(name) => PARAMS_PREFIX,
                0 => name,
                steps => within_step(name, steps)
                    .ok_or_else(|| ModelFileError::NoSuchStep { name: name.to_owned(), steps })?,
            };
            if bare.starts_with(PARAMS_PREFIX) && !self.named.contains(name) {
                return Err(ModelFileError::UnnamedTensor { name: name.to_owned() });
            }
        }
        Ok(())
    }
}

/// What follows `steps.<i>.` in the name of a tensor of one of so many `steps`.
fn within_step(name: &str, steps: usize) -> Option<&str> {
    let (digits, bare) = name.strip_prefix("steps.")?.split_once('.')?;
    let index: usize = digits.parse().ok()?;
    (index < steps && index.to_string() == digits && !bare.is_empty()).then_some(bare)
}

/// The tensor of a sample has the dtype and shape that the schema declares.
fn check_sample(
    field: &str,
    declared: &Field,
    tensor: &Tensor,
    classes: Option<&Classes>,
) -> Result<(), ModelFileError> {
    let (given, expected) = (tensor.data().data_type(), declared.dtype.stored_as());
    if given != expected {
        return Err(fields::wrong_value(field, given.name(), expected.name()));
    }
    if !declared.accepts_shape(tensor.shape()) {
        return Err(fields::wrong_value(
            field,
            format!("{:?}", tensor.shape()),
            format!("the shape {:?} of the schema", declared.shape),
        ));
    }
    if let (FieldType::Text, TensorData::I64(indexes)) = (declared.dtype, tensor.data()) {
        let classes = classes.map_or(0, Classes::len);
        let outside = |index: &&i64| usize::try_from(**index).map_or(true, |index| index >= classes);
        if let Some(index) = indexes.iter().find(outside) {
            return Err(fields::wrong_value(field, index, format!("an index into {classes} classes")));
        }
    }
    Ok(())
}
