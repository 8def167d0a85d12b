"""Callbacks of scikit-learn watch the fits of our estimators, alone and in a pipeline, and may end them."""

import copy
import functools
import pickle

import numpy as np
import pytest
from mlmeta import cluster
from sklearn import datasets
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

pytestmark = pytest.mark.newest("callbacks are scikit-learn's from 1.9 on")


class Recorder:
    """Writes down what it is told, and asks to stop at the end of iteration `last`."""

    max_propagation_depth = None

    def __init__(self, last=None):
        self.last, self.told, self.inertia = last, [], []

    def setup(self, estimator, context):
        self.told.append("setup")

    def teardown(self, estimator, context):
        self.told.append("teardown")

    def on_fit_task_begin(self, estimator, context):
        self.told.append(f"begin {context.task_name} {context.task_id}")

    def on_fit_task_end(self, estimator, context, *, X=None, fitted_estimator=None):
        self.told.append(f"end {context.task_name} {context.task_id}")
        if context.task_name == "iteration":
            self.inertia.append(-fitted_estimator.score(X))
        return context.task_name == "iteration" and context.task_id == self.last

    def iterations(self):
        return sum(word.startswith("end iteration") for word in self.told)


@pytest.fixture(scope="module")
def X():
    return datasets.load_digits().data


@pytest.fixture(params=["np", "rs"])
def make(request):
    return functools.partial(fitted_by, request.param)


def fitted_by(provider, **parameters):
    return cluster.KMeans(**{"n_clusters": 10, "random_state": 0, "tol": 0.0, "provider": provider} | parameters)


def test_each_iteration_is_told_and_changes_nothing(make, X):
    recorder = Recorder()
    made, plain = make().set_callbacks(recorder).fit(X), make().fit(X)
    assert made.cluster_centers_.tobytes() == plain.cluster_centers_.tobytes()
    assert recorder.told[:4] == ["setup", "begin fit 0", "begin iteration 0", "end iteration 0"]
    assert recorder.told[-2:] == ["end fit 0", "teardown"]
    assert recorder.iterations() == made.n_iter_
    assert recorder.inertia == sorted(recorder.inertia, reverse=True)
    assert recorder.inertia[-1] == pytest.approx(made.inertia_)
    assert set(vars(made)) == set(vars(plain)) | {"_skl_callbacks"}


def test_a_callback_ends_the_fit(make, X):
    recorder = Recorder(last=3)
    made = make().set_callbacks(recorder).fit(X)
    assert (made.n_iter_, recorder.iterations()) == (4, 4)
    assert np.array_equal(made.predict(X), made.labels_)
    assert recorder.told[-1] == "teardown"


def test_an_end_holds_for_all_runs(make, X):
    recorder = Recorder(last=3)
    made = make(n_init=5).set_callbacks(recorder).fit(X)
    assert recorder.iterations() == 4
    assert np.array_equal(made.predict(X), made.labels_)


def test_a_pipeline_passes_callbacks_on(make, X):
    recorder = Recorder(last=2)
    made = Pipeline([("scale", StandardScaler()), ("k_means", make())]).set_callbacks(recorder).fit(X)
    assert made[-1].n_iter_ == 3
    assert "_skl_callbacks" not in vars(made[-1])
    assert recorder.told.count("teardown") == 1


def test_a_fit_that_fails_ends_with_teardown(make, X):
    recorder = Recorder()
    made = make(init=lambda X, n_clusters, random_state: [[0.0]]).set_callbacks(recorder)
    with pytest.raises(ValueError, match="initial centers"):
        made.fit(X)
    assert recorder.told[-1] == "teardown"
    assert made._watch is None


def test_a_progress_bar_shows(make, X, capsys):
    pytest.importorskip("rich")
    from sklearn.callback import ProgressBar

    made = Pipeline([("k_means", make(max_iter=5))]).set_callbacks(ProgressBar(max_propagation_depth=None))
    made.fit(X)
    assert "KMeans" in capsys.readouterr().out


def test_copies_keep_callbacks_as_scikit_learn_does(make, X):
    recorder = Recorder()
    made = make().set_callbacks(recorder)
    assert clone(made)._skl_callbacks == [recorder]
    assert copy.deepcopy(made)._skl_callbacks[0] is not recorder
    assert type(pickle.loads(pickle.dumps(made))._skl_callbacks[0]) is Recorder
    assert "_skl_callbacks" not in vars(made.set_callbacks())


@pytest.mark.parametrize("wrong", [Recorder, object(), "bar"])
def test_what_is_no_callback_is_refused(make, wrong):
    with pytest.raises(TypeError, match=r"callbacks must be instances following the FitCallback protocol. Got "):
        make().set_callbacks(wrong)
