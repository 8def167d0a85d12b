"""Completion in a shell: what argcomplete prints for a line."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def complete(tmp_path):
    """Return a function that returns what may follow a line."""

    def ask(line):
        told = tmp_path / "told"
        environment = {
            "_ARGCOMPLETE": "1",
            "_ARGCOMPLETE_STDOUT_FILENAME": str(told),
            "_ARGCOMPLETE_IFS": "\n",
            "COMP_LINE": line,
            "COMP_POINT": str(len(line)),
            "COMP_TYPE": "9",
        }
        code = (
            "import os, sys; from mlmeta.cli.main import main; end = os._exit;"
            "loaded = lambda: [m for m in sys.modules if m.startswith(('mlmeta_', 'sklearn')) and 'serving' not in m];"
            "os._exit = lambda code: (print(loaded(), file=sys.stderr, flush=True), end(code)); main()"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr.splitlines()[-1] == "[]", "a provider was imported"
        return [word.strip().partition(":")[0].replace("\\", "") for word in told.read_text().splitlines()]

    return ask


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("mlmeta d", ["doctor"]),
        ("mlmeta ", ["doctor", "fit", "info", "inspect", "list", "serve"]),
        ("mlmeta info cluster.KM", ["cluster.KMeans"]),
        ("mlmeta list --cap", ["--capability"]),
        ("mlmeta list --capability sp", ["sparse"]),
        ("mlmeta list --namespace linear", ["linear_model"]),
        ("mlmeta fit cluster.KM", ["cluster.KMeans"]),
        ("mlmeta fit cluster.KMeans --n-c", ["--n-clusters"]),
        ("mlmeta fit cluster.KMeans data.csv --init k", ["k-means++"]),
        ("mlmeta fit cluster.KMeans data.csv --algorithm ", ["elkan", "lloyd"]),
        ("mlmeta fit cluster.KMeans data.csv --provider n", ["np"]),
        ("mlmeta fit preprocessing.StandardScaler --no-with-m", ["--no-with-mean"]),
        ("mlmeta serve model.mlm --allow-provider skl", ["sklearn"]),
    ],
)
def test_what_may_follow(complete, line, words):
    found = complete(line)
    assert set(words) <= set(found)
    if not line.endswith(" "):
        assert all(word.startswith(line.rpartition(" ")[2]) for word in found)


def test_nothing_follows_what_nobody_knows(complete):
    assert complete("mlmeta fit cluster.Nothing --n") == []
