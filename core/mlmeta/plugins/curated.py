"""Curated data: the namespaces, the names that scikit-learn's public API reserves, and the ranks of providers."""

__all__ = [
    "CURATED",
    "DISTS",
    "ELSEWHERE",
    "EXPERIMENTAL",
    "EXTRAS",
    "FROM_PLUGINS",
    "KNOWN",
    "NAMESPACES",
    "PROMOTED",
    "RESERVED",
    "SPECS",
    "SPOKEN",
    "current",
    "install_line",
    "line_that_adds",
    "namespaces_of",
    "rank",
    "stays",
]

RESERVED: dict[str, frozenset[str]] = {
    "calibration": frozenset("CalibratedClassifierCV".split()),
    "cluster": frozenset(
        "AffinityPropagation AgglomerativeClustering Birch BisectingKMeans DBSCAN FeatureAgglomeration HDBSCAN KMeans "
        "MeanShift MiniBatchKMeans OPTICS SpectralBiclustering SpectralClustering SpectralCoclustering".split()
    ),
    "compose": frozenset("ColumnTransformer TransformedTargetRegressor".split()),
    "covariance": frozenset(
        "EllipticEnvelope EmpiricalCovariance GraphicalLasso GraphicalLassoCV LedoitWolf MinCovDet OAS ShrunkCovariance".split()
    ),
    "cross_decomposition": frozenset("CCA PLSCanonical PLSRegression PLSSVD".split()),
    "decomposition": frozenset(
        "DictionaryLearning FactorAnalysis FastICA IncrementalPCA KernelPCA LatentDirichletAllocation "
        "MiniBatchDictionaryLearning MiniBatchNMF MiniBatchSparsePCA NMF PCA SparseCoder SparsePCA TruncatedSVD".split()
    ),
    "discriminant_analysis": frozenset("LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis".split()),
    "dummy": frozenset("DummyClassifier DummyRegressor".split()),
    "ensemble": frozenset(
        "AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor ExtraTreesClassifier ExtraTreesRegressor "
        "GradientBoostingClassifier GradientBoostingRegressor HistGradientBoostingClassifier "
        "HistGradientBoostingRegressor IsolationForest RandomForestClassifier RandomForestRegressor RandomTreesEmbedding "
        "StackingClassifier StackingRegressor VotingClassifier VotingRegressor".split()
    ),
    "feature_extraction": frozenset(
        "CountVectorizer DictVectorizer FeatureHasher HashingVectorizer PatchExtractor TfidfTransformer TfidfVectorizer".split()
    ),
    "feature_selection": frozenset(
        "GenericUnivariateSelect RFE RFECV SelectFdr SelectFpr SelectFromModel SelectFwe SelectKBest SelectPercentile "
        "SequentialFeatureSelector VarianceThreshold".split()
    ),
    "gaussian_process": frozenset("GaussianProcessClassifier GaussianProcessRegressor".split()),
    "impute": frozenset("KNNImputer MissingIndicator SimpleImputer".split()),
    "isotonic": frozenset("IsotonicRegression".split()),
    "kernel_approximation": frozenset("AdditiveChi2Sampler Nystroem PolynomialCountSketch RBFSampler SkewedChi2Sampler".split()),
    "kernel_ridge": frozenset("KernelRidge".split()),
    "linear_model": frozenset(
        "ARDRegression BayesianRidge ElasticNet ElasticNetCV GammaRegressor HuberRegressor Lars LarsCV Lasso LassoCV "
        "LassoLars LassoLarsCV LassoLarsIC LinearRegression LogisticRegression LogisticRegressionCV MultiTaskElasticNet "
        "MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV "
        "PassiveAggressiveClassifier PassiveAggressiveRegressor Perceptron PoissonRegressor QuantileRegressor "
        "RANSACRegressor Ridge RidgeCV RidgeClassifier RidgeClassifierCV SGDClassifier SGDOneClassSVM SGDRegressor "
        "TheilSenRegressor TweedieRegressor".split()
    ),
    "manifold": frozenset("ClassicalMDS Isomap LocallyLinearEmbedding MDS SpectralEmbedding TSNE".split()),
    "mixture": frozenset("BayesianGaussianMixture GaussianMixture".split()),
    "multiclass": frozenset("OneVsOneClassifier OneVsRestClassifier OutputCodeClassifier".split()),
    "multioutput": frozenset("ClassifierChain MultiOutputClassifier MultiOutputRegressor RegressorChain".split()),
    "naive_bayes": frozenset("BernoulliNB CategoricalNB ComplementNB GaussianNB MultinomialNB".split()),
    "neighbors": frozenset(
        "KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer KernelDensity LocalOutlierFactor NearestCentroid "
        "NearestNeighbors NeighborhoodComponentsAnalysis RadiusNeighborsClassifier RadiusNeighborsRegressor "
        "RadiusNeighborsTransformer".split()
    ),
    "neural_network": frozenset("BernoulliRBM MLPClassifier MLPRegressor".split()),
    "preprocessing": frozenset(
        "Binarizer FunctionTransformer KBinsDiscretizer KernelCenterer LabelBinarizer LabelEncoder MaxAbsScaler "
        "MinMaxScaler MultiLabelBinarizer Normalizer OneHotEncoder OrdinalEncoder PolynomialFeatures PowerTransformer "
        "QuantileTransformer RobustScaler SplineTransformer StandardScaler TargetEncoder".split()
    ),
    "random_projection": frozenset("GaussianRandomProjection SparseRandomProjection".split()),
    "semi_supervised": frozenset("LabelPropagation LabelSpreading SelfTrainingClassifier".split()),
    "svm": frozenset("LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR".split()),
    "tree": frozenset("DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor".split()),
}
"""scikit-learn's public estimators by namespace: these names mean its algorithms, whoever ships the spec."""

NAMESPACES = tuple(sorted(RESERVED))

EXPERIMENTAL = {
    "impute.IterativeImputer": "It is experimental in scikit-learn, and stays there: "
    "from sklearn.experimental import enable_iterative_imputer; from sklearn.impute import IterativeImputer."
}
"""Estimators that scikit-learn hides until they are asked for, and the advice: nobody provides them here."""

ELSEWHERE = frozenset({"datasets", "experimental", "frozen", "inspection", "metrics", "model_selection", "pipeline"})
"""Modules of scikit-learn that work with the estimators of any provider as they are, so nobody provides them again."""

DISTS = {
    "rs": {"cluster": "mlmeta-clustering-rs", "preprocessing": "mlmeta-preprocessing-rs"},
    "np": {"cluster": "mlmeta-clustering-np", "preprocessing": "mlmeta-preprocessing-np"},
    "sklearn": dict.fromkeys(NAMESPACES, "mlmeta-sklearn"),
}
"""The curated providers, best first, and the distribution that each has in a namespace."""

SPOKEN = {"rust": "rs", "numpy": "np", "scikitlearn": "sklearn"}
"""What people call the curated providers, in small letters without hyphens."""

CURATED: dict[str, tuple[str, ...]] = {
    "cluster.BisectingKMeans": ("rs", "np"),
    "cluster.DBSCAN": (),
    "cluster.KMeans": ("rs", "np"),
    "cluster.MiniBatchKMeans": ("rs", "np"),
    "linear_model.LogisticRegression": (),
    "preprocessing.MinMaxScaler": ("rs", "np"),
    "preprocessing.StandardScaler": ("rs", "np"),
}
"""The algorithms whose spec the core ships, and what curated distributions provide them beside scikit-learn, best first."""

SPECS = frozenset(CURATED)
"""No manifest may bring another spec of these."""

KNOWN: dict[str, tuple[str, ...]] = {
    kind: (*CURATED.get(kind, ()), "sklearn")
    for kind in (f"{space}.{name}" for space, names in RESERVED.items() for name in sorted(names))
}
"""What the curated distributions provide, so that a missing one can be named with the line that installs it."""

PROMOTED: dict[str, str] = {}
"""The kinds that distributions owned before the core adopted them, and what they are called since."""

FROM_PLUGINS = {"serve": "mlmeta-serving"}
"""The verbs and functions that a curated distribution owns, and which."""

EXTRAS = {"sklearn": "sklearn"}
"""The extras that are named after a provider; any other is named after the namespace."""


def rank(kind: str) -> list[tuple[str, str]]:
    """Return (provider, distribution) of an algorithm's curated providers, best first.

    A row counts only when both match: installing a stranger changes no default.
    """
    namespace = kind.partition(".")[0]
    return [(provider, dists[namespace]) for provider, dists in DISTS.items() if namespace in dists]


def install_line(kind: str, provider: str | None = None) -> str | None:
    """Return the command that adds a known provider of an algorithm, or the best one; None when none is known."""
    known = [name for name in KNOWN.get(kind, ()) if provider in (None, name)]
    return f'pip install "mlmeta[{EXTRAS.get(known[0], kind.partition(".")[0])}]"' if known else None


def current(kind: str) -> str:
    """Return what a kind is called today: plugins and model files that know it by its owner's name stay good."""
    return PROMOTED.get(kind, kind)


def namespaces_of(name: str) -> list[str]:
    """Return the namespaces that have an algorithm of this name."""
    return [namespace for namespace, names in RESERVED.items() if name in names]


def line_that_adds(name: str) -> str:
    """Return the command that adds a verb or function which a curated distribution owns."""
    return f'pip install "mlmeta[{FROM_PLUGINS[name].removeprefix("mlmeta-")}]"'


def stays(module: str, name: str = "...") -> str:
    """Return the advice for a module of scikit-learn that needs no provider."""
    return f"{module} stays scikit-learn's, and works with every estimator of mlmeta: from sklearn.{module} import {name}"
