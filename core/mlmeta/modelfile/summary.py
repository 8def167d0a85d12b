"""What a model file says, to print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import NDArray

__all__ = ["Summary"]


@dataclass(frozen=True)
class Summary:
    """What a model file says; prints as text."""

    document: dict[str, Any]
    provenance: dict[str, Any]
    tensors: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, document: dict[str, Any], provenance: dict[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Self:
        """Return the summary of a file's content; the tensors are those of the state, without the sample's."""
        shapes = {
            name: {"dtype": array.dtype.name, "shape": list(array.shape)}
            for name, array in tensors.items()
            if not name.startswith(("sample.", "ranges."))
        }
        return cls(document, provenance, shapes)

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
