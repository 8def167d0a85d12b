"""`mlmeta inspect`: what it shows, and with `--verify` whether a provider answers what the file expects."""

import json
import sys

import mlmeta
import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, errors, linear_model, preprocessing
from mlmeta.modelfile import container
from mlmeta.modelfile.values import plain


@pytest.fixture
def model(X, tmp_path):
    table = pd.DataFrame(X, columns=["age", "in\x1b[31mcome"])
    return mlmeta.save(cluster.KMeans(3, random_state=0, provider="np").fit(table), tmp_path / "segments.mlm")


def rewrite(path, change):
    """Write a file again, with whole checksums, after a change of its tensors."""
    document, provenance, tensors = container.unpack(path.read_bytes())
    tensors = {name: array.copy() for name, array in tensors.items()}
    change(tensors)
    path.write_bytes(container.pack(document, provenance, tensors))


def test_names_and_ranges_of_the_columns_are_shown(run, model, X):
    code, out, _ = run("inspect", model)
    assert code == 0
    assert f"            age: {X[:, 0].min():.6g} to {X[:, 0].max():.6g}\n" in out
    assert r"            in\x1b[31mcome: " in out, "a name may not change the terminal"
    assert "\x1b" not in out
    assert f"state       {mlmeta.inspect(model).document['state_sha256']}" in out
    assert json.loads(run("inspect", model, "--json")[1])["ranges"]["X"]["min"] == X.min(axis=0).tolist()


def test_many_columns_are_counted_and_lines_stay_within_80_columns(run, tmp_path):
    wide = np.random.default_rng(0).normal(size=(50, 200)) * 1e200
    path = mlmeta.save(preprocessing.MinMaxScaler(provider="np").fit(wide), tmp_path / "m.mlm")
    out = run("inspect", path)[1]
    assert "            column 0: " in out
    assert "            ... and 188 more columns" in out
    long = pd.DataFrame(wide[:, :1], columns=["a name that goes on and on " * 9])
    out = run("inspect", mlmeta.save(preprocessing.MinMaxScaler(provider="np").fit(long), path))[1]
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("provider", ["np", "rs", "sklearn"])
def test_every_provider_agrees_with_the_sample(run, model, provider):
    code, out, _ = run("inspect", model, "--verify", "--provider", provider)
    assert code == 0
    assert f"verified    2 of 2 outputs agree, 3 rows, provider {provider}" in out
    assert "            labels: equal" in out
    assert max(map(len, out.splitlines())) <= 80
    told = json.loads(run("inspect", model, "--verify", "--provider", provider, "--json")[1])
    assert told["verified"]["agrees"] is True
    assert told["verified"]["providers"] == [provider]
    assert {output["output"] for output in told["verified"]["outputs"]} == {"labels", "distances"}


def test_a_label_that_comes_out_otherwise_is_a_finding(run, model):
    rewrite(model, lambda tensors: tensors["sample.labels"].__setitem__(0, 2))
    code, out, _ = run("inspect", model, "--verify")
    assert code == 1
    assert "verified    1 of 2 outputs agree" in out
    assert "            labels: 1 values differ" in out
    assert json.loads(run("inspect", model, "--verify", "--json")[1])["verified"]["agrees"] is False
    assert run("inspect", model)[0] == 0, "nothing is asked without --verify"


@pytest.mark.parametrize(("factor", "code"), [(1 + 1e-7, 0), (1 + 1e-5, 1)])
def test_real_outputs_may_differ_within_the_tolerance(run, model, factor, code):
    rewrite(model, lambda tensors: tensors["sample.distances"].__imul__(factor))
    assert run("inspect", model, "--verify")[0] == code
    verified = mlmeta.verify(model)
    assert verified.agrees == (code == 0) == bool(verified), "`assert mlmeta.verify(path)` must not pass in any case"
    (distances,) = (output for output in verified.outputs if output.name == "distances")
    assert distances.difference == pytest.approx((factor - 1) * 18, rel=0.5)


@pytest.mark.parametrize(
    ("y", "other"),
    [(["ä", "b", "c"], lambda found: (found + 1) % 3), ([5, -3, 7], lambda found: -found), ([False, True], np.logical_not)],
    ids=["texts", "integers", "booleans"],
)
def test_labels_of_every_sort_are_compared(X, tmp_path, y, other):
    labels = np.array(y)[np.arange(60) // 20 % len(y)]
    path = mlmeta.save(linear_model.LogisticRegression().fit(X, labels), tmp_path / "m.mlm")
    assert mlmeta.verify(path).agrees
    rewrite(path, lambda tensors: tensors.update({"sample.labels": other(tensors["sample.labels"])}))
    assert not mlmeta.verify(path).agrees


def test_a_file_without_a_sample_says_so(run, model):
    document, provenance, tensors = container.unpack(model.read_bytes())
    kept = {name: array for name, array in tensors.items() if not name.startswith("sample.")}
    model.write_bytes(container.pack({**document, "sample": {"inputs": {}, "outputs": {}}}, provenance, kept))
    code, out, _ = run("inspect", model, "--verify")
    assert (code, "the file has no sample to replay" in out) == (0, True)


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


def test_only_allow_provider_lets_verify_import_what_a_file_names(run, install, row, X, tmp_path):
    install("acme-shift", [row("shift", "acme_shift:Mine", "preprocessing.Shift", spec="acme_shift:Shift")], code=FOREIGN)
    path = mlmeta.save(mlmeta.get("preprocessing.Shift")().fit(X), tmp_path / "m.mlm")
    del sys.modules["acme_shift"]
    assert run("inspect", path)[0] == 0
    for given in ([], ["--allow-provider", "np"]):
        code, _, err = run("inspect", path, "--verify", *given)
        assert (code, "the distribution 'acme-shift' owns" in err) == (1, True)
    assert "acme_shift" not in sys.modules
    assert run("inspect", path, "--verify", "--allow-provider", "shift")[0] == 0


@pytest.mark.parametrize("given", [["--provider", "np"], ["--allow-provider", "np"]])
def test_what_is_for_verify_alone_is_wrong_usage_without_it(run, model, given):
    code, _, err = run("inspect", model, *given)
    assert (code, "is for --verify" in err) == (2, True)


def test_a_provider_that_nobody_has_is_wrong_usage(run, model):
    code, _, err = run("inspect", model, "--verify", "--provider", "sklern")
    assert (code, "Did you mean 'sklearn'" in err) == (2, True)


def test_a_damaged_file_is_a_failure(run, model):
    content = bytearray(model.read_bytes())
    content[-1] ^= 1
    model.write_bytes(content)
    code, out, err = run("inspect", model, "--verify")
    assert (code, out) == (1, "")
    assert "checksum" in err
    with pytest.raises(errors.ModelFileError):
        mlmeta.verify(model)


def test_numbers_are_numbers_for_programs_and_exact_in_the_file(run, tmp_path, X):
    path = mlmeta.save(
        linear_model.LogisticRegression(C=0.1, class_weight={0: 2.0, 1: 1.0}).fit(X, np.arange(60) % 2), tmp_path / "m.mlm"
    )
    told = json.loads(run("inspect", path, "--json")[1])["model"]["params"]
    assert (told["C"], told["tol"]) == (0.1, 1e-4)
    assert told["class_weight"] == {"map": [[0, 2.0], [1, 1.0]]}, "JSON's objects have texts as keys"
    assert mlmeta.inspect(path).document["params"]["C"] == {"real": (0.1).hex()}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"real": "0x1.8000000000000p+0"}, 1.5),
        ([{"real": "inf"}, {"real": "nan"}], ["inf", "nan"]),
        ({"map": [["a", {"real": "-0x1.0000000000000p+0"}]]}, {"a": -1.0}),
        ({"opaque": "function"}, {"opaque": "function"}),
        ({"n": 3, "tensor": {"tensor": "params.init"}}, {"n": 3, "tensor": {"tensor": "params.init"}}),
    ],
)
def test_values_of_a_file_as_plain_data(value, expected):
    assert plain(value) == expected


def test_columns_without_names_are_not_given_any(run, X, tmp_path):
    path = mlmeta.save(cluster.KMeans(3, random_state=0).fit(X), tmp_path / "m.mlm")
    out = run("inspect", path)[1]
    assert "            column 0: " in out
    assert "x0" not in out
