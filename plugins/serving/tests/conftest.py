"""Fitted models in files, and a client."""

import json
import urllib.error
import urllib.request

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster


@pytest.fixture(scope="session")
def rows():
    return np.random.default_rng(0).normal(size=(200, 3)) + np.repeat(np.arange(4.0), 50)[:, None] * 5


@pytest.fixture(scope="session")
def kmeans(rows):
    return cluster.KMeans(n_clusters=4, random_state=0).fit(rows)


@pytest.fixture
def model_path(kmeans, tmp_path):
    return mlmeta.save(kmeans, tmp_path / "segments.mlm")


@pytest.fixture
def churn(tmp_path, rows):
    """A classifier that only a worker answers for."""
    naive_bayes = pytest.importorskip("mlmeta.naive_bayes")
    pytest.importorskip("sklearn")
    words = np.array(["no", "yes", "maybe", "no"])[np.arange(len(rows)) // 50]
    model = naive_bayes.GaussianNB().fit(rows, words)
    return model, mlmeta.save(model, tmp_path / "churn.mlm")


class Client:
    """Sends requests to a server and returns (status, JSON)."""

    def __init__(self, url):
        self.url = url

    def send(self, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers or {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, text = error.code, error.read()
        return status, json.loads(text) if text else None

    def infer(self, model, X, datatype="FP64", outputs=()):
        data = np.asarray(X)
        body = {"inputs": [{"name": "X", "datatype": datatype, "shape": list(data.shape), "data": data.tolist()}]}
        body["outputs"] = [{"name": name} for name in outputs]
        return self.send(f"/v2/models/{model}/infer", body)


@pytest.fixture
def client():
    return Client
