"""A file that appears whole or not at all."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from mlmeta.errors import ModelFileError

__all__ = ["replace"]


def replace(path: Path, content: bytes) -> None:
    """Write a file so that its name always shows the old or the new one, whole: through a temporary file in the same folder.

    The mode of the old file is kept. Where the name is a symbolic link, the file that it leads to is replaced; the link stays.
    A process that is killed may leave its temporary file behind, `.mlmeta-*.tmp`, which nobody reads.

    Raises
    ------
    ModelFileError
        There is something else of this name, such as a folder or a pipe.
    OSError
        The operating system refuses.
    """
    target = Path(os.path.realpath(path))
    mode = _mode(target)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".mlmeta-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _mode(target: Path) -> int | None:
    """Return the permissions of the file that is there, or None."""
    try:
        status = target.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        message = "Something is there already that is no regular file."
        raise ModelFileError(message)
    return stat.S_IMODE(status.st_mode) & 0o777


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
