//! A tree of splits: a row goes to the nearer of two centres, again and again, until it arrives at a cluster.

use crate::array::{Array, Values};
use crate::clusters::{self, Clusters};
use crate::error::NativeError;
use crate::model::{Answer, Output, Transform, append};
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use mlmeta_model::DataType;

const CHILDREN: &str = "children_";
const INNER: &str = "inner_centers_";

/// As many centres as the parameter `n_clusters` says, and one split less; none when there is one cluster.
pub(crate) const RULES: Rules = Rules {
    tensors: &[
        clusters::OF_K_MEANS,
        Declared::new(CHILDREN, &[Dimension::Named("n_splits"), Dimension::Named("n_children")])
            .of(&[DataType::I64])
            .optional(),
        Declared::new(INNER, &[Dimension::Named("n_splits"), Dimension::Features]).optional(),
    ],
    classes: false,
};

/// `labels`, where each row arrives, and on request the `distances` to the centres of all clusters; in float64, features in
/// order, on the row as given.
#[derive(Debug)]
struct Bisecting {
    clusters: Clusters,
    /// The root first; none when there is one cluster.
    splits: Vec<Split>,
    outputs: Vec<Output>,
}

/// Two centres, and what is below them.
#[derive(Debug)]
struct Split {
    /// Of each feature the left and the right coordinate, side by side.
    centres: Vec<[f64; 2]>,
    children: [Child; 2],
}

#[derive(Debug, Clone, Copy)]
enum Child {
    /// The cluster of this index.
    Cluster(i32),
    /// The split of this index.
    Split(usize),
}

/// A model that gives labels, and distances when they are asked for.
pub(crate) fn tree(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    let clusters = clusters::measured(state)?;
    let outputs = clusters.outputs().to_vec();
    let splits = splits(state)?;
    Ok(Box::new(Bisecting { clusters, splits, outputs }))
}

/// The distances as rows for the next step of a chain.
pub(crate) fn distances(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    splits(state)?; // not needed, and yet no lie is let through
    clusters::distances(state)
}

/// The splits of a state, once they are known to be a tree over its clusters.
fn splits(state: &Checked<'_>) -> Result<Vec<Split>, NativeError> {
    let (mut centres, shape) = state.needed(clusters::CENTRES)?;
    let (n_clusters, d) = (shape[0], shape[1]);
    if n_clusters == 1 && state.numbers(CHILDREN).is_none() && state.numbers(INNER).is_none() {
        return Ok(Vec::new());
    }
    let ((numbers, shape), (inner, _)) = (state.needed(CHILDREN)?, state.needed(INNER)?);
    if shape != [n_clusters - 1, 2] {
        let expected = format!("({}, 2), one split less than clusters", n_clusters - 1);
        return Err(state.error(CHILDREN, format!("shape {shape:?}"), expected));
    }
    // What is below zero is a number beyond any node.
    let node = |number: f64| usize::try_from(number as i64).unwrap_or(usize::MAX);
    let pairs: Vec<[usize; 2]> = numbers.as_chunks().0.iter().map(|pair: &[f64; 2]| pair.map(node)).collect();
    check(state, &pairs, n_clusters)?;
    centres.extend(inner);
    let coordinate = |node: usize, feature: usize| centres[node * d + feature];
    let split = |pair: &[usize; 2]| Split {
        centres: (0..d).map(|feature| pair.map(|node| coordinate(node, feature))).collect(),
        children: pair.map(|node| match node.checked_sub(n_clusters) {
            None => Child::Cluster(node as i32),
            Some(split) => Child::Split(split),
        }),
    };
    Ok(pairs.iter().map(split).collect())
}

/// The pairs are the splits of a tree: from the root down, left before right, come the clusters and the splits in order.
fn check(state: &Checked<'_>, pairs: &[[usize; 2]], n_clusters: usize) -> Result<(), NativeError> {
    let (mut clusters, mut splits) = (0, 0);
    let mut waiting = vec![(n_clusters, String::from("root"))];
    while let Some((node, place)) = waiting.pop() {
        // In this order whatever is met is the next one: nothing twice, nothing beyond, no circle.
        if node == clusters && clusters < n_clusters {
            clusters += 1;
        } else if node == n_clusters + splits && splits < pairs.len() {
            let [left, right] = pairs[splits];
            waiting.push((right, format!("right child of row {splits}")));
            waiting.push((left, format!("left child of row {splits}")));
            splits += 1;
        } else {
            let expected =
                format!("{clusters}, the next cluster, or {}, the next split", n_clusters + splits);
            return Err(state.error(CHILDREN, format!("node {node} as {place}"), expected));
        }
    }
    if clusters == n_clusters {
        return Ok(());
    }
    Err(state.error(CHILDREN, format!("a tree of {clusters} clusters"), n_clusters.to_string()))
}

impl Bisecting {
    /// The cluster at which a row arrives; of equal distances the left one is the smaller.
    fn label(&self, row: &[f64]) -> i32 {
        let mut at = 0;
        while let Some(split) = self.splits.get(at) {
            match split.children[usize::from(split.goes_right(row))] {
                Child::Cluster(label) => return label,
                Child::Split(next) => at = next,
            }
        }
        0
    }
}

impl Split {
    /// Whether the right centre is nearer.
    fn goes_right(&self, row: &[f64]) -> bool {
        let [mut left, mut right] = [0.0; 2];
        for (value, coordinates) in row.iter().zip(&self.centres) {
            let differences = coordinates.map(|coordinate| value - coordinate);
            left += differences[0] * differences[0];
            right += differences[1] * differences[1];
        }
        right < left
    }
}

impl Answer for Bisecting {
    fn n_features(&self) -> usize {
        Answer::n_features(&self.clusters)
    }

    fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], _: &mut Vec<f64>) {
        for Array { values, .. } in wanted {
            match values {
                Values::Int32(labels) => {
                    labels.extend(rows.chunks_exact(self.n_features()).map(|row| self.label(row)));
                }
                Values::Float64(distances) => append(distances, rows, &self.clusters),
                _ => {}
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        // About a nanosecond for both terms of a feature, at each split of a balanced tree; about 30 for the rest of a row.
        self.n_features() * self.splits.len().checked_ilog2().map_or(0, |levels| levels as usize + 1) + 30
    }
}
