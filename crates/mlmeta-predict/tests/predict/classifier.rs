//! Linear classifiers: labels of every type, and probabilities.

use crate::common::{State, ask, reals, state, sums, take};
use mlmeta_model::{Classes, FieldType};
use mlmeta_predict::Values;
use proptest::prelude::*;

const WORDS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "ä"];

pub(crate) fn logistic(coefficients: &[f64], n_features: usize, constants: &[f64]) -> State {
    let n_scores = constants.len();
    let n_classes = if n_scores == 1 { 2 } else { n_scores };
    state("linear_model.LogisticRegression", n_features)
        .classes(&WORDS[..n_classes])
        .floats("coef_", &[n_scores, n_features], coefficients)
        .floats("intercept_", &[n_scores], constants)
        .output("labels", FieldType::Text, None)
        .output("probabilities", FieldType::Float64, Some(n_classes))
}

fn texts(values: &Values) -> Vec<&str> {
    match values {
        Values::Text(texts) => texts.iter().map(|text| &**text).collect(),
        other => panic!("labels are {}", other.type_name()),
    }
}

proptest! {
    #[test]
    fn labels_and_probabilities_follow_the_scores(
        n_features in 1_usize..9, n_classes in 2_usize..12, n_rows in 0_usize..40, seed: u64,
    ) {
        let n_scores = if n_classes == 2 { 1 } else { n_classes };
        let rows = take(seed, n_rows * n_features);
        let coefficients: Vec<f64> = take(seed ^ 1, n_scores * n_features).iter().map(|x| x / 500.0).collect();
        let constants: Vec<f64> = take(seed ^ 2, n_scores).iter().map(|x| x / 50.0).collect();
        let predictor = logistic(&coefficients, n_features, &constants).predictor();
        let scores = sums(&rows, &coefficients, n_features, &constants);
        let expected: Vec<(&str, Vec<f64>)> = scores.chunks_exact(n_scores).map(|scores| {
            if let [score] = scores {
                let p = 1.0 / (1.0 + (-score).exp());
                return (WORDS[usize::from(*score > 0.0)], vec![1.0 - p, p]);
            }
            let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
            let sum: f64 = weights.iter().sum();
            let label = scores.iter().position(|score| *score == top).unwrap();
            (WORDS[label], weights.iter().map(|weight| weight / sum).collect())
        }).collect();
        let labels = ask(&*predictor, n_features, &rows, "labels");
        prop_assert_eq!(texts(&labels.values), expected.iter().map(|(label, _)| *label).collect::<Vec<_>>());
        let probabilities = ask(&*predictor, n_features, &rows, "probabilities");
        prop_assert_eq!(&probabilities.shape, &[n_rows, n_classes]);
        let Values::Float64(given) = probabilities.values else { panic!("not float64") };
        for (row, (_, expected)) in given.chunks_exact(n_classes).zip(&expected) {
            prop_assert_eq!(row, &expected[..]);
            prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn labels_have_the_type_of_the_classes() {
    let svc = |classes: Classes, dtype| {
        let bare = State { classes: Some(classes), ..state("svm.LinearSVC", 1) };
        let state = bare.floats("coef_", &[1, 1], &[1.0]).floats("intercept_", &[1], &[-1.0]);
        ask(&*state.output("labels", dtype, None).predictor(), 1, &[0.0, 1.0, 2.0], "labels").values
    };
    let integers = svc(Classes::Integer(vec![-7, 7]), FieldType::Int64);
    assert_eq!(integers, Values::Int64(vec![-7, -7, 7]), "a row on the plane has the first label");
    assert_eq!(
        svc(Classes::Bool(vec![false, true]), FieldType::Bool),
        Values::Bool(vec![false, false, true])
    );
}

#[test]
fn extreme_scores_give_probabilities() {
    let binary = logistic(&[1e300], 1, &[0.0]).predictor();
    assert_eq!(reals(&*binary, 1, &[1.0, -1.0], "probabilities"), [0.0, 1.0, 1.0, 0.0]);
    let several = logistic(&[1e300, 0.0, -1e300], 1, &[0.0; 3]).predictor();
    assert_eq!(reals(&*several, 1, &[1.0], "probabilities"), [1.0, 0.0, 0.0]);
    // Scores may overflow: still an answer, the first NaN or the first of the greatest.
    assert_eq!(texts(&ask(&*several, 1, &[1e200], "labels").values), ["a"]);
    assert_eq!(texts(&ask(&*several, 1, &[-1e200], "labels").values), ["c"]);
}

#[test]
fn equal_scores_give_the_first_label() {
    let predictor = logistic(&[0.0, 0.0, 0.0], 1, &[1.0, 2.0, 2.0]).predictor();
    assert_eq!(texts(&ask(&*predictor, 1, &[5.0], "labels").values), ["b"]);
}

#[test]
fn several_outputs_come_in_the_order_asked() {
    let predictor = logistic(&[1.0], 1, &[0.0]).predictor();
    let rows = mlmeta_predict::Array::new("X", vec![1, 1], Values::Float64(vec![1.0]));
    let answer = predictor.predict(&[rows], &["probabilities", "labels", "probabilities"]).unwrap();
    assert_eq!(answer[1].values, Values::Text(vec!["b".into()]));
    assert_eq!(answer[0], answer[2]);
    assert_eq!(answer[0].shape, [1, 2]);
}

#[test]
fn states_of_classifiers_that_break_the_rules_are_refused() {
    let honest = || logistic(&take(1, 6), 2, &[0.0; 3]);
    assert_eq!(State { classes: None, ..honest() }.refused(), "classes");
    assert_eq!(honest().classes(&["a", "b"]).refused(), "coef_");
    assert_eq!(honest().floats("coef_", &[2, 2], &[0.0; 4]).refused(), "coef_");
    assert_eq!(honest().floats("intercept_", &[1], &[0.0]).refused(), "intercept_");
    assert_eq!(honest().floats("intercept_", &[], &[0.0]).refused(), "intercept_");
    let integers = State { classes: Some(Classes::Integer(vec![1, 2, 3])), ..honest() };
    assert_eq!(integers.refused(), "schema.outputs.labels");
    let squeezed = |classes: &[&str]| {
        let state = state("linear_model.Perceptron", 2).classes(classes).floats("coef_", &[2], &[1.0, 1.0]);
        state.floats("intercept_", &[], &[0.0]).output("labels", FieldType::Text, None)
    };
    assert_eq!(texts(&ask(&*squeezed(&["a", "b"]).predictor(), 2, &[1.0, 1.0], "labels").values), ["b"]);
    assert_eq!(squeezed(&["a", "b", "c"]).refused(), "coef_");
}

#[test]
fn a_discriminant_analysis_answers_by_its_scores() {
    let state = state("discriminant_analysis.LinearDiscriminantAnalysis", 2)
        .classes(&["a", "b"])
        .floats("coef_", &[1, 2], &[1.0, 1.0])
        .floats("intercept_", &[1], &[-1.0])
        .floats("means_", &[2, 2], &[0.0; 4])
        .floats("priors_", &[2], &[0.5, 0.5])
        .floats("scalings_", &[2, 1], &[1.0, 1.0])
        .output("labels", FieldType::Text, None)
        .output("probabilities", FieldType::Float64, Some(2));
    assert_eq!(reals(&*state.predictor(), 2, &[0.5, 0.5], "probabilities"), [0.5, 0.5]);
    assert_eq!(state.clone().floats("means_", &[3, 2], &[0.0; 6]).refused(), "means_");
    assert_eq!(state.without("priors_").refused(), "priors_");
}
