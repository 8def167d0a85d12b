"""The whole contract between the core and plugins that do something: one function a hook.

What *exists* is data, listed in manifests; the built-in adapter turns those into the results of these hooks. A program may
also register an object of its own with `registry.plugin_manager().register(...)` and `selection.refresh()`.
"""

from collections.abc import Sequence

import pluggy

from mlmeta.plugins.manifest import Command, Function, Row

__all__ = ["hookimpl", "mlmeta_algorithms", "mlmeta_commands", "mlmeta_functions"]

hookspec = pluggy.HookspecMarker("mlmeta")
hookimpl = pluggy.HookimplMarker("mlmeta")


@hookspec
def mlmeta_algorithms() -> Sequence[Row]:  # type: ignore[empty-body]
    """Return the providers of algorithms; nothing is imported before one is used."""


@hookspec
def mlmeta_commands() -> Sequence[Command]:  # type: ignore[empty-body]
    """Return verbs of the command line; a factory is imported when its verb runs."""


@hookspec
def mlmeta_functions() -> Sequence[Function]:  # type: ignore[empty-body]
    """Return functions of the package `mlmeta`; a factory is imported when its name is first used."""
