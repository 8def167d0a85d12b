"""The named outputs of a spec: what a fitted model can be asked for."""

from dataclasses import dataclass

__all__ = ["Output"]


@dataclass(frozen=True)
class Output:
    """One named output: the method that computes it, its dtype (`"classes"`: that of the labels) and its columns.

    `columns` is None for one value a row, otherwise the dimension's name: a size of the state. A state whose arrays lack that
    dimension, as with one target, has one value a row as well.
    """

    name: str
    method: str
    dtype: str
    columns: str | None = None
    on_request: bool = False
    description: str = ""
