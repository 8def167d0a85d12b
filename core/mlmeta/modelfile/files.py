"""`mlmeta.save`, `mlmeta.load` and `mlmeta.inspect`."""

import os
from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from mlmeta.algorithms import kinds
from mlmeta.errors import MissingProviderError, MlmetaError, ModelFileError, warn
from mlmeta.estimators.constructors import EXTRA
from mlmeta.modelfile import agreement, container, document, permission, reading, writing
from mlmeta.modelfile.limits import DEFAULT, Limits
from mlmeta.modelfile.naming import naming
from mlmeta.modelfile.summary import Summary
from mlmeta.models.chain import Chain
from mlmeta.models.fitted import state_of
from mlmeta.models.portable import Provider, as_model, model_of, named, parts, rows_of
from mlmeta.specs.state import State

__all__ = ["ModelFile", "inspect", "load", "parse", "read", "save"]


def save(model: Any, path: str | os.PathLike[str], *, ranges: bool = True) -> Path:
    """Write a fitted model to a `.mlm` file and return its path.

    The file appears under its name only when whole: an interrupted save leaves what was there. A symbolic link stays one, and
    the file that it leads to is replaced.

    Parameters
    ----------
    model : estimator, Chain or Pipeline
        Fitted; of any provider. scikit-learn's Pipeline of such estimators is saved as a chain.
    path : path-like
        Where to; the name must end in `.mlm`.
    ranges : bool
        Whether the file tells the least and the largest value of each column in training, where the model knows them. They
        are values of single rows: leave them out of a file for strangers if such a value is a secret.

    Raises
    ------
    NoPortableStateError
        The algorithm, or a step, has no portable state; the message says which and what is possible.
    NotFittedError
        The model was not fitted.
    ModelFileError
        The name does not end in `.mlm` or is that of no regular file, or the state cannot be written.
    MissingProviderError
        A class that no installed distribution registers.

    Examples
    --------
    >>> import mlmeta, tempfile, pathlib
    >>> from mlmeta import cluster
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = mlmeta.save(km, pathlib.Path(folder) / "segments.mlm")
    ...     mlmeta.load(path).predict([[8.0]]) == km.predict([[8.0]])
    array([ True])
    """
    target = Path(path)
    if target.suffix != ".mlm":
        message = f"{os.fspath(path)}: the name of a model file must end in '.mlm'."
        raise ModelFileError(message)
    found = as_model(model)
    state = state_of(found)
    rows = rows_of(found)
    for (name, part), row in zip(parts(state), rows, strict=True):
        if row is None and "/" in part.kind:
            message = f"No installed distribution provides {part.kind}: a file of it could be read by nobody."
            raise MissingProviderError(named(name, message))
    _tell_what_is_left_out(found)
    described, tensors = document.write(state if ranges else replace(state, ranges=None), found, kinds.spec_of(found))
    # Of a chain, one name a step, with commas between them.
    provider = {
        "dist": ",".join(row.dist if row else "" for row in rows),
        "name": ",".join(row.provider if row else "" for row in rows),
        "version": ",".join(row.version if row else "" for row in rows),
    }
    provenance = document.provenance_of(state, provider, version("mlmeta"))
    with naming(path):
        writing.replace(target, container.pack(described, provenance, tensors))
    return target


def _tell_what_is_left_out(model: Any) -> None:
    """Warn of parameters of a provider's own that are not what they are by default: the spec, and so the file, has none."""
    for estimator in (step for _, step in model.steps) if isinstance(model, Chain) else [model]:
        changed = estimator._changed() if hasattr(type(estimator), "__mlmeta_provider__") else {}
        own = [f"{name}={value!r}" for name, value in changed.items() if name.startswith(EXTRA)]
        if own:
            who = f"the provider {estimator.__mlmeta_provider__!r}"
            message = f"The file does not keep {', '.join(own)}: that is a parameter of {who}, and none of the spec."
            warn(UserWarning(message))


@dataclass(frozen=True)
class ModelFile:
    """A model file that was read once and is known to be what the format says; nothing was imported.

    Attributes
    ----------
    document : dict
        What the file says of the state.
    provenance : dict
        Where the model came from.
    tensors : dict of str to ndarray
        All arrays of the file, by their names there.
    state : State
        The model, as data.
    path : str or None
        Where it was read from, as the reader was told; errors name it.
    """

    document: dict[str, Any]
    provenance: dict[str, Any]
    tensors: dict[str, NDArray[Any]]
    state: State
    path: str | None = None

    @property
    def summary(self) -> Summary:
        """What the file says, to print."""
        return Summary.of(self.document, self.provenance, self.tensors)

    @property
    def sample(self) -> dict[str, dict[str, NDArray[Any]]]:
        """A small input and the outputs that the model is expected to answer with: `inputs` and `outputs`, arrays by name."""
        named = self.document["sample"]
        return {part: {name: self.tensors[tensor] for name, tensor in names.items()} for part, names in named.items()}

    def restore(self, provider: Provider = None, *, allow: Collection[str] = ()) -> Any:
        """Return the fitted estimator, or chain of them; parameters and errors as of `mlmeta.load`."""
        with nullcontext() if self.path is None else naming(self.path):
            return self._restore(provider, allow)

    def _restore(self, provider: Provider, allow: Collection[str]) -> Any:
        state = self.state
        chosen = permission.chosen(state, provider, self.provenance["provider"]["name"], allow)
        spec = None if state.steps else kinds.spec_class(state.kind)
        agreement.check_against(spec, state, self.document["schema"])
        try:
            return model_of(state, chosen)
        except MlmetaError:
            raise
        except Exception as error:  # whatever a class makes of values that no fit of its own gave
            message = f"The state cannot become a fitted {state.kind}: {type(error).__name__}: {error}"
            raise ModelFileError(message) from error


def read(path: str | os.PathLike[str], *, limit: int | Limits = DEFAULT, mmap: bool = False) -> ModelFile:
    """Return what a model file holds, read once: its summary, and the model when you ask for it.

    Parameters
    ----------
    path, limit, mmap
        As of `mlmeta.load`.

    Raises
    ------
    ModelFileError
        The file is not what it claims to be; the message names the file and the field.
    """
    return _read(path, limit, mmap=mmap, mapped=mmap)


def parse(content: bytes | memoryview, *, limit: int | Limits = DEFAULT) -> ModelFile:
    """Return what the bytes of a model file hold, wherever they come from: `read` without a file.

    Parameters
    ----------
    content : bytes or memoryview
        All of them.
    limit : int or Limits
        As of `mlmeta.load`.

    Raises
    ------
    ModelFileError
        They are not what they claim to be; the message names the field.

    Examples
    --------
    >>> import mlmeta, pathlib, tempfile
    >>> from mlmeta import cluster, modelfile
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     content = mlmeta.save(km, pathlib.Path(folder) / "segments.mlm").read_bytes()
    >>> modelfile.parse(content).restore().predict([[8.0]]) == km.predict([[8.0]])
    array([ True])
    """
    limits = _limits(limit)
    if len(content) > limits.file_bytes:
        message = f"{len(content)} bytes are more than the limit of {limits.file_bytes}; raise it if you trust them: limit=."
        raise ModelFileError(message)
    return _parse(content, limits, mapped=False, path=None)


def _read(path: str | os.PathLike[str], limit: int | Limits, *, mmap: bool, mapped: bool) -> ModelFile:
    limits = _limits(limit)
    with naming(path):
        return _parse(reading.content(path, limits.file_bytes, mmap=mmap), limits, mapped=mapped, path=os.fspath(path))


def _parse(content: bytes | memoryview, limits: Limits, *, mapped: bool, path: str | None) -> ModelFile:
    described, provenance, tensors = container.unpack(content, limits)
    return ModelFile(described, provenance, tensors, document.read(described, provenance, tensors, mapped=mapped), path)


def _limits(limit: int | Limits) -> Limits:
    return limit if isinstance(limit, Limits) else Limits(file_bytes=limit)


def load(
    path: str | os.PathLike[str],
    provider: Provider = None,
    *,
    allow: Collection[str] = (),
    limit: int | Limits = DEFAULT,
    mmap: bool = False,
) -> Any:
    """Return the fitted estimator that a model file holds; for one that holds a Pipeline, a `mlmeta.models.chain.Chain`.

    Nothing in the file is executed. A curated algorithm is given to your own choice of provider, as in `cluster.KMeans()`. An
    algorithm that a distribution owns, also as a step of a chain, is imported only when you name its provider, here or in
    `allow`.

    Parameters
    ----------
    path : path-like
        The file; a symbolic link to one will do, a pipe or a device will not.
    provider : str, mapping of str to str, or None
        The provider to read it with; None is the best-ranked one. In a chain, a name is for the steps whose algorithms it
        provides here (at least one), and a mapping says it by the names of the steps: `{"scale": "np"}`.
    allow : collection of str
        Providers that may be imported because of the file: the one that trained the model, or a step, is used if it is among
        them, and otherwise, where a distribution owns the algorithm, the best one that is.
    limit : int or Limits
        The most bytes to read, or also the most bytes of the header and the most tensors (`mlmeta.modelfile.Limits`).
    mmap : bool
        Whether to map the file into memory instead of reading it: the arrays of the model are then read-only views of the file,
        which processes share. The file is verified once, so this trusts everyone who may write it: when it is changed
        afterwards the model changes with it, and when it is cut off the process is killed (SIGBUS).
        `mlmeta.save` never writes into an existing file, it puts a new one in its place, which does no harm.

    Raises
    ------
    ModelFileError
        The file is not what it claims to be; the message names the file and the field.
    MissingProviderError, UnknownAlgorithmError
        Nobody here can read this kind; the message says what would.
    UnknownProviderError, InvalidParameterError
        Nobody offers a provider of this name, or the mapping names no step.
    """
    return _read(path, limit, mmap=mmap, mapped=True).restore(provider, allow=allow)  # nobody else has its arrays


def inspect(path: str | os.PathLike[str], *, limit: int | Limits = DEFAULT) -> Summary:
    """Return what a model file says, without importing any provider.

    Raises
    ------
    ModelFileError
        The file is not what it claims to be; the message names the file and the field.
    """
    return read(path, limit=limit).summary
