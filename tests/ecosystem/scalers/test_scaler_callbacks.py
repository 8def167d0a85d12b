"""scikit-learn's callbacks watch every fit of a scaler, and every part."""

import numpy as np
import pytest
from mlmeta import preprocessing

pytestmark = pytest.mark.newest("callbacks are scikit-learn's from 1.9 on")

X = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 4.0]])
MEANS = {preprocessing.StandardScaler: 0.0, preprocessing.MinMaxScaler: 0.5}


class Recorder:
    """Writes down what it is told, and what the estimator it is given makes of the rows."""

    max_propagation_depth = None

    def __init__(self) -> None:
        self.told: list[object] = []

    def setup(self, estimator, context) -> None:
        self.told.append("setup")

    def teardown(self, estimator, context) -> None:
        self.told.append("teardown")

    def on_fit_task_begin(self, estimator, context) -> None:
        self.told.append(f"begin {context.task_name}")

    def on_fit_task_end(self, estimator, context, *, X=None, fitted_estimator=None) -> None:
        self.told += [f"end {context.task_name}", len(X), round(float(fitted_estimator.transform(X).mean()), 9)]


@pytest.mark.parametrize("make", MEANS)
@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_every_part_is_told(make, method) -> None:
    recorder = Recorder()
    scaler = make().set_callbacks(recorder)
    once = ["setup", "begin fit", "end fit", 3, MEANS[make], "teardown"]
    for times in (1, 2):
        getattr(scaler, method)(X)
        assert recorder.told == once * times


@pytest.mark.parametrize("make", MEANS)
def test_a_part_that_fails_ends_with_teardown(make) -> None:
    class Broken(make.using()):
        def _learn(self, X, sample_weight, *, first) -> None:
            raise MemoryError

    recorder = Recorder()
    with pytest.raises(MemoryError):
        Broken().set_callbacks(recorder).partial_fit(X)
    assert recorder.told == ["setup", "begin fit", "teardown"]


@pytest.mark.parametrize("make", MEANS)
def test_a_part_is_read_only_for_the_provider(make) -> None:
    class Careless(make.using()):
        def _learn(self, X, sample_weight, *, first) -> None:
            X[0] = 0

    with pytest.raises(ValueError, match="read-only"):
        Careless().partial_fit(X.copy())
