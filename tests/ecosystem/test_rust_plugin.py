"""The guide's provider in Rust is complete: it builds, and does what every provider does; its panics are errors."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests" / "third_party_rust"
TARGET = ROOT / "build" / "rust-plugin"

PROGRAM = """
import numpy as np
import mlmeta
from mlmeta import cluster, errors
from mlmeta.discovery import probe

X = np.repeat(np.arange(3.0), 20)[:, None] * 9 + np.random.RandomState(0).uniform(size=(60, 2))
for dtype in (np.float64, np.float32):
    model = cluster.Leader(radius=4.0).fit(X.astype(dtype))
    assert model.leaders_.dtype == dtype and model.labels_.tolist() == np.repeat([0, 1, 2], 20).tolist()
    assert (model.predict(X) == model.labels_).all()
    path = mlmeta.save(model, "leader.mlm")
    assert mlmeta.verify(path, allow={"leader-rs"})
told = probe.attempt("mlmeta-leader/cluster.Leader", "leader-rs")
assert told["reason"] == "", told

from mlmeta_leader import _native, leader
class Panics(leader.RustLeader, provider="leader-rs"):
    def _predict(self, X):
        return _native.nearest(X, np.empty((0, X.shape[1])))  # no fitted model has no leader
try:
    Panics(radius=4.0).fit(X).predict(X)
except errors.ProviderError as error:
    expected = "mlmeta-leader/cluster.Leader[leader-rs] of mlmeta-leader 0.1.0: its Rust code panicked in `_predict`"
    assert expected in str(error) and "this is a bug" in str(error), error
else:
    raise AssertionError("nothing was raised")
print("done")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the plugin as an install leaves it, built by cargo."""
    if shutil.which("cargo") is None:
        pytest.skip("building the guide's plugin needs cargo")
    environment = {key: value for key, value in os.environ.items() if key != "CARGO_TARGET_DIR"}
    environment |= {"PYO3_PYTHON": sys.executable, "CARGO_TARGET_DIR": str(TARGET)}
    subprocess.run(["cargo", "build", "--locked", "--quiet", "--release"], cwd=SOURCE, env=environment, check=True, timeout=1200)
    (module,) = (path for path in (TARGET / "release").glob("*_native.*") if path.suffix in {".so", ".dylib", ".dll"})
    site = tmp_path_factory.mktemp("site")
    package = site / "mlmeta_leader"
    shutil.copytree(SOURCE / "python" / "mlmeta_leader", package, ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    shutil.copy(module, package / ("_native.pyd" if sys.platform == "win32" else "_native.abi3.so"))
    info = site / "mlmeta_leader-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mlmeta-leader\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text("[mlmeta.plugins]\nleader = mlmeta_leader:mlmeta.json\n")
    return site


@pytest.mark.slow
def test_the_guides_provider_in_rust_fits_is_saved_and_its_panic_is_an_error(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr[-3000:]
