//! Tests of a spec that has grown: files of its older versions are predicted, and no file may say what its version does
//! not mean; the same rule as `tests/core/test_spec_versions.py` holds for Python.

use crate::error::NativeError;
use crate::kinds::{Family, Make, family};
use crate::model::{Answer, Element, Output};
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use crate::{Array, Predictor, Values, of_families};
use mlmeta_model::{Document, Field, FieldType, Model, Provenance, Sample, Schema, Step, Tensor, TensorData};

/// Version 2 brought `offsets` to the state, and version 3 of the spec the output `sums`.
const GROWN: Rules = Rules {
    tensors: &[
        Declared::new("means", &[Dimension::Features]),
        Declared { since: 2, ..Declared::new("offsets", &[Dimension::Features]) },
    ],
    classes: false,
};

static FAMILY: Family = family(&["acme/cluster.Grown"], &GROWN, Make::Answer(answer)).versions(3, 2);

fn family_of(kind: &str) -> Option<&'static Family> {
    (kind == "acme/cluster.Grown").then_some(&FAMILY)
}

#[derive(Debug)]
struct Grown([Output; 2]);

fn answer(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    state.needed("means")?;
    let sums = Output { since: 3, ..Output::new("sums", Element::Float64, None) };
    Ok(Box::new(Grown([Output::new("values", Element::Float64, None), sums])))
}

impl Answer for Grown {
    fn n_features(&self) -> usize {
        1
    }

    fn outputs(&self) -> &[Output] {
        &self.0
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], _: &mut Vec<f64>) {
        for array in wanted {
            if let Values::Float64(values) = &mut array.values {
                values.extend_from_slice(rows);
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        1
    }
}

fn field(name: &str, shape: Vec<i64>) -> Field {
    let (name, dtype, description) = (name.to_owned(), FieldType::Float64, String::new());
    Field { name, dtype, shape, description, min: None, max: None, on_request: false }
}

/// A file of these versions with these tensors and outputs, as a model alone or as the only step of a chain.
fn file(spec: u64, state: u64, tensors: &[&str], outputs: &[&str], in_chain: bool) -> Model {
    let outputs = outputs.iter().map(|name| field(name, vec![-1])).collect();
    let alone = Document {
        kind: "acme/cluster.Grown".to_owned(),
        spec_version: spec,
        state_version: state,
        params: Vec::new(),
        n_features: 1,
        feature_names: None,
        classes: None,
        steps: Vec::new(),
        schema: Schema { inputs: vec![field("X", vec![-1, 1])], outputs },
        sample: Sample::default(),
    };
    let step = Step {
        name: "last".to_owned(),
        kind: alone.kind.clone(),
        spec_version: spec,
        state_version: state,
        params: Vec::new(),
        n_features: 1,
        classes: None,
    };
    let (document, prefix) = if in_chain {
        let kind = "chain".to_owned();
        (Document { kind, spec_version: 1, state_version: 1, steps: vec![step], ..alone }, "steps.0.")
    } else {
        (alone, "")
    };
    let tensors = tensors
        .iter()
        .map(|name| Tensor::new(format!("{prefix}{name}"), vec![1], TensorData::F64(vec![1.0])).unwrap())
        .collect();
    let provenance = Provenance { created: "2026-11-23T17:00:00Z".to_owned(), ..Provenance::default() };
    Model::new(&document, &provenance, tensors).unwrap()
}

fn predictor(
    spec: u64,
    state: u64,
    tensors: &[&str],
    outputs: &[&str],
) -> Result<Box<dyn Predictor>, NativeError> {
    let chained = of_families(&file(spec, state, tensors, outputs, true), family_of);
    let alone = of_families(&file(spec, state, tensors, outputs, false), family_of);
    assert_eq!(alone.is_ok(), chained.is_ok(), "in a chain as alone");
    alone
}

#[test]
fn every_version_is_read_with_what_it_has() {
    for (spec, state, tensors, outputs) in [
        (1, 1, &["means"][..], &["values"][..]),
        (2, 2, &["means", "offsets"], &["values"]),
        (3, 2, &["means", "offsets"], &["values", "sums"]),
        (3, 1, &["means"], &["values", "sums"]),
    ] {
        let predictor = predictor(spec, state, tensors, outputs)
            .unwrap_or_else(|error| panic!("spec {spec}, state {state}: {error}"));
        let rows = Array::new("X", vec![1, 1], Values::Float64(vec![2.0]));
        assert!(predictor.predict(&[rows], &["sums"]).is_ok(), "a state of any version answers it");
    }
}

#[test]
fn what_a_version_does_not_mean_is_refused() {
    for (spec, state, tensors, outputs, fault) in [
        (2, 2, &["means", "offsets"][..], &["values", "sums"][..], "schema.outputs"),
        (3, 2, &["means", "offsets"], &["values"], "schema.outputs"),
        (3, 1, &["means", "offsets"], &["values", "sums"], "offsets"),
        (3, 2, &["means"], &["values", "sums"], "offsets"),
    ] {
        match predictor(spec, state, tensors, outputs) {
            Err(NativeError::State { field, .. }) => assert_eq!(field, fault, "spec {spec}, state {state}"),
            other => panic!("spec {spec}, state {state}: {other:?}"),
        }
    }
}

#[test]
fn a_newer_version_is_told_from_a_lie() {
    let newer = |spec, state, field| match predictor(spec, state, &["means"], &["values"]) {
        Err(NativeError::NewerState { field: told, .. }) => assert_eq!(told, field),
        other => panic!("{other:?}"),
    };
    newer(4, 2, "spec_version");
    newer(3, 3, "state_version");
}
