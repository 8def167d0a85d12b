//! Scalers, row scalers, and what they do with missing values.

use crate::common::{State, reals, state, take};
use mlmeta_model::{TensorData, Value};
use mlmeta_predict::{Array, PredictError, Values};
use proptest::prelude::*;

pub(crate) fn standard(mean: &[f64], scale: &[f64]) -> State {
    let columns = mean.len();
    let variance: Vec<f64> = scale.iter().map(|scale| scale * scale).collect();
    state("preprocessing.StandardScaler", columns)
        .flag("with_mean", true)
        .flag("with_std", true)
        .floats("mean_", &[columns], mean)
        .floats("var_", &[columns], &variance)
        .floats("scale_", &[columns], scale)
        .count("n_samples_seen_", 10)
        .transformed(columns)
}

fn min_max(factors: &[f64], offsets: &[f64]) -> State {
    let columns = factors.len();
    let zeros = vec![0.0; columns];
    state("preprocessing.MinMaxScaler", columns)
        .param("feature_range", Value::List(vec![Value::Integer(0), Value::Real(1.0)]))
        .floats("scale_", &[columns], factors)
        .floats("min_", &[columns], offsets)
        .floats("data_min_", &[columns], &zeros)
        .floats("data_max_", &[columns], &zeros)
        .floats("data_range_", &[columns], &zeros)
        .count("n_samples_seen_", 10)
        .transformed(columns)
}

fn robust(center: &[f64], scale: &[f64]) -> State {
    let columns = center.len();
    state("preprocessing.RobustScaler", columns)
        .floats("center_", &[columns], center)
        .floats("scale_", &[columns], scale)
        .transformed(columns)
}

fn max_abs(scale: &[f64]) -> State {
    let columns = scale.len();
    state("preprocessing.MaxAbsScaler", columns)
        .floats("scale_", &[columns], scale)
        .floats("max_abs_", &[columns], scale)
        .count("n_samples_seen_", 10)
        .transformed(columns)
}

/// The norm of a row.
type Norm = fn(&[f64]) -> f64;

fn cells(rows: &[f64], columns: usize, map: impl Fn(f64, usize) -> f64) -> Vec<f64> {
    rows.iter().enumerate().map(|(index, value)| map(*value, index % columns)).collect()
}

proptest! {
    #[test]
    fn scalers_have_the_bits_of_their_definition(columns in 1_usize..20, n_rows in 0_usize..40, seed: u64) {
        let rows = take(seed, n_rows * columns);
        let (a, b) = (take(seed ^ 1, columns), take(seed ^ 2, columns));
        let scaled = |state: State| reals(&*state.predictor(), columns, &rows, "transformed");
        let both = cells(&rows, columns, |x, column| (x - a[column]) / b[column]);
        let shifted = cells(&rows, columns, |x, column| x - a[column]);
        let divided = cells(&rows, columns, |x, column| x / b[column]);
        prop_assert_eq!(scaled(standard(&a, &b)), both.clone());
        let no_mean = standard(&a, &b).flag("with_mean", false);
        prop_assert_eq!(scaled(State { params: vec![("with_mean".to_owned(), Value::Bool(false))], ..no_mean }), divided.clone());
        prop_assert_eq!(scaled(robust(&a, &b)), both);
        prop_assert_eq!(scaled(robust(&a, &b).flag("with_scaling", false)), shifted);
        prop_assert_eq!(scaled(robust(&a, &b).flag("with_centering", false)), divided.clone());
        prop_assert_eq!(scaled(max_abs(&b)), divided.clone());
        let clipped = cells(&rows, columns, |x, column| (x / b[column]).clamp(-1.0, 1.0));
        prop_assert_eq!(scaled(max_abs(&b).flag("clip", true)), clipped);
        let product = cells(&rows, columns, |x, column| x * a[column] + b[column]);
        prop_assert_eq!(scaled(min_max(&a, &b)), product.clone());
        let ends = Value::List(vec![Value::Integer(-20), Value::Real(30.5)]);
        let narrow = State { params: vec![("feature_range".to_owned(), ends)], ..min_max(&a, &b) };
        let clipped: Vec<f64> = product.iter().map(|x| x.clamp(-20.0, 30.5)).collect();
        prop_assert_eq!(scaled(narrow.clone()), product);
        prop_assert_eq!(scaled(narrow.flag("clip", true)), clipped);
    }

    #[test]
    fn normalised_rows_have_norm_one(columns in 1_usize..20, n_rows in 0_usize..40, seed: u64) {
        let rows = take(seed, n_rows * columns);
        let norms: [(&str, Norm); 3] = [
            ("l1", |row| row.iter().map(|x| x.abs()).sum()),
            ("l2", |row| row.iter().map(|x| x * x).sum::<f64>().sqrt()),
            ("max", |row| row.iter().map(|x| x.abs()).fold(0.0, f64::max)),
        ];
        for (name, norm) in norms {
            let state = state("preprocessing.Normalizer", columns).param("norm", Value::Text(name.to_owned()));
            let given = reals(&*state.transformed(columns).predictor(), columns, &rows, "transformed");
            let expected: Vec<f64> =
                rows.chunks_exact(columns).flat_map(|row| row.iter().map(|x| x / norm(row)).collect::<Vec<_>>()).collect();
            prop_assert_eq!(given, expected);
        }
    }
}

#[test]
fn a_row_too_small_to_have_a_norm_stays_as_it_is() {
    let normalizer = state("preprocessing.Normalizer", 2).transformed(2).predictor();
    let rows = [0.0, 0.0, 1e-15, -1e-15, 3e-15, -4e-15];
    let scaled = reals(&*normalizer, 2, &rows, "transformed");
    assert_eq!(scaled[..4], rows[..4]);
    assert_eq!(scaled[4..], [0.6, -0.8]);
}

#[test]
fn values_above_the_threshold_become_one() {
    let binarizer = |threshold| {
        let state = state("preprocessing.Binarizer", 1).param("threshold", threshold).transformed(1);
        reals(&*state.predictor(), 1, &[-1.0, 0.0, 0.5, 1.0, 2.0], "transformed")
    };
    assert_eq!(binarizer(Value::Integer(0)), [0.0, 0.0, 1.0, 1.0, 1.0]);
    assert_eq!(binarizer(Value::Real(0.5)), [0.0, 0.0, 0.0, 1.0, 1.0]);
}

#[test]
fn a_missing_value_stays_missing_and_an_infinite_one_is_refused() {
    let scaler = standard(&[1.0, 2.0], &[2.0, 4.0]).predictor();
    let rows = reals(&*scaler, 2, &[f64::NAN, 6.0], "transformed");
    assert!(rows[0].is_nan());
    assert_eq!(rows[1], 1.0);
    let clipping = max_abs(&[1.0]).flag("clip", true).predictor();
    assert!(reals(&*clipping, 1, &[f64::NAN], "transformed")[0].is_nan());
    let ask = |scaler: &dyn mlmeta_predict::Predictor, columns, value| {
        let rows = Array::new("X", vec![1, columns], Values::Float64(vec![value; columns]));
        scaler.predict(&[rows], &["transformed"]).unwrap_err()
    };
    assert!(matches!(ask(&*scaler, 2, f64::INFINITY), PredictError::NotFinite { row: 0, column: 0, .. }));
    let normalizer = state("preprocessing.Normalizer", 1).transformed(1).predictor();
    assert!(matches!(ask(&*normalizer, 1, f64::NAN), PredictError::NotFinite { .. }));
}

#[test]
fn what_was_not_learnt_may_be_missing() {
    let learnt = standard(&[1.0], &[2.0]);
    let without = |parameter: &str| {
        let params = learnt.params.iter().filter(|(name, _)| name != parameter).cloned().collect();
        State { params, ..learnt.clone() }.flag(parameter, false)
    };
    let scaled = |state: State| reals(&*state.predictor(), 1, &[5.0], "transformed");
    assert_eq!(scaled(learnt.clone()), [2.0]);
    assert_eq!(scaled(without("with_std").without("scale_").without("var_")), [4.0]);
    assert_eq!(scaled(without("with_mean").without("mean_")), [2.5]);
    assert_eq!(learnt.clone().without("mean_").refused(), "mean_");
    assert_eq!(without("with_mean").without("scale_").refused(), "scale_");
    assert_eq!(learnt.clone().without("n_samples_seen_").refused(), "n_samples_seen_");
}

#[test]
fn float32_statistics_and_counts_a_column_are_read() {
    let state = standard(&[1.0, 1.0], &[2.0, 2.0])
        .tensor("scale_", &[2], TensorData::F32(vec![0.1, 2.0]))
        .tensor("n_samples_seen_", &[2], TensorData::F32(vec![9.0, 10.0]));
    let scaled = reals(&*state.predictor(), 2, &[2.0, 2.0], "transformed");
    assert_eq!(scaled, [1.0 / f64::from(0.1_f32), 0.5]);
}

#[test]
fn states_of_scalers_that_break_the_rules_are_refused() {
    let honest = || standard(&[1.0, 2.0], &[1.0, 2.0]);
    assert_eq!(honest().floats("mean_", &[1], &[1.0]).refused(), "mean_");
    assert_eq!(honest().floats("mean_", &[2, 1], &[1.0, 1.0]).refused(), "mean_");
    assert_eq!(honest().floats("mean_", &[], &[1.0]).refused(), "mean_");
    assert_eq!(honest().tensor("scale_", &[2], TensorData::I64(vec![1, 2])).refused(), "scale_");
    assert_eq!(
        honest().tensor("n_samples_seen_", &[3], TensorData::I64(vec![1; 3])).refused(),
        "n_samples_seen_"
    );
    assert_eq!(honest().floats("center_", &[2], &[1.0, 1.0]).refused(), "center_");
    assert_eq!(honest().classes(&["a", "b"]).refused(), "classes");
    let text =
        |name: &str| State { params: vec![(name.to_owned(), Value::Text("yes".to_owned()))], ..honest() };
    assert_eq!(text("with_mean").refused(), "params.with_mean");
    assert_eq!(text("with_std").refused(), "params.with_std");
    for ends in [
        Value::Null,
        Value::List(vec![Value::Integer(1), Value::Integer(1)]),
        Value::List(vec![Value::Real(0.0), Value::Real(f64::NAN)]),
        Value::List(vec![Value::Integer(1)]),
    ] {
        let state = State { params: vec![("feature_range".to_owned(), ends)], ..min_max(&[1.0], &[0.0]) };
        assert_eq!(state.refused(), "params.feature_range");
    }
    let norm =
        state("preprocessing.Normalizer", 1).param("norm", Value::Text("l3".to_owned())).transformed(1);
    assert_eq!(norm.refused(), "params.norm");
    let threshold = state("preprocessing.Binarizer", 1).param("threshold", Value::Real(f64::INFINITY));
    assert_eq!(threshold.transformed(1).refused(), "params.threshold");
}

#[test]
fn schemas_that_contradict_the_state_are_refused() {
    let honest = || State { outputs: Vec::new(), ..standard(&[1.0], &[1.0]) };
    assert_eq!(honest().refused(), "schema.outputs");
    assert_eq!(honest().transformed(2).refused(), "schema.outputs.transformed");
    assert_eq!(honest().transformed(1).transformed(1).outputs.len(), 2);
    let mut on_request = honest().transformed(1);
    on_request.outputs[0].on_request = true;
    assert_eq!(on_request.refused(), "schema.outputs.transformed");
    let mut labels = honest();
    labels = labels.output("labels", mlmeta_model::FieldType::Int32, None);
    assert_eq!(labels.refused(), "schema.outputs");
}
