//! The sample in a file is asked before its model is trusted.

use crate::chain::kmeans;
use crate::classifier::logistic;
use crate::common::{State, model};
use crate::projection::pca;
use mlmeta_model::{Model, Sample, Tensor, TensorData};
use mlmeta_predict::{SampleError, check_sample, native};

/// The model of `state` with a sample of one row.
fn with_sample(state: &State, row: &[f64], outputs: Vec<(&str, Vec<usize>, TensorData)>) -> Model {
    let mut document = state.document();
    let mut tensors: Vec<Tensor> = state.model().tensors().to_vec();
    tensors.push(Tensor::new("sample.X", vec![1, row.len()], TensorData::F64(row.to_vec())).unwrap());
    document.sample = Sample {
        inputs: vec![("X".to_owned(), "sample.X".to_owned())],
        outputs: outputs.iter().map(|(name, ..)| ((*name).to_owned(), format!("sample.{name}"))).collect(),
    };
    for (name, shape, data) in outputs {
        tensors.push(Tensor::new(format!("sample.{name}"), shape, data).unwrap());
    }
    model(&document, tensors)
}

fn checked(model: &Model) -> Result<(), SampleError> {
    check_sample(model, &*native(model).unwrap())
}

#[test]
fn a_sample_that_comes_out_as_the_file_says_passes() {
    let classifier = logistic(&[1.0], 1, &[0.0]);
    let labels = |index| ("labels", vec![1], TensorData::I64(vec![index]));
    let probabilities = |p: f64| ("probabilities", vec![1, 2], TensorData::F64(vec![1.0 - p, p]));
    let p = 1.0 / (1.0 + (-2.0_f64).exp());
    let model = with_sample(&classifier, &[2.0], vec![labels(1), probabilities(p + 5e-7)]);
    assert_eq!(checked(&model), Ok(()));
    let model = with_sample(&classifier, &[2.0], vec![labels(0), probabilities(p)]);
    let message = checked(&model).unwrap_err().to_string();
    assert_eq!(
        message,
        "the sample's output \"labels\" comes out as \"b\" in element 0, the file says \"a\""
    );
    let model = with_sample(&classifier, &[2.0], vec![labels(1), probabilities(p + 1e-5)]);
    assert!(
        matches!(checked(&model), Err(SampleError::Value { output, element: 0, .. }) if output == "probabilities")
    );
}

#[test]
fn the_tolerance_is_a_part_of_the_greatest_magnitude() {
    let projection = pca(&[1.0, 0.0, 0.0, 1.0], &[0.0, 0.0], &[1.0, 1.0]);
    let sample = |values: [f64; 2]| {
        checked(&with_sample(
            &projection,
            &[1e6, 1.0],
            vec![("transformed", vec![1, 2], TensorData::F64(values.to_vec()))],
        ))
    };
    assert_eq!(sample([1e6, 1.5]), Ok(()));
    assert!(sample([1e6, 2.5]).is_err());
    assert!(sample([1e6 + 2.0, 1.0]).is_err());
}

#[test]
fn distances_may_have_lost_the_digits_of_large_rows() {
    let clusters = kmeans(&[1e9, 1e9 + 1.0], 2);
    let sample = |distances: [f64; 2]| {
        let distances = ("distances", vec![1, 2], TensorData::F64(distances.to_vec()));
        checked(&with_sample(&clusters, &[1e9], vec![distances]))
    };
    assert_eq!(sample([5.0, 1.0]), Ok(()));
    assert!(sample([1.1e3, 1.0]).is_err());
}

#[test]
fn a_model_without_a_sample_passes() {
    assert_eq!(checked(&logistic(&[1.0], 1, &[0.0]).model()), Ok(()));
}

#[test]
fn a_sample_of_another_shape_or_one_that_is_refused_is_an_error() {
    let projection = pca(&[1.0], &[0.0], &[1.0]);
    let two = ("transformed", vec![2, 1], TensorData::F64(vec![1.0, 1.0]));
    assert!(matches!(checked(&with_sample(&projection, &[1.0], vec![two])), Err(SampleError::Shape { .. })));
}
