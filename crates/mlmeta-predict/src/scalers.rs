//! Scalers: each column shifted and scaled by itself. NaN, a missing value, stays missing.

use crate::error::NativeError;
use crate::input::Missing;
use crate::model::Transform;
use crate::rules::{Declared, Dimension, Rules};
use crate::state::Checked;
use mlmeta_kernels::{Affine, Form, Simd};
use mlmeta_model::DataType;

const FEATURES: &[Dimension] = &[Dimension::Features];
const COUNTS: &[DataType] = &[DataType::I64, DataType::F64, DataType::F32];

/// `preprocessing.StandardScaler`.
pub(crate) const STANDARD: Rules = Rules {
    tensors: &[
        Declared::new("mean_", FEATURES).unless_false("with_mean"),
        Declared::new("var_", FEATURES).unless_false("with_std"),
        Declared::new("scale_", FEATURES).unless_false("with_std"),
        Declared::new("n_samples_seen_", FEATURES).of(COUNTS).scalar(),
    ],
    classes: false,
};

/// `preprocessing.MinMaxScaler`.
pub(crate) const MIN_MAX: Rules = Rules {
    tensors: &[
        Declared::new("scale_", FEATURES),
        Declared::new("min_", FEATURES),
        Declared::new("data_min_", FEATURES),
        Declared::new("data_max_", FEATURES),
        Declared::new("data_range_", FEATURES),
        Declared::new("n_samples_seen_", &[]).of(&[DataType::I64]),
    ],
    classes: false,
};

/// `preprocessing.MaxAbsScaler`.
pub(crate) const MAX_ABS: Rules = Rules {
    tensors: &[
        Declared::new("scale_", FEATURES),
        Declared::new("max_abs_", FEATURES),
        Declared::new("n_samples_seen_", &[]).of(&[DataType::I64]),
    ],
    classes: false,
};

/// `preprocessing.RobustScaler`.
pub(crate) const ROBUST: Rules = Rules {
    tensors: &[
        Declared::new("center_", FEATURES).unless_false("with_centering"),
        Declared::new("scale_", FEATURES).unless_false("with_scaling"),
    ],
    classes: false,
};

/// `(x - offset) / factor`, or `x * factor + offset`, perhaps moved to the ends of a range.
#[derive(Debug)]
struct Scaler {
    map: Affine<f64, f64>,
    simd: Simd,
    n_features: usize,
    identity: bool,
}

impl Scaler {
    fn made(
        form: Form,
        offsets: &[f64],
        factors: &[f64],
        clip: Option<(f64, f64)>,
    ) -> Result<Box<dyn Transform>, NativeError> {
        // Dividing, x - 0 and x / 1 are x to the bit, also for -0 and NaN.
        let nothing =
            |values: &[f64], neutral: f64| values.iter().all(|value| value.to_bits() == neutral.to_bits());
        let identity =
            form == Form::Divide && clip.is_none() && nothing(offsets, 0.0) && nothing(factors, 1.0);
        let simd = Simd::detect().map_err(|error| NativeError::Simd(error.to_string()))?;
        let n_features = offsets.len();
        Ok(Box::new(Self { map: Affine::new(form, offsets, factors, clip), simd, n_features, identity }))
    }

    /// A scaler that subtracts the tensor `offset` and divides by the tensor `factor`, each if its parameter is true.
    fn dividing(
        state: &Checked<'_>,
        (offset, shifts): (&str, &str),
        (factor, scales): (&str, &str),
    ) -> Result<Box<dyn Transform>, NativeError> {
        let one_each = |name: &str, parameter: &str, neutral: f64| {
            Ok::<_, NativeError>(if state.flag(parameter, true)? {
                state.needed(name)?.0
            } else {
                vec![neutral; state.n_features()]
            })
        };
        let (offsets, factors) = (one_each(offset, shifts, 0.0)?, one_each(factor, scales, 1.0)?);
        Self::made(Form::Divide, &offsets, &factors, None)
    }
}

impl Transform for Scaler {
    fn n_features(&self) -> usize {
        self.n_features
    }

    fn width(&self) -> usize {
        self.n_features
    }

    fn missing(&self) -> Missing {
        Missing::Kept
    }

    fn is_identity(&self) -> bool {
        self.identity
    }

    fn transform(&self, rows: &[f64], result: &mut [f64]) {
        self.map.apply(self.simd, rows, result);
    }

    fn nanoseconds(&self) -> usize {
        self.n_features + 2
    }
}

/// `(x - mean_) / scale_`, without the one or the other where `with_mean` or `with_std` is false.
pub(crate) fn standard(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    Scaler::dividing(state, ("mean_", "with_mean"), ("scale_", "with_std"))
}

/// `(x - center_) / scale_`, without the one or the other where `with_centering` or `with_scaling` is false.
pub(crate) fn robust(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    Scaler::dividing(state, ("center_", "with_centering"), ("scale_", "with_scaling"))
}

/// `x * scale_ + min_`; with `clip` moved to the ends of `feature_range`.
pub(crate) fn min_max(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    let (factors, _) = state.needed("scale_")?;
    let (offsets, _) = state.needed("min_")?;
    let range = state.range("feature_range", (0.0, 1.0))?;
    let clip = state.flag("clip", false)?.then_some(range);
    Scaler::made(Form::Multiply, &offsets, &factors, clip)
}

/// `x / scale_`; with `clip` moved to -1 and 1.
pub(crate) fn max_abs(state: &Checked<'_>) -> Result<Box<dyn Transform>, NativeError> {
    let (factors, _) = state.needed("scale_")?;
    let clip = state.flag("clip", false)?.then_some((-1.0, 1.0));
    Scaler::made(Form::Divide, &vec![0.0; factors.len()], &factors, clip)
}
