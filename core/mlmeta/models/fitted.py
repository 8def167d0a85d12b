"""From a fitted estimator of any provider to its state, and from a state to an estimator of a chosen provider."""

from typing import Any

from mlmeta.algorithms import kinds
from mlmeta.models import adapters
from mlmeta.plugins import registry
from mlmeta.specs.state import State

__all__ = ["adapter_of", "estimator_of", "is_ours", "state_of"]


def is_ours(estimator: Any) -> bool:
    """Return whether the class of an estimator derives from a spec; what is not ours answers through an adapter."""
    return hasattr(type(estimator), "__mlmeta_kind__")


def adapter_of(estimator: Any) -> adapters.Adapter:
    """Return who asks a fitted estimator: the adapter of its row, or plain attributes where its class is ours."""
    return adapters.of(None if is_ours(estimator) else kinds.row_of(estimator))


def state_of(estimator: Any) -> State:
    """Return the state of a fitted estimator.

    Raises
    ------
    NoPortableStateError, NotFittedError, MissingProviderError
        It has none, has none yet, or its class is of no installed provider.
    """
    if is_ours(estimator):
        state: State = estimator.__mlmeta_state__()
        return state
    return adapter_of(estimator).capture(estimator, kinds.spec_of(estimator))


def estimator_of(state: State, provider: str | None = None) -> Any:
    """Return the fitted estimator of a provider that has this state; without a name, of the one that a call would choose.

    Raises
    ------
    ModelFileError
        The arrays contradict the kind's schema.
    UnknownAlgorithmError, UnknownProviderError, MissingProviderError, BrokenPluginError
        Nobody here has this kind, or the provider asked for cannot be used; the message says why.
    """
    spec = kinds.spec_class(state.kind)
    target = spec.using(provider)
    if hasattr(target, "__mlmeta_kind__"):
        return target.__mlmeta_from_state__(state)
    offered = registry.index().rows.get(state.kind, {}).values()
    row = next((row for row in offered if row.loaded_class() is target), None)
    return adapters.of(row).restore(target, state, spec)
