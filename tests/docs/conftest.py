"""Where the docs are, and a folder of foreign distributions to put on a Python path."""

import os
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BROKEN_MANIFEST = """{
  "schema": 1,
  "dist": "mlmeta-broken",
  "api": ">=0,<1",
  "algorithms": [
    {"algorithm": "cluster.Broken", "provider": "broken", "factory": "mlmeta_broken:Nothing", "spec": "mlmeta_broken:Spec",
     "summary": "Its <spec> cannot | be imported.", "capabilities": {"x-colour": true}}
  ]
}"""


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def environment():
    """Return the environment of a process that finds `mlmeta` and `python` on its path, and treats warnings as errors."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MLMETA_")}
    return {**kept, "PATH": path, "PYTHONWARNINGS": "error", "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture(scope="session")
def winsorizer(tmp_path_factory):
    """Return a folder that holds the plugin of the guide as an installer leaves it."""
    folder = tmp_path_factory.mktemp("winsorizer")
    source = ROOT / "tests/third_party_plugin"
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(source / "src/mlmeta_winsorizer", folder / "mlmeta_winsorizer")
    write_metadata(folder, project["name"], project["version"], project["entry-points"]["mlmeta.plugins"])
    return folder


@pytest.fixture(scope="session")
def broken(tmp_path_factory):
    """Return a folder that holds a plugin whose module cannot be imported."""
    folder = tmp_path_factory.mktemp("broken")
    package = folder / "mlmeta_broken"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('a library that is not there')\n")
    (package / "mlmeta.json").write_text(BROKEN_MANIFEST)
    write_metadata(folder, "mlmeta-broken", "0.1.0", {"broken": "mlmeta_broken:mlmeta.json"})
    return folder


def write_metadata(folder, name, version, entry_points):
    """Write the metadata of a distribution whose packages lie in `folder`."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = [f"{key} = {value}" for key, value in entry_points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[mlmeta.plugins]", *lines, ""]))


@pytest.fixture(scope="session")
def foreign(environment, winsorizer, broken):
    """Return an environment with both foreign distributions."""
    return {**environment, "PYTHONPATH": os.pathsep.join([str(winsorizer), str(broken)])}


@pytest.fixture(scope="session")
def install():
    """Return the function that makes a folder's package an installed distribution."""
    return write_metadata
