//! A small K-Means model, and files that lie with checksums that are right.

use mlmeta_model::{
    Classes, Document, Field, FieldType, Limits, Model, ModelFileError, Provenance, Provider, Sample, Schema,
    Step, Tensor, TensorData, Value,
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
        steps: Vec::new(),
        schema: Schema {
            inputs: vec![Field {
                name: "X".to_owned(),
                dtype: FieldType::Float64,
                shape: vec![-1, 2],
                description: "rows to label".to_owned(),
                min: Some("ranges.X.min".to_owned()),
                max: Some("ranges.X.max".to_owned()),
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
        Tensor::new("ranges.X.min", vec![2], TensorData::F64(vec![0.0, -1.5])).unwrap(),
        Tensor::new("ranges.X.max", vec![2], TensorData::F64(vec![10.0, 0.1])).unwrap(),
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
    (document.schema.inputs[0].min, document.schema.inputs[0].max) = (None, None);
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

/// A chain of a scaler, a step without tensors and a classifier of integers.
pub(crate) fn chain() -> Model {
    let mut document = model().document().clone();
    let classes = Some(Classes::Integer(vec![-1, 4]));
    let step = |name: &str, kind: &str, params, classes| Step {
        name: name.to_owned(),
        kind: kind.to_owned(),
        spec_version: 1,
        state_version: 1,
        params,
        n_features: 2,
        classes,
    };
    let weights = vec![("weights".to_owned(), Value::Tensor("steps.2.params.weights".to_owned()))];
    "chain".clone_into(&mut document.kind);
    document.params.clear();
    document.classes.clone_from(&classes);
    document.steps = vec![
        step(
            "scale",
            "preprocessing.StandardScaler",
            vec![("with_mean".to_owned(), Value::Bool(true))],
            None,
        ),
        step("länge", "preprocessing.Normalizer", Vec::new(), None),
        step("answer", "linear_model.LogisticRegression", weights, classes),
    ];
    let two = TensorData::F64(vec![0.5, 4.0]);
    let tensor = |name: &str, shape, data| Tensor::new(name, shape, data).unwrap();
    let tensors = vec![
        tensor("steps.0.mean_", vec![2], two.clone()),
        tensor("steps.0.n_samples_seen_", vec![], TensorData::I64(vec![60])),
        tensor("steps.2.coef_", vec![1, 2], TensorData::F32(vec![0.5, 4.0])),
        tensor("steps.2.params.weights", vec![2], two.clone()),
        tensor("sample.labels", vec![1], TensorData::I32(vec![4])),
        tensor("sample.X", vec![1, 2], two.clone()),
        tensor("ranges.X.min", vec![2], two.clone()),
        tensor("ranges.X.max", vec![2], two),
    ];
    Model::new(&document, model().provenance(), tensors).unwrap()
}

/// A file of `header` and `data` with prefix, padding and both checksums made right.
///
/// The place of each tensor in the data is read from the header as text: a name, then its offsets.
pub(crate) fn sign(header: &str, data: &[u8]) -> Vec<u8> {
    let zeros = "0".repeat(64);
    let (sample, state) = by_checksum(header, data);
    let state_start = header.find("state_sha256\\\":\\\"").map(|at| at + 17);
    let file_start = header.find("\"mlmeta.sha256\":\"").map(|at| at + 17);
    let mut header = header.to_owned();
    let document_start = header.find("\"mlmeta\":\"").map(|at| at + 10);
    let document_end = header.find("\",\"mlmeta.provenance\"");
    if let (Some(start), Some(from), Some(to)) = (state_start, document_start, document_end) {
        header.replace_range(start..start + 64, &zeros);
        let document = unescape(&header[from..to]);
        header.replace_range(start..start + 64, &digest(&[document.as_bytes(), &state]));
    }
    let length = (8 + header.len()).next_multiple_of(64) - 8;
    let mut bytes = (length as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    bytes.resize(8 + length, b' ');
    let head = bytes.len();
    bytes.extend(data);
    if let Some(start) = file_start {
        bytes[8 + start..8 + start + 64].copy_from_slice(zeros.as_bytes());
        let digits = digest(&[&bytes[..head], &sample]);
        bytes[8 + start..8 + start + 64].copy_from_slice(digits.as_bytes());
    }
    bytes
}

/// The data of the sample, and that of the state, as far as the offsets in the header point into the data.
fn by_checksum(header: &str, data: &[u8]) -> (Vec<u8>, Vec<u8>) {
    const OFFSETS: &str = "\":{\"data_offsets\":[";
    let (mut sample, mut state) = (Vec::new(), Vec::new());
    let mut places: Vec<(usize, usize, bool)> = Vec::new();
    for (at, _) in header.match_indices(OFFSETS) {
        let name = header[..at].rsplit('"').next().unwrap_or_default();
        let numbers = header[at + OFFSETS.len()..].split(']').next().unwrap_or_default();
        let offsets: Vec<usize> = numbers.split(',').filter_map(|number| number.parse().ok()).collect();
        if let [begin, end] = offsets[..] {
            places.push((begin, end, name.starts_with("sample.")));
        }
    }
    places.sort_unstable();
    for (begin, end, is_sample) in places {
        let part = data.get(begin..end).unwrap_or_default();
        if is_sample { sample.extend(part) } else { state.extend(part) }
    }
    (sample, state)
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
