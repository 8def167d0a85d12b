"""`doctor --deep` tries what a plugin brings itself: each thing that it does not do is named, with its own frames only."""

import re
import sys

import pytest
from mlmeta.discovery import probe
from mlmeta.plugins import registry

KMEANS = """
import numpy as np
from mlmeta import cluster

class K(cluster.KMeans, provider="two"):
    def _fit(self, X, sample_weight):
        self.cluster_centers_ = X[: self.n_clusters].copy()
        self.labels_, self.inertia_, self.n_iter_ = self._predict(X), 0.0, 1
    def _predict(self, X):
        return ((X[:, None] - self.cluster_centers_) ** 2).sum(axis=2).argmin(axis=1)
    def _transform(self, X):
        return np.sqrt(((X[:, None] - self.cluster_centers_) ** 2).sum(axis=2))
"""

MEDIAN = """
from typing import Annotated
import numpy as np
from mlmeta.specs.domains import Interval
from mlmeta.specs.outputs import Output
from mlmeta.estimators.roles import Transformer
from mlmeta.specs.state import StateSchema, Tensor

class Median(Transformer, kind="acme-two/preprocessing.Median", state=StateSchema(1, {"centre_": Tensor(("n_features",))})):
    __mlmeta_outputs__ = (Output("centred", "transform", "float64", "n_features"),)
    def __init__(self, *, shift: Annotated[float, Interval(0.0, 1.0)] = 0.0, provider: str | None = None) -> None:
        self.shift = shift

class Mine(Median, provider="two"):
    def _fit(self, X, sample_weight):
        self.centre_ = np.median(X, axis=0)
    def _transform(self, X):
        return X - self.centre_ + self.shift + getattr(self, "extra_", 0.0)
"""


@pytest.fixture
def tried(install, row):
    """Return a function that installs a provider and returns what a deep look finds: reason and traceback."""

    def attempt(code, **more):
        own = "Median" in code
        algorithm = "preprocessing.Median" if own else "cluster.KMeans"
        more |= {"spec": "acme_two:Median"} if own else {}
        sys.modules.pop("acme_two", None)
        install("acme-two", [row("two", "acme_two:Mine" if own else "acme_two:K", algorithm, **more)], code=code)
        told = probe.attempt("acme-two/preprocessing.Median" if own else "cluster.KMeans", "two")
        return told["reason"], told["traceback"]

    return attempt


@pytest.mark.parametrize("code", [KMEANS, MEDIAN])
def test_a_provider_that_does_what_it_says_is_healthy(tried, code):
    assert tried(code, capabilities={"deterministic": True, "float32": True, "servable": True, "sample_weight": True}) == ("", "")


def test_a_provider_without_the_specs_default_is_tried_with_another_value(tried):
    assert tried(KMEANS, unsupported={"init": ["k-means++"]}) == ("", "")


def test_a_provider_that_takes_only_the_default_seed_is_tried_without_one(tried):
    assert tried(KMEANS, unsupported={"random_state": ["other than default"]}) == ("", "")


@pytest.mark.parametrize(
    ("code", "old", "new", "reason"),
    [
        (
            KMEANS,
            "self.n_iter_ = self._predict(X), 0.0, 1",
            "_ = self._predict(X), 0.0, 1",
            "fitting 60 rows: .*did not set `n_iter_`",
        ),
        (KMEANS, "].copy()", "].copy()[:1]", "fitting 60 rows: .*'cluster_centers_' has 1 n_clusters"),
        (KMEANS, "axis=2))", "axis=2))[:, :1]", r"asking .* model: .*_transform` gave .*\(60, 1\), expected .*\(60, 8\)"),
        (
            MEDIAN,
            "self.shift = shift",
            "self.shift = float(shift) + 1",
            "stores the parameter 'shift' as 1.0, given 0.0",
        ),
        (MEDIAN, "self.shift = shift", "pass", "__init__ stores the parameter 'shift' as None"),
        (MEDIAN, "= 0.0,", "= 2.0,", r"'shift' parameter of Mine must be a float in the range .* Got 2.0"),
        (MEDIAN, '"transform"', '"transfrom"', "asking the fitted model: .*no attribute 'transfrom'"),
        (MEDIAN, "axis=0)", "axis=0); self.extra_ = 1.0", "its output 'centred' is another one than that of the model"),
    ],
)
def test_what_a_provider_does_not_do_is_named(tried, code, old, new, reason):
    assert old in code
    told, traceback = tried(code.replace(old, new))
    assert re.search(reason, told)
    assert "core/mlmeta" not in traceback


@pytest.mark.parametrize(
    ("capability", "old", "new", "reason"),
    [
        ("float32", "].copy()", "].astype(np.float64)", "`cluster_centers_` is float64 after a fit of float32 rows"),
        (
            "deterministic",
            "].copy()",
            "].copy() + np.random.default_rng().normal()",
            "differs in a second fit",
        ),
        ("sparse", "", "", r"the capability 'sparse': TypeError: .*\(__init__.py, line \d+\)"),
        ("sample_weight", ".copy()", ".copy() if sample_weight is None else 1 / 0", "'sample_weight': ZeroDivisionError"),
        ("partial_fit", "", "", "there is no such method"),
    ],
)
def test_a_capability_that_is_claimed_is_tried(tried, capability, old, new, reason):
    if capability == "sparse":
        pytest.importorskip("scipy")
    code = KMEANS.replace(old, new, 1) if old else KMEANS
    assert tried(code, capabilities={capability: False}) == ("", "")
    told, _ = tried(code, capabilities={capability: True})
    assert re.search(reason, told)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("class K:\n    pass\n", "lacks the methods fit, fit_predict, .* and the parameters n_clusters, init,"),
        (
            "class K:\n    def __init__(self, **given): pass\n    def fit(self, X, y=None): return self\n",
            "lacks the methods fit_predict",
        ),
    ],
)
def test_a_class_of_its_own_without_our_base_is_held_to_the_specs_methods_and_parameters(tried, code, reason):
    told, traceback = tried(code)
    assert re.search(reason, told)
    assert traceback == ""


def test_the_traceback_begins_in_the_providers_code(tried):
    told, traceback = tried("def broken():\n    raise RuntimeError('no licence')\nbroken()\n")
    assert told == "RuntimeError: no licence (__init__.py, line 2)"
    frames = [line for line in traceback.splitlines() if line.strip().startswith("File")]
    assert len(frames) == 2
    assert all("acme_two" in frame for frame in frames)


def ours():
    rows = [row for row in registry.index().all_rows() if row.dist.startswith("mlmeta-") and row.is_own]
    return [(row.kind, row.provider) for row in rows]


@pytest.mark.parametrize(("kind", "provider"), ours())
def test_our_own_providers_do_what_they_say(kind, provider):
    assert probe.attempt(kind, provider)["reason"] == ""


@pytest.mark.parametrize(
    ("unsupported", "reason"),
    [
        ({"inti": ["callable"]}, "'inti', which is no parameter of cluster.KMeans. Did you mean 'init'"),
        ({"init": ["kmeans++"]}, "'unsupported' of 'init' has 'kmeans[+][+]', which it never is.* Did you mean 'k-means[+][+]'"),
        ({"tol": ["-1"]}, "'unsupported' of 'tol' has '-1'"),
    ],
)
def test_a_misspelt_parameter_or_value_that_is_not_taken_has_the_nearest_name(tried, unsupported, reason):
    told, _ = tried(KMEANS, unsupported=unsupported)
    assert re.search(reason, told)
