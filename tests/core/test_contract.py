"""The contract on one screen: every hook has documentation, an implementation and a user."""

import ast
import inspect
from pathlib import Path

import mlmeta
from mlmeta.plugins import hookspecs, registry

PACKAGE = Path(mlmeta.__file__).parent


def specified():
    return {name for name in vars(hookspecs) if name.startswith("mlmeta_")}


def implemented():
    return {name for name in vars(registry.Manifests) if name.startswith("mlmeta_")}


def used():
    """The hooks that the core calls: `manager.hook.NAME(...)`."""
    calls = [
        node.func.attr
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "hook"
    ]
    return set(calls)


def test_the_three_lists_agree():
    assert specified() == implemented() == used() != set()


def test_every_hook_is_exported_and_says_what_it_returns():
    assert specified() <= set(hookspecs.__all__)
    for name in specified():
        assert (inspect.getdoc(getattr(hookspecs, name)) or "").startswith("Return "), name


def test_the_plugin_manager_knows_every_hook_of_ours_and_no_other():
    registry.index()
    manager = registry.plugin_manager()
    assert {name for name in vars(manager.hook) if name.startswith("mlmeta_")} == specified()
    manager.check_pending()
