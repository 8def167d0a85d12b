"""`mlmeta`: exit codes 0, 1 and 2, `--json` everywhere, the nearest name, never a traceback."""

import json

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster
from mlmeta.cli.main import VERBS
from mlmeta.plugins.curated import FROM_PLUGINS, line_that_adds


@pytest.fixture
def model(tmp_path):
    return mlmeta.save(cluster.KMeans(2, random_state=0, provider="np").fit([[0.0], [1.0], [9.0]]), tmp_path / "segments.mlm")


def test_without_a_verb_it_explains_itself(run):
    code, out, _ = run()
    assert code == 2
    assert all(verb in out for verb in VERBS)
    assert run("--help")[:2] == (0, out)
    assert run("--version")[1].startswith("mlmeta ")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_takes_json(run, verb):
    code, out, _ = run(verb, "--help")
    assert code == 0
    assert "--json" in out


def test_list(run):
    code, out, _ = run("list", "k-means", "--json")
    rows = json.loads(out)
    assert code == 0
    assert {row["algorithm"] for row in rows} == {"cluster.BisectingKMeans", "cluster.KMeans", "cluster.MiniBatchKMeans"}
    assert {row["provider"]: row["capabilities"]["float32"] for row in rows}["np"] is True
    assert run("list", "--namespace", "ensemble")[1].splitlines()[1].startswith("ensemble.AdaBoostClassifier")
    assert {row["provider"] for row in json.loads(run("list", "--provider", "np", "--json")[1])} == {"np"}
    found = json.loads(run("list", "--capability", "servable", "--capability", "sample_weight", "--json")[1])
    assert "linear_model.LogisticRegression" in {row["algorithm"] for row in found}
    assert "ensemble.RandomForestClassifier" not in {row["algorithm"] for row in found}


def test_list_on_a_screen_keeps_within_its_columns(run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for width in (80, 400):
        monkeypatch.setenv("COLUMNS", str(width))
        out = run("list")[1]
        assert max(map(len, out.splitlines())) <= width
        assert "K-Means in Rust" in out.replace("\n    ", " ")
        assert ("algorithm " in out) == (width == 400)
    assert "cluster.DBSCAN  sklearn 0.1.0\n    Density-based" in mlmeta.search("dbscan").folded(40)


def test_finding_nothing_is_a_finding(run):
    assert run("list", "no-such-words")[:2] == (1, "nothing found\n")
    assert run("list", "no-such-words", "--json")[:2] == (1, "[]\n")


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["lisst"], "Did you mean 'list'"),
        (["search", "kmeans"], "that is `mlmeta list WORDS`"),
        (["explain", "cluster.KMeans"], "that is `mlmeta info ALGORITHM`"),
        (["load", "model.mlm"], "that is `mlmeta inspect MODEL`"),
        (["info", "cluster.KMeans", "--provider", "rust"], "Did you mean 'rs'"),
        (["info", "linear_model.Ridge", "--provider", "rss"], "No provider 'rss' for linear_model.Ridge; installed: sklearn."),
        (["list", "--namespace", "clustering"], "Did you mean 'cluster'"),
        (["list", "--provider", "sklern"], "Did you mean 'sklearn'"),
        (["list", "--capability", "sample-weight"], "Did you mean 'sample_weight'"),
        (["info", "cluster.KMean"], "Did you mean 'KMeans'"),
        (["info", "KMeans"], "Did you mean 'cluster.KMeans'"),
        (["info"], "the following arguments are required: algorithm"),
        (["list", "--provder", "np"], "unknown option '--provder'. Did you mean '--provider'?"),
    ],
)
def test_wrong_usage_is_2_with_the_nearest_name(run, arguments, advice):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert advice in err


def test_info(run):
    code, out, _ = run("info", "cluster.KMeans", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["spec"]["parameters"][0]["name"] == "n_clusters"
    assert told["choice"]["chosen"] == mlmeta.explain("cluster.KMeans").chosen
    assert "an int in the range [1, inf)" in run("info", "cluster.KMeans")[1]
    assert "portable state: none" in run("info", "cluster.DBSCAN")[1]


def test_info_tells_scikit_learns_prose_as_plain_text(run):
    told = run("info", "linear_model.Ridge")[1]
    assert ":term:" not in told
    assert "See Glossary for details." in told
    assert "computational routines: ...\n" in told


def test_a_list_of_nothing_names_the_nearest(run):
    assert run("list", "kmaens") == (1, "nothing found\n", "Did you mean 'cluster.KMeans'?\n")
    assert run("list", "qqqq")[2] == ""
    assert run("list", "kmeans", "--capabilities", "sparse")[0] == 0


def test_info_without_a_usable_provider_is_a_finding(run):
    code, out, _ = run("info", "cluster.DBSCAN", "--provider", "np")
    assert code == 1
    assert "no installed provider 'np'" in out


def test_doctor(run, install):
    assert run("doctor")[0] == 0
    install("acme-bad", manifest=b"{")
    code, out, _ = run("doctor", "--json")
    told = json.loads(out)
    assert (code, told["healthy"]) == (1, False)
    assert told["quarantined"][0]["dist"] == "acme-bad"
    assert "next step" in run("doctor")[1]


def test_doctor_tells_what_the_choice_follows(run, monkeypatch):
    monkeypatch.setenv("MLMETA_PROVIDER", "np")
    with mlmeta.use({"preprocessing.StandardScaler": "sklearn"}):
        told = json.loads(run("doctor", "--json")[1])
        text = run("doctor")[1]
    assert told["settings"] == {"mlmeta.use for preprocessing.StandardScaler": "sklearn", "MLMETA_PROVIDER": "np"}
    assert told["ranks"]["cluster.KMeans"][0] == mlmeta.explain("cluster.KMeans").chosen == "np"
    assert told["ranks"]["preprocessing.StandardScaler"][0] == "sklearn"
    assert "setting      MLMETA_PROVIDER: np\n" in text
    assert {"numpy", "scikit-learn", "scipy", "pandas", "polars"} <= told["versions"].keys()


def test_doctor_finds_an_unknown_name_in_the_environment(run, monkeypatch):
    monkeypatch.setenv("MLMETA_PROVIDER", "npp")
    code, out, _ = run("doctor")
    assert (code, "Did you mean 'np'" in out) == (1, True)


def test_inspect(run, model):
    code, out, _ = run("inspect", str(model), "--json")
    assert code == 0
    assert json.loads(out)["model"]["kind"] == "cluster.KMeans"
    assert "output      labels: int32 (n)" in run("inspect", str(model))[1]


@pytest.mark.parametrize("content", [b"", b"junk", b"\x80\x04K\x01."], ids=["empty", "junk", "pickle"])
def test_a_file_that_is_no_model_is_a_failure(run, tmp_path, content):
    path = tmp_path / "other.mlm"
    path.write_bytes(content)
    code, out, err = run("inspect", str(path))
    assert (code, out) == (1, "")
    assert err.startswith("mlmeta: error: ")


def test_a_missing_file_and_a_folder_are_failures(run, tmp_path):
    assert run("inspect", str(tmp_path / "nothing.mlm"))[0] == 1
    assert run("inspect", str(tmp_path))[0] == 1


def test_a_verb_of_a_plugin_is_imported_when_it_runs(run, install):
    code = """
def command(parser):
    parser.add_argument('--json', action='store_true')
    return lambda options: 0 if options.json else 1
"""
    install("acme-verbs", commands=[{"name": "fly", "summary": "fly away", "factory": "acme_verbs:command"}], code=code)
    assert "fly away" in run("--help")[1]
    assert run("fly", "--json")[0] == 0
    assert run("fly")[0] == 1
    assert "Did you mean 'fly'" in run("fyl")[2]


def test_a_verb_of_a_broken_plugin_is_a_failure(run, install):
    commands = [{"name": "fly", "summary": "fly away", "factory": "acme_verbs:command"}]
    install("acme-verbs", commands=commands, code="raise SystemExit(0)")
    code, _, err = run("fly")
    assert code == 1
    assert "fly of acme-verbs 1.0 is quarantined: SystemExit" in err


@pytest.mark.parametrize("verb", FROM_PLUGINS)
def test_a_verb_that_is_not_installed_names_the_line_that_installs_it(run, install, verb):
    install("mlmeta-serving", module="shadow_serving", version="99.0")  # without its verbs
    code, _, err = run(verb, "model.mlm")
    assert code == 2
    assert line_that_adds(verb) in err
    assert (verb, line_that_adds(verb)) == ("serve", 'pip install "mlmeta[serving]"')


def test_the_program_itself_ends_quietly(fresh, model):
    code = f"""
import subprocess, sys
def run(*given): return subprocess.run([sys.executable, "-m", "mlmeta.cli.main", *given], capture_output=True, text=True)
print(run("inspect", {str(model)!r}).returncode, run("inspect", "nothing.mlm").returncode, run("lisst").returncode)
print("Traceback" in run("inspect", "nothing.mlm").stderr)
head = subprocess.run(f"{{sys.executable}} -m mlmeta.cli.main info cluster.KMeans | head -c 1", shell=True, capture_output=True)
print(head.stderr)
"""
    assert fresh(code) == "0 1 2\nFalse\nb''"


def test_no_verb_prints_numpy_types(run, model):
    """`json.dumps(default=str)` would turn a NumPy number into a string in silence."""
    told = json.loads(run("inspect", str(model), "--json")[1])
    assert isinstance(told["tensors"]["cluster_centers_"]["shape"][0], int)
    assert not isinstance(told["model"]["n_features"], np.generic)


@pytest.mark.parametrize(
    ("arguments", "expected", "reason"),
    [
        (["inspect", "nosuch.mlm", "--json"], 1, "No such file or directory: 'nosuch.mlm'"),
        (["inspect", "--json", "nosuch.mlm", "--verify"], 1, "No such file or directory: 'nosuch.mlm'"),
        (["convert", "nosuch.mlm", "-o", "m.pkl", "--json"], 1, "nosuch.mlm"),
        (["info", "cluster.KMean", "--json"], 2, "Did you mean 'KMeans'"),
        (["list", "--json", "--provder", "np"], 2, "Did you mean '--provider'?"),
        (["info", "--json"], 2, "are required: algorithm"),
        (["fit", "cluster.KMeans", "data.csv", "--n-cluster", "3", "--json"], 2, "Did you mean '--n-clusters'?"),
        (["fit", "cluster.KMeans", "nosuch.csv", "-o", "m.mlm", "--json"], 1, "nosuch.csv"),
        (["lisst", "--json"], 2, "Did you mean 'list'"),
    ],
)
def test_errors_are_one_line_of_json_where_json_is_asked_for(run, arguments, expected, reason):
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (expected, "", 1), err
    assert reason in json.loads(err)["error"]
    text = run(*(argument for argument in arguments if argument != "--json"))[2]
    assert "error: " in text
    assert "usage:" not in text


def test_other_words_for_a_verb_lead_to_it(run):
    assert run("help") == run("--help")
    assert run("help", "list") == run("list", "--help")
    assert "-V, --version" in run("--help")[1]
    code, _, err = run("verify", "m.mlm")
    assert (code, "mlmeta inspect MODEL --verify" in err) == (2, True)


@pytest.mark.parametrize("verb", ["inspect", "convert"])
def test_a_larger_file_is_read_when_that_is_said(run, model, tmp_path, verb):
    more = ["-o", tmp_path / "out.json"] if verb == "convert" else []
    size = model.stat().st_size
    code, _, err = run(verb, model, *more, "--max-model-bytes", size - 1)
    assert (code, f"{model}: {size} bytes are more than the limit of {size - 1}" in err) == (1, True)
    assert "--max-model-bytes" in err
    assert run(verb, model, *more, "--max-model-bytes", size)[0] == 0
    assert run(verb, model, *more, "--max-model-bytes", "0")[0] == 2
