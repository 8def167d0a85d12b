"""Between scikit-learn's own fitted objects and models of any provider, by the state that both have."""

import importlib.util
from typing import Any

from mlmeta.errors import MissingProviderError
from mlmeta.models.chain import Chain
from mlmeta.models.fitted import estimator_of, state_of
from mlmeta.models.portable import Provider, as_model, model_of, named, parts, providers
from mlmeta.plugins import curated

__all__ = ["from_sklearn", "to_sklearn"]

SKLEARN = "sklearn"


def from_sklearn(fitted: Any, provider: Provider = None) -> Any:
    """Return a fitted estimator of a provider that has the state of scikit-learn's fitted object.

    It predicts what the object predicts. What only the fit knew (`labels_` of a clusterer, the rows of neighbours) is no state
    and does not come along. scikit-learn's object is not changed, and shares no arrays with the new one.

    Parameters
    ----------
    fitted : estimator or Pipeline
        Fitted; of scikit-learn, or of any provider. A Pipeline, also one of pipelines, becomes a `mlmeta.models.chain.Chain`.
    provider : str, mapping of str to str, or None
        The provider to construct; None is the best-ranked installed one, as in `cluster.KMeans()`. Of a Pipeline, a name is for
        the steps that it provides, and a mapping says it by the names of the steps.

    Raises
    ------
    NoPortableStateError
        The algorithm, or a step, has no portable state; the message says which and what is possible.
    NotFittedError
        It was not fitted.
    MissingProviderError, UnknownProviderError
        No installed distribution knows its class, or has the provider.

    Examples
    --------
    >>> import mlmeta
    >>> from sklearn.cluster import KMeans
    >>> theirs = KMeans(n_clusters=2, n_init=1, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> mlmeta.from_sklearn(theirs, provider="np").predict([[8.0]]) == theirs.predict([[8.0]])
    array([ True])
    """
    state = state_of(as_model(fitted))
    return model_of(state, providers(state, provider))


def to_sklearn(model: Any) -> Any:
    """Return scikit-learn's own fitted object that has the state of a model; of a chain, a Pipeline.

    It is scikit-learn's in every way: another process needs no mlmeta to unpickle it, and it can be fitted again.

    Parameters
    ----------
    model : estimator, Chain or Pipeline
        Fitted; of any provider.

    Raises
    ------
    MissingProviderError
        scikit-learn or `mlmeta-sklearn` is not installed (the message is the line that installs it), or scikit-learn has no
        such algorithm.
    NoPortableStateError, NotFittedError
        As in `from_sklearn`.

    Examples
    --------
    >>> import mlmeta
    >>> from mlmeta import cluster
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> mlmeta.to_sklearn(km)
    KMeans(n_clusters=2, random_state=0)
    """
    found = as_model(model)
    state = state_of(found)
    if importlib.util.find_spec(SKLEARN) is None:
        message = f'scikit-learn is not installed here. Try: pip install "mlmeta[{curated.EXTRAS[SKLEARN]}]"'
        raise MissingProviderError(message)
    made = [(name, _own(name, part)) for name, part in parts(state)]
    if not isinstance(found, Chain):
        return made[0][1]
    from sklearn.pipeline import Pipeline  # noqa: PLC0415  # the core never imports it by itself

    return Pipeline(made)


def _own(name: str, state: Any) -> Any:
    try:
        return estimator_of(state, SKLEARN)
    except MissingProviderError as error:
        raise MissingProviderError(named(name, error)) from error
