"""The named outputs of a spec: what a fitted model can be asked for."""

from dataclasses import dataclass
from typing import Any

from mlmeta.errors import nearest

__all__ = ["Output"]

DTYPES = ("float64", "float32", "int64", "int32", "uint8", "bool", "classes")
"""What an output may be."""


@dataclass(frozen=True)
class Output:
    """One named output of a spec, for model files and servers: `__mlmeta_outputs__` in the spec's class lists them.

    Attributes
    ----------
    name : str
        What answers call it.
    method : str
        The public method that computes it for rows `X`.
    dtype : str
        Of the answer: float64, float32, int64, int32, uint8 or bool; `"classes"` is the dtype of the labels.
    columns : str or None
        None for one value a row, otherwise the dimension's name: a size of the state. A state whose arrays lack that dimension,
        as with one target, has one value a row as well.
    on_request : bool
        Whether it is computed only when it is asked for by name.
    description : str
        One line, for the schema of a file.
    since : int
        The version of the spec that has it first: a file of an older version does not name it, and a state of any version can
        answer it.

    Raises
    ------
    TypeError
        There is no such dtype.

    Examples
    --------
    >>> from mlmeta.specs.outputs import Output
    >>> Output("scores", "decision_function", "float64", description="signed distance").columns is None
    True
    """

    name: str
    method: str
    dtype: str
    columns: str | None = None
    on_request: bool = False
    description: str = ""
    since: int = 1

    def __post_init__(self) -> None:
        if self.dtype not in DTYPES:
            message = f"The output {self.name!r} has the dtype {self.dtype!r}; expected one of {', '.join(DTYPES)}."
            raise TypeError(message + nearest(self.dtype, DTYPES))

    def as_json(self) -> dict[str, Any]:
        """Return the declaration as data; what is rare is left out."""
        return {name: value for name, value in vars(self).items() if name != "since" or value > 1}
