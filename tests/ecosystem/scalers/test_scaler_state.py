"""Saved, read again, served: what a scaler is as data."""

import json
import urllib.request
from dataclasses import replace

import mlmeta
import numpy as np
import pytest
from mlmeta import preprocessing
from mlmeta.errors import ModelFileError
from mlmeta.specs.state import check

X = np.random.RandomState(0).normal(3, 2, size=(50, 3))
WITH_HOLES = np.where(np.random.RandomState(1).uniform(size=X.shape) < 0.1, np.nan, X)
CASES = [
    (preprocessing.StandardScaler, {}),
    (preprocessing.StandardScaler, {"with_mean": False}),
    (preprocessing.StandardScaler, {"with_std": False}),
    (preprocessing.StandardScaler, {"with_mean": False, "with_std": False}),
    (preprocessing.MinMaxScaler, {"feature_range": (-1, 3.5), "clip": True}),
]


@pytest.mark.parametrize("rows", [X, X.astype(np.float32), WITH_HOLES], ids=["float64", "float32", "holes"])
@pytest.mark.parametrize(("make", "parameters"), CASES)
def test_a_read_scaler_does_and_learns_what_the_saved_one_does(make, parameters, rows, tmp_path) -> None:
    scaler = make(**parameters).fit(rows)
    again = mlmeta.load(mlmeta.save(scaler, tmp_path / "scaler.mlm"))
    assert again.get_params() == scaler.get_params()
    fitted = {name for name in vars(scaler) if name.endswith("_")}
    assert fitted == {name for name in vars(again) if name.endswith("_")}
    for name in fitted:
        one, other = getattr(scaler, name), getattr(again, name)
        assert (one is None) == (other is None)
        assert isinstance(one, np.ndarray) == isinstance(other, np.ndarray), name
        assert one is None or (np.array_equal(one, other) and np.ndim(one) == np.ndim(other)), name
    assert np.array_equal(again.transform(rows), scaler.transform(rows), equal_nan=True)
    assert np.array_equal(again.inverse_transform(rows), scaler.inverse_transform(rows), equal_nan=True)
    again.set_params(copy=True)
    assert np.array_equal(
        again.partial_fit(rows + 1).transform(rows), scaler.partial_fit(rows + 1).transform(rows), equal_nan=True
    )


@pytest.mark.parametrize(
    ("parameters", "tensors"),
    [
        ({}, {"mean_", "var_", "scale_", "n_samples_seen_"}),
        ({"with_mean": False}, {"mean_", "var_", "scale_", "n_samples_seen_"}),
        ({"with_std": False}, {"mean_", "n_samples_seen_"}),
        ({"with_mean": False, "with_std": False}, {"n_samples_seen_"}),
    ],
)
def test_state_holds_what_was_learnt_and_no_more(parameters, tensors) -> None:
    assert set(preprocessing.StandardScaler(**parameters).fit(X).__mlmeta_state__().tensors) == tensors


@pytest.mark.parametrize("missing", ["mean_", "var_", "scale_", "n_samples_seen_"])
def test_state_that_lacks_what_its_parameters_need_is_refused(missing) -> None:
    state = preprocessing.StandardScaler().fit(X).__mlmeta_state__()
    fewer = {name: array for name, array in state.tensors.items() if name != missing}
    with pytest.raises(ModelFileError, match="need .*" + missing):
        check(replace(state, tensors=fewer), preprocessing.StandardScaler.__mlmeta_state_schema__)


@pytest.mark.parametrize("wrong", [np.ones((1, 3)), np.ones(2), np.array(True), np.array(np.nan)])
def test_counts_of_another_shape_or_kind_are_refused(wrong) -> None:
    state = preprocessing.StandardScaler().fit(X).__mlmeta_state__()
    lying = {**state.tensors, "n_samples_seen_": wrong}
    with pytest.raises(ModelFileError, match="n_samples_seen_"):
        check(replace(state, tensors=lying), preprocessing.StandardScaler.__mlmeta_state_schema__)


def test_only_an_array_that_may_be_one_number_may_be_one() -> None:
    state = preprocessing.StandardScaler().fit(X).__mlmeta_state__()
    lying = {**state.tensors, "mean_": np.array(1.0)}
    with pytest.raises(ModelFileError, match="'mean_' has shape"):
        check(replace(state, tensors=lying), preprocessing.StandardScaler.__mlmeta_state_schema__)


def test_column_without_values_cannot_be_saved(tmp_path) -> None:
    rows = np.column_stack([X, np.full(len(X), np.nan)])
    with pytest.raises(ModelFileError, match="not finite"):
        mlmeta.save(preprocessing.StandardScaler().fit(rows), tmp_path / "scaler.mlm")


@pytest.mark.parametrize(("make", "parameters"), [CASES[0], CASES[3], CASES[4]])
def test_a_server_scales(provider, make, parameters, tmp_path) -> None:
    scaler = make(**parameters).fit(X)
    path = mlmeta.save(scaler, tmp_path / "scaler.mlm")
    assert [entry["name"] for entry in mlmeta.inspect(path).document["schema"]["outputs"]] == ["transformed"]
    tensor = {"name": "X", "shape": [4, 3], "datatype": "FP64", "data": X[:4].ravel().tolist()}
    with mlmeta.serve(path, allow=(provider,)) as server:
        request = urllib.request.Request(
            f"{server.url}/v2/models/scaler/infer",
            json.dumps({"inputs": [tensor]}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            (output,) = json.load(answer)["outputs"]
    assert (output["name"], output["datatype"], output["shape"]) == ("transformed", "FP64", [4, 3])
    assert output["data"] == scaler.transform(X[:4]).ravel().tolist()


def test_a_file_counts_the_rows_of_all_parts(tmp_path) -> None:
    scaler = preprocessing.StandardScaler().partial_fit(X)
    again = mlmeta.load(mlmeta.save(scaler, tmp_path / "one.mlm")).partial_fit(X)
    assert mlmeta.inspect(mlmeta.save(again, tmp_path / "two.mlm")).provenance["training"]["n_samples"] == 100
