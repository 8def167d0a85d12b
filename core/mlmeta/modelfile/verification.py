"""A model file's sample replayed: whether a provider here answers what the file expects."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.algorithms import kinds
from mlmeta.modelfile.files import ModelFile, read
from mlmeta.modelfile.limits import DEFAULT, Limits
from mlmeta.models import schema
from mlmeta.models.portable import Provider, rows_of

__all__ = ["TOLERANCE", "Replayed", "Verification", "replay", "verify"]

TOLERANCE = 1e-6
"""How far a real output may be from the expected one, in parts of the largest magnitude of the output."""

DISTANCES = "distances"
"""The output for which the largest magnitude of the input counts too."""


@dataclass(frozen=True)
class Replayed:
    """One output of the sample: whether it came out as expected, and the largest difference of a real one (else None)."""

    name: str
    agrees: bool
    difference: float | None
    said: str

    def as_json(self) -> dict[str, Any]:
        """Return it as data; a difference that is no number is null."""
        known = self.difference is not None and np.isfinite(self.difference)
        return {"output": self.name, "agrees": self.agrees, "largest_difference": self.difference if known else None}


@dataclass(frozen=True)
class Verification:
    """What replaying a sample found; prints as text, and is true where every output came out as expected."""

    providers: tuple[str, ...]
    rows: int
    outputs: tuple[Replayed, ...]

    @property
    def agrees(self) -> bool:
        """Whether every output came out as expected."""
        return all(output.agrees for output in self.outputs)

    def __bool__(self) -> bool:
        return self.agrees

    def as_json(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            "agrees": self.agrees,
            "providers": list(self.providers),
            "sample_rows": self.rows,
            "outputs": [output.as_json() for output in self.outputs],
        }

    def __repr__(self) -> str:
        agreeing = sum(output.agrees for output in self.outputs)
        told = f"{agreeing} of {len(self.outputs)} outputs agree" if self.outputs else "the file has no sample to replay"
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        lines = [f"verified    {told}, {rows}, provider {', '.join(dict.fromkeys(self.providers))}"]
        return "\n".join([*lines, *(f"            {output.name}: {output.said}" for output in self.outputs)])


def verify(
    path: str | os.PathLike[str],
    provider: Provider = None,
    *,
    allow: Collection[str] = (),
    limit: int | Limits = DEFAULT,
) -> Verification:
    """Load a model file, ask the model for the sample in the file, and return how its answers compare with the expected ones.

    Labels and other discrete outputs must be equal, real ones within 1e-6 of the largest magnitude in the output, or for
    distances in the input if that is larger: providers may round differently, and some form a distance as a difference of large
    squares.

    Parameters
    ----------
    path, provider, allow, limit
        As of `mlmeta.load`.

    Raises
    ------
    ModelFileError, MissingProviderError, UnknownAlgorithmError
        As of `mlmeta.load`.

    Examples
    --------
    >>> import mlmeta, tempfile, pathlib
    >>> from mlmeta import cluster
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = mlmeta.save(km, pathlib.Path(folder) / "segments.mlm")
    ...     mlmeta.verify(path, "np").agrees
    True
    """
    return replay(read(path, limit=limit), provider, allow=allow)


def replay(file: ModelFile, provider: Provider = None, *, allow: Collection[str] = ()) -> Verification:
    """Return what `verify` finds of a file that was read already."""
    model = file.restore(provider, allow=allow)
    names = tuple(row.provider if row else type(model).__name__ for row in rows_of(model))
    inputs, expected = file.sample["inputs"], file.sample["outputs"]
    if not expected or schema.INPUT not in inputs:
        return Verification(names, 0, ())
    X = inputs[schema.INPUT]
    told = schema.answer(model, X, list(expected))
    classes = file.state.classes
    labels = {output.name for output in kinds.spec_of(model).__mlmeta_outputs__ if output.dtype == "classes"}
    told |= {name: schema.stored(told[name], classes) for name in labels & set(told) if classes is not None}
    scale = {DISTANCES: float(np.abs(X).max(initial=0.0))}
    compared = (_compare(name, told[name], array, scale.get(name, 0.0)) for name, array in expected.items())
    return Verification(names, len(X), tuple(compared))


def _compare(name: str, told: NDArray[Any], expected: NDArray[Any], scale: float) -> Replayed:
    if told.shape != expected.shape:
        return Replayed(name, agrees=False, difference=None, said=f"shape {told.shape}, expected {expected.shape}")
    if expected.dtype.kind != "f":
        wrong = int(np.count_nonzero(told != expected))
        return Replayed(name, agrees=not wrong, difference=None, said=f"{wrong} values differ" if wrong else "equal")
    difference = float(np.abs(told - expected).max(initial=0.0))
    allowed = TOLERANCE * float(np.abs(expected).max(initial=scale))
    agrees = difference <= allowed  # false for NaN
    return Replayed(name, agrees, difference, f"largest difference {difference:.3g}, {allowed:.3g} allowed")
