//! Chains: each step after the other, in one pass.

use crate::classifier::logistic;
use crate::common::{State, ask, chain, fault, numbers, reals, state, take};
use crate::linear::ridge;
use crate::projection::pca;
use crate::scalers::standard;
use mlmeta_model::{FieldType, Value};
use mlmeta_predict::{Array, NativeError, PredictError, Values, native};
use proptest::prelude::*;

pub(crate) fn kmeans(centres: &[f64], n_clusters: usize) -> State {
    let n_features = centres.len() / n_clusters;
    let mut state = state("cluster.KMeans", n_features)
        .param("n_clusters", Value::Integer(n_clusters as i64))
        .floats("cluster_centers_", &[n_clusters, n_features], centres)
        .output("labels", FieldType::Int32, None)
        .output("distances", FieldType::Float64, Some(n_clusters));
    state.outputs[1].on_request = true;
    state
}

/// A scaler, a projection and clusters of what they make.
fn three_steps(n_features: usize, n_components: usize, seed: u64) -> [(&'static str, State); 3] {
    let scale: Vec<f64> = take(seed ^ 1, n_features).iter().map(|x| x.abs() + 1.0).collect();
    let components = take(seed ^ 2, n_components * n_features);
    let variances = vec![2.0; n_components];
    [
        ("scale", standard(&take(seed ^ 3, n_features), &scale)),
        ("project", pca(&components, &take(seed ^ 4, n_features), &variances).flag("whiten", true)),
        ("cluster", kmeans(&take(seed ^ 5, 4 * n_components), 4)),
    ]
}

proptest! {
    #[test]
    fn a_chain_has_the_bits_of_its_steps(
        n_features in 1_usize..12, n_components in 1_usize..12, n_rows in 0_usize..70, seed: u64,
    ) {
        let rows = take(seed, n_rows * n_features);
        let steps = three_steps(n_features, n_components, seed);
        let predictor = native(&chain(&steps)).unwrap();
        let scaled = reals(&*steps[0].1.predictor(), n_features, &rows, "transformed");
        let projected = reals(&*steps[1].1.predictor(), n_features, &scaled, "transformed");
        let last = steps[2].1.predictor();
        for output in ["labels", "distances"] {
            prop_assert_eq!(
                ask(&*predictor, n_features, &rows, output), ask(&*last, n_components, &projected, output)
            );
        }
        let two = native(&chain(&steps[..2])).unwrap();
        prop_assert_eq!(reals(&*two, n_features, &rows, "transformed"), projected);
        let one = native(&chain(&steps[..1])).unwrap();
        prop_assert_eq!(reals(&*one, n_features, &rows, "transformed"), scaled);
    }
}

#[test]
fn many_rows_pass_a_chain_in_blocks() {
    let steps = three_steps(3, 40, 1);
    let predictor = native(&chain(&steps)).unwrap();
    let rows: Vec<f64> = numbers(9).take(3 * 3_000).collect();
    let together = ask(&*predictor, 3, &rows, "labels");
    let Values::Int32(labels) = together.values else { panic!("labels are int32") };
    for (row, label) in rows.chunks_exact(3).zip(labels) {
        assert_eq!(ask(&*predictor, 3, row, "labels").values, Values::Int32(vec![label]));
    }
}

#[test]
fn distances_are_rows_for_the_next_step() {
    let steps =
        [("cluster", kmeans(&[0.0, 10.0], 2)), ("fit", ridge("linear_model.Ridge", &[1.0, -1.0], 2, &[0.5]))];
    let predictor = native(&chain(&steps)).unwrap();
    assert_eq!(reals(&*predictor, 1, &[2.0, -1.0], "values"), [2.0 - 8.0 + 0.5, 1.0 - 11.0 + 0.5]);
}

#[test]
fn labels_of_a_chain_are_those_of_its_last_step() {
    let steps = [
        ("scale", standard(&[1.0], &[2.0])),
        ("nothing", standard(&[0.0], &[1.0])),
        ("classify", logistic(&[1.0], 1, &[0.0])),
    ];
    let predictor = native(&chain(&steps)).unwrap();
    assert_eq!(ask(&*predictor, 1, &[0.0, 2.0], "labels").values, Values::Text(vec!["a".into(), "b".into()]));
}

#[test]
fn a_number_that_a_step_cannot_take_is_said_with_the_step() {
    let steps = [("scale", standard(&[0.0], &[1e-300])), ("classify", logistic(&[1.0], 1, &[0.0]))];
    let predictor = native(&chain(&steps)).unwrap();
    let ask = |values: Vec<f64>| {
        let input = Array::new("X", vec![values.len(), 1], Values::Float64(values));
        predictor.predict(&[input], &["labels"]).unwrap_err()
    };
    let mut rows = vec![0.0; 5_000];
    rows[4_999] = 1e10;
    let PredictError::StepNotFinite { step, row, column, given } = ask(rows) else { panic!("another error") };
    assert_eq!((&*step, row, column, &*given), ("classify", 4_999, 0, "inf"));
    assert!(matches!(ask(vec![f64::NAN]), PredictError::StepNotFinite { row: 0, .. }));
    assert!(matches!(ask(vec![f64::INFINITY]), PredictError::NotFinite { row: 0, .. }));
}

#[test]
fn an_identity_in_front_does_not_let_a_missing_value_pass() {
    let steps = [("nothing", standard(&[0.0], &[1.0])), ("classify", logistic(&[1.0], 1, &[0.0]))];
    let predictor = native(&chain(&steps)).unwrap();
    let input = Array::new("X", vec![1, 1], Values::Float64(vec![f64::NAN]));
    assert!(matches!(predictor.predict(&[input], &["labels"]), Err(PredictError::NotFinite { .. })));
}

#[test]
fn chains_that_break_the_rules_are_refused() {
    let refused = |steps: &[(&str, State)]| native(&chain(steps)).unwrap_err();
    let scaler = || standard(&[0.0, 0.0], &[1.0, 1.0]);
    let widths = [("scale", scaler()), ("fit", ridge("linear_model.Ridge", &[1.0], 1, &[0.0]))];
    assert_eq!(fault(refused(&widths)), "steps.fit.n_features");
    let wrong =
        [("scale", scaler().floats("mean_", &[1], &[0.0])), ("fit", logistic(&[1.0, 1.0], 2, &[0.0]))];
    assert_eq!(fault(refused(&wrong)), "steps.scale.mean_");
    let unknown = State { kind: "preprocessing.PowerTransformer", ..scaler() };
    let error = refused(&[("power", unknown.clone()), ("fit", logistic(&[1.0, 1.0], 2, &[0.0]))]);
    assert!(
        error.to_string().starts_with(
            "step \"power\": preprocessing.PowerTransformer: no native predictor that transforms"
        )
    );
    assert!(matches!(error, NativeError::UnknownStep { .. }));
    let error = refused(&[("scale", scaler()), ("power", unknown)]);
    assert!(error.to_string().contains("no native predictor that answers"), "{error}");
    // A regression transforms no rows.
    let ridge = ridge("linear_model.Ridge", &[1.0], 1, &[0.0]);
    assert!(matches!(refused(&[("fit", ridge.clone()), ("again", ridge)]), NativeError::UnknownStep { .. }));
}
