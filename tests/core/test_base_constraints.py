"""The domains of parameters in scikit-learn's words."""

import numpy as np
import pytest
from mlmeta import cluster
from mlmeta.estimators.constraints import constraints
from mlmeta.specs.domains import Choice, Interval
from mlmeta.specs.parameters import Parameter
from sklearn.utils._param_validation import StrOptions, make_constraint


@pytest.fixture(scope="module")
def told():
    return cluster.KMeans(provider="np")._parameter_constraints


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_clusters", 1),
        ("n_clusters", 0),
        ("n_clusters", 2.0),
        ("tol", 0.0),
        ("tol", -0.1),
        ("tol", 1),
        ("init", "random"),
        ("init", "rand"),
        ("init", [[0.0]]),
        ("init", max),
        ("n_init", "auto"),
        ("verbose", True),
        ("random_state", None),
        ("random_state", 2**32 - 1),
        ("random_state", 2**32),
        ("random_state", np.random.RandomState(0)),
        ("copy_x", "yes"),
        ("max_iter", None),
    ],
)
def test_scikit_learn_takes_the_values_that_we_take(told, name, value):
    ours = any(choice.accepts(value) for choice in cluster.KMeans.parameters()[name].choices)
    assert any(make_constraint(constraint).is_satisfied_by(value) for constraint in told[name]) is ours


@pytest.mark.parametrize("closed", ["both", "left", "right", "neither"])
@pytest.mark.parametrize("kind", ["int", "float"])
def test_the_bounds_of_an_interval_are_kept(kind, closed):
    declared = {"p": Parameter("p", (Choice(kind, Interval(1, 3, closed)),), 2, hint=False, doc="")}
    (found,) = constraints(declared, ["p"])["p"]
    assert [value in found for value in (1, 2, 3)] == [declared["p"].choices[0].accepts(value) for value in (1, 2, 3)]


def test_a_users_own_parameter_is_not_judged():
    class Mine(cluster.KMeans.using("np")):
        def __init__(self, n_clusters=8, *, colour="red"):
            super().__init__(n_clusters)
            self.colour = colour

    assert Mine()._parameter_constraints["colour"] == "no_validation"
    assert set(Mine()._parameter_constraints) == {"n_clusters", "colour"}


def test_options_are_a_set_of_strings(told):
    assert any(
        isinstance(constraint, StrOptions) and constraint.options == {"lloyd", "elkan"} for constraint in told["algorithm"]
    )
