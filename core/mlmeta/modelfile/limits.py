"""How much a reader of model files accepts."""

from dataclasses import dataclass

__all__ = ["DEFAULT", "Limits"]


@dataclass(frozen=True)
class Limits:
    """The most that a reader accepts, so that a file cannot take more memory than you give it.

    Attributes
    ----------
    file_bytes : int
        Most bytes of a file, read before anything is looked at.
    header_bytes : int
        Most bytes of a header. A writer keeps to the default.
    tensors : int
        Most tensors. A writer keeps to the default.

    Examples
    --------
    >>> from mlmeta.modelfile import Limits
    >>> Limits(file_bytes=1 << 20)
    Limits(file_bytes=1048576, header_bytes=1048576, tensors=4096)
    """

    file_bytes: int = 1 << 30
    header_bytes: int = 1 << 20
    tensors: int = 4096


DEFAULT = Limits()
