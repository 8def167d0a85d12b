"""Mini-batch K-Means by np and rs: one set of bits, whatever the data, their form, the weights and the number of threads."""

import contextlib
import signal
import subprocess
import sys

import mlmeta
import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster
from sklearn import datasets

DATA = {
    "iris": datasets.load_iris().data,
    "digits": datasets.load_digits().data[:700],
    "duplicates": np.repeat(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [5.0, 5.0]]), 20, axis=0),
    "zeros": np.zeros((40, 3)),
    "one column": np.random.default_rng(6).standard_exponential((999, 1)),
    "large and small": np.random.default_rng(7).standard_normal((400, 3)) * [1e150, 1.0, 1e-150],
    "far from zero": np.random.default_rng(8).standard_normal((400, 3)) + 1e6,
}
SETTINGS = {
    "default": {},
    "small batches": {"batch_size": 10, "max_no_improvement": 3},
    "by movement": {"tol": 1e-2, "batch_size": 30},
    "many replaced": {"batch_size": 12, "reassignment_ratio": 0.7, "max_iter": 5},
    "all replaced": {"reassignment_ratio": 3.0, "max_iter": 3, "batch_size": 30},
    "more than half a batch": {"n_clusters": 30, "batch_size": 8, "max_iter": 3, "init_size": 35},
    "random starts": {"init": "random", "n_init": 4, "init_size": 20},
    "far starts": {"init": "far"},
    "one step": {"max_iter": 1, "compute_labels": False},
}


def assert_same_bits(one, other, X, weight):
    assert one.cluster_centers_.dtype == other.cluster_centers_.dtype
    assert one.cluster_centers_.tobytes() == other.cluster_centers_.tobytes()
    assert one.n_steps_ == other.n_steps_
    assert np.float64(one.inertia_).tobytes() == np.float64(other.inertia_).tobytes()
    assert hasattr(one, "labels_") == hasattr(other, "labels_")
    assert not hasattr(one, "labels_") or np.array_equal(one.labels_, other.labels_)
    assert np.array_equal(one.predict(X), other.predict(X))
    assert one.transform(X).tobytes() == other.transform(X).tobytes()
    assert one.score(X, sample_weight=weight) == other.score(X, sample_weight=weight)


@pytest.mark.parametrize("storage", ["dense", "CSR", "CSR of 64 bits"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("name", DATA)
def test_np_and_rs_agree_bit_for_bit(name, settings, dtype, storage):
    with np.errstate(over="ignore"):
        X = np.nan_to_num(DATA[name].astype(dtype), posinf=1e18, neginf=-1e18)
    rows = X if storage == "dense" else scipy.sparse.csr_matrix(X)
    if storage == "CSR of 64 bits":
        rows.indices, rows.indptr = rows.indices.astype(np.int64), rows.indptr.astype(np.int64)
    k = settings.get("n_clusters", 4)
    init = (
        np.vstack([X[: k // 2], X[: k - k // 2] * 3 + 5]) if settings.get("init") == "far" else settings.get("init", "k-means++")
    )
    for weight in (None, np.random.default_rng(1).integers(1, 5, len(X)).astype(dtype)):
        known = {"n_clusters": k, "random_state": 2} | settings | {"init": init}
        pair = [cluster.MiniBatchKMeans(**known, provider=provider).fit(rows, sample_weight=weight) for provider in ("np", "rs")]
        assert_same_bits(*pair, rows, weight)
        for made in pair:
            made.partial_fit(rows[:30], sample_weight=None if weight is None else weight[:30]).partial_fit(rows[-7:])
        assert_same_bits(*pair, rows, weight)


@pytest.mark.parametrize("storage", ["dense", "CSR"])
def test_threads_change_no_bit(storage):
    X = np.random.default_rng(3).standard_normal((70_000, 6))
    rows = X if storage == "dense" else scipy.sparse.csr_matrix(X * (X > 0.5))
    weight = np.random.default_rng(1).uniform(size=len(X))
    known = {"n_clusters": 20, "random_state": 0, "batch_size": 20_000, "max_iter": 2}
    with mlmeta.use(threads=1):
        one = cluster.MiniBatchKMeans(**known, provider="rs").fit(rows, sample_weight=weight)
    assert_same_bits(cluster.MiniBatchKMeans(**known, provider="np").fit(rows, sample_weight=weight), one, rows, weight)
    for threads in (2, 3):
        with mlmeta.use(threads=threads):
            assert_same_bits(one, cluster.MiniBatchKMeans(**known, provider="rs").fit(rows, sample_weight=weight), rows, weight)


ENDLESS = """
import numpy as np
from mlmeta import cluster
X = np.random.default_rng(0).standard_normal((2000, 8))
made = cluster.MiniBatchKMeans(5, max_iter=10**9, max_no_improvement=None, provider="rs", compute_labels=False)
print("begins", flush=True)
try:
    made.fit(X)
except KeyboardInterrupt:
    print("stopped", hasattr(made, "cluster_centers_"))
"""


def test_ctrl_c_stops_a_long_fit_and_leaves_nothing_behind():
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "begins\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGINT)
        try:
            out, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert out == "stopped False\n"


def test_what_a_callable_raises_and_a_stream_of_another_generator_are_told():
    X = DATA["iris"]

    def wrong(X, n_clusters, random_state):
        raise LookupError

    with pytest.raises(LookupError):
        cluster.MiniBatchKMeans(3, init=wrong, provider="rs").fit(X)
    other = np.random.RandomState(np.random.PCG64(0))
    with pytest.raises(ValueError, match="PCG64"):
        cluster.MiniBatchKMeans(3, random_state=other, provider="rs").fit(X)
