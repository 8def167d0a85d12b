"""The class of every provider: what it takes, what it refuses, what scikit-learn's tools and callbacks find."""

import pickle
import warnings
from typing import Any

import mlmeta
import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster, errors
from sklearn import cluster as peer
from sklearn import datasets
from sklearn.base import clone
from sklearn.utils import estimator_checks

PROVIDERS = ("np", "rs")
X = datasets.make_blobs(200, 3, centers=5, random_state=1)[0]


def made(provider: str, n_clusters: int = 5, **parameters: Any) -> cluster.BisectingKMeans:
    """Return an unfitted estimator."""
    return cluster.BisectingKMeans(n_clusters, random_state=0, provider=provider, **parameters)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_fitted_attributes_have_the_types_of_the_spec(provider: str, dtype: type) -> None:
    rows = X.astype(dtype)
    before = rows.copy()
    model = made(provider).fit(rows)
    assert np.array_equal(rows, before)
    assert (model.cluster_centers_.dtype, model.cluster_centers_.shape) == (dtype, (5, 3))
    assert (model.children_.dtype, model.children_.shape) == (np.int64, (4, 2))
    assert (model.inner_centers_.dtype, model.inner_centers_.shape) == (dtype, (4, 3))
    np.testing.assert_allclose(model.inner_centers_[0], X.mean(axis=0), rtol=1e-5)
    assert (model.labels_.dtype, model.labels_.shape) == (np.int32, (200,))
    assert type(model.inertia_) is float
    assert np.array_equal(model.predict(rows), model.labels_)
    assert model.transform(rows).dtype == dtype
    assert list(model.get_feature_names_out()) == [f"bisectingkmeans{i}" for i in range(5)]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_centre_of_an_inner_node_is_the_mean_of_the_rows_below_it(provider: str) -> None:
    model = made(provider, tol=0.0).fit(X)
    below: list[set[int]] = [{label} for label in range(5)] + [set() for _ in range(4)]
    for row in reversed(range(4)):
        below[5 + row] = set().union(*(below[child] for child in model.children_[row]))
    assert below[5] == set(range(5))
    for row, centre in enumerate(model.inner_centers_):
        np.testing.assert_allclose(centre, X[np.isin(model.labels_, list(below[5 + row]))].mean(axis=0))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_one_cluster_has_no_tree_also_after_a_fit_that_had_one(provider: str) -> None:
    model = made(provider).fit(X)
    model.set_params(n_clusters=1).fit(X, sample_weight=np.arange(200.0))
    assert model.children_ is None
    assert model.inner_centers_ is None
    np.testing.assert_allclose(model.cluster_centers_, X.mean(axis=0, keepdims=True), err_msg="also with weights")
    assert not model.predict(X).any()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_float64_model_takes_float32_rows_sparse_rows_and_the_reverse(provider: str) -> None:
    wide, narrow = made(provider).fit(X), made(provider).fit(X.astype(np.float32))
    assert np.array_equal(wide.predict(X.astype(np.float32)), narrow.predict(X))
    assert np.array_equal(wide.predict(scipy.sparse.csr_array(X)), wide.labels_)
    sparse = made(provider).fit(scipy.sparse.csr_array(X))
    assert np.array_equal(sparse.predict(X), sparse.labels_)
    assert sparse.score(X) == pytest.approx(sparse.score(scipy.sparse.csr_array(X)))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_fewer_rows_than_clusters_are_refused(provider: str) -> None:
    with pytest.raises(errors.InvalidDataError, match=r"n_samples=3 should be >= n_clusters=5"):
        made(provider).fit(X[:3])


@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_cluster_that_cannot_be_split_is_an_error_that_says_why(provider: str, make: Any) -> None:
    few = [[0.0], [1.0], [1.0]]
    refused = 0
    for seed in range(10):  # as in scikit-learn, it depends on the draws which cluster comes first
        model = cluster.BisectingKMeans(3, random_state=seed, provider=provider)
        try:
            peer.BisectingKMeans(3, random_state=seed).fit(few)
        except ValueError:
            refused += 1
            with pytest.raises(errors.InvalidDataError, match=r"1 row\(s\).*too few different rows for n_clusters=3"):
                model.fit(make(few))
        else:
            assert model.fit(make(few)).inertia_ == 0
    assert 0 < refused < 10
    with pytest.raises(errors.InvalidDataError, match=r"1 of them with a weight"):
        made(provider, 2).fit(make(few), sample_weight=[1.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("starts", "message"),
    [
        ([[0.0, 0, 0]], r"shape of the initial centers \(1, 3\) does not match the number of clusters 2"),
        ([[0.0], [1.0]], r"shape of the initial centers \(2, 1\) does not match the number of features of the data 3"),
        ([[np.nan, 0, 0], [0, 0, 0]], "NaN, infinity"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_start_centres_of_a_callable_are_checked(provider: str, starts: Any, message: str) -> None:
    with pytest.raises(errors.InvalidParameterError, match=message):
        made(provider, init=lambda X, k, random_state: starts).fit(X)
    with pytest.raises(errors.InvalidParameterError, match="init"):
        made(provider, init=X[:2]).fit(X)


@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_callable_gets_the_rows_of_the_cluster(provider: str, make: Any) -> None:
    seen: list[Any] = []

    def first_rows(rows: Any, k: int, random_state: np.random.RandomState) -> Any:
        assert isinstance(random_state, np.random.RandomState)
        assert k == 2
        seen.append(rows)
        return rows[:2]

    made(provider, 4, init=first_rows).fit(make(X))
    assert len(seen) == 3
    assert all(type(rows) is type(make(X)) for rows in seen)
    whole = seen[0] if isinstance(seen[0], np.ndarray) else seen[0].toarray() - X.mean(axis=0)
    np.testing.assert_allclose(whole, X - X.mean(axis=0), atol=1e-12)
    assert seen[1].shape[0] < 200


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_overflows_is_refused(provider: str) -> None:
    with pytest.raises(errors.InvalidDataError, match=r"squares|squared"):
        made(provider, 2).fit([[1e200], [-1e200]])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_clones_pickles_and_hints_fit_alike(provider: str) -> None:
    model = made(provider).fit(X)
    others = [clone(model).fit(X), pickle.loads(pickle.dumps(model)), made(provider, algorithm="elkan", copy_x=False).fit(X)]
    for other in others:
        assert other.cluster_centers_.tobytes() == model.cluster_centers_.tobytes()
        assert np.array_equal(other.predict(X), model.predict(X))


class Witness:
    """A callback that asks the model after each split, and stops after some."""

    def __init__(self, last: int) -> None:
        self.last, self.told = last, []

    def setup(self, estimator: Any, context: Any) -> None:
        """Hear of the start."""

    def teardown(self, estimator: Any, context: Any) -> None:
        """Hear of the end."""

    def on_fit_task_begin(self, estimator: Any, context: Any) -> None:
        """Hear of a task that begins."""

    def on_fit_task_end(self, estimator: Any, context: Any, *, X: Any = None, fitted_estimator: Any = None) -> bool:
        """Ask the model, unless it is the whole fit that ended."""
        if context.task_name == "iteration":
            self.told.append((len(fitted_estimator.children_), len(np.unique(fitted_estimator.predict(X)))))
        return len(self.told) >= self.last


@pytest.mark.newest("callbacks came with scikit-learn 1.9")
@pytest.mark.parametrize("provider", PROVIDERS)
def test_callbacks_hear_of_each_split_and_may_hurry_the_rest(provider: str) -> None:
    watched, plain = Witness(last=99), made(provider).fit(X)
    assert np.array_equal(made(provider).set_callbacks(watched).fit(X).labels_, plain.labels_)
    assert watched.told == [(1, 2), (2, 3), (3, 4), (4, 5)]
    watched = Witness(last=2)
    hurried = made(provider).set_callbacks(watched).fit(X)
    assert watched.told == [(1, 2), (2, 3)]
    assert len(np.unique(hurried.labels_)) == 5
    assert len(hurried.children_) == 4


@pytest.mark.parametrize("provider", PROVIDERS)
def test_scikit_learns_checks_fail_where_those_of_its_own_class_fail(provider: str) -> None:
    def failed(estimator: Any) -> set[str]:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*does not inherit from `sklearn.base.BaseEstimator`.*")
            told = estimator_checks.check_estimator(estimator, on_fail=None, on_skip=None)
        return {check["check_name"] for check in told if check["status"] == "failed"}

    assert failed(made(provider, 3)) <= failed(peer.BisectingKMeans(3))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_but_parameters_is_set_by_the_constructor(provider: str) -> None:
    model = made(provider)
    assert set(vars(model)) == set(model.get_params())
    with pytest.raises(errors.NotFittedError):
        mlmeta.save(model, "never.mlm")
