"""What kinds of estimators there are: the public methods of each, written once; a provider writes the mathematics.

A provider's class defines `_fit` and, where the role has them, `_predict`, `_predict_proba` or `_transform`. It receives
arrays that passed the input gate (C-contiguous float32 or float64, of the right width; finite, or NaN where the spec accepts
it) or, where spec and provider take sparse data, `mlmeta.data.sparse.CSR`, and never writes to them.
"""

from __future__ import annotations  # `help` shows them as they are written: NumPy's ArrayLike is five lines long

import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.data import ranges, validation
from mlmeta.estimators import feature_names, set_output
from mlmeta.estimators.base import Estimator, Floats, Labels
from mlmeta.estimators.callbacks import watched
from mlmeta.plugins import contract
from mlmeta.providers.preferences import threads
from mlmeta.specs.outputs import Output

__all__ = ["Classifier", "Clusterer", "Incremental", "InductiveClusterer", "Transformer", "Unsupervised"]


class Unsupervised(Estimator):
    """Learns from rows alone. A provider writes `_fit`."""

    def fit(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn from `X` and return the estimator.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Numbers; float32 stays float32, everything else becomes float64. Never written.
        y : ignored
            For scikit-learn's pipelines.
        sample_weight : array-like of shape (n_samples,) or None
            Non-negative weight of each row; None is 1.

        Raises
        ------
        InvalidParameterError, UnsupportedParameterError
            A parameter is outside its domain, or the provider lacks it.
        InvalidDataError
            `X` or `sample_weight` is not what it should be.
        """
        del y
        self._check_parameters(sample_weight)
        data = self._check_fit_array(X)
        weight = validation.check_sample_weight(sample_weight, data)
        width = self._width(X, data)
        start = time.perf_counter()
        with watched(self, width=width, X=X, metadata={"sample_weight": sample_weight}):
            with contract.Guard(self, "_fit"):
                self._fit(contract.frozen(data), weight)
            self._check_outcome(len(data))
        self._remember(width, data, time.perf_counter() - start)
        return self

    def _check_outcome(self, n_rows: int) -> None:
        """Check what `_fit` set, once it has run."""
        del n_rows
        contract.check_fitted(self)

    def _fit(self, X: Any, sample_weight: Floats | None) -> None:
        raise NotImplementedError

    if not TYPE_CHECKING:  # at run time an incomplete provider is refused; checkers would refuse the spec itself
        _fit = abstractmethod(_fit)


class Incremental(Unsupervised):
    """Learns in parts, too. A provider writes `_learn` as well."""

    def partial_fit(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn from `X` on top of what was learnt before, and return the estimator.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            More rows, with the columns of the first part.
        y : ignored
            For scikit-learn's pipelines.
        sample_weight : array-like of shape (n_samples,) or None
            Non-negative weight of each row; None is 1.

        Raises
        ------
        InvalidParameterError, UnsupportedParameterError, InvalidDataError
            As in `fit`; also when the columns are not those of the first part.
        """
        del y
        self._check_parameters(sample_weight)
        first = not self.__sklearn_is_fitted__()
        data = self._check_fit_array(X) if first else self._check_next_array(X)
        weight = validation.check_sample_weight(sample_weight, data)
        width = self._width(X, data)
        start = time.perf_counter()
        with watched(self, width=width, X=X, metadata={"sample_weight": sample_weight}):
            with contract.Guard(self, "_learn"):
                self._learn(contract.frozen(data), weight, first=first)
            self._check_outcome(len(data))
        seconds = time.perf_counter() - start
        if first:
            self._remember(width, data, seconds)
        else:
            self._ranges = ranges.merged(getattr(self, "_ranges", None), ranges.of_rows(data, threads()))
            now = {"n_samples": len(data), "seconds": seconds}
            self._training = {**self._training, **{key: self._training.get(key, 0) + value for key, value in now.items()}}
        return self

    def _check_next_array(self, X: Any) -> Any:
        """Return `X` as `partial_fit` takes it after the first part."""
        return self._check_array(X)

    def _learn(self, X: Any, sample_weight: Floats | None, *, first: bool) -> None:
        raise NotImplementedError

    if not TYPE_CHECKING:
        _learn = abstractmethod(_learn)


class Clusterer(Unsupervised):
    """Groups the rows it is fitted on. A provider writes `_fit`, which sets `labels_`."""

    labels_: Labels

    _estimator_type = "clusterer"

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags."""
        tags = super().__sklearn_tags__()
        tags.estimator_type = "clusterer"
        return tags

    def fit_predict(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Labels:
        """Fit and return `labels_`, of shape (n_samples,)."""
        return self.fit(X, y, sample_weight).labels_

    def _check_outcome(self, n_rows: int) -> None:
        contract.check_fitted(self, "labels_")
        self.labels_ = contract.as_labels(self.labels_, n_rows, self, "_fit")


class InductiveClusterer(Clusterer):
    """A clusterer that also assigns new rows. A provider writes `_predict` as well."""

    __mlmeta_outputs__: ClassVar[tuple[Output, ...]] = (Output("labels", "predict", "int32", description="index of the cluster"),)

    def predict(self, X: ArrayLike) -> Labels:
        """Return the cluster of each row, of shape (n_samples,) and dtype int32.

        Raises
        ------
        NotFittedError
            Before `fit`.
        InvalidDataError
            `X` is not what the model takes.
        """
        data = self._check_array(X)
        with contract.Guard(self, "_predict"):
            labels = self._predict(contract.frozen(data))
        return contract.as_labels(labels, len(data), self, "_predict")

    def _predict(self, X: Any) -> Labels:
        raise NotImplementedError

    if not TYPE_CHECKING:
        _predict = abstractmethod(_predict)


class Transformer(Unsupervised):
    """Turns rows into other rows. A provider writes `_fit` and `_transform`."""

    __mlmeta_outputs__: ClassVar[tuple[Output, ...]] = (
        Output("transformed", "transform", "float64", "n_features", description="the transformed row"),
    )
    _columns_out: ClassVar[str | None] = None
    """The dimension that counts the columns of `transform`, of a spec whose models in files do not transform."""

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags."""
        tags = super().__sklearn_tags__()
        tags.transformer_tags = _transformer_tags()
        return tags

    def transform(self, X: ArrayLike) -> Floats:
        """Return the transformed rows, of shape (n_samples, n_outputs) and the dtype of `X` (float32 or float64).

        They are an array, or the data frame that `set_output` asked for.

        Raises
        ------
        NotFittedError
            Before `fit`.
        InvalidDataError
            `X` is not what the model takes.
        """
        data = self._check_array(X)
        with contract.Guard(self, "_transform"):
            rows = self._transform(data)
        found: Floats = set_output.wrapped(contract.as_rows(rows, data, self, "_transform"), X, self)
        return found

    def fit_transform(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Floats:
        """Fit and return the transformed `X`."""
        return self.fit(X, y, sample_weight).transform(X)

    def set_output(self, *, transform: str | None = None) -> Self:
        """Choose the container of `transform` and `fit_transform`, and return the transformer.

        Parameters
        ----------
        transform : {"default", "pandas", "polars"} or None
            An array, or a data frame whose columns are `get_feature_names_out()`; None changes nothing.

        Raises
        ------
        InvalidParameterError
            There is no such container.
        """
        if transform is not None:
            set_output.check_container(transform)
            self._sklearn_output_config = {"transform": transform}
        return self

    def get_feature_names_out(self, input_features: Sequence[str] | NDArray[Any] | None = None) -> NDArray[np.object_]:
        """Return the names of the columns that `transform` gives, of shape (n_outputs,) and dtype object.

        Parameters
        ----------
        input_features : array-like of str or None
            The names of the columns of `X`; None is `feature_names_in_`, or `x0`, `x1` ... when there are none.

        Raises
        ------
        NotFittedError
            Before `fit`.
        InvalidDataError
            `input_features` are not those of `fit`, or of another number.
        """
        self._check_fitted()
        return feature_names.names_out(self, input_features)

    def _transform(self, X: Any) -> Any:
        raise NotImplementedError

    if not TYPE_CHECKING:
        _transform = abstractmethod(_transform)


class Classifier(Estimator):
    """Learns labels. A provider writes `_fit`, which receives `y` as indexes into `classes_`, and `_predict_proba`."""

    classes_: NDArray[Any]

    __mlmeta_outputs__: ClassVar[tuple[Output, ...]] = (
        Output("labels", "predict", "classes", description="the most probable class"),
        Output("probabilities", "predict_proba", "float64", "n_classes", description="one probability a class"),
    )
    _estimator_type = "classifier"

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags."""
        from sklearn.utils import ClassifierTags  # noqa: PLC0415  # only scikit-learn asks, so it is there

        tags = super().__sklearn_tags__()
        tags.estimator_type, tags.classifier_tags = "classifier", ClassifierTags()
        tags.target_tags.required = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike | None, sample_weight: ArrayLike | None = None) -> Self:
        """Learn the labels `y` of the rows of `X` and return the classifier.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
            Numbers.
        y : array-like of shape (n_samples,)
            Labels: strings, integers or booleans; at least two different ones.
        sample_weight : array-like of shape (n_samples,) or None
            Non-negative weight of each row; None is 1.

        Raises
        ------
        InvalidParameterError, UnsupportedParameterError, InvalidDataError
            As named.
        """
        self._check_parameters(sample_weight)
        data = self._check_fit_array(X)
        labels = validation.check_labels(y, data, owner=type(self).__name__)
        weight = validation.check_sample_weight(sample_weight, data)
        classes, encoded = np.unique(labels, return_inverse=True)
        validation.check_classes(classes, owner=type(self).__name__)
        width = self._width(X, data)
        start = time.perf_counter()
        with watched(self, width=width, X=X, y=y, metadata={"sample_weight": sample_weight}):
            with contract.Guard(self, "_fit"):
                self._fit(contract.frozen(data), encoded, weight)
            self.classes_ = classes
            contract.check_fitted(self)
        self._remember(width, data, time.perf_counter() - start)
        return self

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the most probable class of each row, of shape (n_samples,); the first one on ties."""
        best = self.predict_proba(X).argmax(axis=1)
        found: NDArray[Any] = self.classes_[best]
        return found

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Return the probability of each class, of shape (n_samples, n_classes), columns as in `classes_`."""
        data = self._check_array(X)
        with contract.Guard(self, "_predict_proba"):
            found = self._predict_proba(data)
        return contract.as_probabilities(found, len(data), self, "_predict_proba")

    def score(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return the (weighted) share of rows whose predicted class is `y`."""
        weight = None if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        return float(np.average(self.predict(X) == np.asarray(y), weights=weight))

    def _fit(self, X: Any, y: NDArray[np.intp], sample_weight: Floats | None) -> None:
        raise NotImplementedError

    def _predict_proba(self, X: Any) -> Floats:
        raise NotImplementedError

    if not TYPE_CHECKING:
        _fit = abstractmethod(_fit)
        _predict_proba = abstractmethod(_predict_proba)


def _transformer_tags() -> Any:
    from sklearn.utils import TransformerTags  # noqa: PLC0415  # only scikit-learn asks, so it is there

    return TransformerTags(preserves_dtype=["float64", "float32"])
