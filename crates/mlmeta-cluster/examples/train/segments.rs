//! A fitted K-Means as a model file.

use crate::clock;
use crate::table::Table;
use mlmeta_cluster::{Control, KMeansFit, Rows};
use mlmeta_model::{
    Document, Field, FieldType, Model, Provenance, Provider, Sample, Schema, Tensor, TensorData, Value,
};
use std::error::Error;

/// Rows of the sample: the first centres, for no row of the data leaves with a model.
const SAMPLE_ROWS: usize = 3;

/// The model file of `fit` on `table`.
pub(crate) fn model(table: &Table, fit: &KMeansFit<f64>, seed: u32) -> Result<Model, Box<dyn Error>> {
    let columns = table.names.len();
    let n_clusters = fit.model.n_clusters();
    let mut document = Document::new("cluster.KMeans", columns as u64);
    document.params = params(n_clusters, seed);
    document.feature_names = Some(table.names.clone());
    document.schema = schema(columns, n_clusters);
    document.sample = Sample { inputs: vec![named("X")], outputs: vec![named("labels"), named("distances")] };
    let rows = Rows::new(&fit.model.centres()[..n_clusters.min(SAMPLE_ROWS) * columns], columns)?;
    let (labels, distances) =
        (fit.model.predict(rows, &Control::default())?, fit.model.transform(rows, &Control::default())?);
    let (least, greatest) = table.ranges();
    let floats = |name: &str, shape: &[usize], values: &[f64]| {
        Tensor::new(name, shape.to_vec(), TensorData::F64(values.to_vec()))
    };
    let tensors = vec![
        floats("cluster_centers_", &[n_clusters, columns], fit.model.centres())?,
        floats("ranges.X.min", &[columns], &least)?,
        floats("ranges.X.max", &[columns], &greatest)?,
        floats("sample.X", &[rows.n_rows(), columns], rows.values())?,
        floats("sample.distances", &[rows.n_rows(), n_clusters], &distances)?,
        Tensor::new("sample.labels", vec![rows.n_rows()], TensorData::I32(labels))?,
    ];
    Ok(Model::new(&document, &provenance(table, fit), tensors)?)
}

/// An input or output of the sample, and its tensor.
fn named(name: &str) -> (String, String) {
    (name.to_owned(), format!("sample.{name}"))
}

/// The parameters that the spec of K-Means has.
fn params(n_clusters: usize, seed: u32) -> Vec<(String, Value)> {
    let text = |value: &str| Value::Text(value.to_owned());
    [
        ("algorithm", text("lloyd")),
        ("copy_x", Value::Bool(true)),
        ("init", text("k-means++")),
        ("max_iter", Value::Integer(300)),
        ("n_clusters", Value::Integer(n_clusters as i64)),
        ("n_init", text("auto")),
        ("random_state", Value::Integer(seed.into())),
        ("tol", Value::Real(1e-4)),
        ("verbose", Value::Integer(0)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// What a server asks and answers.
fn schema(columns: usize, n_clusters: usize) -> Schema {
    let field = |name: &str, dtype, columns: Option<usize>, description: &str| Field {
        name: name.to_owned(),
        dtype,
        shape: [-1].into_iter().chain(columns.map(|columns| columns as i64)).collect(),
        description: description.to_owned(),
        min: None,
        max: None,
        on_request: false,
    };
    let rows = field("X", FieldType::Float64, Some(columns), "rows to predict, one feature a column");
    let (min, max) = (Some("ranges.X.min".to_owned()), Some("ranges.X.max".to_owned()));
    let distances = field("distances", FieldType::Float64, Some(n_clusters), "distance to each centre");
    Schema {
        inputs: vec![Field { min, max, ..rows }],
        outputs: vec![
            field("labels", FieldType::Int32, None, "index of the cluster"),
            Field { on_request: true, ..distances },
        ],
    }
}

/// Who trained the model, when, and how it went.
fn provenance(table: &Table, fit: &KMeansFit<f64>) -> Provenance {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let provider = Provider { dist: env!("CARGO_PKG_NAME").to_owned(), name: "rs".to_owned(), version };
    let n_samples = table.values.len() / table.names.len();
    let training = [
        ("inertia_", Value::Real(fit.inertia)),
        ("n_iter_", Value::Integer(fit.n_iter as i64)),
        ("n_samples", Value::Integer(n_samples as i64)),
    ];
    Provenance {
        provider,
        core_version: env!("CARGO_PKG_VERSION").to_owned(),
        created: clock::now(),
        training: training.map(|(name, value)| (name.to_owned(), value)).into(),
    }
}
