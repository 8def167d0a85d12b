//! The states of a file, one by one.

use crate::common::{chain, model, read};
use mlmeta_model::{Classes, Model, Tensor, TensorData, Value};

#[test]
fn a_model_that_is_no_chain_is_one_state() {
    let model = model();
    let states = model.states();
    assert_eq!(states.len(), 1);
    let state = &states[0];
    assert_eq!((state.name, state.kind, state.n_features), (None, "cluster.KMeans", 2));
    assert_eq!(state.params, model.document().params);
    assert_eq!(state.tensor_names().collect::<Vec<_>>(), ["cluster_centers_"]);
    assert_eq!(state.tensor("cluster_centers_").map(Tensor::shape), Some(&[3, 2][..]));
    assert_eq!(state.tensor("params.init").map(Tensor::shape), Some(&[3, 2][..]));
    assert!(state.tensor("centers_").is_none());
}

#[test]
fn a_chain_is_one_state_a_step_with_bare_names() {
    let model = read(&chain().to_bytes()).unwrap();
    let states = model.states();
    let names: Vec<_> = states.iter().map(|state| (state.name.unwrap(), state.kind)).collect();
    let expected = [
        ("scale", "preprocessing.StandardScaler"),
        ("länge", "preprocessing.Normalizer"),
        ("answer", "linear_model.LogisticRegression"),
    ];
    assert_eq!(names, expected);
    let tensors: Vec<Vec<_>> = states.iter().map(|state| state.tensor_names().collect()).collect();
    assert_eq!(tensors, [vec!["mean_", "n_samples_seen_"], vec![], vec!["coef_"]]);
    assert!(
        matches!(states[0].tensor("mean_").unwrap().data(), TensorData::F64(values) if *values == [0.5, 4.0])
    );
    assert!(states[1].tensor("mean_").is_none());
    assert_eq!(states[2].tensor("params.weights").map(Tensor::name), Some("steps.2.params.weights"));
    assert_eq!(states[2].classes, Some(&Classes::Integer(vec![-1, 4])));
    assert_eq!(states[0].params, [("with_mean".to_owned(), Value::Bool(true))]);
}

#[test]
fn a_chain_has_at_most_256_steps() {
    let chain = chain();
    let with_steps = |count: usize| {
        let mut document = chain.document().clone();
        let last = document.steps.pop().unwrap();
        let mut filler = document.steps.pop().unwrap();
        for index in document.steps.len()..count - 1 {
            filler.name = format!("step {index}");
            document.steps.push(filler.clone());
        }
        document.steps.push(last);
        document.steps.last_mut().unwrap().params.clear();
        let tensors = chain.tensors().iter().filter(|tensor| !tensor.name().starts_with("steps.2.")).cloned();
        Model::new(&document, chain.provenance(), tensors.collect())
    };
    assert_eq!(with_steps(256).unwrap().states().len(), 256);
    let message = with_steps(257).unwrap_err().to_string();
    assert_eq!(message, "mlmeta.steps: \"257 steps\" given, expected at most 256");
}
