"""Models of scikit-learn's classes that have a portable state are served by the worker, where the operator allows it."""

import json
import urllib.request

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, decomposition, linear_model, naive_bayes, preprocessing, schema

X = np.random.RandomState(0).normal(size=(60, 3)) + 4.0 * (np.arange(60) % 3)[:, None]
SPECIES = np.array(["ape", "bee", "cow"])[np.arange(60) % 3]
TARGETS = np.column_stack([X @ [1.0, 2.0, 3.0], X[:, 0]])

MODELS = {
    "several targets": lambda: linear_model.Ridge().fit(X, TARGETS),
    "one target": lambda: linear_model.LassoCV(cv=3).fit(X, TARGETS[:, 0]),
    "texts": lambda: naive_bayes.GaussianNB().fit(X, SPECIES),
    "components": lambda: decomposition.PCA(2).fit(X),
    "float32 clusters": lambda: cluster.MiniBatchKMeans(3, random_state=0).fit(X.astype(np.float32)),
    "no arrays": lambda: preprocessing.Normalizer().fit(X),
}


def asked(url):
    tensor = {"name": "X", "shape": list(X.shape), "datatype": "FP64", "data": X.ravel().tolist()}
    request = urllib.request.Request(
        f"{url}/v2/models/model/infer", json.dumps({"inputs": [tensor]}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return {output["name"]: output for output in json.load(answer)["outputs"]}


@pytest.mark.parametrize("make", MODELS.values(), ids=MODELS)
def test_the_server_answers_as_the_model(make, tmp_path):
    model = make()
    path = mlmeta.save(model, tmp_path / "model.mlm")
    with mlmeta.serve(path, allow=("sklearn",)) as server:
        told = asked(server.url)
    expected = schema.answer(model, X)
    assert set(told) == set(expected)
    for name, array in expected.items():
        found = np.array(told[name]["data"]).reshape(told[name]["shape"])
        assert found.shape == array.shape
        if array.dtype.kind == "f":
            np.testing.assert_allclose(found, array, rtol=1e-12, atol=1e-12)
        else:
            np.testing.assert_array_equal(found, array)


def test_without_permission_nothing_is_imported_or_served(tmp_path):
    path = mlmeta.save(MODELS["texts"](), tmp_path / "model.mlm")
    with pytest.raises(Exception, match=r"naive_bayes\.GaussianNB: no native predictor; .*--allow-provider"):
        mlmeta.serve(path)
