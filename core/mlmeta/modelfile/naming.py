"""Errors about a file name it, as the caller did."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from mlmeta.errors import MissingProviderError, ModelFileError, UnknownAlgorithmError

__all__ = ["naming"]


@contextmanager
def naming(path: str | os.PathLike[str]) -> Iterator[None]:
    """Put the name of a file in front of what is said of it inside the block, and of what the operating system says of it.

    Raises
    ------
    ModelFileError, MissingProviderError, UnknownAlgorithmError
        `path: what was said`.
    OSError
        Of the same class and number, with `path` as its file: whatever other name was involved, nobody knows it.
    """
    name = os.fspath(path)
    try:
        yield
    except (ModelFileError, MissingProviderError, UnknownAlgorithmError) as error:
        if not str(error).startswith(f"{name}: "):
            error.args = (f"{name}: {error}", *error.args[1:])
            if isinstance(error, ImportError):  # its text is not made of its arguments
                error.msg = error.args[0]
        raise
    except OSError as error:
        if error.errno is None or error.filename == name:
            raise
        raise type(error)(error.errno, error.strerror, name) from error
