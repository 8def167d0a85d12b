//! The kinds that are predicted natively, and how each predictor is made.

use crate::bisecting;
use crate::classifier;
use crate::clusters;
use crate::error::NativeError;
use crate::model::{Answer, Transform, Transformed};
use crate::one_class;
use crate::projection;
use crate::regression;
use crate::row_scalers;
use crate::rules::{Rules, Versions};
use crate::scalers;
use crate::state::Checked;
use mlmeta_model::StateView;

/// Makes what answers from a state.
type MakeAnswer = fn(&Checked<'_>) -> Result<Box<dyn Answer>, NativeError>;
/// Makes what transforms rows from a state.
type MakeTransform = fn(&Checked<'_>) -> Result<Box<dyn Transform>, NativeError>;

/// What kinds of one family can do.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Make {
    /// They transform rows: alone, as the last step of a chain or before it.
    Transform(MakeTransform),
    /// They answer, and do not transform rows for a next step here.
    Answer(MakeAnswer),
    /// They answer, and transform rows for a next step.
    Both(MakeAnswer, MakeTransform),
}

/// Kinds whose states and answers follow the same rules.
#[derive(Debug)]
pub(crate) struct Family {
    kinds: &'static [&'static str],
    rules: &'static Rules,
    versions: Versions,
    make: Make,
}

impl Family {
    /// The same family, whose kinds have grown to these versions since; what they gained says so (`since`).
    #[cfg_attr(not(test), expect(dead_code, reason = "every spec is in its first version"))]
    pub(crate) const fn versions(self, spec: u64, state: u64) -> Self {
        Self { versions: Versions { spec, state }, ..self }
    }

    /// What answers for a state of this family.
    pub(crate) fn answer(&self, state: StateView<'_>) -> Result<Box<dyn Answer>, NativeError> {
        let state = Checked::new(state, self.rules, self.versions)?;
        match self.make {
            Make::Transform(make) => Ok(Box::new(Transformed::new(make(&state)?))),
            Make::Answer(make) | Make::Both(make, _) => make(&state),
        }
    }

    /// What transforms rows as a step before the last; nothing if the family does not.
    pub(crate) fn transform(&self, state: StateView<'_>) -> Option<Result<Box<dyn Transform>, NativeError>> {
        match self.make {
            Make::Transform(make) | Make::Both(_, make) => {
                Some(Checked::new(state, self.rules, self.versions).and_then(|state| make(&state)))
            }
            Make::Answer(_) => None,
        }
    }
}

/// The kind of a chain.
pub(crate) const CHAIN: &str = "chain";

pub(crate) const fn family(kinds: &'static [&'static str], rules: &'static Rules, make: Make) -> Family {
    Family { kinds, rules, versions: Versions::FIRST, make }
}

static FAMILIES: &[Family] = &[
    family(
        &["cluster.BisectingKMeans"],
        &bisecting::RULES,
        Make::Both(bisecting::tree, bisecting::distances),
    ),
    family(
        &["cluster.KMeans"],
        &clusters::K_MEANS,
        Make::Both(clusters::with_distances, clusters::distances),
    ),
    family(
        &["cluster.MiniBatchKMeans"],
        &clusters::K_MEANS,
        Make::Both(clusters::with_labels, clusters::distances),
    ),
    family(&["cluster.MeanShift"], &clusters::MEAN_SHIFT, Make::Answer(clusters::with_labels)),
    family(&["decomposition.FastICA"], &projection::FAST_ICA, Make::Transform(projection::independent)),
    family(
        &["decomposition.IncrementalPCA"],
        &projection::INCREMENTAL_PCA,
        Make::Transform(projection::principal),
    ),
    family(&["decomposition.PCA"], &projection::PCA, Make::Transform(projection::principal)),
    family(&["decomposition.TruncatedSVD"], &projection::TRUNCATED_SVD, Make::Transform(projection::plain)),
    family(
        &["discriminant_analysis.LinearDiscriminantAnalysis"],
        &classifier::DISCRIMINANT,
        Make::Answer(classifier::with_probabilities),
    ),
    family(
        &[
            "linear_model.ARDRegression",
            "linear_model.BayesianRidge",
            "linear_model.ElasticNet",
            "linear_model.ElasticNetCV",
            "linear_model.HuberRegressor",
            "linear_model.Lars",
            "linear_model.LarsCV",
            "linear_model.Lasso",
            "linear_model.LassoCV",
            "linear_model.LassoLars",
            "linear_model.LassoLarsCV",
            "linear_model.LassoLarsIC",
            "linear_model.LinearRegression",
            "linear_model.MultiTaskElasticNet",
            "linear_model.MultiTaskElasticNetCV",
            "linear_model.MultiTaskLasso",
            "linear_model.MultiTaskLassoCV",
            "linear_model.OrthogonalMatchingPursuit",
            "linear_model.OrthogonalMatchingPursuitCV",
            "linear_model.PassiveAggressiveRegressor",
            "linear_model.QuantileRegressor",
            "linear_model.Ridge",
            "linear_model.RidgeCV",
            "linear_model.SGDRegressor",
            "linear_model.TheilSenRegressor",
            "svm.LinearSVR",
        ],
        &regression::RULES,
        Make::Answer(regression::identity),
    ),
    family(
        &["linear_model.GammaRegressor", "linear_model.PoissonRegressor"],
        &regression::RULES,
        Make::Answer(regression::log),
    ),
    family(&["linear_model.TweedieRegressor"], &regression::RULES, Make::Answer(regression::tweedie)),
    family(
        &["linear_model.LogisticRegression"],
        &classifier::LOGISTIC,
        Make::Answer(classifier::with_probabilities),
    ),
    family(
        &["linear_model.LogisticRegressionCV"],
        &classifier::SQUEEZED,
        Make::Answer(classifier::with_probabilities),
    ),
    family(
        &[
            "linear_model.PassiveAggressiveClassifier",
            "linear_model.Perceptron",
            "linear_model.RidgeClassifier",
            "linear_model.RidgeClassifierCV",
            "linear_model.SGDClassifier",
            "svm.LinearSVC",
        ],
        &classifier::SQUEEZED,
        Make::Answer(classifier::with_labels),
    ),
    family(&["linear_model.SGDOneClassSVM"], &one_class::RULES, Make::Answer(one_class::plane)),
    family(&["preprocessing.Binarizer"], &row_scalers::RULES, Make::Transform(row_scalers::binarizer)),
    family(&["preprocessing.MaxAbsScaler"], &scalers::MAX_ABS, Make::Transform(scalers::max_abs)),
    family(&["preprocessing.MinMaxScaler"], &scalers::MIN_MAX, Make::Transform(scalers::min_max)),
    family(&["preprocessing.Normalizer"], &row_scalers::RULES, Make::Transform(row_scalers::normalizer)),
    family(&["preprocessing.RobustScaler"], &scalers::ROBUST, Make::Transform(scalers::robust)),
    family(&["preprocessing.StandardScaler"], &scalers::STANDARD, Make::Transform(scalers::standard)),
    family(
        &["random_projection.GaussianRandomProjection"],
        &projection::GAUSSIAN,
        Make::Transform(projection::plain),
    ),
];

/// The family that `kind` belongs to.
pub(crate) fn family_of(kind: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.kinds.contains(&kind))
}

/// The kinds of all families, sorted, and chains of them.
pub(crate) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = FAMILIES.iter().flat_map(|family| family.kinds).copied().collect();
    names.push(CHAIN);
    names.sort_unstable();
    names
}
