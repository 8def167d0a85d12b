"""What a model file says, to print."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import NDArray

from mlmeta.modelfile.values import plain

__all__ = ["Summary"]

WIDTH = 80
LABEL = 12
MOST = 12
"""How many columns, classes and tensors are listed one by one."""


@dataclass(frozen=True)
class Summary:
    """What a model file says; prints as text of at most 80 columns.

    Attributes
    ----------
    document : dict
        What the file says of the state.
    provenance : dict
        Where the model came from.
    tensors : dict of str to dict
        The dtype and the shape of each array of the state.
    ranges : dict of str to dict
        Of each input whose range in training is known, the `min` and the `max` of each column.
    """

    document: dict[str, Any]
    provenance: dict[str, Any]
    tensors: dict[str, dict[str, Any]]
    ranges: dict[str, dict[str, list[float]]]

    @classmethod
    def of(cls, document: dict[str, Any], provenance: dict[str, Any], tensors: Mapping[str, NDArray[Any]]) -> Self:
        """Return the summary of a file's content."""
        shapes = {
            name: {"dtype": array.dtype.name, "shape": list(array.shape)}
            for name, array in tensors.items()
            if not name.startswith(("sample.", "ranges."))
        }
        ranges = {
            entry["name"]: {end: tensors[entry[end]].tolist() for end in ("min", "max")}
            for entry in document["schema"]["inputs"]
            if entry["min"] is not None
        }
        return cls(document, provenance, shapes, ranges)

    def as_json(self) -> dict[str, Any]:
        """Return it as data, with numbers as numbers; `document` and `provenance` have the exact form of the file."""
        return {
            "model": plain(self.document),
            "provenance": plain(self.provenance),
            "tensors": self.tensors,
            "ranges": self.ranges,
        }

    def __repr__(self) -> str:
        found = self.document
        lines = [f"{found['kind']} (spec {found['spec_version']}, state {found['state_version']}, format {found['format']})"]
        for label, line in self._lines():
            text = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line)
            first, others = label.ljust(LABEL), " " * LABEL
            lines += textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False) or [label]
        return "\n".join(lines)

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Yield what is told, line by line, each with its label."""
        found = self.document
        authors = self._authors()
        if found["steps"]:
            yield "trained", self.provenance["created"]
        else:
            yield "trained by", f"{', '.join(authors)}, {self.provenance['created']}"
        for index, step in enumerate(found["steps"]):
            yield "step", f"{step['name']}: {step['kind']}"
            yield "", f"trained by {authors[index] if len(authors) == len(found['steps']) else ', '.join(authors)}"
        for part in ("inputs", "outputs"):
            for entry in found["schema"][part]:
                shape = ", ".join("n" if size == -1 else str(size) for size in entry["shape"])
                asked = " (on request)" if entry["on_request"] else ""
                yield part[:-1], f"{entry['name']}: {entry['dtype']} ({shape}), {entry['description']}{asked}"
                if part == "inputs":
                    yield from (("", text) for text in _few(self._columns(entry["name"]), "columns"))
        if found["classes"] is not None:
            yield "classes", ", ".join(_few([repr(label) for label in found["classes"]], "classes"))
        tensors = [f"{name}: {entry['dtype']} {tuple(entry['shape'])}" for name, entry in self.tensors.items()]
        yield from (("tensor", text) for text in _few(tensors, "tensors"))
        yield "state", found["state_sha256"]

    def _authors(self) -> list[str]:
        """Return who trained the model, or each step of a chain."""
        told = [self.provenance["provider"][key].split(",") for key in ("name", "dist", "version")]
        if len({len(parts) for parts in told}) > 1:  # not written by us
            told = [[self.provenance["provider"][key]] for key in ("name", "dist", "version")]
        return [
            f"{name} of {dist} {version}" if name else "an unknown provider" for name, dist, version in zip(*told, strict=True)
        ]

    def _columns(self, entry: str) -> list[str]:
        """Return what is known of the columns of an input: names, and the range seen in training."""
        names, range_ = self.document["feature_names"], self.ranges.get(entry)
        if names is None and range_ is None:
            return []
        spans = [""] * self.document["n_features"]
        if range_ is not None:
            spans = [f": {low:.6g} to {high:.6g}" for low, high in zip(range_["min"], range_["max"], strict=True)]
        heads = [f"column {i}" for i in range(len(spans))] if names is None else names
        return [f"{name}{span}" for name, span in zip(heads, spans, strict=True)]


def _few(texts: list[str], what: str) -> list[str]:
    """Return the texts, or of many the first ones and how many more there are."""
    more = len(texts) - MOST
    return texts if more <= 1 else [*texts[:MOST], f"... and {more} more {what}"]
