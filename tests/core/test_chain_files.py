"""Chains in model files: saved from a Pipeline, loaded by any provider, and what may be imported."""

import json
import sys

import mlmeta
import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, decomposition, ensemble, errors, linear_model, modelfile, preprocessing
from mlmeta.modelfile import container
from mlmeta.models.chain import Chain
from sklearn.pipeline import FeatureUnion, Pipeline

LABELS = np.repeat(["low", "mid", "top"], 20)


@pytest.fixture
def table(X):
    return pd.DataFrame(X, columns=["höhe", "b"])


@pytest.fixture
def segments(table):
    """Scaler and clusters of NumPy as scikit-learn's Pipeline."""
    steps = [("scale", preprocessing.StandardScaler(provider="np")), ("km", cluster.KMeans(3, random_state=0, provider="np"))]
    return Pipeline(steps).fit(table)


@pytest.fixture
def churn(table):
    steps = [("scale", preprocessing.MinMaxScaler(provider="np")), ("model", linear_model.LogisticRegression())]
    return Pipeline(steps).fit(table, LABELS)


def digest(path):
    return mlmeta.inspect(path).document["state_sha256"]


def test_a_pipeline_comes_back_as_a_chain(segments, table, tmp_path):
    path = mlmeta.save(segments, tmp_path / "m.mlm")
    loaded = mlmeta.load(path, "np")
    assert isinstance(loaded, Chain)
    assert repr(loaded["km"]) == repr(segments["km"])
    assert np.array_equal(loaded.predict(table), segments.predict(table))
    assert np.array_equal(loaded.transform(table), segments.transform(table))
    assert loaded.feature_names_in_.tolist() == ["höhe", "b"]
    assert (loaded["km"].inertia_, loaded["km"].n_iter_) == (segments["km"].inertia_, segments["km"].n_iter_)
    assert loaded["km"]._training["n_samples"] == 60
    assert digest(mlmeta.save(loaded, tmp_path / "again.mlm")) == digest(path)


def test_labels_and_names_come_back(churn, table, tmp_path):
    path = mlmeta.save(churn, tmp_path / "m.mlm")
    loaded = mlmeta.load(path)
    assert loaded.predict(table).tolist() == LABELS.tolist()
    assert loaded.classes_.tolist() == ["low", "mid", "top"]
    np.testing.assert_allclose(loaded.predict_proba(table), churn.predict_proba(table), rtol=1e-12)
    with pytest.raises(errors.InvalidDataError, match=r"unseen at fit time:\n- x\n"):
        loaded.predict(table.rename(columns={"b": "x"}))
    assert modelfile.read(path).summary.provenance["provider"]["name"] == "np,sklearn"


@pytest.mark.parametrize(
    ("provider", "expected"), [("np", ["np", "np"]), ("rs", ["rs", "rs"]), ({"km": "np", "scale": "rs"}, ["rs", "np"])]
)
def test_every_provider_reads_the_same_state(segments, table, tmp_path, provider, expected):
    path = mlmeta.save(segments, tmp_path / "m.mlm")
    loaded = mlmeta.load(path, provider)
    assert [step.__mlmeta_provider__ for step in loaded] == expected
    assert np.array_equal(loaded.predict(table), segments.predict(table))
    assert digest(mlmeta.save(loaded, tmp_path / "again.mlm")) == digest(path)


def test_a_name_is_for_the_steps_that_have_it(churn, tmp_path):
    path = mlmeta.save(churn, tmp_path / "m.mlm")
    assert mlmeta.load(path, "np")["scale"].__mlmeta_provider__ == "np"
    assert mlmeta.load(path, allow={"np"})["scale"].__mlmeta_provider__ == "np"
    with pytest.raises(errors.UnknownProviderError, match="Did you mean 'sklearn'"):
        mlmeta.load(path, "sklern")
    with pytest.raises(errors.InvalidParameterError, match="Did you mean 'scale'"):
        mlmeta.load(path, {"scal": "np"})


def test_ranges_and_names_are_those_of_the_first_step(segments, X, tmp_path):
    path = mlmeta.save(segments, tmp_path / "m.mlm")
    assert mlmeta.inspect(path).ranges == {"X": {"min": X.min(axis=0).tolist(), "max": X.max(axis=0).tolist()}}
    assert mlmeta.inspect(mlmeta.save(segments, path, ranges=False)).ranges == {}


def test_float32_steps_of_scikit_learn_answer_the_sample_in_float64(table, tmp_path):
    steps = [
        ("scale", preprocessing.StandardScaler(provider="np")),
        ("km", cluster.KMeans(3, random_state=0, provider="sklearn")),
    ]
    path = mlmeta.save(Pipeline(steps).fit(table.astype("float32")), tmp_path / "m.mlm")
    assert mlmeta.verify(path, "sklearn").agrees
    assert mlmeta.verify(path, "np").agrees


def test_a_mapped_file_gives_read_only_arrays(segments, table, tmp_path):
    loaded = mlmeta.load(mlmeta.save(segments, tmp_path / "m.mlm"), "np", mmap=True)
    assert not loaded["km"].cluster_centers_.flags.writeable
    assert np.array_equal(loaded.predict(table), segments.predict(table))


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            [("scale", preprocessing.StandardScaler()), ("forest", ensemble.RandomForestClassifier(n_estimators=2))],
            r"Step 'forest' of the chain: ensemble\.RandomForestClassifier has no portable state.* pickle or joblib",
        ),
        (
            [("two", FeatureUnion([("pca", decomposition.PCA(1))])), ("model", linear_model.LogisticRegression())],
            r"Step 'two' of the chain: .*FeatureUnion is of no installed provider.*What is possible: keep the whole pipeline",
        ),
        (
            [("pre", Pipeline([("density", cluster.FeatureAgglomeration(2))])), ("model", linear_model.LogisticRegression())],
            r"Step 'pre\.density' of the chain: cluster\.FeatureAgglomeration has no portable state",
        ),
    ],
)
def test_a_step_without_portable_state_is_named_and_nothing_is_left(steps, words, X, tmp_path):
    with pytest.raises(errors.NoPortableStateError, match=words):
        mlmeta.save(Pipeline(steps).fit(X, LABELS), tmp_path / "m.mlm")
    assert list(tmp_path.iterdir()) == []


def test_an_unfitted_pipeline_says_which_step(tmp_path):
    with pytest.raises(errors.NotFittedError, match=r"Step 'km': this KMeans is not fitted"):
        mlmeta.save(Pipeline([("km", cluster.KMeans())]), tmp_path / "m.mlm")


def test_a_pipeline_of_nothing_has_nothing_to_save(X, tmp_path):
    with pytest.raises(errors.InvalidParameterError, match="at least one step"):
        mlmeta.save(Pipeline([("nothing", "passthrough")]).fit(X), tmp_path / "m.mlm")


FOREIGN = """
import pathlib
pathlib.Path(__file__).with_name("imported").touch()
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


@pytest.fixture
def strange(install, row, X, tmp_path):
    """A file of a chain with a step that another distribution owns; nothing of it was imported since."""
    install("acme-shift", [row("shift", "acme_shift:Mine", "preprocessing.Shift", spec="acme_shift:Shift")], code=FOREIGN)
    shift = mlmeta.get("preprocessing.Shift")()
    steps = [("scale", preprocessing.StandardScaler(provider="np")), ("shift", shift), ("km", cluster.KMeans(3, random_state=0))]
    path = mlmeta.save(Pipeline(steps).fit(X), tmp_path / "m.mlm")
    del sys.modules["acme_shift"]
    (tmp_path / "site" / "acme_shift" / "imported").unlink()
    return path


def test_a_step_that_a_distribution_owns_is_imported_only_when_its_provider_is_allowed(strange, X, tmp_path):
    words = r"Step 'shift' of the chain: The file holds .*'acme-shift' owns.*allow=\{'shift'\}"
    refused = ({}, {"allow": {"np", "rs"}}, {"provider": "np"}, {"provider": {"scale": "np"}, "allow": {"sklearn"}})
    for given in refused:
        with pytest.raises(errors.MissingProviderError, match=words):
            mlmeta.load(strange, **given)
    mlmeta.inspect(strange)
    assert "acme_shift" not in sys.modules
    assert not (tmp_path / "site" / "acme_shift" / "imported").exists()
    for given in ({"allow": {"shift"}}, {"provider": "shift"}, {"provider": {"shift": "shift"}}):
        assert mlmeta.load(strange, **given).predict(X).shape == (60,)


def test_a_file_may_not_call_its_foreign_step_the_work_of_a_provider_that_is_allowed_for_others(strange):
    document, provenance, tensors = container.unpack(strange.read_bytes())
    lie = {**provenance, "provider": {**provenance["provider"], "name": "np,np,np"}}
    strange.write_bytes(container.pack(document, lie, tensors))
    with pytest.raises(errors.MissingProviderError, match="'acme-shift' owns"):
        mlmeta.load(strange, allow={"np"})
    assert "acme_shift" not in sys.modules


@pytest.mark.parametrize("names", ["np", "np,shift", "", ","])
def test_a_file_that_does_not_say_who_trained_each_step_is_read_by_who_is_allowed(strange, names):
    document, provenance, tensors = container.unpack(strange.read_bytes())
    strange.write_bytes(container.pack(document, {**provenance, "provider": {**provenance["provider"], "name": names}}, tensors))
    assert "step        shift" in repr(mlmeta.inspect(strange))
    with pytest.raises(errors.MissingProviderError, match="'acme-shift' owns"):
        mlmeta.load(strange, allow={"np"})
    assert isinstance(mlmeta.load(strange, {"shift": "shift"}), Chain)
    assert isinstance(mlmeta.load(strange, allow={"shift"}), Chain)


def test_inspect_shows_the_steps_within_80_columns(run, churn, tmp_path):
    path = mlmeta.save(churn, tmp_path / "m.mlm")
    code, out, _ = run("inspect", path)
    assert code == 0
    assert "step        scale: preprocessing.MinMaxScaler\n            trained by np of mlmeta-preprocessing-np" in out
    assert "classes     'low', 'mid', 'top'" in out
    assert "tensor      steps.0.scale_: float64 (2,)" in out
    assert max(map(len, out.splitlines())) <= 80
    told = json.loads(run("inspect", path, "--json")[1])
    assert [step["name"] for step in told["model"]["steps"]] == ["scale", "model"]
