"""`mlmeta convert`: model files, pickles that are trusted, and the JSON of linfa 0.1."""

import json
import os
import pickle
import sys

import joblib
import mlmeta
import numpy as np
import pandas as pd
import pytest
import sklearn.cluster
from mlmeta import cluster, linear_model
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


@pytest.fixture
def theirs(X):
    return sklearn.cluster.KMeans(3, random_state=0).fit(X)


@pytest.fixture
def trained(theirs, tmp_path):
    """scikit-learn's own K-Means in a file of joblib."""
    path = tmp_path / "model.joblib"
    joblib.dump(theirs, path)
    return path


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out.mlm"


def convert(run, *arguments):
    code, told, err = run("convert", *arguments)
    assert code == 0, err
    return told


@pytest.mark.parametrize("ending", ["joblib", "pkl", "pickle"])
@pytest.mark.parametrize("compress", [0, 3])
def test_a_trusted_pickle_becomes_a_model_file(run, theirs, X, tmp_path, out, ending, compress):
    source = tmp_path / f"model.{ending}"
    joblib.dump(theirs, source, compress=compress)
    told = convert(run, source, "-o", out, "--trust-pickle")
    assert told == f"source      {source}\nkind        cluster.KMeans\ntarget      {out}\n"
    assert np.array_equal(mlmeta.load(out, "np").predict(X), theirs.predict(X))
    assert mlmeta.inspect(out).provenance["provider"]["name"] == "sklearn"
    assert (
        mlmeta.inspect(mlmeta.save(theirs, tmp_path / "b.mlm")).document["state_sha256"]
        == (mlmeta.inspect(out).document["state_sha256"])
    )


def test_a_plain_pickle_and_a_pipeline(run, X, tmp_path, out):
    table = pd.DataFrame(X, columns=["a", "b"])
    labels = np.repeat(["low", "mid", "top"], 20)
    pipeline = make_pipeline(StandardScaler(), linear_model.LogisticRegression()).fit(table, labels)
    source = tmp_path / "model.pkl"
    source.write_bytes(pickle.dumps(pipeline))
    told = json.loads(convert(run, source, "-o", out, "--trust-pickle", "--provider", "np", "--json"))
    assert (told["kind"], [step["kind"] for step in told["steps"]], told["to"], told["warnings"]) == (
        "chain",
        ["preprocessing.StandardScaler", "linear_model.LogisticRegression"],
        "mlm",
        [],
    )
    assert mlmeta.inspect(out).provenance["provider"]["name"] == "np,sklearn"
    assert mlmeta.load(out).predict(table).tolist() == labels.tolist()
    assert "step        logisticregression: linear_model.LogisticRegression" in convert(run, source, "-o", out, "--trust-pickle")


class Hostile:
    """Unpickled, it leaves a folder behind."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


@pytest.mark.parametrize("ending", ["joblib", "pkl", "pickle"])
def test_without_trust_no_pickle_is_read(run, tmp_path, out, ending):
    source, trace = tmp_path / f"model.{ending}", tmp_path / "trace"
    source.write_bytes(pickle.dumps(Hostile(trace)))
    code, told, err = run("convert", source, "-o", out)
    assert (code, told) == (2, "")
    assert "reading it runs whatever code it holds" in err
    assert "--trust-pickle" in err
    assert not trace.exists()
    assert not out.exists()
    run("convert", source, "-o", out, "--trust-pickle")
    assert trace.exists(), "the test's pickle does what it is made for"


def test_a_pickle_under_another_name_is_never_read(run, tmp_path, out):
    trace = tmp_path / "trace"
    for ending in ("mlm", "json"):
        source = tmp_path / f"model.{ending}"
        source.write_bytes(pickle.dumps(Hostile(trace)))
        assert run("convert", source, "-o", out, "--trust-pickle")[0] == 1
        assert run("inspect", source, "--verify")[0] == 1
    assert not trace.exists()


def test_a_model_file_becomes_scikit_learns_own_object(run, X, tmp_path, out):
    km = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    mlmeta.save(km, out)
    for ending in ("joblib", "pkl"):
        target = tmp_path / f"again.{ending}"
        convert(run, out, "-o", target)
        again = joblib.load(target)
        assert type(again) is sklearn.cluster.KMeans
        assert np.array_equal(again.predict(X), km.predict(X))
        assert b"mlmeta." not in target.read_bytes()
    assert type(pickle.loads(target.read_bytes())) is sklearn.cluster.KMeans


def test_json_of_linfa_goes_both_ways(run, X, tmp_path, out):
    mlmeta.to_linfa_json(cluster.KMeans(3, random_state=0).fit(X), tmp_path / "linfa.json")
    convert(run, tmp_path / "linfa.json", "-o", out)
    convert(run, out, "-o", tmp_path / "again", "--to", "linfa-json")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "linfa.json").read_bytes()
    convert(run, tmp_path / "linfa.json", "-o", tmp_path / "model.joblib")
    assert joblib.load(tmp_path / "model.joblib").n_clusters == 3


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (
            ["nothing.onnx", "-o", "m.mlm"],
            "the name 'nothing.onnx' ends in none of .mlm, .json, .joblib, .pkl, .pickle, or say --from",
        ),
        (["m.mlm", "-o", "m.onnx"], "the name 'm.onnx' ends in none of .mlm, .json, .joblib, .pkl, .pickle, or say --to"),
        (["m.mlm"], "are required: -o/--out"),
        (["m.mlm", "-o", "x", "--to", "onnx"], "invalid choice: 'onnx'"),
        (["TRAINED", "-o", "OUT", "--trust-pickle", "--provider", "sklern"], "Did you mean 'sklearn'"),
    ],
)
def test_wrong_usage_is_2(run, trained, out, arguments, advice):
    given = {"TRAINED": trained, "OUT": out}
    code, told, err = run("convert", *(given.get(word, word) for word in arguments))
    assert (code, told) == (2, "")
    assert advice in err


def test_what_cannot_be_done_is_1_with_the_reason(run, X, trained, tmp_path, out):
    (tmp_path / "junk.pkl").write_bytes(b"\x80\x04junk")
    (tmp_path / "list.pkl").write_bytes(pickle.dumps([1, 2]))
    (tmp_path / "junk.json").write_text("{}")
    (tmp_path / "folder.pkl").mkdir()
    os.mkfifo(tmp_path / "pipe.joblib")
    mlmeta.save(linear_model.LogisticRegression().fit(X, np.arange(60) % 2), tmp_path / "classifier.mlm")
    cases = [
        ("nothing.mlm", out, "No such file"),
        ("nothing.joblib", out, "No such file"),
        ("junk.pkl", out, "'junk.pkl' cannot be unpickled here: "),
        ("list.pkl", out, "Expected a fitted estimator, got an object of builtins.list"),
        ("folder.pkl", out, "no regular file"),
        ("pipe.joblib", out, "no regular file"),
        ("junk.json", out, "the file must be an object of exactly hyperparameters, centroids"),
        ("classifier.mlm", tmp_path / "out.json", "holds a cluster.KMeans and nothing else"),
        (trained.name, tmp_path / "nowhere" / "out.mlm", "There is no folder"),
        (trained.name, tmp_path / "model", "must end in '.mlm'"),
    ]
    for source, target, reason in cases:
        to = () if target.suffix else ("--to", "mlm")
        code, told, err = run("convert", tmp_path / source, "-o", target, "--trust-pickle", *to)
        assert (code, told) == (1, ""), source
        assert err.startswith("mlmeta: error: ")
        assert reason in err
        assert not target.exists()


def test_a_pickle_of_another_name_is_read_when_that_is_said(run, trained, theirs, X, tmp_path, out):
    odd = tmp_path / "model.mlm"
    odd.write_bytes(pickle.dumps(theirs))
    code, _, err = run("convert", odd, "-o", out)
    assert (code, "mlmeta convert FILE -o MODEL.mlm --trust-pickle" in err) == (1, True)
    code, _, err = run("convert", odd, "-o", out, "--from", "pickle")
    assert (code, "say --trust-pickle" in err) == (2, True)
    convert(run, odd, "-o", out, "--from", "pickle", "--trust-pickle")
    assert np.array_equal(mlmeta.load(out, "np").predict(X), theirs.predict(X))


def test_a_file_that_is_no_models_is_not_written_over(run, trained, tmp_path, out):
    table = tmp_path / "customers.csv"
    table.write_text("age,income\n")
    convert(run, trained, "-o", out, "--trust-pickle")
    code, _, err = run("convert", out, "-o", table, "--to", "pickle")
    assert (code, table.read_text()) == (1, "age,income\n")
    assert f"{table} is there already" in err
    convert(run, out, "-o", tmp_path / "new.csv", "--to", "pickle")
    convert(run, trained, "-o", out, "--trust-pickle")


def test_without_joblib_its_files_name_the_line_that_installs_it(run, trained, theirs, X, tmp_path, out, monkeypatch):
    (tmp_path / "plain.pkl").write_bytes(pickle.dumps(theirs))
    monkeypatch.setitem(sys.modules, "joblib", None)
    code, _, err = run("convert", trained, "-o", out, "--trust-pickle")
    assert (code, "Try: pip install joblib" in err) == (1, True)
    convert(run, tmp_path / "plain.pkl", "-o", out, "--trust-pickle")
    assert np.array_equal(mlmeta.load(out, "np").predict(X), theirs.predict(X))


def test_what_is_warned_of_goes_to_stderr_and_into_the_data(run, theirs, tmp_path, out, monkeypatch):
    from mlmeta.conversion import pickle_file

    def warning(path):
        import warnings

        for _ in range(2):
            warnings.warn("another version wrote it", UserWarning, stacklevel=1)
        return theirs

    monkeypatch.setattr(pickle_file, "read", warning)
    code, told, err = run("convert", tmp_path / "m.pkl", "-o", out, "--trust-pickle", "--json")
    assert (code, err) == (0, "mlmeta: warning: another version wrote it\n")
    assert json.loads(told)["warnings"] == ["another version wrote it"]


FOREIGN = """
from mlmeta.estimators.roles import Transformer
from mlmeta.specs.state import StateSchema, Tensor
class Shift(Transformer, kind='acme-shift/preprocessing.Shift', version=1,
            state=StateSchema(version=1, tensors={'low_': Tensor(('n_features',))})):
    '''Shift.'''
    def __init__(self, *, provider: str | None = None) -> None:
        pass
class Mine(Shift, provider='shift'):
    def _fit(self, X, sample_weight): self.low_ = X.min(axis=0)
    def _transform(self, X): return X - self.low_
"""


def test_only_allow_provider_lets_a_file_name_what_is_imported(run, install, row, X, tmp_path, out):
    install("acme-shift", [row("shift", "acme_shift:Mine", "preprocessing.Shift", spec="acme_shift:Shift")], code=FOREIGN)
    source = mlmeta.save(mlmeta.get("preprocessing.Shift")().fit(X), tmp_path / "m.mlm")
    del sys.modules["acme_shift"]
    code, _, err = run("convert", source, "-o", out)
    assert (code, "the distribution 'acme-shift' owns" in err, "acme_shift" in sys.modules) == (1, True, False)
    convert(run, source, "-o", out, "--allow-provider", "shift")
    code, _, err = run("convert", source, "-o", tmp_path / "m.joblib", "--allow-provider", "shift")
    assert (code, "has no installed provider 'sklearn'" in err) == (1, True)
