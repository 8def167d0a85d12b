"""What mini-batch K-Means does beyond scikit-learn's, and what it refuses, for every provider."""

import pickle
import warnings

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
X = datasets.make_blobs(600, 3, centers=4, random_state=1)[0]


@pytest.fixture(params=PROVIDERS)
def make(request):
    return cluster.MiniBatchKMeans.using(request.param)


def test_a_model_in_a_file_predicts_and_says_why_it_learns_no_more(make, tmp_path):
    made = make(4, random_state=0).fit(X)
    loaded = mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm"), provider=made.__mlmeta_provider__)
    assert np.array_equal(loaded.predict(X), made.predict(X))
    assert (loaded.n_steps_, loaded.n_iter_, loaded.inertia_) == (made.n_steps_, made.n_iter_, made.inertia_)
    with pytest.raises(errors.NotFittedError, match=r"init=model\.cluster_centers_"):
        loaded.partial_fit(X)
    assert loaded.fit(X).partial_fit(X).n_steps_ == made.n_steps_ + 1


def test_a_model_of_parts_alone_can_be_saved(make, tmp_path):
    made = make(4, random_state=0).partial_fit(X)
    assert not hasattr(made, "n_iter_")
    assert np.array_equal(mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm")).predict(X), made.predict(X))


def test_a_pickled_model_goes_on_as_if_it_had_never_left(make):
    made = make(4, random_state=0, reassignment_ratio=0.5).partial_fit(X[:200])
    twin = pickle.loads(pickle.dumps(made))
    for part in (X[200:400], X[400:]):
        assert made.partial_fit(part).cluster_centers_.tobytes() == twin.partial_fit(part).cluster_centers_.tobytes()
    assert not hasattr(clone(made), "n_steps_")


def test_it_goes_to_scikit_learn_and_back(make):
    made = make(4, random_state=0).fit(X)
    theirs = mlmeta.to_sklearn(made)
    assert type(theirs) is peer.MiniBatchKMeans
    assert np.array_equal(theirs.predict(X), made.predict(X))
    again = mlmeta.from_sklearn(theirs, provider=made.__mlmeta_provider__)
    assert type(again) is type(made)
    assert np.array_equal(again.predict(X), made.predict(X))


def test_parts_of_another_dtype_are_learnt_and_change_no_dtype(make):
    made = make(4, random_state=0).partial_fit(X[:300].astype(np.float32))
    made.partial_fit(X[300:])
    assert made.cluster_centers_.dtype == np.float32
    assert made.predict(X).shape == made.predict(X.astype(np.float32)).shape


def test_without_labels_rows_are_labelled_when_asked_and_those_of_an_earlier_fit_go(make):
    made = make(4, random_state=0).fit(X)
    labels = made.set_params(compute_labels=False).fit_predict(X)
    assert not hasattr(made, "labels_")
    assert np.array_equal(labels, made.predict(X))
    assert make(4, random_state=0, compute_labels=False, max_iter=1, batch_size=600).fit(X).inertia_ > 0


def test_nothing_is_written_to_the_rows_the_weights_or_the_start(make):
    given, weight, start = X.copy(), np.ones(len(X)), X[:4].copy()
    for array in (given, weight, start):
        array.setflags(write=False)
    made = make(4, init=start, random_state=0).fit(given, sample_weight=weight).partial_fit(given, sample_weight=weight)
    assert not np.shares_memory(made.cluster_centers_, start)
    earlier = made.cluster_centers_
    kept = earlier.copy()
    made.partial_fit(given)
    assert np.array_equal(earlier, kept), "what was read before stays"


def test_advice_for_starts(make):
    with pytest.warns(RuntimeWarning, match="init_size=3 should be larger than n_clusters=4") as told:
        make(4, init_size=3, random_state=0).fit(X)
    assert told[0].filename == __file__
    with pytest.warns(RuntimeWarning, match="performing only one init in MiniBatchKMeans instead of n_init=2") as told:
        make(4, init=X[:4], n_init=2).partial_fit(X)
    assert told[0].filename == __file__
    with pytest.raises(errors.InvalidDataError, match="n_samples=3 should be >= n_clusters=4"):
        make(4).fit(X[:3])
    with pytest.raises(ValueError, match="does not match the number of features"):
        make(4, init=X[:4, :2]).fit(X)
    with pytest.raises(ValueError, match="does not match the number of clusters"):
        make(4, init=lambda X, k, random_state: X[:3]).fit(X)
    nearly_none = np.eye(1, len(X))[0]
    with pytest.raises(errors.InvalidDataError, match="raise init_size"):
        make(4, init_size=10, random_state=0).fit(X, sample_weight=nearly_none)


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_magnitudes_whose_squares_overflow_are_refused(make, method):
    with pytest.raises(errors.InvalidDataError, match=r"scale the data|Divide X"):
        getattr(make(2), method)(X * 1e160)


def test_more_may_be_replaced_than_there_are_others(make):
    """A ratio above one calls every centre one of few rows; scikit-learn's fit fails then."""
    made = make(4, reassignment_ratio=2.0, random_state=0).fit(X)
    assert np.isfinite(made.cluster_centers_).all()


def test_more_clusters_than_half_a_batch_replace_at_most_half_of_it(make):
    made = make(100, batch_size=10, init_size=600, random_state=42).fit(X)
    assert np.unique(made.predict(X)).size > 20


def test_callbacks_hear_of_each_step_and_may_stop_them(make):
    pytest.importorskip("sklearn.callback")

    class Stop:
        def __init__(self):
            self.ends = 0

        def setup(self, estimator, context):
            del estimator, context

        def teardown(self, estimator, context):
            del estimator, context

        def on_fit_task_begin(self, estimator, context, **more):
            del estimator, context, more

        def on_fit_task_end(self, estimator, context, **more):
            del estimator, more
            self.ends += context.task_name == "iteration"
            return self.ends == 3

    stop = Stop()
    assert make(4, random_state=0, batch_size=20).set_callbacks(stop).fit(X).n_steps_ == 3
    assert stop.ends == 3


def test_sparse_rows_of_any_kind_give_one_answer(make):
    rows = scipy.sparse.random(300, 20, density=0.2, random_state=0)
    made = [make(4, random_state=0).fit(form) for form in (rows.tocsr(), rows.tocsc(), rows.tocoo())]
    assert len({fit.cluster_centers_.tobytes() for fit in made}) == 1
    np.testing.assert_allclose(made[0].transform(rows), make(4, random_state=0).fit(rows).transform(rows.toarray()))


EXPECTED = {"check_sample_weight_equivalence_on_dense_data", "check_sample_weight_equivalence_on_sparse_data"}
"""Of scikit-learn's own class, too: a repeated row is drawn otherwise than a heavier one."""


def test_scikit_learns_checks_fail_where_its_own_class_fails(make):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*does not inherit from `sklearn.base.BaseEstimator`.*")
        told = estimator_checks.check_estimator(make(3), on_fail=None, on_skip=None)
    failed = {check["check_name"]: check["exception"] for check in told if check["status"] == "failed"}
    assert set(failed) == EXPECTED & {check["check_name"] for check in told}, failed
