"""Where the program `mlmeta-serve` is."""

import os
import shutil
import sysconfig
from pathlib import Path

from mlmeta.errors import MlmetaError

__all__ = ["MissingServerError", "find"]

NAME = "mlmeta-serve.exe" if os.name == "nt" else "mlmeta-serve"


class MissingServerError(MlmetaError):
    """The program `mlmeta-serve` is not installed; the message says where it was looked for."""


def find() -> Path:
    """Return the path of the server's program: beside this interpreter, or else on PATH.

    Raises
    ------
    MissingServerError
        It is at neither place.
    """
    scripts = Path(sysconfig.get_path("scripts"))
    if (scripts / NAME).is_file():
        return scripts / NAME
    found = shutil.which(NAME)
    if found is None:
        message = f"{NAME!r} is neither in {str(scripts)!r} nor on PATH. Try: pip install --force-reinstall mlmeta-serving."
        raise MissingServerError(message)
    return Path(found)
