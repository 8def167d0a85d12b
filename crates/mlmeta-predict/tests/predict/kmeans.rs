//! The K-Means predictor against its definition, and the states that it refuses.

use crate::common::{fault, field, model, numbers};
use mlmeta_model::{Document, FieldType, Sample, Schema, Tensor, TensorData, Value};
use mlmeta_predict::{Array, NativeError, PredictError, Predictor, Values, native};

fn document(n_clusters: i64, n_features: u64) -> Document {
    Document {
        kind: "cluster.KMeans".to_owned(),
        spec_version: 1,
        state_version: 1,
        params: vec![("n_clusters".to_owned(), Value::Integer(n_clusters))],
        n_features,
        feature_names: None,
        classes: None,
        steps: Vec::new(),
        schema: Schema {
            inputs: vec![field("X", FieldType::Float64, vec![-1, n_features as i64], false)],
            outputs: vec![
                field("labels", FieldType::Int32, vec![-1], false),
                field("distances", FieldType::Float64, vec![-1, n_clusters], true),
            ],
        },
        sample: Sample::default(),
    }
}

fn centres(rows: usize, columns: usize, values: Vec<f64>) -> Tensor {
    Tensor::new("cluster_centers_", vec![rows, columns], TensorData::F64(values)).unwrap()
}

fn predictor(rows: usize, columns: usize, values: Vec<f64>) -> Box<dyn Predictor> {
    native(&model(&document(rows as i64, columns as u64), vec![centres(rows, columns, values)])).unwrap()
}

fn labels(predictor: &dyn Predictor, rows: usize, columns: usize, values: Values) -> Vec<i32> {
    let answer = predictor.predict(&[Array::new("X", vec![rows, columns], values)], &["labels"]).unwrap();
    match &answer[0].values {
        Values::Int32(labels) => labels.clone(),
        other => panic!("labels are {}", other.type_name()),
    }
}

/// The definition, one centre after the other.
fn oracle(centres: &[f64], row: &[f64]) -> (i32, Vec<f64>) {
    let distances: Vec<f64> = centres
        .chunks_exact(row.len())
        .map(|centre| {
            let mut sum = 0.0;
            for (value, coordinate) in row.iter().zip(centre) {
                sum += (value - coordinate) * (value - coordinate);
            }
            sum
        })
        .collect();
    let smallest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let label = distances.iter().position(|distance| *distance == smallest).unwrap();
    (label as i32, distances.iter().map(|distance| distance.sqrt()).collect())
}

#[test]
fn labels_and_distances_have_the_bits_of_the_definition() {
    for (n_clusters, n_features) in [(1, 1), (2, 1), (3, 2), (7, 3), (16, 3), (33, 17), (100, 64)] {
        let values: Vec<f64> = numbers(n_clusters as u64).take(n_clusters * n_features).collect();
        let rows: Vec<f64> = numbers(99).take(50 * n_features).collect();
        let predictor = predictor(n_clusters, n_features, values.clone());
        let input = Array::new("X", vec![50, n_features], Values::Float64(rows.clone()));
        let answer = predictor.predict(&[input], &["distances", "labels"]).unwrap();
        let expected: Vec<(i32, Vec<f64>)> =
            rows.chunks_exact(n_features).map(|row| oracle(&values, row)).collect();
        let distances = expected.iter().flat_map(|(_, distances)| distances.iter().copied()).collect();
        let labels = expected.iter().map(|(label, _)| *label).collect();
        assert_eq!(answer[0], Array::new("distances", vec![50, n_clusters], Values::Float64(distances)));
        assert_eq!(answer[1], Array::new("labels", vec![50], Values::Int32(labels)));
    }
}

#[test]
fn the_number_of_rows_does_not_change_a_label() {
    // Whole numbers, so that many rows are equally far from several centres.
    let values: Vec<f64> = numbers(1).take(40 * 3).map(|value| (value / 20.0).round()).collect();
    let rows: Vec<f64> = numbers(2).take(3_000 * 3).map(|value| (value / 20.0).round()).collect();
    let predictor = predictor(40, 3, values.clone());
    let together = labels(&*predictor, 3_000, 3, Values::Float64(rows.clone()));
    let narrow = rows.iter().map(|value| *value as f32).collect();
    assert_eq!(labels(&*predictor, 3_000, 3, Values::Float32(narrow)), together);
    for (row, label) in rows.chunks_exact(3).zip(together) {
        assert_eq!(oracle(&values, row).0, label);
        assert_eq!(labels(&*predictor, 1, 3, Values::Float64(row.to_vec())), [label]);
    }
}

#[test]
fn a_number_that_is_not_finite_is_found_in_any_chunk() {
    let predictor = predictor(1, 2, vec![0.0, 0.0]);
    let mut rows = vec![0.0; 2 * 5_000];
    rows[2 * 4_321 + 1] = f64::NEG_INFINITY;
    let input = Array::new("X", vec![5_000, 2], Values::Float64(rows));
    let error = predictor.predict(&[input], &["labels"]).unwrap_err();
    assert!(matches!(error, PredictError::NotFinite { row: 4_321, column: 1, .. }), "{error}");
}

#[test]
fn a_tie_goes_to_the_lowest_index() {
    let predictor = predictor(4, 1, vec![9.0, 1.0, -1.0, 1.0]);
    assert_eq!(labels(&*predictor, 3, 1, Values::Float64(vec![0.0, 1.0, -0.5])), [1, 1, 2]);
    // All distances overflow: still an answer.
    assert_eq!(labels(&*predictor, 1, 1, Values::Float64(vec![1e300])), [0]);
}

#[test]
fn every_numeric_type_is_taken_as_it_is() {
    let predictor = predictor(2, 2, vec![0.0, 0.0, 200.0, 200.0]);
    assert_eq!(labels(&*predictor, 2, 2, Values::Float32(vec![1.5, 0.0, 199.0, 201.0])), [0, 1]);
    assert_eq!(labels(&*predictor, 2, 2, Values::Int64(vec![1, 0, 10_000, 201])), [0, 1]);
    assert_eq!(labels(&*predictor, 2, 2, Values::Int32(vec![-7, 0, 199, 201])), [0, 1]);
    assert_eq!(labels(&*predictor, 2, 2, Values::UInt8(vec![1, 0, 199, 255])), [0, 1]);
    assert_eq!(labels(&*predictor, 0, 2, Values::Float64(vec![])), [] as [i32; 0]);
}

#[test]
fn float32_centres_are_read() {
    let tensor = Tensor::new("cluster_centers_", vec![2, 1], TensorData::F32(vec![0.1, 5.0])).unwrap();
    let predictor = native(&model(&document(2, 1), vec![tensor])).unwrap();
    let answer = predictor
        .predict(&[Array::new("X", vec![1, 1], Values::Float64(vec![0.0]))], &["distances"])
        .unwrap();
    assert_eq!(answer[0].values, Values::Float64(vec![f64::from(0.1_f32), 5.0]));
}

#[test]
fn bad_inputs_are_refused() {
    let predictor = predictor(2, 2, vec![0.0, 0.0, 1.0, 1.0]);
    let ask = |name: &'static str, shape: Vec<usize>, values, output| {
        predictor.predict(&[Array::new(name, shape, values)], &[output]).unwrap_err()
    };
    let numbers = || Values::Float64(vec![1.0, 2.0]);
    assert!(matches!(ask("Y", vec![1, 2], numbers(), "labels"), PredictError::MissingInput { name: "X" }));
    for shape in [vec![2], vec![2, 1], vec![2, 2], vec![1, 2, 1], vec![], vec![usize::MAX, 2]] {
        assert!(matches!(ask("X", shape, numbers(), "labels"), PredictError::Shape { .. }));
    }
    let bools = Values::Bool(vec![true, false]);
    assert!(matches!(ask("X", vec![1, 2], bools, "labels"), PredictError::Type { .. }));
    let nan = Values::Float64(vec![1.0, f64::NAN]);
    assert!(matches!(ask("X", vec![1, 2], nan, "labels"), PredictError::NotFinite { row: 0, column: 1, .. }));
    assert!(matches!(ask("X", vec![1, 2], numbers(), "lables"), PredictError::UnknownOutput { .. }));
}

#[test]
fn states_that_break_the_rules_are_refused() {
    let honest = || centres(2, 2, vec![0.0; 4]);
    let refused = |change: &dyn Fn(&mut Document), tensors: Vec<Tensor>| {
        let mut document = document(2, 2);
        change(&mut document);
        native(&model(&document, tensors)).unwrap_err()
    };
    let same = |_: &mut Document| {};
    assert!(native(&model(&document(2, 2), vec![honest()])).is_ok());
    let state = |error: NativeError, expected: &str| assert_eq!(fault(error), expected);
    state(refused(&same, vec![]), "cluster_centers_");
    state(refused(&same, vec![centres(4, 1, vec![0.0; 4])]), "cluster_centers_");
    state(refused(&same, vec![centres(0, 2, vec![])]), "cluster_centers_");
    let integers = Tensor::new("cluster_centers_", vec![2, 2], TensorData::I64(vec![0; 4])).unwrap();
    state(refused(&same, vec![integers]), "cluster_centers_");
    state(refused(&|document| document.n_features = 3, vec![honest()]), "cluster_centers_");
    let n_clusters = |document: &mut Document| document.params[0].1 = Value::Integer(3);
    state(refused(&n_clusters, vec![honest()]), "params.n_clusters");
    let extra = Tensor::new("coef_", vec![1], TensorData::U8(vec![1])).unwrap();
    state(refused(&same, vec![honest(), extra]), "coef_");
    let classes =
        |document: &mut Document| document.classes = Some(mlmeta_model::Classes::Integer(vec![1, 2]));
    state(refused(&classes, vec![honest()]), "classes");
    let width = |document: &mut Document| document.schema.inputs[0].shape = vec![-1, 3];
    state(refused(&width, vec![honest()]), "schema.inputs.X");
    let output = |document: &mut Document| document.schema.outputs[1].shape = vec![-1, 3];
    state(refused(&output, vec![honest()]), "schema.outputs.distances");
    let newer = |document: &mut Document| document.state_version = 2;
    let error = refused(&newer, vec![honest()]);
    assert!(matches!(error, NativeError::NewerState { field: "state_version", given: 2, .. }));
    let newer = |document: &mut Document| document.spec_version = 2;
    let error = refused(&newer, vec![honest()]);
    assert!(matches!(error, NativeError::NewerState { field: "spec_version", given: 2, .. }));
    let kind = |document: &mut Document| document.kind = "cluster.Birch".to_owned();
    let message = refused(&kind, vec![honest()]).to_string();
    let known = mlmeta_predict::kinds().join(", ");
    assert_eq!(message, format!("cluster.Birch: no native predictor; native kinds: {known}"));
}
