"""Between a state and a fitted object whose class is not ours: a manifest row may name who knows more than the attributes."""

from typing import TYPE_CHECKING, Any, Protocol

from mlmeta.plugins import registry
from mlmeta.specs.state import State, capture, restore

if TYPE_CHECKING:
    from mlmeta.plugins.manifest import Row

__all__ = ["Adapter", "Attributes", "of"]


class Adapter(Protocol):
    """What a row's `"adapter": "module:Class"` names: a class that is constructed without arguments."""

    def capture(self, estimator: Any, spec: Any) -> State:
        """Return the state of a fitted object of the row's class."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return a fitted object of the row's class, `target`, that has this state."""

    def ask(self, estimator: Any, method: str, X: Any) -> Any:
        """Return what a method of the fitted object answers for the rows `X`, numbers of any float dtype."""


class Attributes:
    """The adapter of rows that name none: the state is in the attributes that the spec names, and nothing else is needed."""

    def capture(self, estimator: Any, spec: Any) -> State:
        """Return the state, read from the attributes."""
        return capture(estimator, spec)

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return an object that has these attributes."""
        return restore(target, state, spec)

    def ask(self, estimator: Any, method: str, X: Any) -> Any:
        """Return what the method answers."""
        return getattr(estimator, method)(X)


def of(row: "Row | None") -> Adapter:
    """Return the adapter of a row's class.

    Raises
    ------
    BrokenPluginError
        It cannot be imported.
    """
    if row is None or row.adapter is None:
        return Attributes()
    made: Adapter = registry.load(row.adapter, row)()
    return made
