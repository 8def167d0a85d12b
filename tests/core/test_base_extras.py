"""What a provider's class may add to the parameters of the spec."""

import inspect
from typing import Annotated, Any

import pytest
from mlmeta import cluster, errors
from mlmeta.specs.domains import Interval
from sklearn.base import clone


def of(init):
    """Return a provider's class with this `__init__`."""
    return type(cluster.KMeans)(
        "Fast", (cluster.KMeans.using("np"),), {"__init__": init, "__module__": __name__}, provider="fast"
    )


class Fast(cluster.KMeans.using("np"), provider="fast"):
    """K-Means with leaves.

    Parameters
    ----------
    x_leaf_size : int, default=40
        Rows in a leaf.
    """

    def __init__(self, *args: Any, x_leaf_size: Annotated[int, Interval(1, None)] = 40, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.x_leaf_size = x_leaf_size


def test_the_signature_is_the_specs_and_the_own():
    assert list(inspect.signature(Fast).parameters) == [*inspect.signature(cluster.KMeans.using("np")).parameters, "x_leaf_size"]
    assert "x_leaf_size" not in cluster.KMeans.using("np")().get_params()
    assert "x_leaf_size" not in cluster.KMeans.parameters()
    assert Fast.parameters()["x_leaf_size"].doc == "Rows in a leaf."


def test_scikit_learn_sees_the_own_parameter(X):
    made = Fast(3, tol=0.1, x_leaf_size=5)
    assert (made.n_clusters, made.tol, made.get_params()["x_leaf_size"]) == (3, 0.1, 5)
    assert repr(made) == "Fast(n_clusters=3, tol=0.1, x_leaf_size=5, provider='fast')"
    assert clone(made).x_leaf_size == 5
    assert made.set_params(x_leaf_size=6).fit(X).predict(X).shape == (60,)
    assert "x_leaf_size" not in made.__mlmeta_state__().params  # a model belongs to the spec


def test_values_and_names_are_checked(X):
    with pytest.raises(errors.InvalidParameterError, match=r"'x_leaf_size' parameter of Fast must be an int in the range \[1"):
        Fast(x_leaf_size=0).fit(X)
    with pytest.raises(errors.UnknownParameterError, match=r"'x_leaf_sizes' for estimator Fast.*Did you mean 'x_leaf_size'"):
        Fast(x_leaf_sizes=3)
    with pytest.raises(
        errors.UnknownParameterError, match=r"use its provider's own class, KMeans.using\(...\)\(x_leaf_size=...\)"
    ):
        cluster.KMeans(x_leaf_size=3)


def test_a_class_derived_from_it_may_add_more():
    class Faster(Fast, provider="faster"):
        def __init__(self, *args: Any, x_depth: Annotated[int, Interval(1, None)] = 2, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.x_depth = x_depth

    made = Faster(x_depth=3, x_leaf_size=4)
    assert (made.x_depth, made.x_leaf_size) == (3, 4)
    assert list(Faster.parameters())[-2:] == ["x_leaf_size", "x_depth"]


def bare(self, *args, leaf_size: int = 4, **kwargs):
    pass


def without_default(self, *args, x_leaf_size: int, **kwargs):
    pass


def positional(self, x_leaf_size: int = 4, **kwargs):
    pass


def unannotated(self, *args, x_leaf_size=4, **kwargs):
    pass


def incomplete(self, n_clusters: int = 8, *, x_leaf_size: int = 4):
    pass


def another_default(self, n_clusters: int = 9, **kwargs):
    pass


@pytest.mark.parametrize(
    ("init", "words"),
    [
        (bare, r"Fast: the parameter 'leaf_size' is none of the spec's; a provider's own start with 'x_': 'x_leaf_size'"),
        (without_default, r"'x_leaf_size' must be keyword-only and have a default"),
        (positional, r"'x_leaf_size' must be keyword-only"),
        (unannotated, r"'x_leaf_size' needs an annotation"),
        (incomplete, r"__init__ takes no 'init', which the spec has; pass \*\*kwargs on"),
        (another_default, r"'n_clusters' has the default 8 in the spec, not 9"),
    ],
)
def test_other_parameters_are_refused_when_the_class_is_made(init, words):
    with pytest.raises(TypeError, match=words):
        of(init)
