//! A small K-Means model, and files that lie with checksums that are right.

use mlmeta_model::{
    Classes, Document, Field, FieldType, Limits, Model, ModelFileError, Provenance, Provider, Sample, Schema,
    Tensor, TensorData, Value,
};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A K-Means of three clusters in two dimensions, written by hand.
pub(crate) fn model() -> Model {
    let document = Document {
        kind: "cluster.KMeans".to_owned(),
        spec_version: 1,
        state_version: 1,
        params: vec![
            ("init".to_owned(), Value::Tensor("params.init".to_owned())),
            ("n_clusters".to_owned(), Value::Integer(3)),
            ("random_state".to_owned(), Value::Opaque("RandomState".to_owned())),
            ("tol".to_owned(), Value::Real(1e-4)),
            ("x_map".to_owned(), Value::Map(vec![(Value::Integer(1), Value::Text("one".to_owned()))])),
        ],
        n_features: 2,
        feature_names: Some(vec!["länge".to_owned(), "breite \"b\"\t".to_owned()]),
        classes: None,
        schema: Schema {
            inputs: vec![Field {
                name: "X".to_owned(),
                dtype: FieldType::Float64,
                shape: vec![-1, 2],
                description: "rows to label".to_owned(),
                min: Some(vec![0.0, -1.5]),
                max: Some(vec![10.0, 0.1]),
                on_request: false,
            }],
            outputs: vec![
                Field {
                    name: "labels".to_owned(),
                    dtype: FieldType::Int32,
                    shape: vec![-1],
                    description: "nearest cluster".to_owned(),
                    min: None,
                    max: None,
                    on_request: false,
                },
                Field {
                    name: "distances".to_owned(),
                    dtype: FieldType::Float64,
                    shape: vec![-1, 3],
                    description: "distance to each centre".to_owned(),
                    min: None,
                    max: None,
                    on_request: true,
                },
            ],
        },
        sample: Sample {
            inputs: vec![("X".to_owned(), "sample.X".to_owned())],
            outputs: vec![("labels".to_owned(), "sample.labels".to_owned())],
        },
    };
    let provenance = Provenance {
        provider: Provider {
            dist: "mlmeta-clustering-rs".to_owned(),
            name: "rs".to_owned(),
            version: "0.1.0".to_owned(),
        },
        core_version: "0.1.0".to_owned(),
        created: "2026-11-23T17:00:00Z".to_owned(),
        training: vec![
            ("n_iter_".to_owned(), Value::Integer(7)),
            ("each_".to_owned(), Value::List(vec![Value::Integer(3), Value::Real(0.5)])),
            ("inertia_".to_owned(), Value::Real(12.5)),
        ],
    };
    let centres = TensorData::F64(vec![0.0, 0.0, 10.0, 0.0, 5.0, 8.0]);
    let tensors = vec![
        Tensor::new("sample.labels", vec![2], TensorData::I32(vec![0, 1])).unwrap(),
        Tensor::new("sample.X", vec![2, 2], TensorData::F64(vec![0.5, 0.0, 9.0, 1.0])).unwrap(),
        Tensor::new("cluster_centers_", vec![3, 2], centres.clone()).unwrap(),
        Tensor::new("params.init", vec![3, 2], centres).unwrap(),
    ];
    Model::new(&document, &provenance, tensors).unwrap()
}

/// The same with labels of a classifier and every dtype.
pub(crate) fn model_with_every_dtype() -> Model {
    let mut document = model().document().clone();
    "some-dist/linear_model.Thing".clone_into(&mut document.kind);
    document.classes = Some(Classes::Text(vec!["no".to_owned(), "yes".to_owned()]));
    document.params.clear();
    document.sample = Sample::default();
    let tensors = vec![
        Tensor::new("b", vec![3], TensorData::Bool(vec![true, false, true])).unwrap(),
        Tensor::new("a", vec![], TensorData::F32(vec![-0.0])).unwrap(),
        Tensor::new("c", vec![0, 4], TensorData::I64(vec![])).unwrap(),
        Tensor::new("d", vec![1, 1, 1, 2], TensorData::U8(vec![0, 255])).unwrap(),
        Tensor::new("e", vec![2], TensorData::I32(vec![i32::MIN, 3])).unwrap(),
        Tensor::new("f", vec![1], TensorData::F64(vec![5e-324])).unwrap(),
        Tensor::new("g", vec![1], TensorData::I64(vec![i64::MAX])).unwrap(),
    ];
    Model::new(&document, model().provenance(), tensors).unwrap()
}

/// Read bytes with the default limits.
pub(crate) fn read(bytes: &[u8]) -> Result<Model, ModelFileError> {
    Model::from_bytes(bytes, &Limits::default())
}

/// The header's text without padding, and the data.
pub(crate) fn parts(bytes: &[u8]) -> (String, Vec<u8>) {
    let length = usize::try_from(u64::from_le_bytes(bytes[..8].try_into().unwrap())).unwrap();
    let text = std::str::from_utf8(&bytes[8..8 + length]).unwrap().trim_end_matches(' ');
    (text.to_owned(), bytes[8 + length..].to_vec())
}

/// A file of `header` and `data` with prefix, padding and both checksums made right.
pub(crate) fn sign(header: &str, data: &[u8]) -> Vec<u8> {
    let zeros = "0".repeat(64);
    let state_start = header.find("state_sha256\\\":\\\"").map(|at| at + 17);
    let file_start = header.find("\"mlmeta.sha256\":\"").map(|at| at + 17);
    let mut header = header.to_owned();
    let document_start = header.find("\"mlmeta\":\"").map(|at| at + 10);
    let document_end = header.find("\",\"mlmeta.provenance\"");
    if let (Some(start), Some(from), Some(to)) = (state_start, document_start, document_end) {
        header.replace_range(start..start + 64, &zeros);
        let document = unescape(&header[from..to]);
        header.replace_range(start..start + 64, &digest(&[document.as_bytes(), data]));
    }
    let length = (8 + header.len()).next_multiple_of(64) - 8;
    let mut bytes = (length as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    bytes.resize(8 + length, b' ');
    bytes.extend(data);
    if let Some(start) = file_start {
        bytes[8 + start..8 + start + 64].copy_from_slice(zeros.as_bytes());
        let digits = digest(&[&bytes]);
        bytes[8 + start..8 + start + 64].copy_from_slice(digits.as_bytes());
    }
    bytes
}

/// The string whose JSON spelling is `text`; the fixtures use no `\u` escape.
fn unescape(text: &str) -> String {
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next().unwrap() {
                't' => '\t',
                other => other,
            },
            other => other,
        });
    }
    plain
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let mut digits = String::new();
    for byte in hasher.finalize() {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}
