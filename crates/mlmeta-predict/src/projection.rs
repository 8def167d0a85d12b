//! Rows projected on components: `(X - mean_) @ components_.T`.

use crate::error::NativeError;
use crate::model::Transform;
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use crate::weights::Weights;
use mlmeta_model::{DataType, Value};

const FEATURES: &[Dimension] = &[Dimension::Features];
const COMPONENTS: &[Dimension] = &[Dimension::Named("n_components_")];
const LOADINGS: &[Dimension] = &[Dimension::Named("n_components_"), Dimension::Features];
const INTEGER: &[DataType] = &[DataType::I64];

/// `decomposition.PCA`.
pub(crate) const PCA: Rules = Rules {
    tensors: &[
        Declared::new("components_", LOADINGS),
        Declared::new("explained_variance_", COMPONENTS),
        Declared::new("explained_variance_ratio_", COMPONENTS),
        Declared::new("singular_values_", COMPONENTS),
        Declared::new("mean_", FEATURES),
        Declared::new("noise_variance_", &[]),
        Declared::new("n_components_", &[]).of(INTEGER),
        Declared::new("n_samples_", &[]).of(INTEGER),
    ],
    classes: false,
};

/// `decomposition.IncrementalPCA`.
pub(crate) const INCREMENTAL_PCA: Rules = Rules {
    tensors: &[
        Declared::new("components_", LOADINGS),
        Declared::new("explained_variance_", COMPONENTS),
        Declared::new("explained_variance_ratio_", COMPONENTS),
        Declared::new("singular_values_", COMPONENTS),
        Declared::new("mean_", FEATURES),
        Declared::new("var_", FEATURES),
        Declared::new("noise_variance_", &[]),
        Declared::new("n_components_", &[]).of(INTEGER),
        Declared::new("n_samples_seen_", &[]).of(&[DataType::I64, DataType::F64]),
        Declared::new("batch_size_", &[]).of(INTEGER),
    ],
    classes: false,
};

/// `decomposition.TruncatedSVD`.
pub(crate) const TRUNCATED_SVD: Rules = Rules {
    tensors: &[
        Declared::new("components_", LOADINGS),
        Declared::new("explained_variance_", COMPONENTS),
        Declared::new("explained_variance_ratio_", COMPONENTS),
        Declared::new("singular_values_", COMPONENTS),
    ],
    classes: false,
};

/// `decomposition.FastICA`.
pub(crate) const FAST_ICA: Rules = Rules {
    tensors: &[
        Declared::new("components_", LOADINGS),
        Declared::new("mixing_", &[Dimension::Features, Dimension::Named("n_components_")]),
        Declared::new("mean_", FEATURES).optional(),
        Declared::new("whitening_", LOADINGS).optional(),
    ],
    classes: false,
};

/// `random_projection.GaussianRandomProjection`.
pub(crate) const GAUSSIAN: Rules = Rules {
    tensors: &[
        Declared::new("components_", LOADINGS),
        Declared::new("n_components_", &[]).of(INTEGER),
        Declared::new("inverse_components_", &[Dimension::Features, Dimension::Named("n_components_")])
            .optional(),
    ],
    classes: false,
};

/// One sum a component, divided by the component's scale if rows are whitened.
#[derive(Debug)]
struct Projection {
    sums: Weights,
    scale: Option<Vec<f64>>,
}

impl Projection {
    fn of(state: &Checked<'_>) -> Result<Weights, NativeError> {
        let (components, shape) = state.needed("components_")?;
        if let Some((count, _)) = state.numbers("n_components_")
            && count != [shape[0] as f64]
        {
            let expected = format!("{}, the rows of components_", shape[0]);
            return Err(state.error("n_components_", format!("{count:?}"), expected));
        }
        Ok(Weights::new(&components, state.n_features(), &[]))
    }
}

/// The components alone: `X @ components_.T`.
pub(crate) fn plain(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    Ok(Box::new(Projection { sums: Projection::of(state)?, scale: None }))
}

/// Centred rows, and with `whiten` components of unit variance: divided by the square root of their variance, or by
/// the machine epsilon of its type where that is greater.
pub(crate) fn principal(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    let (mean, _) = state.needed("mean_")?;
    let sums = Projection::of(state)?.centred(mean);
    let variance = "explained_variance_";
    let scale = if state.flag("whiten", false)? {
        let least = if state.is_float32(variance) { f64::from(f32::EPSILON) } else { f64::EPSILON };
        let (variances, _) = state.needed(variance)?;
        if let Some(negative) = variances.iter().find(|value| **value < 0.0) {
            return Err(state.error(variance, negative.to_string(), "no negative number"));
        }
        Some(variances.iter().map(|value| value.sqrt().max(least)).collect())
    } else {
        None
    };
    Ok(Box::new(Projection { sums, scale }))
}

/// Centred rows, unless `whiten` is false.
pub(crate) fn independent(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    let whitened = match state.parameter("whiten") {
        Some(Value::Bool(value)) => *value,
        None | Some(Value::Text(_)) => true,
        Some(other) => return Err(state.parameter_error("whiten", other, "a word or false")),
    };
    let sums = Projection::of(state)?;
    let sums = if whitened { sums.centred(state.needed("mean_")?.0) } else { sums };
    Ok(Box::new(Projection { sums, scale: None }))
}

impl Transform for Projection {
    fn n_features(&self) -> usize {
        self.sums.n_features()
    }

    fn width(&self) -> usize {
        self.sums.len()
    }

    fn transform(&self, rows: &[f64], result: &mut [f64]) {
        self.sums.apply(rows, result);
        if let Some(scale) = &self.scale {
            for result in result.chunks_exact_mut(scale.len()) {
                for (value, scale) in result.iter_mut().zip(scale) {
                    *value /= scale;
                }
            }
        }
    }

    fn nanoseconds(&self) -> usize {
        self.sums.nanoseconds() + self.sums.len()
    }
}
