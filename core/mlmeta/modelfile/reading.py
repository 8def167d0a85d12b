"""The bytes of a file: read once, within a limit, or mapped."""

import mmap as memory
import os
import stat
from io import FileIO
from pathlib import Path

import numpy as np

from mlmeta.errors import ModelFileError

__all__ = ["content"]

# Non-blocking: the open of a pipe that nobody writes would wait for ever.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def content(path: Path, limit: int, *, mmap: bool = False) -> memoryview:
    """Return the content of a regular file, or of the one that a symbolic link leads to.

    What was read is the caller's own, to write as he likes; what is mapped is read-only.

    Raises
    ------
    ModelFileError
        It is no regular file, or larger than `limit` bytes.
    OSError
        It cannot be opened.
    """
    with FileIO(path, opener=_open) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            message = f"{path.name!r} is larger than {limit} bytes; raise the limit if you trust it."
            raise ModelFileError(message)
        if mmap and size:
            return memoryview(memory.mmap(stream.fileno(), 0, access=memory.ACCESS_READ))
        return _read(stream, size)


def _open(path: str, _flags: int) -> int:
    descriptor = os.open(path, FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        message = f"{Path(path).name!r} is no regular file."
        raise ModelFileError(message)
    return descriptor


def _read(stream: FileIO, size: int) -> memoryview:
    """Return the first `size` bytes of a file; fewer when it is cut off meanwhile, and no more when it grows."""
    found = np.empty(size, dtype=np.uint8).data
    length = 0
    while length < size and (count := stream.readinto(found[length:])):
        length += count
    return found[:length]
