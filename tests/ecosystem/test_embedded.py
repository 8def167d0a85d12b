"""The examples of the crates: trained, saved and asked in Rust alone, with the answers of Python."""

import subprocess
from pathlib import Path

import mlmeta
import pytest
from mlmeta import cluster

pandas = pytest.importorskip("pandas")

ROOT = Path(__file__).parents[2]
DATA = ROOT / "crates/mlmeta-cluster/examples/data/iris.csv"

pytestmark = pytest.mark.slow  # it compiles


def example(crate, name, *arguments):
    """Run an example of a crate and return what it prints."""
    cargo = ["cargo", "run", "--quiet", "--locked", "--release", "--package", crate, "--example", name, "--"]
    done = subprocess.run([*cargo, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model file that Rust alone has made."""
    path = tmp_path_factory.mktemp("embedded") / "iris.mlm"
    said = example("mlmeta-cluster", "train", DATA, "--clusters", 3, "--out", path)
    assert said.startswith(f"{path}: 150 rows, ")
    return path


def labels(printed):
    lines = printed.split()
    assert lines[0] == "labels"
    return [int(line) for line in lines[1:]]


def test_rust_trains_the_state_that_python_trains(trained, tmp_path):
    frame = pandas.read_csv(DATA)
    fitted = cluster.KMeans(3, random_state=0).fit(frame)
    ours = mlmeta.inspect(mlmeta.save(fitted, tmp_path / "iris.mlm")).document
    assert mlmeta.inspect(trained).document["state_sha256"] == ours["state_sha256"]
    loaded = mlmeta.load(trained)
    assert loaded.get_params() == fitted.get_params()
    assert loaded.predict(frame).tolist() == fitted.labels_.tolist()


def test_rust_labels_rows_as_python_does(trained, tmp_path):
    frame = pandas.read_csv(DATA)
    expected = mlmeta.load(trained).predict(frame).tolist()
    assert labels(example("mlmeta-predict", "predict", trained, DATA)) == expected
    # Columns are found by their names.
    shuffled = tmp_path / "shuffled.csv"
    frame[frame.columns[::-1]].assign(extra="text").to_csv(shuffled, index=False)
    assert labels(example("mlmeta-predict", "predict", trained, shuffled)) == expected


def test_rust_reads_what_python_trained(tmp_path):
    linear_model = pytest.importorskip("mlmeta.linear_model")
    frame = pandas.read_csv(DATA)
    species = [name for name in ("setosa", "versicolor", "virginica") for _ in range(50)]
    model = linear_model.LogisticRegression(max_iter=1000).fit(frame, species)
    path = mlmeta.save(model, tmp_path / "species.mlm")
    printed = example("mlmeta-predict", "predict", path, DATA).splitlines()
    assert printed[0] == "labels,probabilities.0,probabilities.1,probabilities.2"
    rows = [line.split(",") for line in printed[1:]]
    assert [row[0] for row in rows] == model.predict(frame).tolist()
    told = [[float(value) for value in row[1:]] for row in rows]
    assert told == pytest.approx(model.predict_proba(frame), rel=1e-12, abs=1e-15)
