//! A K-Means file, a server of it without a network, and requests.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use clap::Parser;
use http_body_util::BodyExt;
use mlmeta_model::{
    Document, Field, FieldType, Model, Provenance, Provider, Sample, Schema, Tensor, TensorData, Value,
};
use mlmeta_serve::config::Config;
use mlmeta_serve::models::{Models, ServedModel};
use mlmeta_serve::routes::{self, State};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

fn field(name: &str, dtype: FieldType, shape: Vec<i64>, on_request: bool) -> Field {
    let description = String::new();
    Field { name: name.to_owned(), dtype, shape, description, min: None, max: None, on_request }
}

/// A model of `kind` with the centres (0, 0), (10, 0) and (5, 8).
pub(crate) fn model(kind: &str) -> Model {
    let document = Document {
        kind: kind.to_owned(),
        spec_version: 1,
        state_version: 1,
        params: vec![("n_clusters".to_owned(), Value::Integer(3))],
        n_features: 2,
        feature_names: None,
        classes: None,
        steps: Vec::new(),
        schema: Schema {
            inputs: vec![field("X", FieldType::Float64, vec![-1, 2], false)],
            outputs: vec![
                field("labels", FieldType::Int32, vec![-1], false),
                field("distances", FieldType::Float64, vec![-1, 3], true),
            ],
        },
        sample: Sample::default(),
    };
    let provenance = Provenance {
        provider: Provider { dist: "some-dist".to_owned(), name: "some".to_owned(), version: "1".to_owned() },
        created: "2026-11-23T17:00:00Z".to_owned(),
        ..Provenance::default()
    };
    let centres = TensorData::F64(vec![0.0, 0.0, 10.0, 0.0, 5.0, 8.0]);
    let tensor = Tensor::new("cluster_centers_", vec![3, 2], centres).unwrap();
    Model::new(&document, &provenance, vec![tensor]).unwrap()
}

/// The configuration of `arguments` for the model file at `path`.
pub(crate) fn config(path: &Path, arguments: &[&str]) -> Config {
    let program = ["mlmeta-serve", path.to_str().unwrap()];
    Config::try_parse_from(program.iter().chain(arguments)).unwrap()
}

/// The routes of a server of the K-Means model `segments` that was fitted on the columns `age` and `income`.
pub(crate) async fn server_of_columns() -> Router {
    let plain = model("cluster.KMeans");
    let names = vec!["age".to_owned(), "income".to_owned()];
    let document = Document { feature_names: Some(names), ..plain.document().clone() };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("segments.mlm");
    Model::new(&document, plain.provenance(), plain.tensors().to_vec()).unwrap().write(&path).unwrap();
    let config = config(&path, &[]);
    let served = ServedModel::open(&config).await.unwrap();
    routes::router(Arc::new(State::new(Models::new([served]), &config)))
}

/// The routes of a server of the K-Means model `segments`.
pub(crate) async fn server(arguments: &[&str]) -> Router {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("segments.mlm");
    model("cluster.KMeans").write(&path).unwrap();
    let config = config(&path, arguments);
    let served = ServedModel::open(&config).await.unwrap();
    routes::router(Arc::new(State::new(Models::new([served]), &config)))
}

/// Status and JSON (null if empty) of the answer to `request`.
pub(crate) async fn send(server: &Router, request: Request<Body>) -> (StatusCode, Json) {
    let response = server.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let json = if bytes.is_empty() {
        Json::Null
    } else {
        serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{error}: {bytes:?}"))
    };
    (status, json)
}

/// The answer to GET `path`.
pub(crate) async fn get(server: &Router, path: &str) -> (StatusCode, Json) {
    send(server, Request::get(path).body(Body::empty()).unwrap()).await
}

/// The answer of `segments` to a request with `body`.
pub(crate) async fn infer(server: &Router, body: impl Into<Body>) -> (StatusCode, Json) {
    let request = Request::post("/v2/models/segments/infer").header("content-type", "application/json");
    send(server, request.body(body.into()).unwrap()).await
}

/// A request for `data` of `shape`.
pub(crate) fn request(datatype: &str, shape: &Json, data: &Json) -> Json {
    json!({"inputs": [{"name": "X", "datatype": datatype, "shape": shape, "data": data}]})
}
