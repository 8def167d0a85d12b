"""The native half of bisecting K-Means: what it refuses, and Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

import numpy as np
import pytest
from mlmeta.errors import InvalidDataError
from mlmeta_clustering_rs import _native

X = np.random.default_rng(0).standard_normal((50, 2))
STATE = (np.arange(624, dtype=np.uint32), 624)
LONG_FIT = """
import sys, time
import numpy as np
from mlmeta import cluster
X = np.random.RandomState(0).uniform(size=(300_000, 16))
model = cluster.BisectingKMeans(3_000, tol=0, n_init=100, max_iter=100_000, random_state=0, provider="rs")
print("ready", flush=True)
try:
    model.fit(X)
except KeyboardInterrupt:
    print(time.time(), flush=True)
    assert not [name for name in vars(model) if name.endswith("_")], vars(model)
    sys.exit(7)
"""


def fit(**changed: Any) -> Any:
    """Call the native fit with sound arguments, some of them changed."""
    known = {
        "n_clusters": 4,
        "init": "random",
        "n_init": 1,
        "max_iter": 300,
        "tol": 1e-4,
        "bisecting_strategy": "biggest_inertia",
        "random_state": STATE,
        "n_threads": 1,
    }
    return _native.fit_bisecting(X, **known | changed)


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"n_clusters": 0}, InvalidDataError, "n_clusters=0"),
        ({"n_clusters": 51}, InvalidDataError, "n_samples=50 should be >= n_clusters=51"),
        ({"n_init": 0}, InvalidDataError, "n_init=0"),
        ({"max_iter": 0}, InvalidDataError, "max_iter=0"),
        ({"tol": np.nan}, InvalidDataError, "tol=NaN"),
        ({"init": "rendom"}, ValueError, 'got "rendom"'),
        ({"bisecting_strategy": "smallest"}, ValueError, 'got "smallest"'),
        ({"init": lambda positions, rows: rows[:1]}, InvalidDataError, "2 centres with 2 features need 4"),
        ({"init": lambda positions, rows: rows[:2] * np.nan}, InvalidDataError, "init contains NaN"),
        ({"sample_weight": np.ones(49)}, InvalidDataError, "sample_weight has 49 values; X has 50 rows"),
        ({"random_state": (np.arange(623, dtype=np.uint32), 0)}, ValueError, "624 words"),
    ],
)
def test_what_cannot_be_fitted_is_refused(changed: Any, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        fit(**changed)


@pytest.mark.parametrize(
    ("children", "words"),
    [
        ([[5, 3], [4, 2], [0, 1]], "row 1 of the children"),
        ([[5, 7], [0, 1], [2, 3]], "row 0 of the children"),
        ([[5, -1], [0, 1], [2, 3]], "row 0 of the children"),
        ([[5, 6], [0, 1]], "a tree of 4 clusters has 3 splits"),
        ([[0, 1], [2, 3], [4, 5]], "row 1 of the children"),
    ],
)
def test_a_tree_that_lies_is_refused(children: Any, words: str) -> None:
    centres = np.zeros((4, 2))
    with pytest.raises(InvalidDataError, match=words):
        _native.predict_bisecting(X, centres, np.array(children), np.zeros((3, 2)), 1)
    sound = np.array([[5, 6], [0, 1], [2, 3]])
    assert _native.predict_bisecting(X, centres, sound, np.zeros((3, 2)), 1).tolist() == [0] * 50
    with pytest.raises(InvalidDataError, match="3 splits, each with two children and a centre"):
        _native.predict_bisecting(X, centres, sound, np.zeros((2, 2)), 1)
    with pytest.raises(ValueError, match="two columns"):
        _native.predict_bisecting(X, centres, np.zeros((3, 3), dtype=np.int64), np.zeros((3, 2)), 1)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_ends_a_long_fit_at_once_and_leaves_the_estimator_unfitted() -> None:
    process = subprocess.Popen([sys.executable, "-c", LONG_FIT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.7)
        asked = time.time()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 7, err
    assert float(out) - asked < 2, "seconds from the signal to the exception"
