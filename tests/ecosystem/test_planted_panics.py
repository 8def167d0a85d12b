"""A panic on a worker thread of Rust is an ordinary exception in Python, and the process goes on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "build" / "faults"

CODE = """
import importlib.machinery, importlib.util, os, sys, threading
import numpy as np
loader = importlib.machinery.ExtensionFileLoader("mlmeta_clustering_rs._native", sys.argv[1])
module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
sys.modules[loader.name] = module
loader.exec_module(module)

import mlmeta
from mlmeta import cluster

X = np.random.RandomState(0).uniform(size=(100_000, 16))  # large enough for two threads, and for one that watches them
model = cluster.KMeans(32, random_state=0, n_init=1, max_iter=3, tol=0, provider="rs")
calls = {
    "fit": lambda: model.fit(X),
    "predict": lambda: model.predict(X),
    "predict of one row": lambda: model.predict(X[:1]),
    "transform": lambda: model.transform(X),
}
with mlmeta.use(threads=2):
    expected = model.fit(X).labels_
    for name, call in calls.items():
        os.environ["MLMETA_PLANTED_PANIC"] = "1"
        try:
            call()
        except Exception as error:  # no BaseException: pyo3's own PanicException is one, and passes every `except Exception`
            assert type(error) is RuntimeError, (name, type(error))
            assert "planted by MLMETA_PLANTED_PANIC" in str(error) and "report it" in str(error), (name, error)
        else:
            raise AssertionError(f"{name}: nothing was raised")
        del os.environ["MLMETA_PLANTED_PANIC"]
        assert (model.predict(X) == expected).all(), f"{name}: the model is not as it was"
    assert (model.fit(X).labels_ == expected).all()
assert threading.active_count() == 1
print("went on")
"""


@pytest.fixture(scope="module")
def native() -> Path:
    """Return the native module of clustering-rs, built with faults that can be planted."""
    if shutil.which("cargo") is None:
        pytest.skip("building the module with faults needs cargo")
    environment = {key: value for key, value in os.environ.items() if key != "CARGO_TARGET_DIR"}
    command = ["cargo", "build", "--locked", "--quiet", "--release", "-p", "mlmeta-clustering-rs", "--features", "faults"]
    environment |= {"PYO3_PYTHON": sys.executable, "CARGO_TARGET_DIR": str(TARGET)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=1200)
    (module,) = (path for path in (TARGET / "release").glob("*_native.*") if path.suffix in {".so", ".dylib", ".dll"})
    return module


@pytest.mark.slow
def test_a_panic_on_a_worker_thread_is_an_exception_and_the_model_stays_as_it_was(native: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-W", "error", "-c", CODE, str(native)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "went on\n"), done.stderr[-3000:]
