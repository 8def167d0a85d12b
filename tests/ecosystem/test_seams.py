"""The table of seams: six cases of five unlike algorithms, each through every step, one test a cell.

What a case cannot do is a cell as well: it says so by a named error that tells what is possible instead.
"""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

CASES = ("KMeans-np", "KMeans-rs", "DBSCAN", "LogisticRegression", "Winsorizer", "RandomForestClassifier")
STEPS = ("register", "list", "explain", "construct", "fit", "save", "load", "serve", "ask", "docs")

ROWS = {
    "KMeans-np": ("cluster.KMeans", "np", "mlmeta-clustering-np"),
    "KMeans-rs": ("cluster.KMeans", "rs", "mlmeta-clustering-rs"),
    "DBSCAN": ("cluster.DBSCAN", "sklearn", "mlmeta-sklearn"),
    "LogisticRegression": ("linear_model.LogisticRegression", "sklearn", "mlmeta-sklearn"),
    "Winsorizer": ("preprocessing.Winsorizer", "winsor", "mlmeta-winsorizer"),
    "RandomForestClassifier": ("ensemble.RandomForestClassifier", "sklearn", "mlmeta-sklearn"),
}
KINDS = {case: row[0] for case, row in ROWS.items()} | {"Winsorizer": "mlmeta-winsorizer/preprocessing.Winsorizer"}

CANNOT = {
    ("DBSCAN", "save"): ("NoPortableStateError", "has neither predict nor transform: .* Keep them from `labels_`"),
    ("DBSCAN", "load"): ("ModelFileError", "looks like a pickle"),
    ("DBSCAN", "serve"): ("exit code 1", r"^mlmeta-serve: .*model\.pickle: [^\n]*looks like a pickle[^\n]*\n$"),
    ("DBSCAN", "ask"): ("MissingMethodError", "has no predict or transform: it answers nothing about new rows"),
    ("RandomForestClassifier", "save"): (
        "NoPortableStateError",
        "What is possible: keep the Python object with pickle or joblib",
    ),
    ("RandomForestClassifier", "load"): ("ModelFileError", "looks like a pickle"),
    ("RandomForestClassifier", "serve"): ("exit code 1", r"^mlmeta-serve: .*model\.pickle: [^\n]*looks like a pickle[^\n]*\n$"),
    ("RandomForestClassifier", "ask"): ("ServerError", r"The server did not start\. mlmeta-serve: .*model\.pickle"),
}


def check_register(case, told):
    _, _, dist = ROWS[case]
    assert (told["kind"], told["dist"]) == (KINDS[case], dist)
    assert told["version"] == ("1.2.0" if case == "Winsorizer" else "0.1.0")
    assert told["imported"] is False  # the manifest is data


def check_list(case, told):
    algorithm, provider, dist = ROWS[case]
    (row,) = [row for row in told["searched"] if row["algorithm"] == algorithm]  # the words match longer names as well
    assert (row["algorithm"], row["provider"], row["dist"]) == (algorithm, provider, dist)
    assert row["capabilities"]["servable"] is ((case, "save") not in CANNOT)
    assert told["printed"] == told["searched"]


def check_explain(case, told):
    _, provider, dist = ROWS[case]
    assert (told["asked"]["chosen"], told["asked"]["because"]) == (provider, "asked for with provider=")
    default = "rs" if case == "KMeans-np" else provider
    assert (told["unasked"]["chosen"], told["unasked"]["because"]) == (default, "the best-ranked one that is installed")
    assert dist in {candidate["dist"] for candidate in told["unasked"]["candidates"]}


MODULES = {
    "KMeans-np": "mlmeta_clustering_np",
    "KMeans-rs": "mlmeta_clustering_rs",
    "DBSCAN": "sklearn",
    "LogisticRegression": "sklearn",
    "Winsorizer": "mlmeta_winsorizer",
    "RandomForestClassifier": "sklearn",
}


def check_construct(case, told):
    assert told["is the spec's"] is True
    assert told["module"].partition(".")[0] == MODULES[case]
    assert told["signature"][-1] == "provider"
    assert all(f"{name}={value!r}" in told["repr"] for name, value in told["parameters"].items())
    assert f"Did you mean {next(iter(told['parameters']))!r}?" in told["advice"]


def check_fit(case, told):
    assert told["width"] == 4
    if "labels_" in told:
        assert len(told["labels_"]) == 150
        assert set(told["labels_"]) == ({-1, 0, 1} if case == "DBSCAN" else {0, 1, 2})
    elif case == "Winsorizer":
        assert all(low < high for low, high in zip(told["lower_"], told["upper_"], strict=True))
    else:
        assert told["classes_"] == ["setosa", "versicolor", "virginica"]


OUTPUTS = {
    "KMeans-np": ["labels", "distances"],
    "KMeans-rs": ["labels", "distances"],
    "LogisticRegression": ["labels", "probabilities"],
    "Winsorizer": ["transformed"],
}


def check_save(case, told):
    _, provider, dist = ROWS[case]
    assert told["model"]["kind"] == KINDS[case]
    assert (told["provenance"]["provider"]["dist"], told["provenance"]["provider"]["name"]) == (dist, provider)
    assert told["model"]["schema"]["inputs"][0]["shape"] == [-1, 4]
    assert [output["name"] for output in told["model"]["schema"]["outputs"]] == OUTPUTS[case]


READERS = {**MODULES, "KMeans-np": "mlmeta_clustering_rs", "KMeans-rs": "mlmeta_clustering_np"}


def check_load(case, told):
    assert told["module"].partition(".")[0] == READERS[case]
    assert told["there"] == told["here"]  # bit for bit: JSON writes floats exactly
    if case == "Winsorizer":
        assert told["unallowed"]["error"] == "MissingProviderError"
        assert "allow={'winsor'}" in told["unallowed"]["message"]
    else:
        assert "value" in told["unallowed"]


NATIVE = ("KMeans-np", "KMeans-rs", "LogisticRegression")


def check_serve(case, told):
    assert told["ready"] == 200
    described = told["described"]
    assert described["name"] == "model"
    assert described["inputs"] == [{"name": "X", "datatype": "FP64", "shape": [-1, 4]}]
    assert [output["name"] for output in described["outputs"]] == OUTPUTS[case]
    assert described["platform"] == ("mlmeta_native" if case in NATIVE else "mlmeta_python")


def check_ask(case, told):
    assert set(told["outputs"]) == set(told["here"])
    for name, output in told["outputs"].items():
        expected = np.array(told["here"][name])
        assert output["shape"] == list(expected.shape)
        if expected.dtype.kind == "f":  # a native predictor may round otherwise than the provider here
            np.testing.assert_allclose(output["data"], expected.ravel(), rtol=1e-12)
        else:
            assert output["data"] == expected.ravel().tolist()
    if case == "LogisticRegression":
        assert told["outputs"]["labels"]["datatype"] == "BYTES"
        probabilities = np.array(told["outputs"]["probabilities"]["data"]).reshape(-1, 3)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, rtol=1e-12)
        species = np.array(["setosa", "versicolor", "virginica"])
        assert species[probabilities.argmax(axis=1)].tolist() == told["outputs"]["labels"]["data"]


def check_docs(case, told):
    data, page = told
    algorithm, provider, dist = ROWS[case]
    assert [row["kind"] for row in data["algorithms"] if (row["algorithm"], row["provider"]) == (algorithm, provider)] == [
        KINDS[case]
    ]
    assert data["specs"][KINDS[case]]["kind"] == KINDS[case]
    version = "1.2.0" if case == "Winsorizer" else "0.1.0"
    default = " (default)" if case == "KMeans-rs" else ""  # marked where there is a choice
    table = page.replace("<wbr>", "")
    assert table.count(f"| [{KINDS[case]}]({KINDS[case]}.md) | {provider}{default} | {version} | {dist} |") == 1


CHECKS = {name.removeprefix("check_"): check for name, check in globals().items() if name.startswith("check_")}


@pytest.mark.parametrize(("case", "step"), [(case, step) for case in CASES for step in STEPS], ids=lambda word: word)
def test_step(journey, catalogue, case, step):
    told = {"value": catalogue(case)} if step == "docs" else journey(case)[step]
    if (case, step) in CANNOT:
        error, words = CANNOT[case, step]
        assert told.get("error") == error, told
        assert "Traceback" not in told["message"]
        assert re.search(words, told["message"]), told["message"]
    else:
        assert "error" not in told, told
        CHECKS[step](case, told["value"])


def test_the_stranger_is_not_here_and_the_clean_environment_has_only_wheels(clean_python, run, tmp_path):
    code = """
import importlib.metadata, json
found = [d for d in importlib.metadata.distributions() if d.name.startswith("mlmeta")]
print(json.dumps({d.name: json.loads(d.read_text("direct_url.json") or "{}") for d in found}))
"""
    told = json.loads(run(clean_python, "-c", code, cwd=tmp_path))
    assert set(told) == {"mlmeta", "mlmeta-clustering-np", "mlmeta-sklearn", "mlmeta-serving", "mlmeta-winsorizer"}
    assert all(url["url"].endswith(".whl") and "dir_info" not in url for url in told.values())
    assert importlib.util.find_spec("mlmeta_winsorizer") is None


@pytest.mark.newest("the environment of the oldest versions has no type checkers")
def test_the_strangers_spec_is_typed(clean_python, tmp_path):
    """A type checker knows the parameters, the fitted attributes and the methods of an algorithm that a stranger owns."""
    program = tmp_path / "program.py"
    program.write_text(
        "from mlmeta_winsorizer import Winsorizer\n"
        "model = Winsorizer(lower=0.1).fit([[1.0], [2.0]])\n"
        "reveal_type(model)\n"
        "reveal_type(model.lower_)\n"
        "Winsorizer(lowr=0.1)\n"
        "Winsorizer(lower='low')\n"
    )
    cache = Path(__file__).parents[2] / "build" / "mypy-of-strangers"
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--python-executable",
        str(clean_python),
        "--cache-dir",
        str(cache),
        str(program),
    ]
    told = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False).stdout
    assert 'program.py:3: note: Revealed type is "mlmeta_winsorizer.winsorizer.Winsorizer"' in told
    assert "floating" in told.partition("program.py:4: note:")[2].partition("\n")[0]
    assert 'program.py:5: error: Unexpected keyword argument "lowr" for "Winsorizer"' in told
    assert 'program.py:6: error: Argument "lower" to "Winsorizer" has incompatible type "str"; expected "float"' in told
    assert told.count("error:") == 2


def test_the_strangers_examples_are_true(clean_python, run, tmp_path):
    """Its docstring and its README are what a plugin's author copies."""
    code = "import doctest, mlmeta_winsorizer.winsorizer as module; print(doctest.testmod(module, raise_on_error=True))"
    assert run(clean_python, "-c", code, cwd=tmp_path).strip() == "TestResults(failed=0, attempted=2)"
    readme = Path(__file__).parents[1] / "third_party_plugin" / "README.md"
    example = re.search(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert run(clean_python, "-c", example + "print(clean.ravel().tolist())", cwd=tmp_path).startswith("[1.15, 2.0, 3.0, 85.4")


AFTERWARDS = """
import json, sys
import mlmeta
from mlmeta import cluster, preprocessing

def told(call):
    try:
        return repr(call())
    except Exception as error:
        return f"{type(error).__name__}: {error}"

print(json.dumps({
    "listed": [row.algorithm for row in mlmeta.search()],
    "dir": "Winsorizer" in dir(preprocessing),
    "healthy": mlmeta.doctor().healthy,
    "plugins": sorted(mlmeta.doctor().plugins),
    "name": told(lambda: preprocessing.Winsorizer),
    "get": told(lambda: mlmeta.get("preprocessing.Winsorizer")),
    "explain": told(lambda: mlmeta.explain("preprocessing.Winsorizer")),
    "load": told(lambda: mlmeta.load(sys.argv[1], allow={"winsor"})),
    "inspect": mlmeta.inspect(sys.argv[1]).document["kind"],
    "others": cluster.KMeans(2, random_state=0).fit([[0.0], [1.0], [9.0]]).inertia_,
}))
"""


NUMPY = Path(__file__).parents[2] / "plugins" / "clustering-np" / "src" / "mlmeta_clustering_np"
INSTALLED = sorted(row["algorithm"] for row in json.loads((NUMPY / "mlmeta.json").read_text(encoding="utf-8"))["algorithms"])
"""What `mlmeta list` shows where nothing but clustering-np is installed."""


def test_an_uninstalled_stranger_leaves_nothing_and_takes_nothing_along(private_python, run, uninstall, tmp_path):
    model = tmp_path / "clean.mlm"
    fit = f"""
import mlmeta
from mlmeta import preprocessing
mlmeta.save(preprocessing.Winsorizer().fit([[1.0], [2.0], [9.0]]), {str(model)!r})
"""
    run(private_python, "-c", fit, cwd=tmp_path)
    before = json.loads(run(private_python, "-c", AFTERWARDS, model, cwd=tmp_path))
    assert before["listed"] == [*INSTALLED, "preprocessing.Winsorizer"]
    assert before["load"] == "NumpyWinsorizer(provider='winsor')"

    uninstall(private_python, "mlmeta-winsorizer")
    after = json.loads(run(private_python, "-c", AFTERWARDS, model, cwd=tmp_path))
    assert after["listed"] == INSTALLED
    assert (after["dir"], after["healthy"], after["plugins"]) == (False, True, ["mlmeta-clustering-np"])
    absent = "UnknownAlgorithmError: No algorithm 'Winsorizer' in mlmeta.preprocessing. Installed: none."
    assert after["name"] == after["get"] == absent
    assert after["explain"].startswith("UnknownAlgorithmError: No algorithm 'preprocessing.Winsorizer'")
    assert after["load"] == (
        f"UnknownAlgorithmError: {model}: preprocessing.Winsorizer of the distribution 'mlmeta-winsorizer' is not installed "
        "here: without that distribution nobody can read it."
    )
    assert after["inspect"] == "mlmeta-winsorizer/preprocessing.Winsorizer"
    assert after["others"] == before["others"] == 0.5
    left = list(Path(private_python).parents[1].rglob("*winsor*"))
    assert left == []
