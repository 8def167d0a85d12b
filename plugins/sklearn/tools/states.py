"""What a fitted model is, as arrays, for the algorithms whose model is a few small ones; a table by kind.

No array here holds rows of the training data. What a class needs beyond these attributes is made again by an adapter of
`mlmeta_sklearn.adapters`, which `ADAPTERS` names.
"""

from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["ADAPTERS", "STATES"]

FEATURES = Tensor(("n_features",))
TARGETS = Tensor(("n_targets", "n_features"), squeezed=True)
NUMBER = Tensor(())
WHOLE = Tensor((), dtypes=("int64",))


def linear(*training: str) -> StateSchema:
    """Return the state of a linear regression: coefficients of one target or of several, and the constants.

    The constants have a dimension of their own: many classes have an array of one constant where the coefficients are those
    of one target, without a dimension for it.
    """
    return StateSchema(1, {"coef_": TARGETS, "intercept_": Tensor(("n_constants",), scalar=True)}, training)


def classifier(*training: str) -> StateSchema:
    """Return the state of a linear classifier."""
    tensors = {"coef_": Tensor(("n_outputs", "n_features"), squeezed=True), "intercept_": Tensor(("n_outputs",), scalar=True)}
    return StateSchema(1, tensors, training, classes=True)


def bayes(*per_feature: str, **more: Tensor) -> StateSchema:
    """Return the state of a naive Bayes classifier: arrays of one row a class."""
    rows = dict.fromkeys(per_feature, Tensor(("n_classes", "n_features")))
    return StateSchema(1, rows | {"class_count_": Tensor(("n_classes",))} | more, classes=True)


PRIOR = {"class_log_prior_": Tensor(("n_classes",))}
COMPONENTS = Tensor(("n_components_", "n_features"))
SPREAD = {name: Tensor(("n_components_",)) for name in ("explained_variance_", "explained_variance_ratio_", "singular_values_")}
FOURIER = {"random_weights_": Tensor(("n_features", "n_components_")), "random_offset_": Tensor(("n_components_",))}

STATES: dict[str, StateSchema] = {
    # Linear regression
    **dict.fromkeys(
        (
            "linear_model.ARDRegression",
            "linear_model.BayesianRidge",
            "linear_model.ElasticNet",
            "linear_model.GammaRegressor",
            "linear_model.HuberRegressor",
            "linear_model.Lars",
            "linear_model.Lasso",
            "linear_model.LassoLars",
            "linear_model.MultiTaskElasticNet",
            "linear_model.MultiTaskLasso",
            "linear_model.OrthogonalMatchingPursuit",
            "linear_model.PassiveAggressiveRegressor",
            "linear_model.PoissonRegressor",
            "linear_model.QuantileRegressor",
            "linear_model.Ridge",
            "linear_model.SGDRegressor",
            "linear_model.TheilSenRegressor",
            "linear_model.TweedieRegressor",
            "svm.LinearSVR",
        ),
        linear("n_iter_"),
    ),
    **dict.fromkeys(
        (
            "linear_model.ElasticNetCV",
            "linear_model.LarsCV",
            "linear_model.LassoCV",
            "linear_model.LassoLarsCV",
            "linear_model.LassoLarsIC",
            "linear_model.MultiTaskElasticNetCV",
            "linear_model.MultiTaskLassoCV",
        ),
        linear("alpha_", "n_iter_"),
    ),
    "linear_model.LinearRegression": linear(),
    "linear_model.OrthogonalMatchingPursuitCV": linear("n_nonzero_coefs_", "n_iter_"),
    "linear_model.RidgeCV": linear("alpha_", "best_score_"),
    # Linear classification, and the linear one-class machine
    "linear_model.LogisticRegressionCV": classifier("C_", "l1_ratio_"),
    "linear_model.PassiveAggressiveClassifier": classifier("n_iter_"),
    "linear_model.Perceptron": classifier("n_iter_"),
    "linear_model.RidgeClassifier": classifier(),
    "linear_model.RidgeClassifierCV": classifier("alpha_", "best_score_"),
    "linear_model.SGDClassifier": classifier("n_iter_"),
    "svm.LinearSVC": classifier("n_iter_"),
    "linear_model.SGDOneClassSVM": StateSchema(1, {"coef_": FEATURES, "offset_": Tensor(("n_constants",))}, ("n_iter_",)),
    # Classification by densities and centres
    "naive_bayes.BernoulliNB": bayes("feature_log_prob_", "feature_count_", **PRIOR),
    "naive_bayes.CategoricalNB": StateSchema(
        1,
        {
            "n_categories_": Tensor(("n_features",), dtypes=("int64",)),
            "category_count_": Tensor(("n_classes", "n_categories")),
            "feature_log_prob_": Tensor(("n_classes", "n_categories")),
            "class_count_": Tensor(("n_classes",)),
            **PRIOR,
        },
        classes=True,
    ),
    "naive_bayes.ComplementNB": bayes("feature_log_prob_", "feature_count_", feature_all_=FEATURES, **PRIOR),
    "naive_bayes.GaussianNB": bayes("theta_", "var_", class_prior_=Tensor(("n_classes",)), epsilon_=NUMBER),
    "naive_bayes.MultinomialNB": bayes("feature_log_prob_", "feature_count_", **PRIOR),
    "neighbors.NearestCentroid": StateSchema(
        1,
        {
            "centroids_": Tensor(("n_classes", "n_features")),
            "class_prior_": Tensor(("n_classes",)),
            "within_class_std_dev_": FEATURES,
        },
        classes=True,
    ),
    "discriminant_analysis.LinearDiscriminantAnalysis": StateSchema(
        1,
        {
            "coef_": Tensor(("n_outputs", "n_features")),
            "intercept_": Tensor(("n_outputs",)),
            "means_": Tensor(("n_classes", "n_features")),
            "priors_": Tensor(("n_classes",)),
            "xbar_": Tensor(("n_features",), optional=True),
            "scalings_": Tensor(("n_features", "n_directions"), optional=True),
            "explained_variance_ratio_": Tensor(("n_components_",), optional=True),
        },
        classes=True,
    ),
    "discriminant_analysis.QuadraticDiscriminantAnalysis": StateSchema(
        1,
        {
            "means_": Tensor(("n_classes", "n_features")),
            "priors_": Tensor(("n_classes",)),
            "rotations_": Tensor(("n_classes", "n_features", "n_directions")),
            "scalings_": Tensor(("n_classes", "n_directions")),
        },
        classes=True,
    ),
    # Clusters
    "cluster.MeanShift": StateSchema(1, {"cluster_centers_": Tensor(("n_clusters_", "n_features"))}, ("n_iter_",)),
    # Scaling
    "preprocessing.Binarizer": StateSchema(1, {}),
    "preprocessing.MaxAbsScaler": StateSchema(1, {"scale_": FEATURES, "max_abs_": FEATURES, "n_samples_seen_": WHOLE}),
    "preprocessing.Normalizer": StateSchema(1, {}),
    "preprocessing.RobustScaler": StateSchema(
        1,
        {
            "center_": Tensor(("n_features",), unless_false="with_centering"),
            "scale_": Tensor(("n_features",), unless_false="with_scaling"),
        },
    ),
    # Components and projections
    "decomposition.FactorAnalysis": StateSchema(
        1, {"components_": COMPONENTS, "noise_variance_": FEATURES, "mean_": FEATURES}, ("n_iter_",)
    ),
    "decomposition.FastICA": StateSchema(
        1,
        {
            "components_": COMPONENTS,
            "mixing_": Tensor(("n_features", "n_components_")),
            "mean_": Tensor(("n_features",), optional=True),
            "whitening_": Tensor(("n_components_", "n_features"), optional=True),
        },
        ("n_iter_",),
    ),
    "decomposition.IncrementalPCA": StateSchema(
        1,
        {
            "components_": COMPONENTS,
            **SPREAD,
            "mean_": FEATURES,
            "var_": FEATURES,
            "noise_variance_": NUMBER,
            "n_components_": WHOLE,
            "n_samples_seen_": Tensor((), dtypes=("int64", "float64")),
            "batch_size_": WHOLE,
        },
    ),
    "decomposition.PCA": StateSchema(
        1,
        {
            "components_": COMPONENTS,
            **SPREAD,
            "mean_": FEATURES,
            "noise_variance_": NUMBER,
            "n_components_": WHOLE,
            "n_samples_": WHOLE,
        },
    ),
    "decomposition.TruncatedSVD": StateSchema(1, {"components_": COMPONENTS, **SPREAD}),
    "kernel_approximation.RBFSampler": StateSchema(1, FOURIER),
    "kernel_approximation.SkewedChi2Sampler": StateSchema(1, FOURIER),
    "random_projection.GaussianRandomProjection": StateSchema(
        1,
        {
            "components_": COMPONENTS,
            "n_components_": WHOLE,
            "inverse_components_": Tensor(("n_features", "n_components_"), optional=True),
        },
    ),
}

ADAPTERS: dict[str, str] = {
    "cluster.BisectingKMeans": "BisectingKMeansAdapter",
    "cluster.KMeans": "KMeansAdapter",
    "cluster.MiniBatchKMeans": "KMeansAdapter",
    "discriminant_analysis.LinearDiscriminantAnalysis": "DiscriminantAdapter",
    "discriminant_analysis.QuadraticDiscriminantAnalysis": "QuadraticAdapter",
    "kernel_approximation.RBFSampler": "ProjectionAdapter",
    "kernel_approximation.SkewedChi2Sampler": "ProjectionAdapter",
    "linear_model.GammaRegressor": "GeneralisedLinearAdapter",
    "linear_model.PoissonRegressor": "GeneralisedLinearAdapter",
    "linear_model.TweedieRegressor": "GeneralisedLinearAdapter",
    "linear_model.RidgeClassifier": "RidgeClassifierAdapter",
    "linear_model.RidgeClassifierCV": "RidgeClassifierAdapter",
    "naive_bayes.CategoricalNB": "CategoricalAdapter",
    "preprocessing.StandardScaler": "StandardScalerAdapter",
    "random_projection.GaussianRandomProjection": "ProjectionAdapter",
}
