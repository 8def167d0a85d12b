//! `cluster.KMeans`: the nearest centre of each row, and the distances to all of them.

use crate::Predictor;
use crate::array::{Array, Values};
use crate::error::{NativeError, PredictError};
use crate::nearest::Centres;
use mlmeta_model::{Model, StateView, Tensor, TensorData, Value};

/// The kind's name.
pub(crate) const KIND: &str = "cluster.KMeans";
const STATE_VERSION: u64 = 1;
const CENTRES: &str = "cluster_centers_";
const INPUT: &str = "X";
const LABELS: &str = "labels";
const DISTANCES: &str = "distances";
const OUTPUTS: &[&str] = &[LABELS, DISTANCES];
/// Rows that are converted to float64 at a time: enough for the kernel, few enough to stay in the cache.
const CHUNK_ROWS: usize = 1024;

/// Predictor of a K-Means state.
///
/// Input `X`: numbers `(n_rows, n_features)`. Outputs: `labels`, int32 `(n_rows)`, the lowest index of the smallest
/// squared distance, computed in float64, features in order, on the row as given; `distances`, float64
/// `(n_rows, n_clusters)`, the square roots of these.
#[derive(Debug)]
pub struct KMeans {
    centres: Centres,
}

impl KMeans {
    /// The predictor of `model`'s state.
    ///
    /// # Errors
    ///
    /// [`NativeError`] if the state is newer than this version, or breaks a rule of the kind.
    pub fn from_model(model: &Model) -> Result<Self, NativeError> {
        let document = model.document();
        if document.kind != KIND {
            return Err(NativeError::UnknownKind { kind: document.kind.clone() });
        }
        if document.state_version != STATE_VERSION {
            return Err(NativeError::NewerState {
                kind: KIND.to_owned(),
                given: document.state_version,
                known: STATE_VERSION,
            });
        }
        let tensor = model
            .tensor(CENTRES)
            .ok_or_else(|| state_error(CENTRES, "no tensor", "a tensor (n_clusters, n_features)"))?;
        let (n_clusters, n_features) = check_shape(tensor, document.n_features)?;
        if document.classes.is_some() {
            return Err(state_error("classes", "a list", "null"));
        }
        if let Some((_, value)) = document.params.iter().find(|(name, _)| name == "n_clusters")
            && *value != Value::Integer(n_clusters as i64)
        {
            return Err(state_error(
                "params.n_clusters",
                format!("{value:?}"),
                format!("{n_clusters}, the rows of {CENTRES}"),
            ));
        }
        check_tensors(model)?;
        check_schema(model, n_clusters)?;
        let centres = match tensor.data() {
            TensorData::F64(values) => Centres::new(values, n_clusters, n_features),
            TensorData::F32(values) => {
                let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
                Centres::new(&values, n_clusters, n_features)
            }
            other => return Err(state_error(CENTRES, other.data_type().name(), "F64 or F32")),
        };
        Ok(Self { centres: centres.map_err(|error| NativeError::Simd(error.to_string()))? })
    }

    fn check_input(&self, array: &Array) -> Result<(), PredictError> {
        let expected_elements = array.rows().checked_mul(self.centres.n_features());
        if array.shape.len() != 2
            || array.shape[1] != self.centres.n_features()
            || expected_elements != Some(array.values.len())
        {
            return Err(PredictError::Shape {
                name: array.name.clone(),
                given: array.shape.clone(),
                expected: format!("[rows, {}] and as many elements", self.centres.n_features()),
            });
        }
        Ok(())
    }

    /// Call `visit` with the row-major `values` in float64, some rows at a time.
    fn for_each_chunk<T: Copy>(
        &self,
        name: &str,
        values: &[T],
        to_float64: impl Fn(T) -> f64,
        mut visit: impl FnMut(&[f64]),
    ) -> Result<(), PredictError> {
        let n_features = self.centres.n_features();
        let mut rows = Vec::with_capacity(values.len().min(CHUNK_ROWS * n_features));
        for (chunk, given) in values.chunks(CHUNK_ROWS * n_features).enumerate() {
            rows.clear();
            rows.extend(given.iter().map(|value| to_float64(*value)));
            if let Some(element) = rows.iter().position(|value| !value.is_finite()) {
                return Err(PredictError::NotFinite {
                    name: name.to_owned(),
                    row: chunk * CHUNK_ROWS + element / n_features,
                    column: element % n_features,
                    given: rows[element].to_string(),
                });
            }
            visit(&rows);
        }
        Ok(())
    }
}

impl Predictor for KMeans {
    fn predict(&self, inputs: &[Array], outputs: &[&str]) -> Result<Vec<Array>, PredictError> {
        let array = inputs
            .iter()
            .find(|array| array.name == INPUT)
            .ok_or(PredictError::MissingInput { name: INPUT })?;
        self.check_input(array)?;
        if let Some(unknown) = outputs.iter().find(|name| !OUTPUTS.contains(name)) {
            return Err(PredictError::UnknownOutput { name: (*unknown).to_owned(), known: OUTPUTS });
        }
        let (rows, n_clusters) = (array.rows(), self.centres.len());
        let mut labels = Vec::with_capacity(if outputs.contains(&LABELS) { rows } else { 0 });
        let (want_labels, want_distances) = (outputs.contains(&LABELS), outputs.contains(&DISTANCES));
        let mut distances = Vec::new();
        let mut squared = vec![0.0; n_clusters];
        let visit = |chunk: &[f64]| {
            if want_labels {
                self.centres.push_labels(chunk, &mut labels);
            }
            if want_distances {
                for row in chunk.chunks_exact(self.centres.n_features()) {
                    self.centres.squared_distances(row, &mut squared);
                    distances.extend(squared.iter().map(|value| value.sqrt()));
                }
            }
        };
        let name = &array.name;
        match &array.values {
            Values::Float64(values) => self.for_each_chunk(name, values, |value| value, visit)?,
            Values::Float32(values) => self.for_each_chunk(name, values, f64::from, visit)?,
            Values::Int64(values) => self.for_each_chunk(name, values, |value| value as f64, visit)?,
            Values::Int32(values) => self.for_each_chunk(name, values, f64::from, visit)?,
            Values::UInt8(values) => self.for_each_chunk(name, values, f64::from, visit)?,
            other @ (Values::Bool(_) | Values::Text(_)) => {
                return Err(PredictError::Type { name: name.clone(), given: other.type_name() });
            }
        }
        Ok(outputs
            .iter()
            .map(|output| match *output {
                LABELS => Array::new(LABELS, vec![rows], Values::Int32(labels.clone())),
                _ => Array::new(DISTANCES, vec![rows, n_clusters], Values::Float64(distances.clone())),
            })
            .collect())
    }

    fn estimated_nanoseconds(&self, rows: usize) -> u64 {
        // Half a nanosecond for a subtraction, a product and an addition; about 30 for the rest of a row.
        let row = (self.centres.len() * self.centres.n_features() / 2 + 30) as u64;
        row.saturating_mul(rows as u64)
    }
}

/// The shape of the centres, which must have one row a cluster and one column a feature.
fn check_shape(tensor: &Tensor, n_features: u64) -> Result<(usize, usize), NativeError> {
    match *tensor.shape() {
        [n_clusters, columns]
            if n_clusters >= 1 && columns as u64 == n_features && i32::try_from(n_clusters).is_ok() =>
        {
            Ok((n_clusters, columns))
        }
        _ => Err(state_error(
            CENTRES,
            format!("shape {:?}", tensor.shape()),
            format!("(n_clusters, {n_features}) with at least one cluster"),
        )),
    }
}

/// The file holds the centres and what parameters and sample refer to, nothing else.
fn check_tensors(model: &Model) -> Result<(), NativeError> {
    let states = model.states();
    let extra = states.iter().flat_map(StateView::tensor_names).find(|name| *name != CENTRES);
    match extra {
        None => Ok(()),
        Some(name) => {
            Err(state_error(name, "an extra tensor", format!("{CENTRES} and what the document names")))
        }
    }
}

/// The schema declares what this predictor takes and gives.
fn check_schema(model: &Model, n_clusters: usize) -> Result<(), NativeError> {
    let schema = &model.document().schema;
    let n_features = model.document().n_features as i64;
    let inputs = schema.inputs.iter().map(|field| ("schema.inputs", field));
    let outputs = schema.outputs.iter().map(|field| ("schema.outputs", field));
    if schema.inputs.len() != 1 {
        return Err(state_error("schema.inputs", format!("{} entries", schema.inputs.len()), "one, \"X\""));
    }
    for (side, field) in inputs.chain(outputs) {
        let expected: &[i64] = match (side, field.name.as_str()) {
            ("schema.inputs", INPUT) => &[-1, n_features],
            ("schema.outputs", LABELS) => &[-1],
            ("schema.outputs", DISTANCES) => &[-1, n_clusters as i64],
            _ => return Err(state_error(side, format!("{:?}", field.name), "X; labels and distances")),
        };
        let dtypes: &[&str] = match field.name.as_str() {
            INPUT => &["float64", "float32"],
            LABELS => &["int32"],
            _ => &["float64"],
        };
        if field.shape != expected || !dtypes.contains(&field.dtype.name()) {
            return Err(state_error(
                &format!("{side}.{}", field.name),
                format!("{} {:?}", field.dtype.name(), field.shape),
                format!("{} {expected:?}", dtypes.join(" or ")),
            ));
        }
    }
    Ok(())
}

fn state_error(field: &str, given: impl Into<String>, expected: impl Into<String>) -> NativeError {
    NativeError::State {
        kind: KIND.to_owned(),
        field: field.to_owned(),
        given: given.into(),
        expected: expected.into(),
    }
}
