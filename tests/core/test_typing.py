"""Type checkers see the signature, the fitted attributes and `Self`, and flag wrong names and types."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "typing" / "sample.py"

SAYS = {
    "reveal_type(km.fit(": r'Revealed type is ".*kmeans.KMeans"',
    "reveal_type(km.cluster_centers_)": r'Revealed type is ".*ndarray\[.*floating\[Any\]\]\]"',
    "reveal_type(km.labels_)": r'Revealed type is ".*ndarray\[.*signedinteger.*_32Bit.*|.*int32.*"',
    "reveal_type(km.predict(": r'Revealed type is ".*ndarray\[.*',
    'reveal_type(cluster.KMeans.using("np"))': r'Revealed type is "type\[.*kmeans.KMeans\]"',
    'reveal_type(cluster.KMeans.using("np")(4).n_clusters)': r'Revealed type is "(builtins\.)?int"',
    "reveal_type(linear_model.LogisticRegression(C=2.0).C)": r'Revealed type is "(builtins\.)?float"',
    "cluster.KMeans(n_cluster=3)": 'Unexpected keyword argument "n_cluster" for "KMeans"; did you mean "n_clusters"?',
    'cluster.KMeans(n_clusters="three")': 'Argument "n_clusters" to "KMeans" has incompatible type "str"; expected "int"',
    "cluster.KMeens": 'Module has no attribute "KMeens"; maybe "KMeans"?',
    "km.predit(": '"KMeans" has no attribute "predit"',
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return what mypy says of each line of the sample."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", str(SAMPLE)]
    cache = ["--cache-dir", str(tmp_path_factory.mktemp("mypy")), "--config-file", ""]
    done = subprocess.run([*command, *cache], capture_output=True, text=True, timeout=300)
    lines = SAMPLE.read_text().splitlines()
    found = {}
    for line in done.stdout.splitlines():
        match = re.match(r".*sample\.py:(\d+): (?:error|note): (.*)", line)
        if match:
            found.setdefault(lines[int(match[1]) - 1], []).append(match[2])
    return found


@pytest.mark.parametrize("line", SAYS)
def test_mypy_says(said, line):
    messages = [message for code, told in said.items() if code.startswith(line) for message in told]
    expected = SAYS[line] if "Revealed" in SAYS[line] else re.escape(SAYS[line])
    assert any(re.match(expected, message) for message in messages), messages


def test_mypy_says_nothing_else(said):
    assert len(said) == len(SAYS), said
