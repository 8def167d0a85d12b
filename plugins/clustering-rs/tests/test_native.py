"""The native module: scikit-learn's labels, what it takes and what it refuses."""

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import mlmeta_clustering_rs
import numpy as np
import pytest
from mlmeta_clustering_rs import _native
from sklearn import datasets
from sklearn.cluster import KMeans as PeerKMeans

BLOBS = datasets.make_blobs(20_000, 8, centers=12, random_state=1, cluster_std=3)[0]


@pytest.mark.parametrize(
    ("X", "k"),
    [(datasets.load_iris().data, 3), (datasets.load_wine().data, 3), (datasets.load_breast_cancer().data, 8), (BLOBS, 12)],
    ids=["iris", "wine", "cancer", "blobs"],
)
def test_labels_and_iterations_are_scikit_learns(fit, X, k):
    for seed in range(5):
        theirs = PeerKMeans(k, random_state=seed, n_init=1).fit(X)
        centres, labels, inertia, n_iter, _ = fit(X, k, seed)
        assert (labels == theirs.labels_).all(), seed
        assert n_iter == theirs.n_iter_, seed
        np.testing.assert_allclose(centres, theirs.cluster_centers_, rtol=1e-10, atol=1e-12)
        assert inertia == pytest.approx(theirs.inertia_, rel=1e-12)


def test_float32_follows_the_float64_fit(fit):
    wide = fit(BLOBS, 12)
    narrow = fit(BLOBS.astype(np.float32), 12)
    assert narrow[0].dtype == np.float32
    assert (narrow[1] != wide[1]).sum() <= len(BLOBS) // 1000


def test_pixels_of_a_photograph_are_labelled_as_scikit_learn_does(fit, photograph):
    theirs = PeerKMeans(16, random_state=0, n_init=1).fit(photograph)
    labels = fit(photograph, 16, n_threads=2)[1]
    assert (labels != theirs.labels_).mean() <= 0.001


def test_the_random_stream_is_left_where_scikit_learn_leaves_it(fit):
    stream = np.random.RandomState(3)
    PeerKMeans(12, random_state=stream, n_init=2).fit(BLOBS)
    *_, (key, position) = fit(BLOBS, 12, 3, n_init=2)
    expected = stream.get_state(legacy=True)
    assert (key == expected[1]).all()
    assert position == expected[2]


def test_threads_change_no_bit_of_a_weighted_fit(fit):
    for dtype in (np.float64, np.float32):
        X, weights = BLOBS.astype(dtype), np.random.default_rng(0).uniform(size=len(BLOBS)).astype(dtype)
        one, *others = (fit(X, 12, sample_weight=weights, n_threads=n) for n in (1, 2, 3))
        assert one[0].tobytes() != fit(X, 12)[0].tobytes()
        for other in others:
            assert one[0].tobytes() == other[0].tobytes()
            assert (one[1] == other[1]).all()
            assert one[2:4] == other[2:4]


def test_several_given_starts_are_runs(fit):
    starts = BLOBS[np.random.RandomState(0).choice(len(BLOBS), (4, 12))]
    inertias = [fit(BLOBS, 12, init=start[np.newaxis])[2] for start in starts]
    assert fit(BLOBS, 12, init=starts, n_init=4)[2] == min(inertias)


def test_threads_change_no_bit(fit):
    for X in (BLOBS, BLOBS.astype(np.float32)):
        one, *others = (fit(X, 12, n_threads=n) for n in (1, 2, 3, 7))
        for other in others:
            assert one[0].tobytes() == other[0].tobytes()
            assert (one[1] == other[1]).all()
            assert one[2:4] == other[2:4]


DIGEST = """
import hashlib, sys
import numpy as np
from mlmeta_clustering_rs import _native
X = np.random.RandomState(0).standard_normal((3000, 5)).cumsum(axis=1)
digest = hashlib.sha256()
for data in (X, X.astype(np.float32)):
    key, position = np.random.RandomState(0).get_state(legacy=True)[1:3]
    for weights in (None, np.random.RandomState(1).uniform(size=3000).astype(data.dtype)):
        centres, labels, inertia, n_iter, _ = _native.fit(
            data, n_clusters=13, init="k-means++", n_init=2, max_iter=20, tol=0.0, random_state=(key, position), n_threads=2,
            sample_weight=weights,
        )
        for array in (centres, labels, np.array([inertia, n_iter]), _native.transform(data, centres, 1)):
            digest.update(array.tobytes())
print(_native.simd_level(), digest.hexdigest())
"""


def run_python(code, **environment):
    environment = {**os.environ, **environment}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_simd_levels_change_no_bit():
    digests = {}
    for level in ("scalar", "avx2", "avx512"):
        done = run_python(DIGEST, MLMETA_SIMD=level, MLMETA_SIMD_REQUIRE="1")
        if "lacks the SIMD level" in done.stderr:
            continue
        assert done.returncode == 0, done.stderr
        ran, digests[level] = done.stdout.split()
        assert ran == level
    assert len(set(digests.values())) == 1, digests


def test_an_unknown_simd_level_is_an_error_that_names_the_levels():
    done = run_python(DIGEST, MLMETA_SIMD="mmx")
    assert "MLMETA_SIMD=\"mmx\" is no SIMD level; expected one of 'scalar', 'neon', 'avx2', 'avx512'" in done.stderr


def test_predict_and_transform_are_distances_to_the_centres(fit):
    for X in (BLOBS, BLOBS.astype(np.float32)):
        centres, labels, *_ = fit(X, 12)
        distances = _native.transform(X, centres, 2)
        expected = np.sqrt(np.square(X[:, np.newaxis].astype(np.float64) - centres).sum(axis=2))
        assert distances.dtype == X.dtype
        np.testing.assert_allclose(distances, expected, rtol=1e-6 if X.dtype == np.float32 else 1e-12)
        assert (_native.predict(X, centres, 2) == labels).all()
        assert (_native.predict(X[:1], centres, 1) == labels[:1]).all()
        assert _native.predict(X[:0], centres, 1).shape == (0,)
        assert _native.transform(X[:0], centres, 1).shape == (0, 12)


def test_read_only_and_mapped_arrays_are_taken_and_nothing_is_written(fit, tmp_path):
    X = BLOBS.copy()
    X.flags.writeable = False
    expected = fit(BLOBS, 12)
    assert (fit(X, 12)[1] == expected[1]).all()
    np.save(tmp_path / "X.npy", BLOBS)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    assert (fit(mapped, 12)[1] == expected[1]).all()
    start = BLOBS[np.newaxis, :12].copy()
    before = start.copy()
    fit(X, 12, init=start)
    assert (start == before).all()


def misaligned(X):
    buffer = np.zeros(X.nbytes + 1, dtype=np.uint8)
    view = buffer[1:].view(X.dtype).reshape(X.shape)
    view[...] = X
    return view


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (np.asfortranarray, ValueError, "C-contiguous and aligned"),
        (lambda X: X[::2], ValueError, "C-contiguous and aligned"),
        (lambda X: X[::-1], ValueError, "C-contiguous and aligned"),
        (misaligned, ValueError, "C-contiguous and aligned"),
        (lambda X: X.astype(">f8"), TypeError, "native byte order, got dtype >f8"),
        (lambda X: X.astype(np.float16), TypeError, "got dtype float16"),
        (lambda X: X.astype(int), TypeError, "got dtype int64"),
        (lambda X: X[0], TypeError, r"got dtype float64 and shape \(8,\)"),
        (lambda X: X.tolist(), TypeError, "got <class 'list'>"),
        (lambda X: X[:0], ValueError, "at least one row"),
        (lambda X: X[:5], ValueError, "n_samples=5 should be >= n_clusters=12"),
        (lambda X: np.where(X.max() == X, np.nan, X), ValueError, "NaN or infinity"),
        (lambda X: X * 1e300, ValueError, "scale the data"),
    ],
)
def test_arrays_it_cannot_take_are_refused_with_advice(fit, spoil, error, message):
    with pytest.raises(error, match=message):
        fit(spoil(BLOBS), 12)


def test_arguments_that_do_not_fit_are_refused(fit):
    with pytest.raises(TypeError, match="init must be an array of float64 like X, got dtype float32"):
        fit(BLOBS, 2, init=BLOBS[np.newaxis, :2].astype(np.float32))
    with pytest.raises(ValueError, match=r"init has 16 values; 3 start\(s\) of 2 centres with 8 features need 48"):
        fit(BLOBS, 2, init=BLOBS[np.newaxis, :2], n_init=3)
    with pytest.raises(ValueError, match="sample_weight has 3 values; X has 20000 rows"):
        fit(BLOBS, 2, sample_weight=np.ones(3))
    with pytest.raises(ValueError, match="sample_weight holds -1; weights must be zero or positive"):
        fit(BLOBS, 2, sample_weight=np.full(len(BLOBS), -1.0))
    with pytest.raises(ValueError, match="sample_weight must be one-dimensional, got 2 dimensions"):
        fit(BLOBS, 2, sample_weight=np.ones((len(BLOBS), 1)))
    with pytest.raises(TypeError, match="sample_weight must be an array of float64 like X, got dtype float32"):
        fit(BLOBS, 2, sample_weight=np.ones(len(BLOBS), dtype=np.float32))
    with pytest.raises(ValueError, match=r"tol=-1; expected a finite number"):
        fit(BLOBS, 2, tol=-1)
    with pytest.raises(ValueError, match="X has 8 features, but the centres have 3"):
        _native.predict(BLOBS, np.zeros((2, 3)), 1)
    with pytest.raises(TypeError, match="centres must be an array of float64 like X"):
        _native.predict(BLOBS, np.zeros((2, 8), dtype=np.float32), 1)


class Heard:
    """Writes down what a fit tells it, and asks to stop at the end of iteration `last`."""

    wants_distances = True

    def __init__(self, last=None):
        self.last, self.told = last, []

    def run_begins(self):
        self.told.append("run")

    def iteration_begins(self):
        self.told.append("iteration")

    def iteration_ends(self, number, centres, squared_distances):
        assert centres.shape == (12, 8)
        assert squared_distances.shape == (len(BLOBS),)
        self.told.append(number)
        return number == self.last

    def run_converged(self, number, shift, tolerance):
        self.told.append((number, shift, tolerance))


def test_an_observer_is_told_of_every_iteration(fit):
    heard = Heard()
    n_iter = fit(BLOBS, 12, observer=heard, n_threads=2)[3]
    number, shift, tolerance = heard.told.pop()
    assert number == n_iter - 1
    assert shift is tolerance is None or shift <= tolerance
    expected = [step for i in range(n_iter) for step in ("iteration", i)]
    assert heard.told == ["run", *expected]


def test_an_observer_ends_the_fit_with_an_answer(fit):
    heard = Heard(last=1)
    centres, labels, _, n_iter, _ = fit(BLOBS, 12, observer=heard, n_init=3)
    assert n_iter == 2
    assert heard.told == ["run", "iteration", 0, "iteration", 1]
    assert (_native.predict(BLOBS, centres, 1) == labels).all()


@pytest.mark.parametrize("method", ["run_begins", "iteration_begins", "iteration_ends", "run_converged"])
def test_what_an_observer_raises_ends_the_fit(fit, method):
    def fails(*told):
        raise LookupError

    heard = Heard()
    setattr(heard, method, fails)
    with pytest.raises(LookupError):
        fit(BLOBS, 12, observer=heard)


def test_the_stub_says_what_the_module_has():
    stub = ast.parse((Path(mlmeta_clustering_rs.__file__).parent / "_native.pyi").read_text())
    declared = {node.name: node for node in stub.body if isinstance(node, ast.FunctionDef)}
    present = {name for name in dir(_native) if not name.startswith("_")}
    assert declared.keys() == present
    for name, node in declared.items():
        arguments = [argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]]
        assert arguments == list(inspect.signature(getattr(_native, name)).parameters), name
