"""`mlmeta.save`, `mlmeta.load` and `mlmeta.inspect`."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mlmeta import adapters, kinds, registry
from mlmeta.errors import MissingProviderError, ModelFileError
from mlmeta.modelfile import container, document, rules
from mlmeta.state import State

__all__ = ["LARGEST_FILE", "Summary", "inspect", "load", "save"]

LARGEST_FILE = 1 << 30


def save(model: Any, path: str | os.PathLike[str]) -> Path:
    """Write a fitted model to a `.mlm` file and return its path.

    The file appears under its name only when whole: an interrupted save leaves what was there.

    Parameters
    ----------
    model : estimator
        Fitted; of any provider.
    path : path-like
        Where to; the name must end in `.mlm`.

    Raises
    ------
    NoPortableStateError
        The algorithm has no portable state; the message says what is possible.
    NotFittedError
        The model was not fitted.
    ModelFileError
        The name does not end in `.mlm`, or the state cannot be written.
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
        message = f"The file name must end in '.mlm', got {target.name!r}."
        raise ModelFileError(message)
    spec = kinds.spec_of(model)
    ours = hasattr(type(model), "__mlmeta_kind__")
    row = kinds.row_of(model)
    state: State = model.__mlmeta_state__() if ours else adapters.of(row).capture(model, spec)
    if row is None and "/" in state.kind:
        message = f"No installed distribution provides {state.kind}: a file of it could be read by nobody."
        raise MissingProviderError(message)
    described, tensors = document.write(state, model, spec)
    who = (row.dist, row.provider, row.version) if row else ("", "", "")
    provider = dict(zip(("dist", "name", "version"), who, strict=True))
    provenance = document.provenance_of(state, provider, version("mlmeta"))
    _write_whole(target, container.pack(described, provenance, tensors))
    return target


def _write_whole(target: Path, content: bytes) -> None:
    """Write through a temporary file in the same folder, so that the name always shows an old or a new file, whole."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _read(path: str | os.PathLike[str], limit: int) -> tuple[dict[str, Any], dict[str, Any], State]:
    # Non-blocking: the open of a pipe that nobody writes would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            message = f"{Path(path).name!r} is no regular file."
            raise ModelFileError(message)
        content = stream.read(limit + 1)
    if len(content) > limit:
        message = f"{Path(path).name!r} is larger than {limit} bytes; raise the limit if you trust it."
        raise ModelFileError(message)
    described, provenance, tensors = container.unpack(content)
    return described, provenance, document.read(described, provenance, tensors)


def load(
    path: str | os.PathLike[str],
    provider: str | None = None,
    *,
    allow: Collection[str] = (),
    limit: int = LARGEST_FILE,
) -> Any:
    """Return the fitted estimator that a model file holds.

    Nothing in the file is executed. A curated algorithm is given to your own choice of provider, as in `cluster.KMeans()`. An
    algorithm that a distribution owns is imported only when you name its provider, here or in `allow`.

    Parameters
    ----------
    path : path-like
        The file.
    provider : str or None
        The provider to read it with; None is the best-ranked one.
    allow : collection of str
        Providers that the file may name: the one that trained the model is used if it is among them.
    limit : int
        The most bytes to read.

    Raises
    ------
    ModelFileError
        The file is not what it claims to be; the message names the field.
    MissingProviderError, UnknownAlgorithmError
        Nobody here can read this kind; the message says what would.
    """
    described, provenance, state = _read(path, limit)
    trained = provenance["provider"]["name"]
    owner, _, _ = state.kind.rpartition("/")
    named, offered = provider or (trained if trained in allow else None), registry.index().rows.get(state.kind, {})
    if owner and (named is None or (offered and named not in offered)):
        message = (
            f"The file holds the algorithm {state.kind!r}, which the distribution {owner!r} owns. "
            f"To import it, say so: load(..., allow={{{trained!r}}})."
        )
        raise MissingProviderError(message)
    spec = kinds.spec_class(state.kind)
    rules.check_against(spec, state, described["schema"])
    target = spec.using(provider or (named if named in offered else None))
    if hasattr(target, "__mlmeta_kind__"):
        return target.__mlmeta_from_state__(state)
    row = next((row for row in offered.values() if row.loaded_class() is target), None)
    return adapters.of(row).restore(target, state, spec)


@dataclass(frozen=True)
class Summary:
    """What a model file says; prints as text."""

    document: dict[str, Any]
    provenance: dict[str, Any]
    tensors: dict[str, dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {"model": self.document, "provenance": self.provenance, "tensors": self.tensors}

    def __repr__(self) -> str:
        found, provider = self.document, self.provenance["provider"]
        lines = [
            f"{found['kind']} (spec {found['spec_version']}, state {found['state_version']}, format {found['format']})",
            f"trained by  {provider['name']} of {provider['dist']} {provider['version']}, {self.provenance['created']}",
        ]
        for part in ("inputs", "outputs"):
            for entry in found["schema"][part]:
                shape = ", ".join("n" if size == -1 else str(size) for size in entry["shape"])
                lines.append(f"{part[:-1]:<11} {entry['name']}: {entry['dtype']} ({shape}), {entry['description']}")
        lines += [f"tensor      {name}: {entry['dtype']} {tuple(entry['shape'])}" for name, entry in self.tensors.items()]
        return "\n".join([*lines, f"state       sha256 {found['state_sha256']}"])


def inspect(path: str | os.PathLike[str], *, limit: int = LARGEST_FILE) -> Summary:
    """Return what a model file says, without importing any provider.

    Raises
    ------
    ModelFileError
        The file is not what it claims to be; the message names the field.
    """
    described, provenance, state = _read(path, limit)
    return Summary(
        described,
        provenance,
        {name: {"dtype": array.dtype.name, "shape": list(array.shape)} for name, array in state.tensors.items()},
    )
