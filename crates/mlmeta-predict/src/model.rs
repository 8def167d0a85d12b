//! What a fitted model is made of here: maps from rows to rows, and one that answers.

use crate::array::{Array, Values};
use crate::input::Missing;
use crate::labels::Labels;
use std::fmt::Debug;

/// Turns rows into other rows, each by itself.
pub(crate) trait Transform: Debug + Send + Sync {
    /// The columns of a row that it takes.
    fn n_features(&self) -> usize;

    /// The columns of a transformed row.
    fn width(&self) -> usize;

    /// What it takes beside finite numbers.
    fn missing(&self) -> Missing {
        Missing::Refused
    }

    /// Whether every row stays as it is, to the bit.
    fn is_identity(&self) -> bool {
        false
    }

    /// Overwrite `result`, of [`width`](Self::width) elements a row, with the transformed `rows`.
    fn transform(&self, rows: &[f64], result: &mut [f64]);

    /// About how many nanoseconds a row takes.
    fn nanoseconds(&self) -> usize;
}

/// The element type of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// float64.
    Float64,
    /// int32.
    Int32,
    /// That of the classes.
    Label,
}

/// An output of a model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) name: &'static str,
    pub(crate) element: Element,
    /// The columns; nothing if it has one value a row and no dimension for columns.
    pub(crate) columns: Option<usize>,
    /// Whether it is computed only when a request names it.
    pub(crate) on_request: bool,
    /// The version of the spec that has it first.
    pub(crate) since: u64,
}

impl Output {
    pub(crate) const fn new(name: &'static str, element: Element, columns: Option<usize>) -> Self {
        Self { name, element, columns, on_request: false, since: 1 }
    }

    /// The output's array for `rows` rows, without values yet but with room for them.
    pub(crate) fn array(&self, rows: usize, labels: Option<&Labels>) -> Array {
        let elements = rows * self.columns.unwrap_or(1);
        let values = match (self.element, labels) {
            (Element::Label, Some(labels)) => labels.values(elements),
            (Element::Int32, _) => Values::Int32(Vec::with_capacity(elements)),
            (Element::Float64 | Element::Label, _) => Values::Float64(Vec::with_capacity(elements)),
        };
        Array::new(self.name, self.columns.map_or_else(|| vec![rows], |columns| vec![rows, columns]), values)
    }
}

/// Answers for rows, each by itself.
pub(crate) trait Answer: Debug + Send + Sync {
    /// The columns of a row that it takes.
    fn n_features(&self) -> usize;

    /// What can be asked, in the order of the spec.
    fn outputs(&self) -> &[Output];

    /// The labels of a classifier.
    fn labels(&self) -> Option<&Labels> {
        None
    }

    /// What it takes beside finite numbers.
    fn missing(&self) -> Missing {
        Missing::Refused
    }

    /// Append what `rows` give to the values of each array in `wanted`, which have the names of outputs; `scratch` is
    /// memory for anything, which keeps what it has from block to block.
    fn answer(&self, rows: &[f64], wanted: &mut [Array], scratch: &mut Vec<f64>);

    /// About how many nanoseconds a row takes.
    fn nanoseconds(&self) -> usize;
}

/// A transformer as what answers: its only output are the transformed rows.
#[derive(Debug)]
pub(crate) struct Transformed {
    transform: Box<dyn Transform>,
    output: [Output; 1],
}

impl Transformed {
    pub(crate) fn new(transform: Box<dyn Transform>) -> Self {
        let output = [Output::new("transformed", Element::Float64, Some(transform.width()))];
        Self { transform, output }
    }
}

impl Answer for Transformed {
    fn n_features(&self) -> usize {
        self.transform.n_features()
    }

    fn outputs(&self) -> &[Output] {
        &self.output
    }

    fn missing(&self) -> Missing {
        self.transform.missing()
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], _: &mut Vec<f64>) {
        for Array { values, .. } in wanted {
            if let Values::Float64(values) = values {
                append(values, rows, &*self.transform);
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        self.transform.nanoseconds()
    }
}

/// Append the transformed `rows` to `values`.
pub(crate) fn append(values: &mut Vec<f64>, rows: &[f64], transform: &dyn Transform) {
    let start = values.len();
    values.resize(start + rows.len() / transform.n_features() * transform.width(), 0.0);
    transform.transform(rows, &mut values[start..]);
}
