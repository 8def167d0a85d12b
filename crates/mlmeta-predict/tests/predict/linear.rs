//! Linear regression, its links, and the one-class machine.

use crate::common::{State, ask, numbers, reals, state, sums, take};
use mlmeta_model::{FieldType, TensorData, Value};
use mlmeta_predict::Values;
use proptest::prelude::*;

pub(crate) fn ridge(kind: &'static str, coefficients: &[f64], n_features: usize, constants: &[f64]) -> State {
    let n_targets = coefficients.len() / n_features;
    state(kind, n_features)
        .floats("coef_", &[n_targets, n_features], coefficients)
        .floats("intercept_", &[constants.len()], constants)
        .output("values", FieldType::Float64, Some(n_targets))
}

/// One target without a dimension for it.
fn single(kind: &'static str, coefficients: &[f64], constant: f64) -> State {
    state(kind, coefficients.len())
        .floats("coef_", &[coefficients.len()], coefficients)
        .floats("intercept_", &[], &[constant])
        .output("values", FieldType::Float64, None)
}

proptest! {
    #[test]
    fn sums_have_the_bits_of_their_definition(
        n_features in 1_usize..20, n_targets in 1_usize..30, n_rows in 0_usize..40, seed: u64,
    ) {
        let rows = take(seed, n_rows * n_features);
        let coefficients = take(seed ^ 1, n_targets * n_features);
        let constants = take(seed ^ 2, n_targets);
        let predictor = ridge("linear_model.Ridge", &coefficients, n_features, &constants).predictor();
        let expected = sums(&rows, &coefficients, n_features, &constants);
        prop_assert_eq!(reals(&*predictor, n_features, &rows, "values"), expected.clone());
        for (row, expected) in rows.chunks_exact(n_features).zip(expected.chunks_exact(n_targets)) {
            prop_assert_eq!(reals(&*predictor, n_features, row, "values"), expected);
        }
    }
}

#[test]
fn one_target_has_no_columns() {
    let (rows, coefficients) = (take(1, 3 * 5), take(2, 3));
    let answer = ask(&*single("linear_model.Lasso", &coefficients, 4.0).predictor(), 3, &rows, "values");
    assert_eq!(answer.shape, [5]);
    assert_eq!(answer.values, Values::Float64(sums(&rows, &coefficients, 3, &[4.0])));
    let column = ridge("linear_model.Lasso", &coefficients, 3, &[4.0]);
    assert_eq!(ask(&*column.predictor(), 3, &rows, "values").shape, [5, 1]);
}

#[test]
fn one_constant_serves_all_targets() {
    let coefficients = take(2, 6);
    let state = ridge("linear_model.LinearRegression", &coefficients, 3, &[7.0]);
    let expected = sums(&[1.0, 2.0, 3.0], &coefficients, 3, &[7.0, 7.0]);
    assert_eq!(reals(&*state.predictor(), 3, &[1.0, 2.0, 3.0], "values"), expected);
    let state = state.floats("intercept_", &[], &[7.0]);
    assert_eq!(reals(&*state.predictor(), 3, &[1.0, 2.0, 3.0], "values"), expected);
    assert_eq!(state.clone().floats("intercept_", &[3], &[0.0; 3]).refused(), "intercept_");
    assert_eq!(state.clone().floats("coef_", &[3, 2], &coefficients).refused(), "coef_");
    assert_eq!(state.floats("coef_", &[1, 2, 3], &coefficients).refused(), "coef_");
}

#[test]
fn float32_coefficients_are_read() {
    let state = single("svm.LinearSVR", &[0.0], 1.0).tensor("coef_", &[1], TensorData::F32(vec![0.1]));
    assert_eq!(reals(&*state.predictor(), 1, &[3.0], "values"), [3.0 * f64::from(0.1_f32) + 1.0]);
}

#[test]
fn generalised_models_go_through_their_link() {
    let value = |state: State| reals(&*state.predictor(), 1, &[0.5], "values")[0];
    let (sum, power) = (2.5_f64, |power| Value::Real(power));
    assert_eq!(value(single("linear_model.PoissonRegressor", &[3.0], 1.0)), sum.exp());
    assert_eq!(value(single("linear_model.GammaRegressor", &[3.0], 1.0)), sum.exp());
    let tweedie = || single("linear_model.TweedieRegressor", &[3.0], 1.0);
    let link = |name: &str| tweedie().param("link", Value::Text(name.to_owned())).param("power", power(0.0));
    assert_eq!(value(tweedie()), sum, "the default power is 0");
    assert_eq!(value(tweedie().param("power", power(-1.0))), sum);
    assert_eq!(value(tweedie().param("power", Value::Integer(1))), sum.exp());
    assert_eq!(value(tweedie().param("power", power(1.5))), sum.exp());
    assert_eq!(value(link("auto")), sum);
    assert_eq!(value(link("log")), sum.exp());
    assert_eq!(value(link("identity").param("unknown", power(3.0))), sum);
    assert_eq!(link("logit").refused(), "params.link");
    assert_eq!(tweedie().param("power", Value::Null).refused(), "params.power");
}

#[test]
fn a_row_on_the_plane_is_an_inlier() {
    let plane = |offset: &[f64]| {
        state("linear_model.SGDOneClassSVM", 2)
            .floats("coef_", &[2], &[1.0, -2.0])
            .floats("offset_", &[offset.len()], offset)
            .output("labels", FieldType::Int32, None)
    };
    let answer = ask(&*plane(&[1.0]).predictor(), 2, &[3.0, 1.0, 3.0, 1.1, 9.0, 1.0], "labels");
    assert_eq!(answer.values, Values::Int32(vec![1, -1, 1]));
    assert_eq!(plane(&[1.0, 2.0]).refused(), "offset_");
}

#[test]
fn many_rows_pass_in_blocks() {
    let coefficients = take(2, 3);
    let predictor = single("linear_model.Ridge", &coefficients, 1.0).predictor();
    let rows: Vec<f64> = numbers(7).take(3 * 5_000).collect();
    assert_eq!(reals(&*predictor, 3, &rows, "values"), sums(&rows, &coefficients, 3, &[1.0]));
}
