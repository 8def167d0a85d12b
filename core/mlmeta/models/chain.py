"""A chain of fitted steps that only predicts: what a model file holds of scikit-learn's Pipeline."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from mlmeta.algorithms import kinds
from mlmeta.data.frames import is_frame
from mlmeta.errors import InvalidParameterError, MissingMethodError, NoPortableStateError, NotFittedError
from mlmeta.estimators import html
from mlmeta.models import adapters
from mlmeta.models.fitted import adapter_of, state_of
from mlmeta.specs.outputs import Output
from mlmeta.specs.state import State

__all__ = ["KIND", "VERSION", "Chain", "ChainSpec", "states_of_steps"]

KIND = "chain"
VERSION = 1
STEPS = "steps"
"""What the names start with under which a chain's training summary has those of its steps: `steps.0.n_iter_`."""


class _OfLastStep:
    """A method of the last step, asked with the rows that the steps before it make; absent where that step has no such method."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, chain: "Chain | None", owner: type) -> Any:
        if chain is None:
            return self
        last_name, last = chain.steps[-1]
        if not hasattr(last, self.name):
            message = f"This Chain has no {self.name}: its last step {last_name!r} is a {type(last).__name__}, which has none."
            raise MissingMethodError(message)

        def method(X: Any, *args: Any, **kwargs: Any) -> Any:
            return chain._ask_last(self.name, X, *args, **kwargs)

        method.__name__, method.__doc__ = self.name, self.__doc__
        return method


class Chain:
    """Fitted steps in a row: each transforms the rows for the next, the last one answers.

    `mlmeta.load` returns one for a file that holds a Pipeline, `mlmeta.from_sklearn` for a fitted Pipeline. It only predicts;
    `mlmeta.to_sklearn` makes it a Pipeline again, which can be fitted.

    Parameters
    ----------
    steps : sequence of (str, estimator)
        Names, different and without `__`, and fitted estimators of any provider; all but the last have `transform`.

    Attributes
    ----------
    steps : list of (str, estimator)
        As given.
    named_steps : dict of str to estimator
        The estimators by name.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features_in_,), object
        Column names, when the first step was fitted with them.
    classes_ : ndarray of shape (n_classes,)
        The labels, when the last step is a classifier.

    Raises
    ------
    InvalidParameterError
        There are no steps, or their names are not different.
    MissingMethodError
        A step before the last one has no `transform`.
    NotFittedError
        A step was not fitted.

    Examples
    --------
    >>> from mlmeta import cluster, preprocessing
    >>> from mlmeta.models.chain import Chain
    >>> X = [[0.0, 5.0], [1.0, 5.0], [9.0, 6.0]]
    >>> scale = preprocessing.StandardScaler().fit(X)
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit(scale.transform(X))
    >>> Chain([("scale", scale), ("km", km)]).predict(X).tolist() == km.labels_.tolist()
    True
    """

    __mlmeta_kind__ = KIND

    predict = _OfLastStep("Return the prediction of the last step for each row of `X`.")
    predict_proba = _OfLastStep("Return the probability of each class, columns as in `classes_`.")
    predict_log_proba = _OfLastStep("Return the logarithm of the probability of each class, columns as in `classes_`.")
    decision_function = _OfLastStep("Return the score of each row; its sign or its largest column decides.")
    score_samples = _OfLastStep("Return the log-likelihood, or the normality, of each row.")
    transform = _OfLastStep("Return the rows that the last step makes.")
    score = _OfLastStep("Return how good the last step is on the rows `X` and the target `y`; greater is better.")

    def __init__(self, steps: Sequence[tuple[str, Any]]) -> None:
        self.steps = [(str(name), estimator) for name, estimator in steps]
        _check(self.steps)
        self._adapters = [adapter_of(estimator) for _, estimator in self.steps]

    # -- the steps ----------------------------------------------------------------------------------------------------

    @property
    def named_steps(self) -> dict[str, Any]:
        """The estimators by name."""
        return dict(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Any]:
        return (estimator for _, estimator in self.steps)

    @overload
    def __getitem__(self, which: slice) -> "Chain": ...

    @overload
    def __getitem__(self, which: int | str) -> Any: ...

    def __getitem__(self, which: int | str | slice) -> Any:
        """Return a step by position or name, or a part of the chain by a slice."""
        if isinstance(which, slice):
            return Chain(self.steps[which])
        return self.named_steps[which] if isinstance(which, str) else self.steps[which][1]

    def __repr__(self) -> str:
        return f"Chain({self.steps!r})"

    @property
    def _repr_html_(self) -> Callable[[], str]:
        """Return the function that notebooks call; absent under `sklearn.set_config(display="text")`."""
        if not html.wanted():
            message = "_repr_html_ is only defined when the 'display' configuration option is set to 'diagram'"
            raise AttributeError(message)
        return lambda: html.render_steps(self.steps)

    def __reduce__(self) -> tuple[Any, ...]:
        return Chain, (self.steps,)  # how a step is asked is found again where the pickle is read

    # -- what was learnt ----------------------------------------------------------------------------------------------

    @property
    def n_features_in_(self) -> int:
        """Width of `X`."""
        return int(self.steps[0][1].n_features_in_)

    @property
    def feature_names_in_(self) -> NDArray[np.object_]:
        """Column names, when the first step was fitted with them."""
        names: NDArray[np.object_] = self.steps[0][1].feature_names_in_
        return names

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, when the last step is a classifier."""
        labels: NDArray[Any] = self.steps[-1][1].classes_
        return labels

    def __sklearn_is_fitted__(self) -> bool:
        """Return True: a chain has only fitted steps."""
        return True

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Return the names of the columns that `transform` gives, of shape (n_outputs,) and dtype object."""
        names = input_features
        for estimator in self:
            names = estimator.get_feature_names_out(names)
        found: NDArray[np.object_] = names
        return found

    def _ask_last(self, method: str, X: Any, *args: Any, **kwargs: Any) -> Any:
        *before, (_, last) = self.steps
        for (_, estimator), adapter in zip(before, self._adapters, strict=False):
            made = _ask(estimator, adapter, "transform", X)
            # A frame has the names that this step makes, which the next one, read from a file, does not know.
            X = made.to_numpy() if is_frame(made) else made
        if args or kwargs:
            return getattr(last, method)(X, *args, **kwargs)
        return _ask(last, self._adapters[-1], method, X)

    # -- state --------------------------------------------------------------------------------------------------------

    def spec(self) -> "ChainSpec":
        """Return what a spec tells of an estimator, for this chain."""
        return ChainSpec(kinds.spec_of(self.steps[-1][1]))

    def __mlmeta_state__(self) -> State:
        """Return the chain as data: the states of its steps.

        Raises
        ------
        NoPortableStateError
            A step has none; the message names it and says what is possible.
        """
        states = [_state_of_step(name, estimator) for name, estimator in self.steps]
        first, last = states[0], states[-1]
        return State(
            kind=KIND,
            spec_version=VERSION,
            state_version=VERSION,
            params={},
            n_features=first.n_features,
            feature_names=first.feature_names,
            classes=last.classes,
            tensors={},
            training={f"{STEPS}.{i}.{key}": value for i, step in enumerate(states) for key, value in step.training.items()},
            ranges=first.ranges,
            steps=tuple(zip(self.named_steps, [first, *map(_inner, states[1:])], strict=True)),
        )


@dataclass(frozen=True)
class ChainSpec:
    """What the spec of an estimator tells, for one chain: it has no parameters and answers what its last step does."""

    last: Any

    __mlmeta_kind__ = KIND
    __mlmeta_version__ = VERSION
    __mlmeta_state_schema__ = None
    __name__ = "Chain"

    @property
    def __mlmeta_outputs__(self) -> tuple[Output, ...]:
        """The outputs of the last step."""
        outputs: tuple[Output, ...] = self.last.__mlmeta_outputs__
        return outputs

    def parameters(self) -> Mapping[str, Any]:
        """Return no parameters: those of the steps are theirs."""
        return {}


def _ask(estimator: Any, adapter: adapters.Adapter, method: str, X: Any) -> Any:
    """Return what a method answers. What is no array, such as a frame with names to be checked, needs no help of an adapter."""
    return adapter.ask(estimator, method, X) if isinstance(X, np.ndarray) else getattr(estimator, method)(X)


def _check(steps: Sequence[tuple[str, Any]]) -> None:
    names = [name for name, _ in steps]
    if not steps:
        message = "A chain needs at least one step that is an estimator."
        raise InvalidParameterError(message)
    wrong = [name for name in names if not name or "__" in name or names.count(name) > 1]
    if wrong:
        message = f"The steps of a chain need different names that are not empty and have no '__', got {names}."
        raise InvalidParameterError(message)
    for position, (name, estimator) in enumerate(steps):
        if position < len(steps) - 1 and not hasattr(estimator, "transform"):
            message = f"Step {name!r}: {type(estimator).__name__} has no transform, so no step can follow it."
            raise MissingMethodError(message)
        if not hasattr(estimator, "n_features_in_"):
            message = f"Step {name!r}: this {type(estimator).__name__} is not fitted. Call 'fit' before making a chain of it."
            raise NotFittedError(message)


def _inner(state: State) -> State:
    """Return the state of a step that is not the first: names and ranges of the rows between steps are nobody's business."""
    return replace(state, feature_names=None, ranges=None)


def states_of_steps(chain: State) -> list[State]:
    """Return the states of a chain's steps, each with its part of what the training summary tells."""
    parts: list[dict[str, Any]] = [{} for _ in chain.steps]
    for key, value in chain.training.items():
        first, _, rest = key.partition(".")
        position, _, name = rest.partition(".")
        if first == STEPS and position.isdecimal() and int(position) < len(parts):
            parts[int(position)][name] = value
    return [
        replace(state, training={**state.training, **part}, mapped=chain.mapped)
        for (_, state), part in zip(chain.steps, parts, strict=True)
    ]


def _state_of_step(name: str, estimator: Any) -> State:
    try:
        return state_of(estimator)
    except NoPortableStateError as error:
        message = f"Step {name!r} of the chain: {error}"
        raise NoPortableStateError(message) from error
    except NotFittedError as error:
        message = f"Step {name!r} of the chain: {error}"
        raise NotFittedError(message) from error
    except InvalidParameterError as error:
        message = f"Step {name!r} of the chain: {error}"
        raise InvalidParameterError(message) from error
    except ImportError as error:
        message = (
            f"Step {name!r} of the chain: {error} What is possible: keep the whole pipeline with pickle or joblib (load such "
            "files only from sources you trust), or leave that step out and do its work before."
        )
        raise NoPortableStateError(message) from error
