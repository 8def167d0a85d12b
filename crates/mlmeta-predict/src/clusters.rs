//! Clusters as centres: the nearest centre of each row, and the distances to all of them.

use crate::array::{Array, Values};
use crate::error::NativeError;
use crate::model::{Answer, Element, Output, Transform};
use crate::nearest::Centres;
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;

/// The tensor of the centres.
pub(crate) const CENTRES: &str = "cluster_centers_";

/// As many centres as the parameter `n_clusters` says.
pub(crate) const OF_K_MEANS: Declared =
    Declared::new(CENTRES, &[Dimension::Named("n_clusters"), Dimension::Features]);

/// A model of such centres alone.
pub(crate) const K_MEANS: Rules = Rules { tensors: &[OF_K_MEANS], classes: false };

/// As many centres as were found.
pub(crate) const MEAN_SHIFT: Rules = Rules {
    tensors: &[Declared::new(CENTRES, &[Dimension::Named("n_clusters_"), Dimension::Features])],
    classes: false,
};

/// `labels`, the lowest index of the smallest squared distance, and perhaps `distances`, the square roots of these;
/// in float64, features in order, on the row as given.
#[derive(Debug)]
pub(crate) struct Clusters {
    centres: Centres,
    outputs: Vec<Output>,
}

/// A model that gives labels, and distances when they are asked for.
pub(crate) fn with_distances(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    Ok(Box::new(measured(state)?))
}

/// The same for a model that finds its labels in another way.
pub(crate) fn measured(state: &Checked<'_>) -> Result<Clusters, NativeError> {
    let mut made = clusters(state)?;
    let distances = Output::new("distances", Element::Float64, Some(made.centres.len()));
    made.outputs.push(Output { on_request: true, ..distances });
    Ok(made)
}

/// A model that gives labels only.
pub(crate) fn with_labels(state: &Checked<'_>) -> Result<Box<dyn Answer>, NativeError> {
    Ok(Box::new(clusters(state)?))
}

/// The distances as rows for the next step of a chain.
pub(crate) fn distances(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    Ok(Box::new(clusters(state)?))
}

fn clusters(state: &Checked<'_>) -> Result<Clusters, NativeError> {
    let (values, shape) = state.needed(CENTRES)?;
    let centres =
        Centres::new(&values, shape[0], shape[1]).map_err(|error| NativeError::Simd(error.to_string()))?;
    Ok(Clusters { centres, outputs: vec![Output::new("labels", Element::Int32, None)] })
}

impl Answer for Clusters {
    fn n_features(&self) -> usize {
        self.centres.n_features()
    }

    fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    fn answer(&self, rows: &[f64], wanted: &mut [Array], scratch: &mut Vec<f64>) {
        for Array { values, .. } in wanted {
            match values {
                Values::Int32(labels) => self.centres.push_labels(rows, labels, scratch),
                Values::Float64(distances) => crate::model::append(distances, rows, self),
                _ => {}
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        // Half a nanosecond for a subtraction, a product and an addition; about 30 for the rest of a row.
        self.centres.len() * self.centres.n_features() / 2 + 30
    }
}

impl Transform for Clusters {
    fn n_features(&self) -> usize {
        self.centres.n_features()
    }

    fn width(&self) -> usize {
        self.centres.len()
    }

    fn transform(&self, rows: &[f64], result: &mut [f64]) {
        let results = result.chunks_exact_mut(self.centres.len());
        for (row, distances) in rows.chunks_exact(self.centres.n_features()).zip(results) {
            self.centres.squared_distances(row, distances);
            for distance in distances {
                *distance = distance.sqrt();
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        Answer::nanoseconds(self)
    }
}
