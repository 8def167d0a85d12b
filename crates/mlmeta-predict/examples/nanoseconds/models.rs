//! The models that are measured, with made-up numbers in them: their values do not change the time.

use mlmeta_model::{
    Classes, Document, Field, FieldType, Model, ModelFileError, Provenance, Sample, Schema, Step, Tensor,
    TensorData, Value,
};

/// A state's kind, width, parameters, classes, tensors and outputs.
struct State {
    kind: &'static str,
    n_features: usize,
    params: Vec<(String, Value)>,
    classes: Option<Classes>,
    tensors: Vec<(&'static str, Vec<usize>, TensorData)>,
    outputs: Vec<Field>,
}

/// What is measured: its name, the model and the output that is asked.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) model: Model,
    pub(crate) n_features: usize,
    pub(crate) output: &'static str,
}

/// All workloads.
pub(crate) fn workloads() -> Result<Vec<Workload>, ModelFileError> {
    let one = |name, state: State, output| {
        let n_features = state.n_features;
        Ok::<_, ModelFileError>(Workload { name, model: state.into_model()?, n_features, output })
    };
    let [scaler, classifier] = [scaler(64), logistic(10, 64)];
    Ok(vec![
        one("KMeans k=8 d=16", kmeans(8, 16), "labels")?,
        one("KMeans k=100 d=2", kmeans(100, 2), "labels")?,
        one("StandardScaler d=16", self::scaler(16), "transformed")?,
        one("Ridge d=16", ridge(16), "values")?,
        one("LogisticRegression 10 classes d=64", logistic(10, 64), "probabilities")?,
        one("PCA 64 -> 8", pca(64, 8), "transformed")?,
        Workload {
            name: "StandardScaler + LogisticRegression 10 classes d=64",
            model: chain([("scale", scaler), ("classify", classifier)])?,
            n_features: 64,
            output: "labels",
        },
    ])
}

/// Numbers in -1 .. 1 that repeat after many.
pub(crate) fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|index| ((index * 7_919 + 13) % 2_003) as f64 / 1_001.0 - 1.0).collect()
}

fn kmeans(n_clusters: usize, n_features: usize) -> State {
    let mut outputs = vec![output("labels", FieldType::Int32, None)];
    outputs.push(Field { on_request: true, ..output("distances", FieldType::Float64, Some(n_clusters)) });
    State {
        kind: "cluster.KMeans",
        n_features,
        params: vec![("n_clusters".to_owned(), Value::Integer(n_clusters as i64))],
        classes: None,
        tensors: vec![floats("cluster_centers_", vec![n_clusters, n_features])],
        outputs,
    }
}

fn scaler(n_features: usize) -> State {
    let columns = || vec![n_features];
    let count = ("n_samples_seen_", vec![], TensorData::I64(vec![100]));
    State {
        kind: "preprocessing.StandardScaler",
        n_features,
        params: Vec::new(),
        classes: None,
        tensors: vec![
            floats("mean_", columns()),
            floats("scale_", columns()),
            floats("var_", columns()),
            count,
        ],
        outputs: vec![output("transformed", FieldType::Float64, Some(n_features))],
    }
}

fn ridge(n_features: usize) -> State {
    State {
        kind: "linear_model.Ridge",
        n_features,
        params: Vec::new(),
        classes: None,
        tensors: vec![floats("coef_", vec![n_features]), floats("intercept_", vec![])],
        outputs: vec![output("values", FieldType::Float64, None)],
    }
}

fn logistic(n_classes: usize, n_features: usize) -> State {
    State {
        kind: "linear_model.LogisticRegression",
        n_features,
        params: Vec::new(),
        classes: Some(Classes::Text((0..n_classes).map(|class| format!("class {class}")).collect())),
        tensors: vec![floats("coef_", vec![n_classes, n_features]), floats("intercept_", vec![n_classes])],
        outputs: vec![
            output("labels", FieldType::Text, None),
            output("probabilities", FieldType::Float64, Some(n_classes)),
        ],
    }
}

fn pca(n_features: usize, n_components: usize) -> State {
    let components = || vec![n_components];
    let count = |name, value| (name, vec![], TensorData::I64(vec![value]));
    State {
        kind: "decomposition.PCA",
        n_features,
        params: Vec::new(),
        classes: None,
        tensors: vec![
            floats("components_", vec![n_components, n_features]),
            floats("explained_variance_", components()),
            floats("explained_variance_ratio_", components()),
            floats("singular_values_", components()),
            floats("mean_", vec![n_features]),
            floats("noise_variance_", vec![]),
            count("n_components_", n_components as i64),
            count("n_samples_", 100),
        ],
        outputs: vec![output("transformed", FieldType::Float64, Some(n_components))],
    }
}

fn floats(name: &'static str, shape: Vec<usize>) -> (&'static str, Vec<usize>, TensorData) {
    let values = numbers(shape.iter().product());
    (name, shape, TensorData::F64(values))
}

fn output(name: &str, dtype: FieldType, columns: Option<usize>) -> Field {
    let shape = [-1].into_iter().chain(columns.map(|columns| columns as i64)).collect();
    let (name, description) = (name.to_owned(), String::new());
    Field { name, dtype, shape, description, min: None, max: None, on_request: false }
}

impl State {
    fn into_model(self) -> Result<Model, ModelFileError> {
        let tensors = self.tensors.iter().cloned().map(|(name, shape, data)| Tensor::new(name, shape, data));
        Model::new(&self.document(), &provenance(), tensors.collect::<Result<_, _>>()?)
    }

    fn document(&self) -> Document {
        let rows = output("X", FieldType::Float64, Some(self.n_features));
        Document {
            kind: self.kind.to_owned(),
            spec_version: 1,
            state_version: 1,
            params: self.params.clone(),
            n_features: self.n_features as u64,
            feature_names: None,
            classes: self.classes.clone(),
            steps: Vec::new(),
            schema: Schema { inputs: vec![rows], outputs: self.outputs.clone() },
            sample: Sample::default(),
        }
    }
}

/// Two states as the steps of a chain.
fn chain(states: [(&str, State); 2]) -> Result<Model, ModelFileError> {
    let [(_, first), (_, last)] = &states;
    let mut document = Document {
        kind: "chain".to_owned(),
        params: Vec::new(),
        classes: last.classes.clone(),
        ..first.document()
    };
    document.schema.outputs.clone_from(&last.outputs);
    let mut tensors = Vec::new();
    for (index, (name, state)) in states.into_iter().enumerate() {
        document.steps.push(Step {
            name: name.to_owned(),
            kind: state.kind.to_owned(),
            spec_version: 1,
            state_version: 1,
            params: state.params,
            n_features: state.n_features as u64,
            classes: state.classes,
        });
        for (name, shape, data) in state.tensors {
            tensors.push(Tensor::new(format!("steps.{index}.{name}"), shape, data)?);
        }
    }
    Model::new(&document, &provenance(), tensors)
}

fn provenance() -> Provenance {
    Provenance { created: "2026-11-23T17:00:00Z".to_owned(), ..Provenance::default() }
}
