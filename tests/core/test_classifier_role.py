"""What the role Classifier does for a provider: labels of any kind, probabilities, weights, state, scikit-learn's tools."""

from typing import Annotated

import mlmeta
import numpy as np
import pytest
from mlmeta import errors
from mlmeta.estimators.roles import Classifier
from mlmeta.specs.domains import Interval
from mlmeta.specs.state import StateSchema, Tensor
from sklearn.base import clone, is_classifier
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X = np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 9.0], [8.0, 9.0], [0.0, 1.0], [9.0, 8.0]])
WORDS = np.array(["low", "low", "high", "high", "low", "high"])


class NearestMean(
    Classifier,
    kind="a-test/linear_model.NearestMean",
    state=StateSchema(version=1, tensors={"means_": Tensor(("n_classes", "n_features"))}, classes=True),
):
    """Probabilities from the distances to the (weighted) class means.

    Parameters
    ----------
    softness : float, default=1.0
        Scale of the distances.
    """

    def __init__(self, *, softness: Annotated[float, Interval(0, None, "neither")] = 1.0, provider: str | None = None) -> None:
        self.softness = softness


class NumpyNearestMean(NearestMean, provider="np"):
    def _fit(self, X, y, sample_weight):
        assert y.dtype == np.intp
        self.means_ = np.stack(
            [
                np.average(X[y == k], axis=0, weights=None if sample_weight is None else sample_weight[y == k])
                for k in range(y.max() + 1)
            ]
        )

    def _predict_proba(self, X):
        score = -np.square(X[:, None] - self.means_).sum(axis=2) / self.softness
        score = np.exp(score - score.max(axis=1, keepdims=True))
        return score / score.sum(axis=1, keepdims=True)


LABELS = {
    "strings": WORDS,
    "objects": WORDS.astype(object),
    "integers": np.array([3, 3, -1, -1, 3, -1]),
    "booleans": np.array([True, True, False, False, True, False]),
    "list": WORDS.tolist(),
    "column": WORDS[:, None],
    "whole floats": np.array([3.0, 3.0, -1.0, -1.0, 3.0, -1.0]),
}


@pytest.mark.parametrize("y", LABELS.values(), ids=LABELS)
def test_labels_come_back_as_they_were_given(y):
    made = NumpyNearestMean().fit(X, y)
    flat = np.asarray(y).ravel()
    assert made.classes_.tolist() == sorted(set(flat.tolist()))
    assert made.classes_.dtype == flat.dtype
    assert made.predict(X).tolist() == flat.tolist()
    assert made.score(X, flat) == 1.0


def test_probabilities_have_a_column_a_class_and_sum_to_one():
    made = NumpyNearestMean().fit(np.vstack([X, X + 30]), [*WORDS, *["far"] * 6])
    told = made.predict_proba(X)
    assert told.shape == (6, 3)
    np.testing.assert_allclose(told.sum(axis=1), 1.0)
    assert (made.classes_[told.argmax(axis=1)] == WORDS).all()


def test_ties_go_to_the_first_class():
    assert NumpyNearestMean().fit([[0.0], [2.0]], ["b", "a"]).predict([[1.0]]).tolist() == ["a"]


def test_weights_reach_the_provider_and_the_score():
    heavy = NumpyNearestMean().fit(X, WORDS, sample_weight=[1, 1, 1, 1, 1e6, 1])
    assert heavy.means_[1].round(3).tolist() == [0.0, 1.0]
    assert heavy.score(X, ["low", *["nothing"] * 5], sample_weight=[3, 1, 0, 0, 0, 0]) == 0.75


BAD = {
    "missing": (None, "requires y to be passed"),
    "length": (["low", "high"], r"X has 6, y has shape \(2,\)"),
    "two columns": (np.zeros((6, 2)), r"y has shape \(6, 2\)"),
    "one class": (["low"] * 6, "at least 2 classes"),
    "continuous": ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "Unknown label type: continuous"),
    "NaN": ([np.nan, 1.0, 2.0, 1.0, 2.0, 1.0], "NaN"),
    "mixed": (np.array(["low", 1, "high", 2, "low", 3], dtype=object), "of one kind"),
    "None inside": (np.array(["low", None, "high", "high", "low", "low"], dtype=object), "of one kind"),
}


@pytest.mark.parametrize(("y", "words"), BAD.values(), ids=BAD)
def test_labels_that_are_refused(y, words):
    made = NumpyNearestMean()
    with pytest.raises(errors.InvalidDataError, match=words):
        made.fit(X, y)
    assert not hasattr(made, "classes_")


def test_unfitted_use_is_refused():
    for method in ("predict", "predict_proba"):
        with pytest.raises(errors.NotFittedError, match=r"NumpyNearestMean instance is not fitted yet"):
            getattr(NumpyNearestMean(), method)(X)


def test_scikit_learns_tools_take_it():
    made = NumpyNearestMean(softness=2.0)
    assert is_classifier(made)
    assert clone(made).softness == 2.0
    assert cross_val_score(make_pipeline(StandardScaler(), made), np.tile(X, (5, 1)), np.tile(WORDS, 5), cv=3).min() == 1.0


def test_the_state_carries_the_classes():
    made = NumpyNearestMean().fit(X, WORDS)
    state = made.__mlmeta_state__()
    assert state.classes == ("high", "low")
    again = NumpyNearestMean.__mlmeta_from_state__(state)
    assert np.array_equal(again.predict_proba(X), made.predict_proba(X))
    assert again.predict(X).tolist() == WORDS.tolist()


def test_a_provider_that_lacks_the_mathematics_is_refused():
    class Half(NearestMean, provider="half"):
        def _fit(self, X, y, sample_weight):
            pass

    with pytest.raises(TypeError, match=r"abstract.*_predict_proba"):
        Half()


def test_a_class_nobody_registered_cannot_be_saved_by_accident(tmp_path):
    """Its kind has no installed owner, so a file of it could be read by nobody."""
    with pytest.raises(errors.MissingProviderError, match=r"No installed distribution provides a-test/linear_model.NearestMean"):
        mlmeta.save(NumpyNearestMean().fit(X, WORDS), tmp_path / "model.mlm")
