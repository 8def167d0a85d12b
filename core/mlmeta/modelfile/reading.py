"""The bytes of a file: read once, within a limit, or mapped."""

import mmap as memory
import os
import stat
from io import FileIO

import numpy as np

from mlmeta.errors import ModelFileError

__all__ = ["content"]

HOW_TO_RAISE = "limit= in Python, --max-model-bytes at the command line"

# Non-blocking: the open of a pipe that nobody writes would wait for ever.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def content(path: str | os.PathLike[str], limit: int, *, mmap: bool = False) -> memoryview:
    """Return the content of a regular file, or of the one that a symbolic link leads to.

    What was read is the caller's own, to write as he likes; what is mapped is read-only.

    Raises
    ------
    ModelFileError
        It is no regular file, or larger than `limit` bytes.
    OSError
        It cannot be opened.
    """
    with FileIO(os.fspath(path), opener=_open) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            message = f"{size} bytes are more than the limit of {limit}; raise it if you trust the file: {HOW_TO_RAISE}."
            raise ModelFileError(message)
        if mmap and size:
            return memoryview(memory.mmap(stream.fileno(), 0, access=memory.ACCESS_READ))
        return _read(stream, size)


def _open(path: str, _flags: int) -> int:
    descriptor = os.open(path, FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        message = "This is no regular file."
        raise ModelFileError(message)
    return descriptor


def _read(stream: FileIO, size: int) -> memoryview:
    """Return the first `size` bytes of a file; fewer when it is cut off meanwhile, and no more when it grows."""
    found = np.empty(size, dtype=np.uint8).data
    length = 0
    while length < size and (count := stream.readinto(found[length:])):
        length += count
    return found[:length]
