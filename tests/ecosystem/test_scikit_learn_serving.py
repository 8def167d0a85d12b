"""Models of scikit-learn's classes without a native predictor are served by the worker, where the operator allows it."""

import json
import urllib.request

import mlmeta
import numpy as np
import pytest
from mlmeta import decomposition, kernel_approximation, naive_bayes, neighbors
from mlmeta.models import schema

X = np.random.RandomState(0).normal(size=(60, 3)) + 4.0 * (np.arange(60) % 3)[:, None]
SPECIES = np.array(["ape", "bee", "cow"])[np.arange(60) % 3]

MODELS = {
    "texts": lambda: naive_bayes.GaussianNB().fit(X, SPECIES),
    "integers": lambda: neighbors.NearestCentroid().fit(X, np.arange(60) % 3),
    "components": lambda: decomposition.FactorAnalysis(2).fit(X),
    "random components": lambda: kernel_approximation.RBFSampler(n_components=4, random_state=0).fit(X),
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
