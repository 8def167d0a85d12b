//! Files that Python wrote are read, and written again byte for byte.

use crate::common::read;
use mlmeta_model::{Classes, Value};

const K_MEANS: &[u8] = include_bytes!("../vectors/kmeans_format0.mlm");
const LOGISTIC_REGRESSION: &[u8] = include_bytes!("../vectors/logistic_regression_format0.mlm");

#[test]
fn files_of_python_survive_a_round_trip() {
    for bytes in [K_MEANS, LOGISTIC_REGRESSION] {
        assert_eq!(read(bytes).unwrap().to_bytes(), bytes);
    }
}

#[test]
fn a_k_means_of_python_is_understood() {
    let model = read(K_MEANS).unwrap();
    let document = model.document();
    assert_eq!((document.kind.as_str(), document.n_features), ("cluster.KMeans", 3));
    let names = document.feature_names.as_deref().unwrap();
    assert_eq!(names, ["länge", "höhe \"cm\"", "\u{1F600}"]);
    let param = |name: &str| document.params.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    assert_eq!(param("n_clusters"), Some(&Value::Integer(4)));
    assert_eq!(param("tol"), Some(&Value::Real(1e-4)));
    assert_eq!(param("init"), Some(&Value::Tensor("params.init".to_owned())));
    assert_eq!(model.tensor("cluster_centers_").unwrap().shape(), [4, 3]);
    assert_eq!(model.tensor("params.init").unwrap().shape(), [4, 3]);
}

#[test]
fn a_classifier_of_python_is_understood() {
    let model = read(LOGISTIC_REGRESSION).unwrap();
    let labels = ["no", "vielleicht ü", "yes"].map(str::to_owned).to_vec();
    assert_eq!(model.document().classes, Some(Classes::Text(labels)));
    let weights =
        model.document().params.iter().find(|(name, _)| name == "class_weight").map(|(_, value)| value);
    assert!(matches!(weights, Some(Value::Map(entries)) if entries.len() == 3
        && entries[0] == (Value::Text("no".to_owned()), Value::Real(1.5))));
}
