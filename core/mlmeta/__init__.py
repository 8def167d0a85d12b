"""Every algorithm under one import, from the fastest installed provider.

>>> from mlmeta import cluster
>>> cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]]).inertia_
0.5

Importing this package discovers nothing: names are looked up when they are first used.
"""

import importlib
from collections.abc import Callable
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlmeta.algorithms.kinds import get
    from mlmeta.comparison import compare
    from mlmeta.conversion.linfa_json import from_linfa_json, to_linfa_json
    from mlmeta.conversion.scikit_learn import from_sklearn, to_sklearn
    from mlmeta.discovery.catalogue import search
    from mlmeta.discovery.diagnosis import doctor
    from mlmeta.discovery.explanation import explain
    from mlmeta.modelfile import inspect, load, save, verify
    from mlmeta.providers.preferences import threads, use

    __version__: str
    serve: Callable[..., Any]  # what a plugin owns has the plugin's signature

__all__ = [
    "calibration",
    "cluster",
    "compare",
    "compose",
    "covariance",
    "cross_decomposition",
    "decomposition",
    "discriminant_analysis",
    "doctor",
    "dummy",
    "ensemble",
    "errors",
    "explain",
    "feature_extraction",
    "feature_selection",
    "from_linfa_json",
    "from_sklearn",
    "gaussian_process",
    "get",
    "impute",
    "inspect",
    "isotonic",
    "kernel_approximation",
    "kernel_ridge",
    "linear_model",
    "load",
    "manifold",
    "mixture",
    "multiclass",
    "multioutput",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "preprocessing",
    "random_projection",
    "save",
    "search",
    "semi_supervised",
    "svm",
    "threads",
    "to_linfa_json",
    "to_sklearn",
    "tree",
    "use",
    "verify",
]

_HOME = {
    "compare": "mlmeta.comparison",
    "doctor": "mlmeta.discovery.diagnosis",
    "explain": "mlmeta.discovery.explanation",
    "from_linfa_json": "mlmeta.conversion.linfa_json",
    "from_sklearn": "mlmeta.conversion.scikit_learn",
    "get": "mlmeta.algorithms.kinds",
    "inspect": "mlmeta.modelfile",
    "load": "mlmeta.modelfile",
    "save": "mlmeta.modelfile",
    "search": "mlmeta.discovery.catalogue",
    "threads": "mlmeta.providers.preferences",
    "to_linfa_json": "mlmeta.conversion.linfa_json",
    "to_sklearn": "mlmeta.conversion.scikit_learn",
    "use": "mlmeta.providers.preferences",
    "verify": "mlmeta.modelfile",
}
_SUBMODULES = ("errors",)
_SHELL = {"list": "search", "info": "explain", "convert": "from_sklearn"}  # what verbs of the command line are called here


if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415

            return version("mlmeta")
        if name in _HOME:
            return getattr(importlib.import_module(_HOME[name]), name)
        from mlmeta.plugins.curated import ELSEWHERE, FROM_PLUGINS, NAMESPACES, namespaces_of, stays  # noqa: PLC0415  # importing mlmeta must stay light

        if name in _SUBMODULES or name in NAMESPACES:
            return importlib.import_module(f"mlmeta.{name}")
        if name in FROM_PLUGINS:
            from mlmeta.algorithms.kinds import plugin_function  # noqa: PLC0415

            return plugin_function(name)
        if PathFinder.find_spec(f"mlmeta.{name}", __path__):
            raise AttributeError(name)  # the import system asks before it imports a module: advice would cost it time
        from mlmeta.algorithms.namespace import is_from_import  # noqa: PLC0415
        from mlmeta.errors import MissingProviderError, UnknownNameError, nearest  # noqa: PLC0415

        if name in ELSEWHERE:  # no AttributeError: `from mlmeta import pipeline` would replace the message
            raise MissingProviderError(stays(name))
        homes = [f"mlmeta.{namespace}.{name}" for namespace in namespaces_of(name)]
        meant = _SHELL.get(name) or next(iter(homes), None)
        advice = f" Did you mean {meant!r}?" if meant else nearest(name, __dir__())
        message = f"module 'mlmeta' has no attribute {name!r}.{advice}"
        if is_from_import():
            raise UnknownNameError(message)
        raise AttributeError(message)

    def __dir__() -> list[str]:
        from mlmeta.plugins.curated import FROM_PLUGINS, NAMESPACES  # noqa: PLC0415

        return sorted([*_HOME, *_SUBMODULES, *NAMESPACES, *FROM_PLUGINS])
