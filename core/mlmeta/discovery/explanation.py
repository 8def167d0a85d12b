"""Why a construction takes the provider it takes: `mlmeta.explain`."""

import warnings
from dataclasses import dataclass
from typing import Any

from mlmeta.algorithms import kinds
from mlmeta.errors import (
    BrokenPluginError,
    MissingProviderError,
    ProviderWarning,
    UnknownProviderError,
    UnsupportedParameterError,
)
from mlmeta.plugins import registry
from mlmeta.plugins.registry import Index
from mlmeta.providers import preferences, selection
from mlmeta.providers.candidates import Candidate, Providers, candidates, ranked
from mlmeta.providers.names import kind_named

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True)
class Explanation:
    """Why a construction takes the provider it takes; prints as text."""

    kind: str
    chosen: str | None
    because: str
    candidates: Providers

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as data."""
        rows = [vars(candidate) for candidate in self.candidates]
        return {"kind": self.kind, "chosen": self.chosen, "because": self.because, "candidates": rows}

    def __repr__(self) -> str:
        return f"{self.kind}: {self.chosen or 'no provider'}, {self.because}\n{self.candidates!r}"


def explain(algorithm: Any, provider: str | None = None) -> Explanation:
    """Return why `algorithm` (`"cluster.KMeans"` or the spec class) gets its provider, and why not the others.

    Resolves the choice, so the chosen provider's plugin is imported. Of an estimator, its provider is the chosen one: why it was
    chosen when it was constructed is not known any more.

    Parameters
    ----------
    algorithm : str, spec class or estimator
        What is constructed, or was.
    provider : str or None
        Explain the choice as if this provider were asked for.

    Raises
    ------
    UnknownAlgorithmError
        Nothing of this name is installed or known.

    Examples
    --------
    >>> import mlmeta
    >>> mlmeta.explain("cluster.KMeans", provider="np").chosen
    'np'
    """
    index = registry.index()
    kind = kind_named(algorithm, index)
    spec = kinds.spec_class(kind)
    made = None if isinstance(algorithm, str | type) or provider else kinds.row_of(algorithm)
    chosen, problem, preferred = None, "", preferences.order()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ProviderWarning)  # the reasons are in the answer
            found = selection.choose(spec, made.provider if made else provider, {})
    except (UnknownProviderError, MissingProviderError, BrokenPluginError, UnsupportedParameterError) as error:
        problem = str(error)
    else:
        chosen = next((row.provider for row in index.rows[kind].values() if row.loaded_class() is found), None)
    if problem:
        because = problem
    elif made:
        because = "the provider of this estimator"
    elif provider:
        because = "asked for with provider="
    elif preferences.asked_for(kind):
        because = "asked for with mlmeta.use"
    elif chosen in preferred:
        because = f"the first usable one of {preferences.source(chosen, kind)}"
    else:
        because = "the best-ranked one that is installed"
    rows = [_with_verdict(c, chosen, because, kind, index) for c in candidates(kind, index, preferred)]
    return Explanation(kind, chosen, because, Providers(rows))


def _with_verdict(candidate: Candidate, chosen: str | None, because: str, kind: str, index: Index) -> Candidate:
    if candidate.provider == chosen:
        return Candidate(candidate.provider, candidate.dist, candidate.version, "chosen", because)
    if candidate.status != "available" or chosen is None:
        return candidate
    rank = candidate.provider in ranked(kind, index.rows[kind], index)
    reason = f"passed over for {chosen}" if rank else f"not ranked: ask with provider={candidate.provider!r}"
    return Candidate(candidate.provider, candidate.dist, candidate.version, "available", reason)
