"""`mlmeta.compare`: providers in processes of their own, their answers and their failures."""

import os
import time

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors
from mlmeta.comparison.answers import differences
from mlmeta.comparison.measurement import _parameters_of

SITE = "PYTHONPATH"

PROVIDER = """
import os, time, warnings
import numpy as np
from mlmeta import cluster

class Made(cluster.KMeans, provider={provider!r}):
    def _fit(self, X, sample_weight):
        {body}
        self.cluster_centers_ = X[: self.n_clusters].astype(float) + {shift}
        self.labels_ = np.arange(len(X)) % self.n_clusters
        self.inertia_, self.n_iter_ = 1.0, {steps}

    def _predict(self, X): return np.zeros(len(X), dtype=np.int32)
    def _transform(self, X): return np.zeros((len(X), self.n_clusters))
    def _squared_distances(self, X): return np.zeros(len(X))
"""


@pytest.fixture
def add(install, row, monkeypatch, tmp_path):
    """Return a function that installs a provider of K-Means which processes see, too."""
    monkeypatch.setenv(SITE, f"{tmp_path / 'site'}{os.pathsep}{os.environ.get(SITE, '')}")

    def make(provider, body="pass", shift=0.0, steps=3):
        code = PROVIDER.format(provider=provider, body=body, shift=shift, steps=steps)
        install(f"dist-{provider}", [row(provider, f"dist_{provider}:Made")], code=code, module=f"dist_{provider}")

    return make


def test_answers_that_differ_come_first_then_time_and_memory(add, X):
    add("one")
    add("two", shift=1e-7, steps=4)
    found = mlmeta.compare(cluster.KMeans, X, providers=["one", "two"], rounds=2, threads=1, n_clusters=3)
    assert found.reference == "one"
    assert dict(found.contenders[1].differences) == {
        "cluster_centers_": f"by up to {1e-7 / np.abs(X[:3]).max():.1g} of the largest",
        "labels_": "",
        "inertia_": "",
        "n_iter_": "4, not 3",
        "n_features_in_": "",
    }
    text = repr(found)
    assert text.index("n_iter_ 4, not 3") < text.index("seconds")
    assert "X of shape 60 x 2, float64; rounds: 2, threads: 1" in text
    assert found.as_json()["contenders"][1]["differences"]["n_iter_"] == "4, not 3"
    assert all(one.seconds >= 0 and one.memory >= 0 and one.version == "1.0" for one in found.contenders)


def test_the_memory_is_that_of_the_fit(add, X):
    add("small")
    add("large", body="hoard = np.ones(64 << 17)")  # 64 MiB
    small, large = mlmeta.compare("cluster.KMeans", X, providers=["small", "large"], rounds=1).contenders
    assert small.memory < 16 << 20
    assert 60 << 20 < large.memory < 90 << 20


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise ValueError('what a pity')", "ValueError: what a pity"),
        ("os._exit(7)", "its process ended with exit code 7"),
        ("os.kill(os.getpid(), 11)", "its process ended with signal SIGSEGV"),
        ("time.sleep(60)", "no answer within 5 s"),
    ],
)
def test_a_provider_that_fails_has_its_reason_and_the_others_their_figures(add, X, body, words):
    add("good")
    add("bad", body=body)
    start = time.monotonic()
    bad, good = mlmeta.compare("cluster.KMeans", X, providers=["bad", "good"], rounds=2, timeout=5).contenders
    assert words in bad.failure
    assert bad.seconds is None
    assert good.failure == ""
    assert good.seconds is not None
    assert time.monotonic() - start < 30


def test_what_a_provider_prints_disturbs_nothing(add, X):
    add("loud", body="print('hello'); os.write(1, b'there'); warnings.warn('careful')")
    assert mlmeta.compare("cluster.KMeans", X, providers=["loud"], rounds=1).contenders[0].failure == ""


def test_fits_take_turns_each_provider_in_one_process(add, X, tmp_path):
    log = tmp_path / "log"
    for name in ("a", "b"):
        add(name, body=f"open({str(log)!r}, 'a').write(f'{name} {{os.getpid()}}\\n')")
    mlmeta.compare("cluster.KMeans", X, providers=["a", "b"], rounds=3)
    turns = [line.split() for line in log.read_text().splitlines()]
    assert [name for name, _ in turns] == ["a", "b"] * 3
    assert len({process for _, process in turns}) == 2


def test_threads_reach_the_provider_and_the_libraries_below(add, X):
    add("asks", body="import mlmeta; assert (mlmeta.threads(), os.environ['OMP_NUM_THREADS']) == (3, '3')")
    assert mlmeta.compare("cluster.KMeans", X, providers=["asks"], rounds=1, threads=3).contenders[0].failure == ""


def test_lists_and_other_data_reach_the_providers_too(add):
    add("one")
    found = mlmeta.compare("cluster.KMeans", [[0.0], [1.0], [2.0]], providers=["one"], rounds=1, n_clusters=2)
    assert found.contenders[0].failure == ""
    assert "X of shape 3 x 1" in found.data


def test_wrong_requests_are_refused_before_anything_runs(X):
    with pytest.raises(errors.InvalidParameterError, match="rounds must be an int of at least 1, got 0"):
        mlmeta.compare("cluster.KMeans", X, rounds=0)
    with pytest.raises(errors.UnknownAlgorithmError, match=r"Did you mean 'cluster\.KMeans'"):
        mlmeta.compare("cluster.KMean", X)
    with pytest.raises(errors.UnknownProviderError, match="No provider 'npp'"):
        mlmeta.compare("cluster.KMeans", X, providers=["npp"])
    with pytest.raises(errors.MissingProviderError, match="providers is empty"):
        mlmeta.compare("cluster.KMeans", X, providers=[])
    with pytest.raises(errors.UnknownParameterError, match=r"n_cluster'.*Did you mean 'n_clusters'"):
        mlmeta.compare("cluster.KMeans", X, n_cluster=3)


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (np.array(["x", "y"]), np.array(["x", "z"]), "50 % of the values differ"),
        (np.ones(2, np.float32), np.ones(2), "equal as float64, not float32"),
        (np.ones(2), np.ones(3), "shape (3,), not (2,)"),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), ""),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.5]), "by up to 0.5 of the largest"),
        (np.zeros(2), np.array([0.0, 1.0]), "by up to inf of the largest"),
        (np.array([True, False]), np.array([True, True]), "50 % of the values differ"),
    ],
)
def test_differences_in_words(a, b, words):
    assert differences({"name_": a, "other_": a}, {"name_": b}) == (("name_", words),)


def test_clusters_are_compared_up_to_their_numbers():
    labels, centres = np.array([0, 0, 1, 1, 2, 2]), np.array([[1.0], [2.0], [3.0]])
    names = np.array([2, 0, 1])
    other = {"labels_": np.argsort(names)[labels], "cluster_centers_": centres[names], "inertia_": np.array(1.0)}
    told = dict(differences({"labels_": labels, "cluster_centers_": centres, "inertia_": np.array(1.0)}, other))
    assert told == {
        "labels_": "the same after the clusters are renamed",
        "cluster_centers_": "the same after the clusters are renamed",
        "inertia_": "",
    }
    other["labels_"][0] = 0 if other["labels_"][0] else 1
    assert (
        dict(differences({"labels_": labels}, other))["labels_"] == "16.7 % of the values differ after the clusters are renamed"
    )


def test_labels_that_no_renaming_helps_are_compared_as_they_are():
    one = np.array([0, 0, 1, 1])
    assert dict(differences({"labels_": one}, {"labels_": np.array([0, 0, 1, 0])})) == {"labels_": "25 % of the values differ"}
    assert dict(differences({"labels_": one - 1}, {"labels_": one})) == {"labels_": "100 % of the values differ"}


def test_an_estimator_brings_its_parameters(X):
    made = cluster.KMeans(3, random_state=0, max_iter=5, provider="np")
    found = mlmeta.compare(made, X, providers=["np"], rounds=1, max_iter=7)
    assert found.contenders[0].failure == ""
    assert _parameters_of(made) == {"n_clusters": 3, "random_state": 0, "max_iter": 5}
    assert _parameters_of(cluster.KMeans) == {}
    with pytest.raises(errors.UnknownAlgorithmError, match="or an estimator of it, got"):
        mlmeta.compare(X, X)
