"""Every public estimator of scikit-learn by its name here: it is scikit-learn's own, and does what that one does."""

import inspect
import pickle
from typing import Any

import mlmeta
import numpy as np
import pytest
import scipy.sparse
import sklearn
from mlmeta.plugins import curated
from mlmeta.specs.parameters import Reference
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV

ASKED = ("predict", "predict_proba", "decision_function", "transform", "score_samples")
FIT_ONLY = ("fit_predict", "fit_transform")

OLDER = tuple(map(int, sklearn.__version__.split(".")[:2])) < (1, 9)
NO_FOLDS = {"cluster.SpectralBiclustering", "cluster.SpectralCoclustering"}


def named(kind: str) -> Any:
    """Return what `mlmeta.<namespace>.<Name>` is."""
    namespace, _, name = kind.partition(".")
    return getattr(getattr(mlmeta, namespace), name)


def made_here(kind: str, instance: Any) -> Any:
    """Return the estimator that a call through mlmeta constructs with the parameters of `instance`."""
    spec, given = named(kind), clone(instance).get_params(deep=False)
    if kind in curated.SPECS or OLDER:  # the core's own leave out what scikit-learn deprecates, and 1.9's what 1.6 deprecated
        given = {name: value for name, value in given.items() if name in spec.parameters()}
    return spec(provider="sklearn", **given)


def same(one: Any, other: Any) -> None:
    """Check that two answers are equal; of floats, within the rounding of a sum whose order depends on where arrays lie."""
    if scipy.sparse.issparse(one):
        same((one.shape, *scipy.sparse.find(one)), (other.shape, *scipy.sparse.find(other)))
        return
    if isinstance(one, list | tuple):
        assert len(one) == len(other)
        for part, twin in zip(one, other, strict=True):
            same(part, twin)
    else:
        assert type(one) is type(other)
        if np.asarray(one).dtype.kind == "f":
            np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-13)
        else:
            np.testing.assert_array_equal(one, other)


def answers(fitted: Any, X: Any, y: Any) -> dict[str, Any]:
    """Return what a fitted estimator answers for the rows that it was fitted on."""
    found = {name: getattr(fitted, name)(X) for name in ASKED if hasattr(fitted, name)}
    if not found:
        again = next((name for name in FIT_ONLY if hasattr(fitted, name)), None)
        found = {again: getattr(clone(fitted), again)(X, y)} if again else {}
    return found


def test_the_name_is_scikit_learns_class(kind, theirs):
    spec = named(kind)
    assert spec.using("sklearn") is theirs
    assert mlmeta.get(kind, provider="sklearn") is theirs
    assert spec.__mlmeta_kind__ == kind
    assert spec.__name__ in dir(getattr(mlmeta, kind.partition(".")[0]))


@pytest.mark.newest("the specs are those of scikit-learn 1.9")
def test_parameters_are_scikit_learns(kind, theirs):
    given = {
        name: p.default
        for name, p in inspect.signature(theirs.__init__).parameters.items()
        if name != "self" and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    }
    told = named(kind).parameters()
    if kind not in curated.SPECS:  # the core's own leave out what scikit-learn deprecates
        assert list(told) == list(given)
    for name, parameter in told.items():
        if isinstance(parameter.default, Reference):
            assert given[name].__name__ == repr(parameter.default)
        else:
            assert parameter.default is given[name] or parameter.default == given[name] or given[name] != given[name]
            if not parameter.required and given[name] not in ("deprecated", "warn"):
                parameter.check(parameter.default, kind)


def test_what_is_made_stays_scikit_learns_object(kind, theirs, instance):
    made = made_here(kind, instance)
    assert type(made) is theirs
    assert isinstance(made, named(kind))
    assert repr(made) == repr(instance)
    assert b"mlmeta" not in pickle.dumps(made)
    assert type(pickle.loads(pickle.dumps(made))) is theirs
    copy = clone(made)
    assert type(copy) is theirs
    assert isinstance(copy, named(kind))
    assert repr(copy.get_params()) == repr(instance.get_params())
    assert copy.set_params(**copy.get_params(deep=False)) is copy


def test_a_wrong_parameter_gets_the_nearest_name(kind):
    names = list(named(kind).parameters())
    if not names:
        return
    wrong = f"{names[0]}_"
    with pytest.raises(TypeError, match=rf"Invalid parameter '{wrong}' for estimator .*Did you mean '{names[0]}'"):
        named(kind)(**{wrong: 1})


def test_a_wrong_class_name_gets_the_nearest(kind):
    namespace, _, name = kind.partition(".")
    with pytest.raises(AttributeError, match=rf"No algorithm '{name}s' in mlmeta\.{namespace}\. Did you mean '{name}'"):
        getattr(getattr(mlmeta, namespace), f"{name}s")


def test_a_fit_answers_as_scikit_learns_own(kind, instance, data):
    X, y = data
    ours = made_here(kind, instance).fit(X) if y is None else made_here(kind, instance).fit(X, y)
    own = clone(instance).fit(X) if y is None else clone(instance).fit(X, y)
    told, expected = answers(ours, X, y), answers(own, X, y)
    assert list(told) == list(expected)
    for name, answer in told.items():
        same(answer, expected[name])
    assert {name for name in vars(ours) if name.endswith("_")} == {name for name in vars(own) if name.endswith("_")}
    same(list(answers(pickle.loads(pickle.dumps(ours)), X, y).values()), list(told.values()))


def test_a_grid_search_takes_it(kind, instance, data):
    X, y = data
    made = made_here(kind, instance)
    grid = {name: [value] for name, value in list(made.get_params(deep=False).items())[:1]}
    if not grid or y is None:  # a search splits rows and targets
        return
    search = GridSearchCV(made, grid, scoring=lambda *_: 0.0, cv=2, error_score="raise")
    if kind not in NO_FOLDS:
        assert type(search.fit(X, y).best_estimator_) is type(made)
