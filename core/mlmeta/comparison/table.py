"""The outcome of a comparison, as data and as text."""

from dataclasses import asdict, dataclass
from typing import Any

from mlmeta.comparison.answers import Difference

__all__ = ["Comparison", "Contender"]

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Contender:
    """One provider's part in a comparison.

    Attributes
    ----------
    provider, version : str
    seconds : float or None
        Of the fastest fit.
    memory : int or None
        Bytes that the process grew by in its first fit, at the peak.
    failure : str
        Why there are no figures; empty when there are.
    differences : tuple of (str, str)
        Fitted attribute, and how it differs from that of the first contender that did not fail; "" when it does not.
    """

    provider: str
    version: str
    seconds: float | None = None
    memory: int | None = None
    failure: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Several providers on the same data; prints the answers that differ first, then time and memory."""

    kind: str
    data: str
    rounds: int
    threads: int
    contenders: tuple[Contender, ...]

    @property
    def reference(self) -> str | None:
        """Return the provider that the others are compared with: the first that did not fail."""
        return next((one.provider for one in self.contenders if not one.failure), None)

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as data."""
        rows = [asdict(one) | {"differences": dict(one.differences)} for one in self.contenders]
        return asdict(self) | {"reference": self.reference, "contenders": rows}

    def __repr__(self) -> str:
        blocks = [[f"{self.kind}, {self.data}; rounds: {self.rounds}, threads: {self.threads}"], self._answers(), self._costs()]
        return "\n\n".join("\n".join(lines) for lines in blocks if lines)

    def _answers(self) -> list[str]:
        others = [one for one in self.contenders if not one.failure and one.provider != self.reference]
        width = max((len(one.provider) for one in self.contenders), default=0)
        lines = [f"Answers, against {self.reference}"] if others else []
        for one in others:
            differing = [f"{name} {how}" for name, how in one.differences if how]
            same = [name for name, how in one.differences if not how]
            told = [*differing, *([f"the same bits: {', '.join(same)}"] if same else [])]
            lines += [
                f"  {one.provider if i == 0 else '':<{width}}  {text}" for i, text in enumerate(told or ["nothing in common"])
            ]
        failed = [f"  {one.provider:<{width}}  {one.failure}" for one in self.contenders if one.failure]
        return [*lines, *(["Failed", *failed] if failed else [])]

    def _costs(self) -> list[str]:
        fine = [one for one in self.contenders if one.seconds is not None and one.memory is not None]
        if not fine:
            return []
        first = fine[0].seconds
        cells = [("provider", "version", "seconds", f"against {fine[0].provider}", "memory")]
        for one in fine:
            speed = f"{first / one.seconds:.2f}x" if first and one.seconds else "-"
            cells.append(
                (one.provider, one.version or "-", f"{one.seconds:.4f}", speed, f"{(one.memory or 0) / MEBIBYTE:.1f} MiB")
            )
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
