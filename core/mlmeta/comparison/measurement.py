"""`mlmeta.compare`: fits by several providers, each in a process of its own, in turns."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mlmeta.algorithms import kinds
from mlmeta.comparison.answers import differences
from mlmeta.comparison.processes import Race
from mlmeta.comparison.table import Comparison, Contender
from mlmeta.comparison.task import Task
from mlmeta.errors import InvalidParameterError, MissingProviderError
from mlmeta.estimators.constructors import EXTRA
from mlmeta.estimators.spec_class import refuse_unknown
from mlmeta.providers import names as naming
from mlmeta.providers import preferences
from mlmeta.providers.candidates import candidates

__all__ = ["compare"]

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")

PATIENCE = 120.0
"""Seconds that a process has to import its provider, and to store what it found."""


def compare(
    algorithm: Any,
    X: Any,
    y: Any = None,
    *,
    providers: Sequence[str] | None = None,
    rounds: int = 3,
    threads: int | None = None,
    timeout: float | None = None,
    **parameters: Any,
) -> Comparison:
    """Fit `algorithm` on `X` with several providers and return what differs: answers, seconds, memory.

    Each provider has a process of its own, in which nothing else runs; the fits take turns (a, b, c, a, b, c ...), so that a busy
    moment of the machine hits all of them. The fastest round counts, and the memory of the first.

    Parameters
    ----------
    algorithm : str, spec class or estimator
        `"cluster.KMeans"`, `cluster.KMeans`, or an estimator, whose parameters are taken.
    X : array-like or sparse matrix of shape (n_samples, n_features)
        The training data; NumPy arrays are shared with the processes, everything else is pickled.
    y : array-like of shape (n_samples,), optional
        For what needs it.
    providers : sequence of str, optional
        The first one is what the others are compared with. All that are installed, best rank first, when absent.
    rounds : int
        Fits of each provider.
    threads : int, optional
        The most threads of each fit: `mlmeta.threads()` when absent.
    timeout : float, optional
        Seconds that one fit may take; a provider that takes longer is ended and says so in its row.
    **parameters
        Of the estimator. Give `random_state` an integer where there is one, or the providers draw differently.

    Returns
    -------
    Comparison
        Prints as text; `as_json()` gives data. A provider that fails has its reason in place of figures.

    Raises
    ------
    InvalidParameterError
        `rounds` or `threads` is less than 1.
    UnknownParameterError
        The spec has no parameter of this name.
    UnknownProviderError, MissingProviderError
        A name in `providers` is unknown, or nothing is installed.

    Examples
    --------
    >>> import mlmeta
    >>> found = mlmeta.compare("cluster.KMeans", [[0.0], [1.0], [9.0]], providers=["np"], rounds=1, n_clusters=2, random_state=0)
    >>> found.contenders[0].provider, found.contenders[0].failure
    ('np', '')
    """
    _check_counts(rounds=rounds, threads=threads)
    parameters = _parameters_of(algorithm) | parameters
    kind, versions, names = _who(algorithm, providers, parameters)
    limit = threads or preferences.threads()
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(limit))
    with tempfile.TemporaryDirectory(prefix="mlmeta-compare-") as folder:
        task = Task.stored(Path(folder), kind, X, y, parameters, limit)
        with Race(task, names, environment) as race:
            race.ask("load", PATIENCE)
            fits = [race.ask("fit", timeout) for _ in range(rounds)]
            answers = {name: task.answers(told["file"]) for name, told in race.ask("answers", PATIENCE).items()}
    rows = []
    for name in names:
        version = versions.get(name) or ""
        if name in race.failures:
            rows.append(Contender(name, version, failure=race.failures[name]))
            continue
        differing = differences(next(iter(answers.values())), answers[name]) if name != next(iter(answers)) else ()
        seconds = min(told[name]["seconds"] for told in fits)
        rows.append(Contender(name, version, seconds=seconds, memory=fits[0][name]["bytes"], differences=differing))
    return Comparison(kind=kind, data=task.description, rounds=rounds, threads=limit, contenders=tuple(rows))


def _check_counts(**counts: int | None) -> None:
    for name, value in counts.items():
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            message = f"{name} must be an int of at least 1, got {value!r}."
            raise InvalidParameterError(message)


def _who(
    algorithm: Any, providers: Sequence[str] | None, parameters: Mapping[str, Any]
) -> tuple[str, dict[str, str | None], list[str]]:
    """Return the kind, the versions of its available providers by name, and the names of those that are compared."""
    index = naming.installed()
    kind = naming.kind_named(algorithm, index)
    versions = {found.provider: found.version for found in candidates(kind, index, []) if found.status == "available"}
    for provider in providers or ():
        naming.check_provider_name(provider, kind, index)
    names = list(dict.fromkeys(versions if providers is None else providers))
    if not names:
        kinds.spec_class(kind)(**parameters)  # raises what a construction raises, with the line that installs it
        message = f"providers is empty: name at least one of {', '.join(versions)}."
        raise MissingProviderError(message)
    spec = kinds.spec_class(kind)
    refuse_unknown(spec, (name for name in parameters if not name.startswith(EXTRA)), spec.parameters())
    return kind, versions, names


def _parameters_of(algorithm: Any) -> dict[str, Any]:
    """Return the parameters of an estimator that differ from its spec's defaults; none of a name or a class."""
    if isinstance(algorithm, str | type):
        return {}
    declared = kinds.spec_class(naming.kind_named(algorithm, naming.installed())).parameters()
    given = algorithm.get_params(deep=False)
    return {name: value for name, value in given.items() if name in declared and repr(value) != repr(declared[name].default)}
