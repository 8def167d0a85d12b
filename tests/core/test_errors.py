"""One class per error a caller could handle, and scikit-learn's class at once where it has a counterpart."""

import pickle
import warnings

import pytest
import sklearn.exceptions
from mlmeta import errors

CLASSES = [value for name in errors.__all__ if isinstance(value := getattr(errors, name), type)]


@pytest.mark.parametrize(("first", "then"), [("mlmeta.errors", "sklearn.exceptions"), ("sklearn.exceptions", "mlmeta.errors")])
def test_an_error_is_ours_and_scikit_learns_at_once(fresh, first, then):
    code = f"""
import {first}, {then}, pickle
from mlmeta import cluster
for caught in (sklearn.exceptions.NotFittedError, mlmeta.errors.NotFittedError, ValueError, AttributeError):
    try: cluster.KMeans(provider="np").predict([[1.0]])
    except caught as error: print(type(pickle.loads(pickle.dumps(error))) is type(error), end=" ")
"""
    assert fresh(code) == "True True True True"


def test_a_pickled_error_asks_for_no_scikit_learn(fresh):
    error = errors.NotFittedError("not yet")
    assert isinstance(error, sklearn.exceptions.NotFittedError)
    code = f"import pickle, sys; e = pickle.loads({pickle.dumps(error)!r}); print(type(e).__name__, e, 'sklearn' in sys.modules)"
    assert fresh(code) == "NotFittedError not yet False"


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.__name__)
def test_every_error_pickles_with_its_message_and_attributes(error):
    made = error("what was given")
    made.detail = 3
    again = pickle.loads(pickle.dumps(made))
    assert (type(again), again.args, again.detail) == (type(made), ("what was given",), 3)
    assert isinstance(again, error)


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.__name__)
def test_every_error_says_what_it_is_for(error):
    assert error.__doc__
    assert issubclass(error, (errors.MlmetaError, Warning))


def test_one_class_per_pair_so_that_except_clauses_find_it():
    assert type(errors.NotFittedError("a")) is type(errors.NotFittedError("b"))


def test_a_warning_raised_as_an_instance_obeys_both_filters():
    for category in (errors.ConvergenceWarning, sklearn.exceptions.ConvergenceWarning):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", category)
            warnings.warn(errors.ConvergenceWarning("poor"), stacklevel=1)
        with pytest.warns(category, match=r"poor"):
            warnings.warn(errors.ConvergenceWarning("poor"), stacklevel=1)


@pytest.mark.parametrize(
    ("word", "words", "advice"),
    [
        ("KMean", ["DBSCAN", "KMeans"], " Did you mean 'KMeans'?"),
        ("dbscan", ["DBSCAN", "KMeans"], " Did you mean 'DBSCAN'?"),
        ("zebra", ["DBSCAN", "KMeans"], ""),
        ("", [], ""),
    ],
)
def test_the_nearest_name(word, words, advice):
    assert errors.nearest(word, words) == advice
