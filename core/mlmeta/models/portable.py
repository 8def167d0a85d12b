"""A model as its state and back: one estimator, a chain, or scikit-learn's fitted Pipeline, which becomes a chain."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mlmeta.algorithms import kinds
from mlmeta.errors import InvalidParameterError, MissingProviderError, nearest
from mlmeta.models.chain import Chain, states_of_steps
from mlmeta.models.fitted import estimator_of
from mlmeta.plugins import registry
from mlmeta.providers.names import check_provider_name
from mlmeta.specs.state import State

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row

__all__ = ["Provider", "as_model", "model_of", "named", "parts", "providers", "rows_of"]

Provider = str | Mapping[str, str] | None
"""Which provider is asked for: one by name, or in a chain one by the name of the step."""


def as_model(model: Any) -> Any:
    """Return a fitted Pipeline of scikit-learn as a chain of its steps, and any other model as it is.

    Pipelines inside become steps called `outer.inner`; what passes rows through unchanged is left out.

    Raises
    ------
    InvalidParameterError
        Nothing is left, or two steps have one name.
    MissingMethodError, NotFittedError
        As `Chain`.
    """
    return Chain(list(_flat(model.steps, ""))) if _is_pipeline(model) else model


def _is_pipeline(model: Any) -> bool:
    known = getattr(sys.modules.get("sklearn.pipeline"), "Pipeline", None)  # who has a Pipeline has imported it
    return known is not None and isinstance(model, known)


def _flat(steps: Sequence[tuple[str, Any]], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, estimator in steps:
        if _is_pipeline(estimator):
            yield from _flat(estimator.steps, f"{prefix}{name}.")
        elif estimator is not None and not isinstance(estimator, str):
            yield f"{prefix}{name}", estimator


def parts(state: State) -> list[tuple[str, State]]:
    """Return the states that a state is made of, by the names of the steps; of a single model itself, without a name."""
    if not state.steps:
        return [("", state)]
    return list(zip((name for name, _ in state.steps), states_of_steps(state), strict=True))


def rows_of(model: Any) -> list["Row | None"]:
    """Return the registered rows of a model's class, or of those of a chain's steps in order; None for what nobody registers."""
    return [kinds.row_of(estimator) for estimator in (model if isinstance(model, Chain) else [model])]


def named(name: str, text: object) -> str:
    """Return a message about a step, which says which."""
    return f"Step {name!r} of the chain: {text}" if name else str(text)


def providers(state: State, provider: Provider) -> list[str | None]:
    """Return the provider that is asked for each part of a state; None where the choice is left to preferences and rank.

    Parameters
    ----------
    state : State
        Of an estimator or a chain.
    provider : str, mapping of str to str, or None
        A name means, in a chain, every step whose algorithm it provides here; a mapping means the steps that it names.

    Raises
    ------
    UnknownProviderError
        Nobody offers a provider of this name.
    MissingProviderError
        It provides no step of the chain here.
    InvalidParameterError
        A mapping names a step that is not there, or is given for what is no chain.
    """
    steps = parts(state)
    if provider is None or (isinstance(provider, str) and not state.steps):
        return [provider] * len(steps)
    names = [name for name, _ in steps]
    if not isinstance(provider, str):
        wrong = next((name for name in provider if not state.steps or name not in names), None)
        if wrong is not None:
            there = f"a chain of {', '.join(map(repr, names))}" if state.steps else f"{state.kind}, which has no steps"
            message = f"provider names the step {wrong!r}, but the model is {there}.{nearest(str(wrong), names)}"
            raise InvalidParameterError(message)
        return [provider.get(name) for name in names]
    index = registry.index()
    able = [provider in index.rows.get(step.kind, {}) for _, step in steps]
    if not any(able):
        check_provider_name(provider, "the steps of the chain", index)
        offered = (f"{name} ({', '.join(index.rows.get(step.kind, {})) or 'none installed'})" for name, step in steps)
        message = f"No step of the chain has an installed provider {provider!r}. Who provides them: {'; '.join(offered)}."
        raise MissingProviderError(message)
    return [provider if has else None for has in able]


def model_of(state: State, chosen: Sequence[str | None]) -> Any:
    """Return the fitted estimator, or the chain of them, that has this state.

    Parameters
    ----------
    state : State
        Of an estimator or a chain.
    chosen : sequence of str or None
        The provider of each part, as `providers` returns them.

    Raises
    ------
    ModelFileError, UnknownAlgorithmError, UnknownProviderError, MissingProviderError, BrokenPluginError
        As `mlmeta.models.fitted.estimator_of`; of a chain, the message names the step.
    """
    made = [(name, estimator_of(part, provider)) for (name, part), provider in zip(parts(state), chosen, strict=True)]
    return Chain(made) if state.steps else made[0][1]
