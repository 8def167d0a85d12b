"""Type checkers see the signature, the fitted attributes and `Self`, and flag wrong names and types: mypy and pyright alike."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.newest("the environment of the oldest versions has no type checkers")

SAMPLE = Path(__file__).parent / "typing" / "sample.py"
STRANGER = Path(__file__).parents[1] / "third_party_plugin" / "src"

FLOATS, LABELS = r"ndarray\[.*floating\[Any\]\]\]", r"ndarray\[.*(signedinteger.*_32Bit|int32).*\]"
TYPES = {
    "km.fit(": r"KMeans",
    "km.cluster_centers_)": FLOATS,
    "km.labels_)": LABELS,
    "km.predict(": LABELS,
    'cluster.KMeans.using("np"))': r"type\[.*KMeans\]",
    'cluster.KMeans.using("np")(4).n_clusters)': r"int",
    "linear_model.LogisticRegression(C=2.0).C)": r"float",
    "linear_model.Ridge(alpha=2.0).fit(": r"Ridge",
    "scaler.fit([[1.0]]).partial_fit(": r"StandardScaler",
    "scaler.mean_)": r"ndarray\[.*float64\]\] \| None",
    "preprocessing.MinMaxScaler((0, 2)).data_max_)": FLOATS,
    "clipper.fit(": r"Winsorizer",
    "clipper.lower_)": FLOATS,
}
"""What is revealed, by the beginning of the line."""

MISTAKES = {
    "cluster.KMeans(n_cluster=3)": (
        'Unexpected keyword argument "n_cluster" for "KMeans"; did you mean "n_clusters"?',
        "n_cluster",
    ),
    'cluster.KMeans(n_clusters="three")': ('"n_clusters" to "KMeans" has incompatible type "str"; expected "int"', "n_clusters"),
    'cluster.KMeans.using("np")(tool=1.0)': ('Unexpected keyword argument "tool" for "KMeans"; did you mean "tol"?', "tool"),
    "linear_model.Ridge(alhpa=2.0)": ('Unexpected keyword argument "alhpa" for "Ridge"; did you mean "alpha"?', "alhpa"),
    "cluster.KMeens": ('Module has no attribute "KMeens"; maybe "KMeans"?', "KMeens"),
    "km.predit(": ('"KMeans" has no attribute "predit"', "predit"),
    "preprocessing.StandardScaler(with_men=False)": ('"with_men" for "StandardScaler"; did you mean "with_mean"?', "with_men"),
    'preprocessing.MinMaxScaler(feature_range="0 to 2")': (
        'has incompatible type "str"; expected "tuple[float, float]"',
        "feature_range",
    ),
    "scaler.variance_": ('"StandardScaler" has no attribute "variance_"', "variance_"),
    "Winsorizer(uper=0.9)": ('"uper" for "Winsorizer"; did you mean "upper"?', "uper"),
    'Winsorizer(lower="none")': ('Argument "lower" to "Winsorizer" has incompatible type "str"; expected "float"', "lower"),
}
"""What mypy says of each mistake, and the word that pyright's message has in quotes."""


def run(*command):
    """Return what a checker prints; it finds the stranger's package beside the installed ones."""
    environment = {**os.environ, "MYPYPATH": str(STRANGER)}
    return subprocess.run([sys.executable, "-m", *command], env=environment, capture_output=True, text=True, timeout=300).stdout


def by_line(found):
    """Return the messages of each line of the sample, by its text."""
    lines = SAMPLE.read_text().splitlines()
    told = {}
    for number, message in found:
        told.setdefault(lines[number], []).append(message)
    return told


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    """Return what mypy says of each line."""
    cache = str(tmp_path_factory.mktemp("mypy"))
    options = ["--strict", "--no-error-summary", "--hide-error-context", "--cache-dir", cache, "--config-file", ""]
    matches = (
        re.match(r".*sample\.py:(\d+): (?:error|note): (.*)", line) for line in run("mypy", *options, str(SAMPLE)).splitlines()
    )
    return by_line((int(match[1]) - 1, match[2]) for match in matches if match)


@pytest.fixture(scope="module")
def pyright(tmp_path_factory):
    """Return what basedpyright says of each line, in pyright's own mode."""
    folder = tmp_path_factory.mktemp("pyright")
    settings = {"typeCheckingMode": "standard", "extraPaths": [str(STRANGER)], "include": [str(SAMPLE)]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    told = json.loads(run("basedpyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(folder)))
    return by_line((found["range"]["start"]["line"], found["message"]) for found in told["generalDiagnostics"])


def of(told, start):
    return [message for code, messages in told.items() if code.startswith(start) for message in messages]


@pytest.mark.parametrize("expression", TYPES)
def test_both_reveal_the_type(mypy, pyright, expression):
    line = f"reveal_type({expression}"
    assert [
        re.fullmatch(rf'Revealed type is "(?:[\w.]+\.)?{TYPES[expression]}"', told) is not None for told in of(mypy, line)
    ] == [True]
    assert [re.fullmatch(rf'Type of ".*" is "{TYPES[expression]}"', told) is not None for told in of(pyright, line)] == [True]


@pytest.mark.parametrize("line", MISTAKES)
def test_both_flag_the_mistake(mypy, pyright, line):
    words, name = MISTAKES[line]
    assert any(words in message for message in of(mypy, line)), of(mypy, line)
    assert any(f'"{name}"' in message for message in of(pyright, line)), of(pyright, line)


def test_neither_says_anything_else(mypy, pyright):
    assert len(mypy) == len(pyright) == len(TYPES) + len(MISTAKES)
