"""Providers of one algorithm give the same bits, and scikit-learn's tools take all of them."""

import copy
import inspect
import itertools
import pickle
import subprocess
import sys
import warnings

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors
from mlmeta.algorithms import kinds
from sklearn import datasets
from sklearn.base import clone, is_clusterer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks

PROVIDERS = ("np", "rs")


def duplicates() -> np.ndarray:
    """Return rows that repeat, so that distances tie."""
    return np.repeat(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [5.0, 5.0]]), 20, axis=0)


DATA = {
    "iris": lambda: datasets.load_iris().data,
    "digits": lambda: datasets.load_digits().data,
    "wine": lambda: datasets.load_wine().data,
    "blobs": lambda: datasets.make_blobs(3001, 5, centers=7, random_state=3)[0],
    "noise": lambda: np.random.default_rng(5).standard_normal((5003, 17)),
    "one column": lambda: np.random.default_rng(6).standard_exponential((999, 1)),
    "duplicates": duplicates,
    "a constant column": lambda: np.column_stack([np.arange(50.0), np.full(50, 3.0)]),
    "large and small": lambda: np.random.default_rng(7).standard_normal((400, 3)) * [1e150, 1.0, 1e-150],
    "far from zero": lambda: np.random.default_rng(8).standard_normal((400, 3)) + 1e6,
}
SETTINGS = {
    "default": {},
    "three runs": {"n_init": 3},
    "random": {"init": "random"},
    "callable": {"init": lambda X, k, random_state: X[random_state.permutation(len(X))[:k]], "n_init": 2},
    "one iteration": {"max_iter": 1},
    "strict": {"tol": 0.0},
}


def make(provider, X, sample_weight=None, **parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", errors.ConvergenceWarning)  # of duplicates
        made = cluster.KMeans(**{"n_clusters": 4, "random_state": 0, "provider": provider} | parameters)
        return made.fit(X, sample_weight=sample_weight)


def assert_same_fit(one, other):
    """Check that two fits have the same bits."""
    assert one.cluster_centers_.dtype == other.cluster_centers_.dtype
    assert one.cluster_centers_.tobytes() == other.cluster_centers_.tobytes()
    assert np.array_equal(one.labels_, other.labels_)
    assert np.float64(one.inertia_).tobytes() == np.float64(other.inertia_).tobytes()
    assert one.n_iter_ == other.n_iter_


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_np_and_rs_agree_bit_for_bit(data, dtype, settings):
    with np.errstate(over="ignore"):
        X = data().astype(dtype)
    if not np.isfinite(X).all():
        X = np.nan_to_num(X, posinf=1e18, neginf=-1e18)
    one, other = (make(provider, X, **settings) for provider in PROVIDERS)
    assert one.cluster_centers_.dtype == dtype
    assert_same_fit(one, other)
    new = np.random.default_rng(9).permutation(X)[:50] * dtype(1.01)
    assert np.array_equal(one.predict(new), other.predict(new))
    assert one.transform(new).tobytes() == other.transform(new).tobytes()
    assert one.score(new) == other.score(new)


WEIGHTS = {
    "uniform": lambda random, n: random.uniform(size=n),
    "integers": lambda random, n: random.integers(0, 5, n),
    "nearly all zero": lambda random, n: np.where(
        np.arange(n) < 6, 1.0, random.uniform(size=n) * (random.uniform(size=n) < 0.05)
    ),
    "one huge": lambda random, n: np.where(np.arange(n) == n // 2, 1e12, random.uniform(size=n)),
    "of all magnitudes": lambda random, n: 10 ** random.uniform(-30, 5, size=n),
}
WEIGHTED_SETTINGS = {
    "default": {},
    "three runs": {"n_init": 3},
    "random": {"init": "random"},
    "given": {"init": "rows"},
    "empty clusters": {"init": "far rows"},
    "strict, more clusters": {"n_clusters": 12, "tol": 0.0, "max_iter": 20},
}


@pytest.mark.parametrize("settings", WEIGHTED_SETTINGS.values(), ids=WEIGHTED_SETTINGS)
@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("data", ["iris", "blobs", "one column", "duplicates", "a constant column", "far from zero"])
def test_np_and_rs_agree_bit_for_bit_with_weights(data, weights, settings):
    for dtype in (np.float32, np.float64):
        X = DATA[data]().astype(dtype)
        sample_weight = weights(np.random.default_rng(1), len(X)).astype(dtype)
        starts = {"rows": X[:4], "far rows": np.concatenate([X[:2], X[:2] * 3 + 5])}
        init = settings.get("init", "k-means++")
        parameters = {**settings, "init": starts.get(init, init), "sample_weight": sample_weight}
        assert_same_fit(*(make(provider, X, **parameters) for provider in PROVIDERS))


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_np_and_rs_agree_bit_for_bit_with_weights_for_any_number_of_threads(dtype):
    X, _ = datasets.make_blobs(40_000, 8, centers=7, random_state=3, cluster_std=4)
    X = X.astype(dtype)
    sample_weight = np.random.default_rng(1).uniform(size=len(X)).astype(dtype)
    one = make("np", X, sample_weight, n_init=2)
    for threads in (1, 2, 3):
        with mlmeta.use(threads=threads):
            assert_same_fit(one, make("rs", X, sample_weight, n_init=2))


def test_np_and_rs_agree_where_the_weights_of_whole_clusters_round_to_nothing():
    # The heavy row is the mean, so its products are 0 and those of the others count. It becomes the first cluster, which is
    # emptied before; then -31, the next farthest row, is taken from there, too.
    X = np.array([[-31.0], [-30.0], [0.0], [30.0], [31.0]], dtype=np.float32)
    parameters = {"n_clusters": 3, "init": np.array([[-30.5], [20.0], [30.5]]), "max_iter": 1}
    one, other = (make(provider, X, np.array([1, 1, 1e25, 1, 1]), **parameters) for provider in PROVIDERS)
    assert one.cluster_centers_[0] == pytest.approx(31 / 1e25)
    assert_same_fit(one, other)


@pytest.mark.parametrize("k", [1, 2, 8, 64])
def test_np_and_rs_agree_for_every_number_of_clusters(k):
    X = datasets.load_digits().data
    one, other = (make(provider, X, n_clusters=k) for provider in PROVIDERS)
    assert one.cluster_centers_.tobytes() == other.cluster_centers_.tobytes()
    assert (one.inertia_, one.n_iter_) == (other.inertia_, other.n_iter_)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_both_leave_a_random_stream_where_the_other_does(provider):
    stream, reference = np.random.RandomState(3), np.random.RandomState(3)
    X = datasets.load_iris().data
    make(provider, X, random_state=stream)
    make("np", X, random_state=reference)
    assert stream.random_sample() == reference.random_sample()


# -- the three defects that every provider's wrapper could have -------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_transform_gives_distances(provider):
    X = datasets.load_iris().data
    made = make(provider, X)
    expected = np.linalg.norm(X[:, None] - made.cluster_centers_, axis=2)
    np.testing.assert_allclose(made.transform(X), expected, rtol=1e-12)
    np.testing.assert_allclose(made.fit_transform(X), expected, rtol=1e-12)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_get_params_gives_what_was_set(provider):
    made = cluster.KMeans(3, tol=0.5, algorithm="elkan", provider=provider)
    told = made.get_params()
    assert (told["n_clusters"], told["tol"], told["algorithm"], told["max_iter"]) == (3, 0.5, "elkan", 300)
    assert made.set_params(**told).get_params() == told


@pytest.mark.parametrize("method", ["predict", "transform", "score", "get_feature_names_out"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_unfitted_use_raises(provider, method):
    arguments = () if method == "get_feature_names_out" else ([[1.0]],)
    with pytest.raises(errors.NotFittedError, match=r"This KMeans instance is not fitted yet. Call 'fit'"):
        getattr(cluster.KMeans(provider=provider), method)(*arguments)


# -- scikit-learn's tools ---------------------------------------------------------------------------------------------


def same(estimator):
    return estimator


WAYS = {
    "itself": same,
    "clone": clone,
    "pickle": lambda made: pickle.loads(pickle.dumps(made, protocol=5)),
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_copies_keep_class_parameters_and_answers(provider, way):
    X = datasets.load_iris().data
    made = make(provider, X)
    twin = way(made)
    assert type(twin) is type(made)
    assert isinstance(twin, cluster.KMeans)
    assert is_clusterer(twin)
    assert twin.get_params() == made.get_params()
    if way is clone:
        assert not hasattr(twin, "labels_")
        twin.fit(X)
    assert np.array_equal(twin.predict(X), made.labels_)


def test_a_grid_searches_over_providers_in_other_processes():
    X = datasets.load_iris().data
    steps = [("scale", StandardScaler()), ("k_means", cluster.KMeans())]
    pairs = itertools.product(PROVIDERS, (2, np.int64(3)))
    grid = {"k_means": [cluster.KMeans.using(provider)(k, random_state=0) for provider, k in pairs]}
    search = GridSearchCV(Pipeline(steps), grid, n_jobs=2, cv=3, error_score="raise").fit(X)
    scores = dict(zip(map(repr, search.cv_results_["param_k_means"]), search.cv_results_["mean_test_score"], strict=True))
    assert len(scores) == 4
    for k in (2, 3):
        one, other = (score for made, score in scores.items() if str(k) in made.partition("n_clusters=")[2][:12])
        assert one == other
    assert search.best_estimator_.predict(X).shape == (150,)


def test_scikit_learns_own_classes_are_providers():
    made = cluster.DBSCAN(eps=0.3)
    assert type(made).__module__.startswith("sklearn.")
    for way in WAYS.values():
        assert isinstance(way(made), cluster.DBSCAN)
        assert not isinstance(way(made), cluster.KMeans)
    assert is_clusterer(made)


@pytest.mark.parametrize(
    ("algorithm", "made"),
    [
        ("cluster.DBSCAN", lambda: cluster.DBSCAN(eps=0.3)),
        ("cluster.KMeans", lambda: cluster.KMeans(3, provider="np")),
        ("cluster.KMeans", lambda: cluster.KMeans(3, provider="rs")),
        ("linear_model.LogisticRegression", lambda: kinds.get("linear_model.LogisticRegression")()),
        ("ensemble.RandomForestClassifier", lambda: kinds.get("ensemble.RandomForestClassifier")()),
    ],
)
def test_isinstance_holds_in_a_process_that_resolved_nothing(algorithm, made):
    content = pickle.dumps(made(), protocol=5)
    code = f"import pickle, mlmeta; made = pickle.loads({content!r}); print(isinstance(made, mlmeta.get({algorithm!r})))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "True"


# -- scikit-learn's own checks ----------------------------------------------------------------------------------------

EQUIVALENCE = "check_sample_weight_equivalence_on_dense_data"
"""scikit-learn expects it, and the next, to fail for its own KMeans: a repeated row is drawn otherwise than a heavier one."""
SPARSE_EQUIVALENCE = "check_sample_weight_equivalence_on_sparse_data"

FAILING = {EQUIVALENCE, SPARSE_EQUIVALENCE}
"""Of the checks that this version of scikit-learn has."""


@pytest.mark.parametrize("provider", PROVIDERS)
def test_scikit_learns_checks_fail_where_we_know_why_and_nowhere_else(provider):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*does not inherit from `sklearn.base.BaseEstimator`.*")
        told = estimator_checks.check_estimator(cluster.KMeans(3, provider=provider), on_fail=None, on_skip=None)
    failed = {check["check_name"]: check["exception"] for check in told if check["status"] == "failed"}
    assert set(failed) == FAILING & {check["check_name"] for check in told}, failed
    assert sum(check["status"] == "passed" for check in told) > 35


@pytest.mark.parametrize("provider", PROVIDERS)
def test_construction_stores_the_parameters_and_nothing_else(provider):
    made = cluster.KMeans(3, provider=provider)
    assert set(vars(made)) == set(made.get_params())
    assert list(inspect.signature(type(made)).parameters) == list(made.get_params())
