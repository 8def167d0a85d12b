//! Fitted models as a test spells them.

use mlmeta_model::{
    Classes, Document, Field, FieldType, Model, Provenance, Sample, Schema, Step, Tensor, TensorData, Value,
};
use mlmeta_predict::{Array, NativeError, Predictor, Values, native};

/// One state: what a file holds beside its sample.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) kind: &'static str,
    pub(crate) n_features: usize,
    pub(crate) params: Vec<(String, Value)>,
    pub(crate) classes: Option<Classes>,
    pub(crate) tensors: Vec<(&'static str, Vec<usize>, TensorData)>,
    pub(crate) outputs: Vec<Field>,
}

pub(crate) fn field(name: &str, dtype: FieldType, shape: Vec<i64>, on_request: bool) -> Field {
    let description = String::new();
    Field { name: name.to_owned(), dtype, shape, description, min: None, max: None, on_request }
}

/// A state of `kind` without anything in it.
pub(crate) fn state(kind: &'static str, n_features: usize) -> State {
    State { kind, n_features, params: Vec::new(), classes: None, tensors: Vec::new(), outputs: Vec::new() }
}

impl State {
    pub(crate) fn param(mut self, name: &str, value: Value) -> Self {
        self.params.push((name.to_owned(), value));
        self.params.sort_by(|left, right| left.0.cmp(&right.0));
        self
    }

    pub(crate) fn flag(self, name: &str, value: bool) -> Self {
        self.param(name, Value::Bool(value))
    }

    pub(crate) fn tensor(mut self, name: &'static str, shape: &[usize], data: TensorData) -> Self {
        self.tensors.retain(|(known, ..)| *known != name);
        self.tensors.push((name, shape.to_vec(), data));
        self
    }

    pub(crate) fn floats(self, name: &'static str, shape: &[usize], values: &[f64]) -> Self {
        self.tensor(name, shape, TensorData::F64(values.to_vec()))
    }

    pub(crate) fn count(self, name: &'static str, value: i64) -> Self {
        self.tensor(name, &[], TensorData::I64(vec![value]))
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.tensors.retain(|(known, ..)| *known != name);
        self
    }

    pub(crate) fn classes(mut self, labels: &[&str]) -> Self {
        self.classes = Some(Classes::Text(labels.iter().map(|label| (*label).to_owned()).collect()));
        self
    }

    pub(crate) fn output(mut self, name: &str, dtype: FieldType, columns: Option<usize>) -> Self {
        let shape = [-1].into_iter().chain(columns.map(|columns| columns as i64)).collect();
        self.outputs.push(field(name, dtype, shape, false));
        self
    }

    /// A transformer's only output.
    pub(crate) fn transformed(self, columns: usize) -> Self {
        self.output("transformed", FieldType::Float64, Some(columns))
    }

    pub(crate) fn document(&self) -> Document {
        Document {
            kind: self.kind.to_owned(),
            spec_version: 1,
            state_version: 1,
            params: self.params.clone(),
            n_features: self.n_features as u64,
            feature_names: None,
            classes: self.classes.clone(),
            steps: Vec::new(),
            schema: schema(self.n_features, self.outputs.clone()),
            sample: Sample::default(),
        }
    }

    pub(crate) fn model(&self) -> Model {
        let tensors = self.tensors.iter().map(|(name, shape, data)| tensor(name, shape, data)).collect();
        model(&self.document(), tensors)
    }

    pub(crate) fn predictor(&self) -> Box<dyn Predictor> {
        native(&self.model()).unwrap()
    }

    /// The field at fault.
    pub(crate) fn refused(&self) -> String {
        fault(native(&self.model()).unwrap_err())
    }
}

pub(crate) fn fault(error: NativeError) -> String {
    match error {
        NativeError::State { field, .. } => field,
        other => panic!("{other}"),
    }
}

fn tensor(name: &str, shape: &[usize], data: &TensorData) -> Tensor {
    Tensor::new(name, shape.to_vec(), data.clone()).unwrap()
}

fn schema(n_features: usize, outputs: Vec<Field>) -> Schema {
    let shape = vec![-1, n_features as i64];
    Schema { inputs: vec![field("X", FieldType::Float64, shape, false)], outputs }
}

pub(crate) fn model(document: &Document, tensors: Vec<Tensor>) -> Model {
    let provenance = Provenance { created: "2026-11-23T17:00:00Z".to_owned(), ..Provenance::default() };
    Model::new(document, &provenance, tensors).unwrap()
}

/// The chain of `steps`.
pub(crate) fn chain(steps: &[(&str, State)]) -> Model {
    let (_, first) = &steps[0];
    let (_, last) = &steps[steps.len() - 1];
    let mut tensors = Vec::new();
    for (index, (_, state)) in steps.iter().enumerate() {
        for (name, shape, data) in &state.tensors {
            tensors.push(tensor(&format!("steps.{index}.{name}"), shape, data));
        }
    }
    let document = Document {
        kind: "chain".to_owned(),
        params: Vec::new(),
        classes: last.classes.clone(),
        steps: steps
            .iter()
            .map(|(name, state)| Step {
                name: (*name).to_owned(),
                kind: state.kind.to_owned(),
                spec_version: 1,
                state_version: 1,
                params: state.params.clone(),
                n_features: state.n_features as u64,
                classes: state.classes.clone(),
            })
            .collect(),
        schema: schema(first.n_features, last.outputs.clone()),
        ..first.document()
    };
    model(&document, tensors)
}

/// The values of one output for `rows` of float64.
pub(crate) fn ask(predictor: &dyn Predictor, n_features: usize, rows: &[f64], output: &str) -> Array {
    let input = Array::new("X", vec![rows.len() / n_features, n_features], Values::Float64(rows.to_vec()));
    predictor.predict(&[input], &[output]).unwrap().remove(0)
}

/// The same of an output of float64.
pub(crate) fn reals(predictor: &dyn Predictor, n_features: usize, rows: &[f64], output: &str) -> Vec<f64> {
    match ask(predictor, n_features, rows, output).values {
        Values::Float64(values) => values,
        other => panic!("{output} is {}", other.type_name()),
    }
}

/// A stream of numbers in -50 .. 50 (`SplitMix64`, Steele et al. 2014).
pub(crate) fn numbers(seed: u64) -> impl Iterator<Item = f64> {
    (1..).map(move |step: u64| {
        let mut bits = seed.wrapping_add(step.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ bits >> 31) >> 11) as f64 / (1_u64 << 53) as f64 * 100.0 - 50.0
    })
}

/// So many of them.
pub(crate) fn take(seed: u64, count: usize) -> Vec<f64> {
    numbers(seed).take(count).collect()
}

/// `X @ weights.T + offset`, features in order: the definition.
pub(crate) fn sums(rows: &[f64], weights: &[f64], n_features: usize, offsets: &[f64]) -> Vec<f64> {
    let mut sums = Vec::new();
    for row in rows.chunks_exact(n_features) {
        for (weights, offset) in weights.chunks_exact(n_features).zip(offsets) {
            let mut sum = 0.0;
            for (value, weight) in row.iter().zip(weights) {
                sum += value * weight;
            }
            sums.push(sum + offset);
        }
    }
    sums
}
