"""`mlmeta fit`: options from the spec, the nearest name for what is wrong, a model file and a short summary."""

import json
import sys
from typing import Annotated

import mlmeta
import numpy as np
import pandas as pd
import polars as pl
import pytest
from mlmeta import cluster, errors, linear_model, preprocessing
from mlmeta.algorithms import kinds
from mlmeta.cli.options import Parser, add_parameters, given
from mlmeta.cli.values import value_of
from mlmeta.specs.domains import Interval, Options
from mlmeta.specs.parameters import read
from sklearn import linear_model as theirs

ALGORITHMS = ["cluster.KMeans", "linear_model.LogisticRegression", "preprocessing.MinMaxScaler", "preprocessing.StandardScaler"]


@pytest.fixture
def frame(X):
    sides = np.repeat(["left", "middle", "right"], 20)
    return pl.DataFrame({"age": X[:, 0], "income": X[:, 1], "city": ["Rom", "Oslo"] * 30, "side": sides})


@pytest.fixture
def people(frame, tmp_path):
    frame.write_csv(tmp_path / "people.csv")
    return tmp_path / "people.csv"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "model.mlm"


def test_fit_saves_what_python_would(run, frame, people, out):
    options = ["--n-clusters", 3, "--random-state", 0, "--provider", "np", "--threads", 1, "--columns", "income,age"]
    code, told, err = run("fit", "cluster.KMeans", people, "-o", out, *options)
    assert (code, err) == (0, "")
    known = cluster.KMeans(3, random_state=0, provider="np").fit(frame.select("income", "age"))
    model = mlmeta.load(out, provider="np")
    assert np.array_equal(model.cluster_centers_, known.cluster_centers_)
    assert model.feature_names_in_.tolist() == ["income", "age"]
    assert model.get_params() == known.get_params()
    for words in (
        "np (mlmeta-clustering-np ",
        "rows        60 of 2 features: income, age",
        "iterations  ",
        "inertia  ",
        str(out),
    ):
        assert words in told


def test_the_summary_as_data(run, people, out):
    code, told, _ = run("fit", "cluster.KMeans", people, "-o", out, "--n-clusters", 3, "--columns", "age,income", "--json")
    data = json.loads(told)
    assert code == 0
    assert {name: data[name] for name in ("algorithm", "n_samples", "n_features", "feature_names", "warnings", "model")} == {
        "algorithm": "cluster.KMeans",
        "n_samples": 60,
        "n_features": 2,
        "feature_names": ["age", "income"],
        "warnings": [],
        "model": str(out),
    }
    assert data["provider"] == mlmeta.explain("cluster.KMeans").chosen
    assert isinstance(data["n_iter_"], int)
    assert data["inertia_"] == pytest.approx(mlmeta.load(out).inertia_)


def test_a_classifier_learns_the_target_from_the_other_columns(run, frame, people, out):
    frame.drop("city").write_csv(people)
    code, told, err = run("fit", "linear_model.LogisticRegression", people, "-o", out, "--target", "side", "--C", 0.5)
    assert (code, err) == (0, "")
    assert "classes     left, middle, right" in told
    model = mlmeta.load(out)
    assert model.predict(pd.DataFrame({"age": [0.0, 18.0], "income": [0.0, 18.0]})).tolist() == ["left", "right"]
    assert (model.C, model.feature_names_in_.tolist()) == (0.5, ["age", "income"])


@pytest.mark.parametrize(
    "write",
    [
        lambda frame, path: frame.to_csv(path),
        lambda frame, path: frame.reset_index(names="Unnamed: 0").to_csv(path, index=False),
        lambda frame, path: frame.sample(frac=1.0, random_state=0).to_csv(path),
    ],
    ids=["written along", "written twice", "shuffled"],
)
def test_the_index_of_a_data_frame_is_not_learnt_from_unasked(run, frame, tmp_path, out, write):
    path = tmp_path / "indexed.csv"
    write(pd.DataFrame({name: frame[name].to_numpy() for name in ("age", "income")}), path)
    code, told, err = run("fit", "cluster.KMeans", path, "-o", out)
    assert (code, told, out.exists()) == (1, "", False)
    assert "no name of its own and numbers the rows" in err
    assert err.endswith("--columns age,income\n")
    assert run("fit", "cluster.KMeans", path, "-o", out, "--columns", "age,income")[0] == 0


def test_a_nameless_column_that_numbers_nothing_is_learnt_from(run, tmp_path, out):
    path = tmp_path / "odd.csv"
    path.write_text(",b\n1.5,2\n1.5,3\n5,4\n")
    assert run("fit", "cluster.KMeans", path, "-o", out, "--n-clusters", 2)[0] == 0


def test_a_regression_learns_numbers(run, frame, people, out):
    told = run("fit", "linear_model.Ridge", people, "-o", out, "--columns", "age", "--target", "income", "--alpha", 0.5)
    assert (told[0], told[2]) == (0, "")
    model = mlmeta.load(out)
    known = theirs.Ridge(alpha=0.5).fit(frame["age"].to_numpy()[:, None], frame["income"].to_numpy())
    assert model.coef_ == pytest.approx(known.coef_)
    code, _, err = run("fit", "linear_model.Ridge", people, "-o", out, "--columns", "age", "--target", "city")
    assert (code, "the column 'city' holds text, such as 'Rom' in row 1" in err) == (1, True)
    assert "learns the numbers in a column" in run("fit", "linear_model.Ridge", people, "-o", out)[2]


def test_a_parameter_without_a_default_is_required(run, people, out):
    code, told, _ = run("fit", "ensemble.VotingClassifier", "--help")
    assert (code, "A list. Required." in told) == (0, True)
    assert "required: --estimators" in run("fit", "ensemble.VotingClassifier", people, "-o", out, "--target", "side")[2]
    assert "\n  estimators: a list" in run("info", "ensemble.VotingClassifier")[1]


def test_an_array_gives_a_model_without_names(run, X, tmp_path, out):
    np.save(tmp_path / "rows.npy", X)
    assert run("fit", "preprocessing.MinMaxScaler", tmp_path / "rows.npy", "-o", out, "--feature-range", "-1,1")[0] == 0
    model = mlmeta.load(out)
    assert not hasattr(model, "feature_names_in_")
    assert model.feature_range == (-1, 1)
    assert np.array_equal(model.data_max_, X.max(axis=0))


def test_missing_values_are_refused_unless_the_algorithm_takes_them(run, tmp_path, out):
    path = tmp_path / "gaps.csv"
    path.write_text("a,b\n1,2\n,3\n5,\n")
    code, told, err = run("fit", "cluster.KMeans", path, "-o", out)
    assert (code, told) == (1, "")
    assert "gaps.csv: the column 'a' has 1 missing value, the first in row 2" in err
    assert not out.exists()
    assert run("fit", "preprocessing.StandardScaler", path, "-o", out)[0] == 0
    assert mlmeta.load(out).n_samples_seen_ == 2


def test_warnings_go_to_stderr_and_into_the_data(run, X, tmp_path, out):
    np.save(tmp_path / "rows.npy", X)
    np.save(tmp_path / "starts.npy", X[::20])
    given = ["fit", "cluster.KMeans", tmp_path / "rows.npy", "-o", out, "--n-clusters", 3, "--n-init", 5, "--init"]
    code, told, err = run(*given, tmp_path / "starts.npy", "--json")
    assert code == 0
    assert err.startswith("mlmeta: warning: Explicit initial center position passed")
    assert json.loads(told)["warnings"] == [err.removeprefix("mlmeta: warning: ").strip()]


def test_progress_never_mixes_with_the_summary(run, X, tmp_path, out):
    np.save(tmp_path / "rows.npy", X)
    code, told, err = run("fit", "cluster.KMeans", tmp_path / "rows.npy", "-o", out, "--verbose", 1, "--provider", "np", "--json")
    assert code == 0
    assert json.loads(told)["n_samples"] == 60
    assert "teration" in err


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["--n-cluster", "3"], "unknown option '--n-cluster'. Did you mean '--n-clusters'?"),
        (["--random-seed=1"], "unknown option '--random-seed'."),
        (
            ["--n-clusters", "three"],
            "The 'n_clusters' parameter of KMeans must be an int in the range [1, inf). Got 'three' instead.",
        ),
        (["--n-clusters", "0"], "Got 0 instead."),
        (["--tol", "-1"], "The 'tol' parameter of KMeans must be a float in the range [0, inf). Got -1.0 instead."),
        (["--init", "kmeans++"], "Did you mean 'k-means++'?"),
        (["--init", "nowhere.npy"], "nowhere.npy cannot be read as an array"),
        (["--columns", "agee,income"], "people.csv has no column 'agee'; it has age,income,city,side. Did you mean 'age'?"),
        (["--columns", "age,age"], "got 'age' twice"),
        (["--columns", "age,"], "got an empty name"),
        (["--target", "side"], "unknown option '--target'."),
        (["--provider", "sklern"], "Did you mean 'sklearn'?"),
        (["--threads", "0"], "expected a whole number from 1 on, got '0'"),
        (["another.csv"], "'another.csv' is one argument too many"),
        (["--n-clusters"], "expected one argument"),
    ],
)
def test_wrong_usage_is_2_with_advice(run, people, out, arguments, advice):
    code, told, err = run("fit", "cluster.KMeans", people, "-o", out, *arguments)
    assert (code, told) == (2, "")
    assert advice in err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ([], "are required: ALGORITHM"),
        (["cluster.KMean", "people.csv"], "Did you mean 'KMeans'?"),
        (["cluster.KMeans"], "are required: DATA, -o/--out"),
        (["cluster.KMeans", "people.csv"], "are required: -o/--out"),
        (["linear_model.LogisticRegression", "people.csv", "-o", "m.mlm"], "--target is missing"),
        (["linear_model.LogisticRegression", "PEOPLE", "-o", "m.mlm", "--target", "sid"], "Did you mean 'side'?"),
    ],
)
def test_what_is_missing_or_misspelt_is_told(run, people, arguments, advice):
    code, told, err = run("fit", *(people if word == "PEOPLE" else word for word in arguments))
    assert (code, told) == (2, "")
    assert advice in err


@pytest.mark.parametrize(
    ("algorithm", "data", "out", "options", "reason"),
    [
        ("cluster.KMeans", "people.csv", "model.mlm", [], "the column 'city' holds text, such as 'Rom' in row 1"),
        ("cluster.KMeans", "people.csv", "model.mlm", ["--columns", "age", "--n-clusters", "99"], "should be >= n_clusters=99"),
        ("cluster.KMeans", "nothing.csv", "model.mlm", [], "No such file"),
        ("cluster.KMeans", "people.xls", "model.mlm", [], "is no table that can be read here"),
        ("cluster.KMeans", "people.csv", "model.pkl", [], "must end in '.mlm', got 'model.pkl'"),
        ("cluster.KMeans", "people.csv", "nowhere/model.mlm", [], "There is no folder"),
        ("cluster.DBSCAN", "people.csv", "model.mlm", [], "has neither predict nor transform"),
        ("ensemble.RandomForestClassifier", "people.csv", "model.mlm", [], "has no portable state"),
        (
            "linear_model.LogisticRegression",
            "people.csv",
            "model.mlm",
            ["--columns", "age", "--target", "side", "--dual"],
            "lbfgs supports only dual=False",
        ),
        (
            "linear_model.LogisticRegression",
            "people.csv",
            "model.mlm",
            ["--columns", "age,side", "--target", "side"],
            "The target 'side' is among the columns",
        ),
        (
            "linear_model.LogisticRegression",
            "people.csv",
            "model.mlm",
            ["--columns", "age", "--target", "income"],
            "holds no labels",
        ),
    ],
)
def test_what_cannot_be_done_is_1_with_the_reason(run, people, algorithm, data, out, options, reason):
    code, told, err = run("fit", algorithm, people.with_name(data), "-o", people.parent / out, *options)
    assert (code, told) == (1, "")
    assert err.startswith("mlmeta: error: ")
    assert reason in err


def test_what_cannot_be_saved_is_refused_before_anything_is_read(run, tmp_path):
    assert "no portable state" in run("fit", "ensemble.RandomForestClassifier", "nothing.csv", "-o", tmp_path / "m.mlm")[2]
    assert "no folder" in run("fit", "cluster.KMeans", "nothing.csv", "-o", tmp_path / "no" / "m.mlm")[2]


def test_without_polars_the_message_is_the_line_that_installs_it(run, people, out, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    code, _, err = run("fit", "cluster.KMeans", people, "-o", out)
    assert code == 1
    assert 'pip install "mlmeta[data]"' in err


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_help_is_the_page_of_the_algorithm_in_80_columns(run, algorithm):
    code, told, _ = run("fit", algorithm, "--help")
    spec = kinds.get(algorithm)
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    text = " ".join(told.split())
    for parameter in spec.parameters().values():
        assert f"--{parameter.name.replace('_', '-')}" in told
        assert parameter.doc in text
        assert f"Default: {'none' if parameter.default is None else parameter.default}." in text
    for rule in spec.__mlmeta_requires__:
        assert rule.sentence() in text
    assert ("--target" in told) == (algorithm == "linear_model.LogisticRegression")


@pytest.mark.parametrize(
    ("spec", "name", "text", "value"),
    [
        (cluster.KMeans, "n_clusters", "3", 3),
        (cluster.KMeans, "tol", "1e-3", 1e-3),
        (cluster.KMeans, "n_init", "auto", "auto"),
        (cluster.KMeans, "n_init", "4", 4),
        (cluster.KMeans, "init", "[[0, 1], [2, 3]]", [[0, 1], [2, 3]]),
        (cluster.KMeans, "random_state", "none", None),
        (cluster.KMeans, "verbose", "true", True),
        (cluster.DBSCAN, "metric_params", '{"p": 2}', {"p": 2}),
        (linear_model.LogisticRegression, "class_weight", '{"0": 2.5, "yes": 1}', {0: 2.5, "yes": 1}),
        (linear_model.LogisticRegression, "class_weight", "balanced", "balanced"),
        (linear_model.LogisticRegression, "C", "inf", float("inf")),
        (preprocessing.MinMaxScaler, "feature_range", "0,2.5", (0, 2.5)),
    ],
)
def test_text_becomes_the_value_that_the_domain_has(spec, name, text, value):
    found = value_of(spec.parameters()[name], text, spec.__name__)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text"), [("init", "{}"), ("init", "[["), ("random_state", "1.5"), ("max_iter", "none"), ("tol", "nan")]
)
def test_text_that_is_no_value_is_refused(name, text):
    with pytest.raises(errors.InvalidParameterError, match=rf"The '{name}' parameter of KMeans must be"):
        value_of(cluster.KMeans.parameters()[name], text, "KMeans")


def declared(
    self,
    columns: Annotated[int, Interval(1, None)] = 2,
    under_score: Annotated[str, Options("a", "b")] = "a",
    switch: bool = True,
    shift: Annotated[float, Interval(None, None)] = 0.0,
):
    """Do nothing."""


@pytest.fixture
def parser():
    made = Parser("mlmeta fit")
    made.add_argument("--columns")
    return made, add_parameters(made, list(read(declared, "").values()), "Thing")


def test_a_parameter_named_like_an_option_gets_another_one(parser):
    made, places = parser
    options = made.read(["--columns", "x", "--parameter-columns", "3"])
    assert options.columns == "x"
    assert given(options, places) == {"columns": 3}


def test_names_are_taken_as_python_and_as_the_shell_write_them(parser):
    made, places = parser
    for spelling in ("--under_score", "--under-score"):
        assert given(made.read([spelling, "b"]), places) == {"under_score": "b"}
    assert given(made.read(["--no_switch"]), places) == {"switch": False}
    assert given(made.read(["--shift", "-.5"]), places) == {"shift": -0.5}
    assert given(made.read([]), places) == {}


def test_a_name_is_never_completed(parser):
    """A shortened name would change its meaning with the next parameter."""
    with pytest.raises(SystemExit):
        parser[0].read(["--under", "b"])


OWN = """
from typing import Annotated
from mlmeta import cluster
from mlmeta.specs.domains import Interval

class K(cluster.KMeans.using("np"), provider="two"):
    '''K-Means.

    Parameters
    ----------
    x_restarts : int, default=0
        Runs beyond `n_init`.
    '''
    def __init__(self, *args, x_restarts: Annotated[int, Interval(0, None)] = 0, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.x_restarts = x_restarts
"""


def test_a_providers_own_parameters_are_options_and_told_and_the_file_that_lacks_them_says_so(install, row, run, tmp_path):
    install("acme-two", [row("two", "acme_two:K")], code=OWN)
    table = tmp_path / "X.csv"
    table.write_text("a,b\n" + "".join(f"{number},{number % 3}\n" for number in range(30)))
    out = tmp_path / "m.mlm"
    given = ["cluster.KMeans", table, "-o", out, "--n-clusters", "2"]
    code, _, told = run("fit", *given, "--provider", "two", "--x-restarts", "4")
    assert code == 0
    assert "The file does not keep x_restarts=4: that is a parameter of the provider 'two', and none of the spec" in told
    code, _, told = run("fit", *given, "--provider=two", "--x-restarts", "-1")
    assert code == 2
    assert "'x_restarts'" in told
    code, _, told = run("fit", *given, "--x-restarts", "4")
    assert (code, "unknown option '--x-restarts'" in told) == (2, True)
    assert run("fit", *given, "--provider", "two")[2] == ""
    assert (
        "x_restarts=0: an int in the range [0, inf)\n      Of the provider two alone."
        in run("info", "cluster.KMeans", "--provider", "two")[1]
    )
