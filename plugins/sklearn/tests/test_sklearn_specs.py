"""The committed manifest and specs are what the installed scikit-learn says of itself."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import mlmeta_sklearn
import pytest
import sklearn
from mlmeta.algorithms import kinds
from mlmeta.algorithms.specjson import as_json
from mlmeta.plugins.curated import KNOWN, RESERVED, SPECS

GENERATE = Path(__file__).parents[1] / "tools" / "generate.py"
PACKAGE = Path(mlmeta_sklearn.__file__).parent
EXACT = (1, 9)


@pytest.fixture(scope="module")
def differences():
    done = subprocess.run([sys.executable, GENERATE, "--compare"], capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.newest("the specs are those of scikit-learn 1.9")
def test_nothing_differs_from_the_version_that_the_files_were_written_from(differences):
    parts = {part: differences[part] for part in ("added", "removed", "changed") if differences[part]}
    installed = tuple(map(int, sklearn.__version__.split(".")[:2]))
    if installed == EXACT:
        assert not parts, json.dumps(parts, indent=1)
    elif installed > EXACT:
        assert not differences["removed"], json.dumps(parts, indent=1)
    if parts:
        pytest.skip(f"scikit-learn {sklearn.__version__} differs: {json.dumps(parts)[:2000]}")


def test_the_names_are_the_reserved_ones(kind):
    namespace, _, name = kind.partition(".")
    assert name in RESERVED[namespace]
    assert KNOWN[kind][-1] == "sklearn"


def test_the_files_are_small_and_hold_no_prose_of_scikit_learn():
    files = [PACKAGE / "mlmeta.json", *sorted((PACKAGE / "specs").glob("*.json"))]
    assert sum(path.stat().st_size for path in files) < 1_000_000
    assert all('"doc"' not in path.read_text(encoding="utf-8") for path in files)


def test_a_spec_is_what_its_file_says(kind):
    row = next(row for row in json.loads((PACKAGE / "mlmeta.json").read_text())["algorithms"] if row["algorithm"] == kind)
    if "spec" not in row:
        return  # a spec of the core
    file, _, name = row["spec"].partition("#")
    written = json.loads((PACKAGE / file).read_text())[name]
    told = json.loads(json.dumps(as_json(kinds.get(kind))))
    assert (told["kind"], told["summary"], told["roles"]) == (kind, row["summary"], written["roles"])
    assert told["methods"] == written["methods"]
    assert [p["name"] for p in told["parameters"]] == [p["name"] for p in written["parameters"]]
    assert told["state"] == written["state"]
    assert [output["name"] for output in told["outputs"]] == [output["name"] for output in written["outputs"]]
    assert set(written["attributes"]) <= set(told["attributes"])


def test_help_is_that_of_the_installed_class(kind, theirs):
    if kind not in SPECS:  # the core's own have docstrings of their own
        assert inspect.getdoc(kinds.get(kind)) == inspect.getdoc(theirs)
