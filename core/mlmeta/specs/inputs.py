"""What an algorithm can take beyond finite numbers in an array; part of its spec."""

from dataclasses import dataclass

__all__ = ["Accepts"]


@dataclass(frozen=True)
class Accepts:
    """What the methods of a spec take as `X` beyond finite dense numbers: `class Scaler(..., accepts=Accepts(nan=True))`.

    Attributes
    ----------
    sparse : bool
        Sparse matrices have a meaning for the algorithm. They reach a provider, as `mlmeta.data.sparse.CSR`, only if its manifest
        row has the capability `sparse` as well.
    nan : bool
        NaN is a missing value, which every provider handles.
    float16 : bool
        float16 stays float16 through the gate; otherwise it becomes float64, as other numbers do.

    Examples
    --------
    >>> from mlmeta.specs.inputs import Accepts
    >>> Accepts(sparse=True)
    Accepts(sparse=True, nan=False, float16=False)
    """

    sparse: bool = False
    nan: bool = False
    float16: bool = False
