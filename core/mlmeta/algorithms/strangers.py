"""What to tell somebody who hands over an object that no installed provider knows: what it is, and what to hand over instead."""

from typing import Any

from mlmeta.plugins.registry import Index

__all__ = ["message"]


def message(found: Any, index: Index) -> str:
    """Return why an object is no estimator of an installed provider.

    Parameters
    ----------
    found : object
        What was given where a fitted estimator is expected.
    index : Index
        What is installed.
    """
    if isinstance(found, type):
        return f"Expected a fitted estimator, got the class {found.__name__}: construct it and call 'fit' first."
    made = type(found)
    if isinstance(found, str) or hasattr(found, "__fspath__"):
        return f"Expected a fitted estimator, got {str(found)!r}: mlmeta.load(...) reads a model file."
    name = f"{made.__module__}.{made.__qualname__}"
    if not hasattr(found, "fit"):
        return f"Expected a fitted estimator, got an object of {name}."
    if hasattr(found, "best_estimator_"):
        return f"{name} is a search, of no installed provider: take what it found, its best_estimator_."
    if hasattr(found, "estimator") and "model_selection" in made.__module__:
        return f"{name} is of no installed provider: fit it, and take its best_estimator_ (with refit=True) or its estimator."
    alike = [kind for kind in index.rows if kind.rpartition(".")[2] == made.__name__]
    advice = f" Its like here is {alike[0]}." if alike else ""
    return f"{name} is of no installed provider; `mlmeta list` shows what is installed.{advice}"
