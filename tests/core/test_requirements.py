"""Rules between parameters: data beside the domains, refused in `fit`, told by `mlmeta info`, true of scikit-learn's classes."""

import json
from typing import Annotated

import numpy as np
import pytest
from mlmeta import errors
from mlmeta.algorithms import kinds
from mlmeta.cli.main import main
from mlmeta.estimators.roles import Unsupervised
from mlmeta.specs.domains import Choice, Interval, Options
from mlmeta.specs.requirements import Requires, given, other_than

SPECS = ["cluster.DBSCAN", "cluster.KMeans", "ensemble.RandomForestClassifier", "linear_model.LogisticRegression"]
X = np.random.default_rng(0).normal(size=(40, 3))
Y = np.where(X.sum(axis=1) > 0, "right", "left")

REFUSED = Requires(other_than("power", None), given("metric", "minkowski", "power"), "Only these have one.")
TOLD = Requires(given("starts", Choice("array")), given("runs", 1), "One start, one run.", otherwise="warned")


class Wave(Unsupervised, kind="acme/cluster.Wave", requires=(REFUSED, TOLD)):
    """A wave."""

    def __init__(
        self,
        *,
        metric: Annotated[str, Options("euclidean", "minkowski", "power")] = "euclidean",
        power: Annotated[float, Interval(0, None)] | None = None,
        starts: Annotated[list, Interval(None, None)] | None = None,
        runs: int = 1,
        provider: str | None = None,
    ) -> None:
        self.metric, self.power, self.starts, self.runs = metric, power, starts, runs


class NumpyWave(Wave, provider="np"):
    def _fit(self, X, sample_weight):
        self.height_ = X.max()


def test_a_broken_rule_is_refused_in_fit_with_both_parameters():
    made = NumpyWave(power=2.0)
    message = (
        "The 'metric' parameter of NumpyWave must be 'minkowski' or 'power' when 'power' is other than None. "
        "Got metric='euclidean' and power=2.0 instead. Only these have one."
    )
    with pytest.raises(errors.InvalidParameterError) as caught:
        made.fit(X)
    assert str(caught.value) == message
    assert not hasattr(made, "height_")


def test_single_values_are_checked_before_the_rules_between_them():
    with pytest.raises(errors.InvalidParameterError, match=r"The 'power' parameter of NumpyWave must be a float.* Got -1"):
        NumpyWave(power=-1).fit(X)


@pytest.mark.parametrize("values", [{}, {"metric": "power"}, {"metric": "minkowski", "power": 2}, {"runs": 3}])
def test_a_rule_that_is_kept_refuses_nothing(values):
    assert NumpyWave(**values).fit(X).height_ == X.max()


def test_what_only_warns_or_has_no_effect_is_left_to_the_provider():
    assert NumpyWave(starts=[[0.0]], runs=3).fit(X).height_ == X.max()


@pytest.mark.parametrize("value", [np.zeros((2, 2)), [1, 2], None, "b", 2])
def test_values_of_any_kind_are_compared_without_an_error(value):
    assert not given("a", "x", 1, True).holds({"a": value})
    assert other_than("a", "x", 1, True).holds({"a": value})


@pytest.mark.parametrize("value", [np.True_, True, np.bool_(1)])
def test_the_truth_of_numpy_is_a_truth(value):
    assert given("a", True).holds({"a": value})


def test_a_rule_about_a_misspelt_parameter_is_refused_where_the_spec_is_made():
    with pytest.raises(TypeError, match=r"Ripple: a rule names the parameter 'metrik', .* Did you mean 'metric'"):

        class Ripple(Unsupervised, kind="acme/cluster.Ripple", requires=(Requires(given("metrik", "a"), TOLD.then, "?"),)):
            def __init__(self, *, metric: str = "a", runs: int = 1, provider: str | None = None) -> None:
                self.metric, self.runs = metric, runs


@pytest.mark.parametrize("rule", [REFUSED, TOLD])
def test_a_rule_survives_the_way_through_json(rule):
    assert Requires.from_json(json.loads(json.dumps(rule.as_json()))) == rule


@pytest.mark.parametrize("kind", SPECS)
def test_defaults_keep_the_rules_and_a_rule_compares_what_its_parameters_can_be(kind):
    spec = kinds.get(kind)
    assert spec.__mlmeta_requires__
    defaults = {name: parameter.default for name, parameter in spec.parameters().items()}
    for rule in spec.__mlmeta_requires__:
        assert not rule.when.holds(defaults) or rule.then.holds(defaults), rule.sentence()
        for condition in (rule.when, rule.then):
            for value in condition.values:
                if not isinstance(value, Choice):
                    spec.parameters()[condition.parameter].check(value, kind)


BREAKING = {
    ("cluster.DBSCAN", 0): {"p": 1.0},
    ("cluster.DBSCAN", 1): {"metric": "precomputed", "algorithm": "kd_tree"},
    ("cluster.DBSCAN", 2): {"metric": lambda a, b: float(abs(a - b).sum()), "algorithm": "kd_tree"},
    ("cluster.KMeans", 0): {"init": X[:8], "n_init": 3},
    ("cluster.KMeans", 1): {"algorithm": "elkan", "n_clusters": 1},
    ("ensemble.RandomForestClassifier", 0): {"oob_score": True, "bootstrap": False},
    ("ensemble.RandomForestClassifier", 1): {"max_samples": 0.5, "bootstrap": False},
    ("linear_model.LogisticRegression", 0): {"l1_ratio": 0.5},
    ("linear_model.LogisticRegression", 1): {"l1_ratio": 0.5, "solver": "liblinear"},
    ("linear_model.LogisticRegression", 2): {"dual": True},
    ("linear_model.LogisticRegression", 3): {"dual": True, "solver": "liblinear", "l1_ratio": 1.0},
    ("linear_model.LogisticRegression", 4): {"intercept_scaling": 7.0},
}
"""Values that break each rule of the curated specs."""

WARNINGS = {
    ("cluster.KMeans", 0): "performing only one init",
    ("cluster.KMeans", 1): "doesn't make sense for a single cluster",
}


def test_every_rule_has_values_that_break_it():
    assert set(BREAKING) == {(kind, i) for kind in SPECS for i in range(len(kinds.get(kind).__mlmeta_requires__))}


PENALTY = pytest.mark.newest("l1_ratio says the penalty from scikit-learn 1.8 on")
OF_NEWEST = {("linear_model.LogisticRegression", number) for number in (0, 1, 3)}


@pytest.mark.parametrize(
    ("kind", "number"), [pytest.param(*case, marks=[PENALTY] if case in OF_NEWEST else []) for case in BREAKING]
)
def test_a_rule_tells_what_the_class_of_scikit_learn_does(kind, number):
    from sklearn import cluster, ensemble, linear_model

    namespace, _, name = kind.partition(".")
    theirs = getattr({"cluster": cluster, "ensemble": ensemble, "linear_model": linear_model}[namespace], name)
    spec, broken = kinds.get(kind), BREAKING[kind, number]
    rule = spec.__mlmeta_requires__[number]
    values = {key: parameter.default for key, parameter in spec.parameters().items()} | broken
    assert rule.when.holds(values)
    assert not rule.then.holds(values)
    rows = np.abs(X[:, :1] - X[:, 0]) if broken.get("metric") == "precomputed" else X
    if rule.otherwise == "refused":
        with pytest.raises(ValueError, match=r"[Mm]etric|bootstrap|Solver|solver|[Uu]nsupported|penalt"):
            theirs(**broken).fit(rows, Y)
    elif rule.otherwise == "warned":
        with pytest.warns(RuntimeWarning, match=WARNINGS[kind, number]):
            theirs(**broken).fit(rows, Y)
    else:
        one, other = (theirs(**kept).fit(rows, Y) for kept in (broken, {}))
        attribute = "labels_" if hasattr(one, "labels_") else "coef_"
        assert np.array_equal(getattr(one, attribute), getattr(other, attribute))


@pytest.mark.parametrize("provider", ["np", "rs"])
@pytest.mark.parametrize("case", WARNINGS)
def test_our_k_means_warns_as_its_rule_tells(provider, case):
    with pytest.warns(RuntimeWarning, match=WARNINGS[case]):
        kinds.get("cluster.KMeans", provider)(**BREAKING[case]).fit(X)


def test_info_tells_the_rules(capsys):
    assert main(["info", "linear_model.LogisticRegression"]) == 0
    told = capsys.readouterr().out
    assert "when dual is True, solver must be 'liblinear', else the fit is refused" in told
    assert "when intercept_scaling is other than 1, solver must be 'liblinear', else intercept_scaling has no" in told
    assert main(["info", "preprocessing.StandardScaler"]) == 0
    assert "\nrules\n" not in capsys.readouterr().out
