"""Curated data: the namespaces, the names that scikit-learn's public API reserves, and the ranks of providers."""

__all__ = ["DISTS", "EXTRAS", "KNOWN", "NAMESPACES", "RESERVED", "SPECS", "VERBS", "install_line", "rank"]

DISTS = {
    "rs": {"cluster": "mlmeta-clustering-rs", "preprocessing": "mlmeta-preprocessing-rs"},
    "np": {"cluster": "mlmeta-clustering-np", "preprocessing": "mlmeta-preprocessing-np"},
    "sklearn": dict.fromkeys(("cluster", "ensemble", "linear_model", "preprocessing"), "mlmeta-sklearn"),
}
"""The curated providers, best first, and the distribution that each has in a namespace."""

KNOWN: dict[str, tuple[str, ...]] = {
    "cluster.DBSCAN": ("sklearn",),
    "cluster.KMeans": ("rs", "np"),
    "ensemble.RandomForestClassifier": ("sklearn",),
    "linear_model.LogisticRegression": ("sklearn",),
    "preprocessing.MinMaxScaler": ("rs", "np"),
    "preprocessing.StandardScaler": ("rs", "np"),
}
"""What the curated distributions provide, so that a missing one can be named with the line that installs it."""

RESERVED: dict[str, frozenset[str]] = {
    "cluster": frozenset(
        "AffinityPropagation AgglomerativeClustering Birch BisectingKMeans DBSCAN FeatureAgglomeration HDBSCAN KMeans "
        "MeanShift MiniBatchKMeans OPTICS SpectralBiclustering SpectralClustering SpectralCoclustering".split()
    ),
    "ensemble": frozenset(
        "AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor ExtraTreesClassifier ExtraTreesRegressor "
        "GradientBoostingClassifier GradientBoostingRegressor HistGradientBoostingClassifier HistGradientBoostingRegressor "
        "IsolationForest RandomForestClassifier RandomForestRegressor RandomTreesEmbedding StackingClassifier "
        "StackingRegressor VotingClassifier VotingRegressor".split()
    ),
    "linear_model": frozenset(
        "ARDRegression BayesianRidge ElasticNet ElasticNetCV GammaRegressor HuberRegressor Lars LarsCV Lasso LassoCV "
        "LassoLars LassoLarsCV LassoLarsIC LinearRegression LogisticRegression LogisticRegressionCV MultiTaskElasticNet "
        "MultiTaskElasticNetCV MultiTaskLasso MultiTaskLassoCV OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV "
        "PassiveAggressiveClassifier PassiveAggressiveRegressor Perceptron PoissonRegressor QuantileRegressor "
        "RANSACRegressor Ridge RidgeCV RidgeClassifier RidgeClassifierCV SGDClassifier SGDOneClassSVM SGDRegressor "
        "TheilSenRegressor TweedieRegressor".split()
    ),
    "preprocessing": frozenset(
        "Binarizer FunctionTransformer KBinsDiscretizer KernelCenterer LabelBinarizer LabelEncoder MaxAbsScaler "
        "MinMaxScaler MultiLabelBinarizer Normalizer OneHotEncoder OrdinalEncoder PolynomialFeatures PowerTransformer "
        "QuantileTransformer RobustScaler SplineTransformer StandardScaler TargetEncoder".split()
    ),
}
"""scikit-learn's public estimators by namespace: these names mean its algorithms, whoever ships the spec."""

NAMESPACES = tuple(sorted(RESERVED))

SPECS = frozenset(
    {
        "cluster.DBSCAN",
        "cluster.KMeans",
        "linear_model.LogisticRegression",
        "preprocessing.MinMaxScaler",
        "preprocessing.StandardScaler",
    }
)
"""The algorithms whose spec the core ships: no manifest may bring another one."""

VERBS = {"serve": "mlmeta-serving"}
"""Verbs and functions that a curated distribution owns."""

EXTRAS = {"sklearn": "sklearn"}
"""The extras that are named after a provider; any other is named after the namespace."""


def rank(kind: str) -> list[tuple[str, str]]:
    """Return (provider, distribution) of an algorithm's curated providers, best first.

    A row counts only when both match: installing a stranger changes no default.
    """
    namespace = kind.partition(".")[0]
    return [(provider, dists[namespace]) for provider, dists in DISTS.items() if namespace in dists]


def install_line(kind: str) -> str | None:
    """Return the command that adds the best known provider of an algorithm, or None when none is known."""
    known = KNOWN.get(kind)
    return f'pip install "mlmeta[{EXTRAS.get(known[0], kind.partition(".")[0])}]"' if known else None
