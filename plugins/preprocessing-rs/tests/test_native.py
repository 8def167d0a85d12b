"""The native module: what it computes, what it takes and what it refuses."""

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import mlmeta
import mlmeta_preprocessing_rs
import numpy as np
import pytest
from mlmeta import preprocessing
from mlmeta_preprocessing_rs import _native
from scipy import sparse

X = np.random.default_rng(0).normal(5, 2, (3000, 8))
RANGE = {"before": None, "feature_range": (0.0, 1.0), "n_threads": 1}


def moments(rows, **options):
    return _native.column_moments(rows, **({"sample_weight": None, "before": None, "with_std": True, "n_threads": 1} | options))


def test_moments_are_numpys():
    for dtype, tolerance in ((np.float64, 1e-13), (np.float32, 1e-13)):
        rows = X.astype(dtype)
        count, mean, variance, scale = moments(rows)
        exact = rows.astype(np.float64)
        assert (count == len(X)).all()
        np.testing.assert_allclose(mean, exact.mean(axis=0), rtol=tolerance)
        np.testing.assert_allclose(variance, exact.var(axis=0), rtol=tolerance)
        np.testing.assert_allclose(scale, exact.std(axis=0), rtol=tolerance)
    assert moments(X, with_std=False)[2:] == (None, None)


def test_threads_change_no_bit():
    rows = np.random.default_rng(1).standard_normal((200_000, 8))
    rows[rows > 3] = np.nan
    weight = np.random.default_rng(2).uniform(size=len(rows))
    told = []
    for threads in (1, 2, 3, 7):
        with mlmeta.use(threads=threads):
            scaler = preprocessing.StandardScaler(provider="rs").fit(rows, sample_weight=weight)
            ranges = preprocessing.MinMaxScaler(provider="rs").fit(rows)
            arrays = [scaler.mean_, scaler.var_, scaler.n_samples_seen_, scaler.transform(rows), ranges.transform(rows)]
            told.append([array.tobytes() for array in arrays])
    assert all(other == told[0] for other in told)


DIGEST = """
import hashlib
import numpy as np
from mlmeta import preprocessing
from mlmeta_preprocessing_rs import _native
X = np.random.RandomState(0).standard_normal((3000, 5)).cumsum(axis=1)
digest = hashlib.sha256()
for data in (X, X.astype(np.float32), np.where(X > 2, np.nan, X)):
    for weight in (None, np.random.RandomState(1).uniform(size=3000)):
        scaler = preprocessing.StandardScaler(provider="rs").fit(data, sample_weight=weight)
        for array in (scaler.mean_, scaler.var_, scaler.transform(data), scaler.inverse_transform(data)):
            digest.update(array.tobytes())
    ranges = preprocessing.MinMaxScaler(provider="rs").fit(data)
    digest.update(ranges.transform(data).tobytes())
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


def test_rows_are_scaled_elsewhere_or_where_they_are():
    offset, factor = X.mean(axis=0), X.std(axis=0)
    expected = (X - offset) / factor
    out = np.empty_like(X)
    _native.divide(X, out, offset=offset, factor=factor, n_threads=2)
    assert (out == expected).all()
    own = X.copy()
    _native.divide(own, own, offset=offset, factor=factor, n_threads=2)
    assert (own == expected).all()
    _native.multiply(own, own, factor=factor, offset=None, n_threads=1, clip=(-1.0, 1.0))
    assert (own == np.clip(expected * factor, -1, 1)).all()
    _native.divide(X[:0], np.empty((0, 8)), offset=offset, factor=None, n_threads=1)


def test_parameters_of_float64_are_not_rounded_for_float32_rows():
    rows = X.astype(np.float32)
    factor, offset = X.std(axis=0), X.mean(axis=0)
    expected = rows.copy()
    expected *= factor
    expected += offset
    out = np.empty_like(rows)
    _native.multiply(rows, out, factor=factor, offset=offset, n_threads=1)
    assert (out == expected).all()
    narrow = (rows * factor.astype(np.float32)) + offset.astype(np.float32)
    assert (out != narrow).any()


def test_read_only_and_mapped_rows_are_taken_and_nothing_is_written(tmp_path):
    rows = X.copy()
    rows.flags.writeable = False
    np.save(tmp_path / "X.npy", X)
    mapped = np.load(tmp_path / "X.npy", mmap_mode="r")
    expected = preprocessing.StandardScaler(provider="rs").fit_transform(X)
    for given in (rows, mapped):
        scaled = preprocessing.StandardScaler(provider="rs", copy=False).fit_transform(given)
        assert type(scaled) is np.ndarray
        assert (scaled == expected).all()
        assert (given == X).all()


def misaligned(rows):
    buffer = np.zeros(rows.nbytes + 1, dtype=np.uint8)
    view = buffer[1:].view(rows.dtype).reshape(rows.shape)
    view[...] = rows
    return view


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (np.asfortranarray, ValueError, "C-contiguous and aligned"),
        (lambda X: X[::2], ValueError, "C-contiguous and aligned"),
        (misaligned, ValueError, "C-contiguous and aligned"),
        (lambda X: X.astype(">f8"), TypeError, "native byte order, got dtype >f8"),
        (lambda X: X.astype(np.float16), TypeError, "got dtype float16"),
        (lambda X: X.astype(int), TypeError, "got dtype int64"),
        (lambda X: X[0], TypeError, r"got dtype float64 and shape \(8,\)"),
        (lambda X: X.tolist(), TypeError, "got <class 'list'>"),
        (lambda X: X[:0], ValueError, "at least one row"),
        (lambda X: np.where(X.max() == X, np.inf, X), ValueError, r"column \d of X holds infinity"),
    ],
)
def test_arrays_it_cannot_take_are_refused_with_advice(spoil, error, message):
    for learn in (moments, lambda rows: _native.column_ranges(rows, **RANGE)):
        with pytest.raises(error, match=message):
            learn(spoil(X))


def test_arguments_that_do_not_fit_are_refused():
    scale = {"offset": None, "factor": None, "n_threads": 1}
    with pytest.raises(TypeError, match="sample_weight must be a one-dimensional array of float64 like X, got dtype float32"):
        moments(X, sample_weight=np.ones(len(X), dtype=np.float32))
    with pytest.raises(ValueError, match="sample_weight has 3 values; X has 3000 rows"):
        moments(X, sample_weight=np.ones(3))
    with pytest.raises(ValueError, match="sample_weight holds -1; weights must be finite and not negative"):
        moments(X, sample_weight=np.full(len(X), -1.0))
    with pytest.raises(ValueError, match="the new part has 8 features, but 1 are expected"):
        moments(X, before=(np.ones(1), np.ones(1), np.ones(1)))
    with pytest.raises(ValueError, match="the factor has 3 features, but 8 are expected"):
        _native.divide(X, X.copy(), **(scale | {"factor": np.ones(3)}))
    with pytest.raises(ValueError, match="the target has room for 8 values, but X has 24000"):
        _native.divide(X, np.empty((1, 8)), **scale)
    with pytest.raises(TypeError, match="out must be a two-dimensional array of float64 like X, got dtype float32"):
        _native.divide(X, X.astype(np.float32), **scale)
    read_only = X.copy()
    read_only.flags.writeable = False
    with pytest.raises(ValueError, match="out cannot be written"):
        _native.divide(X, read_only, **scale)
    whole = X.copy()
    with pytest.raises(ValueError, match="X cannot be read"):
        _native.divide(whole[1:], whole[:-1], **scale)
    with pytest.raises(ValueError, match=r"feature_range=\(1, 0\); the first end must be smaller"):
        _native.column_ranges(X, **(RANGE | {"feature_range": (1.0, 0.0)}))
    with pytest.raises(TypeError, match="data_min must be a one-dimensional array of float64 like X"):
        _native.column_ranges(X, **(RANGE | {"before": (np.ones(8, dtype=np.float32), np.ones(8))}))


def test_damaged_sparse_rows_are_an_error():
    rows = sparse.csr_array(np.where(X > 6, X, 0))
    options = {"sample_weight": None, "before": None, "with_std": True, "n_threads": 1}
    with pytest.raises(ValueError, match="the sparse X is damaged: a column index is outside of it"):
        _native.column_moments_of_sparse(rows.data, rows.indices, rows.indptr, 3, **options)
    with pytest.raises(ValueError, match="row pointers do not ascend"):
        _native.column_moments_of_sparse(rows.data, rows.indices, rows.indptr[::-1].copy(), 8, **options)
    with pytest.raises(TypeError, match="indices and indptr must have the same dtype"):
        _native.column_moments_of_sparse(rows.data, rows.indices, rows.indptr.astype(np.int64), 8, **options)
    with pytest.raises(ValueError, match="a column index is outside of it"):
        _native.multiply_entries(rows.data.copy(), rows.indices, factor=np.ones(3), n_threads=1)


def test_indices_of_64_bits_are_taken():
    rows = sparse.csr_array(np.where(X > 6, X, 0))
    short = preprocessing.StandardScaler(with_mean=False, provider="rs").fit(rows)
    rows.indices, rows.indptr = rows.indices.astype(np.int64), rows.indptr.astype(np.int64)
    long = preprocessing.StandardScaler(with_mean=False, provider="rs").fit(rows)
    assert short.scale_.tobytes() == long.scale_.tobytes()
    assert (short.transform(rows) != long.transform(rows)).nnz == 0


MEMORY = """
import resource
import numpy as np
from mlmeta import preprocessing
X = np.ones((2_000_000, 16), dtype=np.float32)
scaler = preprocessing.StandardScaler(provider="rs").fit(X)
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + 100_000_000, -1))
try:
    scaler.transform(X)
except MemoryError:
    assert scaler.fit(X).transform(X[:1000]).shape == (1000, 16)
    print("went on")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc are Linux's")
def test_memory_that_cannot_be_had_is_an_exception():
    done = run_python(MEMORY)
    assert done.stdout == "went on\n", done.stderr


def test_the_stub_says_what_the_module_has():
    stub = ast.parse((Path(mlmeta_preprocessing_rs.__file__).parent / "_native.pyi").read_text())
    declared = {node.name: node for node in stub.body if isinstance(node, ast.FunctionDef)}
    present = {name for name in dir(_native) if not name.startswith("_")}
    assert declared.keys() == present
    for name, node in declared.items():
        arguments = [argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]]
        assert arguments == list(inspect.signature(getattr(_native, name)).parameters), name
