//! The sample in a file: an input with the answer that it had when the model was saved.

use crate::Predictor;
use crate::array::{Array, Values};
use crate::error::SampleError;
use mlmeta_model::{Classes, Model, TensorData};

/// Real numbers may differ by this part of the greatest magnitude in the output: providers round differently.
const TOLERANCE: f64 = 1e-6;
/// The output for which the magnitudes of the input count too: some providers form a distance as a difference of the
/// squares of the rows, which loses half of the digits.
const DISTANCES: &str = "distances";

/// Ask `predictor` for the sample of `model`, and compare its answer with the one in the file: discrete outputs must be
/// equal, real ones within 1e-6 of the greatest magnitude in the output, or for distances in the input. A file without
/// a sample passes.
///
/// # Errors
///
/// [`SampleError`] if the sample is refused, or an output differs.
///
/// ```no_run
/// # use mlmeta_model::{Limits, Model};
/// let model = Model::read("segments.mlm".as_ref(), &Limits::default())?;
/// let predictor = mlmeta_predict::native(&model)?;
/// mlmeta_predict::check_sample(&model, &*predictor)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_sample(model: &Model, predictor: &dyn Predictor) -> Result<(), SampleError> {
    let sample = &model.document().sample;
    let inputs: Vec<Array> = sample
        .inputs
        .iter()
        .filter_map(|(name, tensor)| model.tensor(tensor).map(|tensor| (name, tensor)))
        .map(|(name, tensor)| Array::new(name.clone(), tensor.shape().to_vec(), values(tensor.data())))
        .collect();
    if inputs.is_empty() {
        return Ok(());
    }
    let largest_input = inputs.iter().map(|array| greatest_magnitude(&array.values)).fold(0.0, f64::max);
    let names: Vec<&str> = sample.outputs.iter().map(|(name, _)| name.as_str()).collect();
    let answers = predictor.predict(&inputs, &names).map_err(SampleError::Refused)?;
    for ((name, tensor), answer) in sample.outputs.iter().zip(answers) {
        let Some(expected) = model.tensor(tensor) else { continue };
        if answer.shape != expected.shape() {
            let (given, expected) = (format!("{:?}", answer.shape), format!("{:?}", expected.shape()));
            return Err(SampleError::Shape { output: name.clone(), given, expected });
        }
        let magnitude = if name == DISTANCES { largest_input } else { 0.0 };
        let classes = model.document().classes.as_ref();
        if let Some((element, given, expected)) =
            difference(&answer.values, expected.data(), magnitude, classes)
        {
            return Err(SampleError::Value { output: name.clone(), element, given, expected });
        }
    }
    Ok(())
}

/// The elements of a tensor as a request gives them.
fn values(data: &TensorData) -> Values {
    match data {
        TensorData::F64(values) => Values::Float64(values.clone()),
        TensorData::F32(values) => Values::Float32(values.clone()),
        TensorData::I64(values) => Values::Int64(values.clone()),
        TensorData::I32(values) => Values::Int32(values.clone()),
        TensorData::U8(values) => Values::UInt8(values.clone()),
        TensorData::Bool(values) => Values::Bool(values.clone()),
    }
}

/// The greatest magnitude among real numbers; 0 if there are none.
fn greatest_magnitude(values: &Values) -> f64 {
    let greatest = |greatest: f64, value: f64| greatest.max(value.abs());
    match values {
        Values::Float64(values) => values.iter().copied().fold(0.0, greatest),
        Values::Float32(values) => values.iter().map(|value| f64::from(*value)).fold(0.0, greatest),
        _ => 0.0,
    }
}

/// The first element that differs too much, what was answered and what is in the file. Real numbers are measured by
/// the greatest magnitude of the expected ones, or by `magnitude` if that is greater.
fn difference(
    given: &Values,
    expected: &TensorData,
    magnitude: f64,
    classes: Option<&Classes>,
) -> Option<(usize, String, String)> {
    match (given, expected) {
        (Values::Float64(given), TensorData::F64(expected)) => {
            let greatest = expected.iter().fold(magnitude, |greatest: f64, value| greatest.max(value.abs()));
            // Not `>`: a NaN differs from everything.
            first(given, expected, |given, expected| (given - expected).abs() <= TOLERANCE * greatest)
        }
        (Values::Int32(given), TensorData::I32(expected)) => {
            first(given, expected, |left, right| left == right)
        }
        (Values::Int64(given), TensorData::I64(expected)) => {
            first(given, expected, |left, right| left == right)
        }
        (Values::Bool(given), TensorData::Bool(expected)) => {
            first(given, expected, |left, right| left == right)
        }
        (Values::Text(given), TensorData::I64(indexes)) => {
            let labels = match classes {
                Some(Classes::Text(labels)) => labels.as_slice(),
                _ => &[],
            };
            let label = |index: i64| usize::try_from(index).ok().and_then(|index| labels.get(index));
            let element = given
                .iter()
                .zip(indexes)
                .position(|(given, index)| label(*index).is_none_or(|label| **label != **given))?;
            let expected =
                label(indexes[element]).map_or_else(|| "no label".to_owned(), |label| format!("{label:?}"));
            Some((element, format!("{:?}", given[element]), expected))
        }
        (given, expected) => Some((0, given.type_name().to_owned(), expected.data_type().name().to_owned())),
    }
}

fn first<T: Copy + ToString>(
    given: &[T],
    expected: &[T],
    equal: impl Fn(T, T) -> bool,
) -> Option<(usize, String, String)> {
    let element = given.iter().zip(expected).position(|(given, expected)| !equal(*given, *expected))?;
    Some((element, given[element].to_string(), expected[element].to_string()))
}
