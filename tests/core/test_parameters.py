"""Parameters: one declaration, advice for misspelt names, values checked in `fit`, specs as golden data."""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest
from mlmeta import cluster, errors
from mlmeta.algorithms import kinds
from mlmeta.algorithms.described import build
from mlmeta.algorithms.specjson import as_json
from mlmeta.plugins import curated
from mlmeta.specs.domains import Choice, Interval, Options
from mlmeta.specs.parameters import Parameter

NAMES = ["n_clusters", "init", "n_init", "max_iter", "tol", "verbose", "random_state", "copy_x", "algorithm"]
GOLDEN = Path(__file__).parent / "golden"
SPECS = sorted(curated.SPECS)


def test_the_provider_is_in_the_signature_and_never_a_parameter():
    concrete = cluster.KMeans.using("np")
    assert list(inspect.signature(cluster.KMeans).parameters) == [*NAMES, "provider"]
    assert list(inspect.signature(concrete).parameters) == NAMES
    assert list(concrete().get_params()) == NAMES
    assert list(inspect.signature(concrete.__init__).parameters)[1:] == NAMES


def test_repr_shows_what_differs_from_the_defaults_and_the_provider():
    assert repr(cluster.KMeans(3, init="k-means++", provider="np")) == "KMeans(n_clusters=3, provider='np')"


def test_a_hint_in_one_arm_of_a_union_marks_the_parameter():
    hints = [name for name, parameter in cluster.DBSCAN.parameters().items() if parameter.hint]
    assert hints == ["algorithm", "leaf_size", "n_jobs"]


@pytest.mark.parametrize("make", [cluster.KMeans, cluster.KMeans.using("np")], ids=["spec", "concrete"])
def test_a_misspelt_parameter_gets_the_nearest_name(make):
    with pytest.raises(TypeError, match=r"Did you mean 'n_clusters'"):
        make(n_cluster=3)


def test_set_params_advises_too():
    made = cluster.KMeans(provider="np")
    with pytest.raises(ValueError, match=r"Did you mean 'tol'"):
        made.set_params(tool=3)
    with pytest.raises(ValueError, match=r"KMeans.using\(...\)"):
        made.set_params(provider="np")
    with pytest.raises(TypeError, match=r"KMeans.using\(...\)"):
        cluster.KMeans.using("np")(provider="np")
    assert made.set_params(n_clusters=3) is made
    assert made.n_clusters == 3


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("n_clusters", 0, r"an int in the range \[1, inf\). Got 0 instead"),
        ("n_clusters", True, "Got True instead"),
        ("n_clusters", 2.0, "Got 2.0 instead"),
        ("tol", np.nan, "Got nan instead"),
        ("tol", "small", "Got 'small' instead"),
        ("algorithm", "loyd", "Did you mean 'lloyd'"),
        ("init", "kmeans++", r"Did you mean 'k-means\+\+'"),
        ("random_state", -1, "or an instance of RandomState or None. Got -1"),
        ("n_init", "automatic", "Did you mean 'auto'"),
        ("max_iter", None, "Got None instead"),
    ],
)
def test_wrong_values_wait_for_fit(X, name, value, words):
    made = cluster.KMeans(provider="np", **{name: value})
    assert made.get_params()[name] is value
    with pytest.raises(errors.InvalidParameterError, match=words):
        made.fit(X)
    assert not hasattr(made, "labels_")


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_numbers_of_numpy_are_numbers(X, value):
    assert cluster.KMeans(value, tol=np.float32(0), random_state=0, provider="np").fit(X).cluster_centers_.shape == (3, 2)


def test_every_algorithm_of_the_core_has_a_golden_spec_and_no_other():
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == SPECS, "python tests/core/golden/write.py"


@pytest.mark.parametrize("kind", SPECS)
def test_the_spec_is_the_committed_one(kind):
    """A change of a spec is a change of a promise: run `python tests/core/golden/write.py` and review the difference."""
    told = json.loads(json.dumps(as_json(kinds.get(kind))))
    assert told == json.loads((GOLDEN / f"{kind}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", SPECS)
def test_every_parameter_is_documented_and_accepts_its_default(kind):
    for parameter in kinds.get(kind).parameters().values():
        assert parameter.doc, f"{kind}.{parameter.name} has no meaning in the docstring"
        parameter.check(parameter.default, kind)


def test_a_parameter_survives_the_way_through_json():
    known = Parameter(
        "n", (Choice("int", Interval(1, None)), Choice("str", Options("auto")), Choice("None")), 3, hint=False, doc="d"
    )
    assert Parameter.from_json(json.loads(json.dumps(known.as_json()))) == known


def test_a_spec_built_from_json_tells_the_same_and_constructs_by_its_provider():
    written = json.loads(json.dumps(as_json(kinds.get("ensemble.RandomForestClassifier"))))
    again = build(written)
    assert json.loads(json.dumps(as_json(again))) == written
    assert type(again(n_estimators=3)).__module__.startswith("sklearn.")
    with pytest.raises(TypeError, match=r"Did you mean 'n_estimators'"):
        again(n_estimator=3)


def test_a_user_subclass_has_parameters_of_its_own():
    class Mine(cluster.KMeans.using("np")):
        def __init__(self, n_clusters=2, extra=1):
            super().__init__(n_clusters)
            self.extra = extra

    assert Mine(3, extra=4).get_params() == {"n_clusters": 3, "extra": 4}
    assert isinstance(Mine(), cluster.KMeans)
    assert type(Mine()) is Mine


def test_signatures_are_readable():
    expected = (
        "(n_clusters=8, *, init='k-means++', n_init='auto', max_iter=300, tol=0.0001, verbose=0, random_state=None, copy_x=True, "
    )
    assert str(inspect.signature(cluster.KMeans)) == f"{expected}algorithm='lloyd', provider=None)"
    assert str(inspect.signature(cluster.KMeans.using("np"))) == f"{expected}algorithm='lloyd')"
