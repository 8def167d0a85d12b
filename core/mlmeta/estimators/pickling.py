"""Pickles of estimators name the provider and its distribution, so that a missing one can be told with its install line.

Only the class that a plugin registers is pickled this way. A subclass of it is pickled as Python does any class, so that
`cloudpickle` (and with it joblib's loky) carries classes that are written in a notebook.
"""

from typing import Any

from mlmeta.errors import MissingProviderError, VersionWarning, warn
from mlmeta.plugins.origin import row_of_class

__all__ = ["rebuild", "reduce"]


def reduce(estimator: Any) -> tuple[Any, ...] | None:
    """Return how to pickle an instance of a registered class, and None for any other."""
    made = type(estimator)
    if "__mlmeta_provider__" not in vars(made):
        return None
    row = row_of_class(made)
    if row is None or _loaded(row) is not made:
        return None
    return rebuild, (row.kind, row.provider, row.dist, row.version), estimator.__getstate__()


def rebuild(kind: str, provider: str, dist: str, version: str) -> Any:
    """Return an instance without attributes of the class that provides `kind`, for the unpickler to fill.

    Parameters
    ----------
    kind, provider : str
        `"cluster.KMeans"`, `"np"`.
    dist, version : str
        The distribution that wrote the pickle.

    Raises
    ------
    MissingProviderError
        The distribution is not installed; the message is the line that installs it.
    BrokenPluginError
        It is, but cannot be imported.

    Warns
    -----
    VersionWarning
        Another version of the distribution wrote the pickle.
    """
    from mlmeta.plugins import registry  # noqa: PLC0415  # see origin

    index = registry.index()
    row = index.rows.get(kind, {}).get(provider)
    if row is None or row.dist != dist:
        conflict = index.blocked(kind, provider) or index.quarantined.get(dist)
        why = f"is quarantined: {conflict.reason}" if conflict else f"is not installed here. Try: pip install {dist}=={version}"
        message = f"The pickle holds a {kind} of provider {provider!r}, and its distribution {dist} {version} {why}."
        raise MissingProviderError(message)
    if row.version != version:
        message = f"The pickle of a {kind} was written by {dist} {version}, and is read by {row.version}: fit again if in doubt."
        warn(VersionWarning(message))
    made = _loaded(row)
    return made.__new__(made)


def _loaded(row: Any) -> Any:
    from mlmeta.plugins import registry  # noqa: PLC0415

    return registry.load(row.factory, row)
