"""The bytes of a file: read once, within a limit, or mapped."""

import mmap as memory
import os
import stat
from pathlib import Path

from mlmeta.errors import ModelFileError
from mlmeta.modelfile.container import Content

__all__ = ["content"]

# Non-blocking: the open of a pipe that nobody writes would wait for ever.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def content(path: Path, limit: int, *, mmap: bool = False) -> Content:
    """Return the content of a regular file, or of the one that a symbolic link leads to.

    Raises
    ------
    ModelFileError
        It is no regular file, or larger than `limit` bytes.
    OSError
        It cannot be opened.
    """
    descriptor = os.open(path, FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            message = f"{path.name!r} is no regular file."
            raise ModelFileError(message)
        if mmap and 0 < status.st_size <= limit:
            return memory.mmap(descriptor, 0, access=memory.ACCESS_READ)
        found = b"" if status.st_size > limit else _read(descriptor, status.st_size, limit)
    finally:
        os.close(descriptor)
    if max(status.st_size, len(found)) > limit:
        message = f"{path.name!r} is larger than {limit} bytes; raise the limit if you trust it."
        raise ModelFileError(message)
    return found


def _read(descriptor: int, size: int, limit: int) -> bytes:
    """Return the bytes of a file, at most one beyond the limit: it may grow after its size was asked."""
    parts, rest = [], limit + 1
    while rest > 0 and (part := os.read(descriptor, min(max(size, 1 << 16), rest))):
        parts.append(part)
        rest -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
