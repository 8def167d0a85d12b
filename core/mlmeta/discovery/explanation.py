"""Why a construction takes the provider it takes: `mlmeta.explain`."""

import os
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

    Resolves the choice, so the chosen provider's plugin is imported.

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
    kind = preferences.kind_named(algorithm, index)
    spec, variable = kinds.spec_class(kind), os.environ.get(preferences.VARIABLE, "")
    preferred = [name.strip() for name in variable.split(",") if name.strip()]
    chosen, problem = None, ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ProviderWarning)  # the reasons are in the answer
            found = selection.choose(spec, provider, {})
    except (UnknownProviderError, MissingProviderError, BrokenPluginError, UnsupportedParameterError) as error:
        problem = str(error)
    else:
        chosen = next((row.provider for row in index.rows[kind].values() if row.loaded_class() is found), None)
    if problem:
        because = problem
    elif provider:
        because = "asked for with provider="
    elif preferences.asked_for(kind):
        because = "asked for with mlmeta.use"
    elif chosen in preferred:
        because = f"the first usable one of {preferences.VARIABLE}={variable}"
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
