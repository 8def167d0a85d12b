"""Fitted objects in pickles and joblib's files. Reading one runs whatever code it holds: only for files that you trust."""

import importlib
import io
import pickle
from pathlib import Path
from typing import Any

from mlmeta.errors import MissingProviderError, MlmetaError, ModelFileError
from mlmeta.modelfile import writing

__all__ = ["read", "write"]


def read(path: Path) -> Any:
    """Return the object in a pickle, or in a file of joblib. This runs the code that the file names: ask for trust before.

    Raises
    ------
    MissingProviderError
        joblib, which a name that ends in `.joblib` needs, or a distribution of the object's class is not installed.
    ModelFileError
        The file holds no pickle, or one that cannot be read here.
    OSError
        It cannot be opened.
    """
    if path.exists() and not path.is_file():
        message = f"{path.name!r} is no regular file."
        raise ModelFileError(message)
    joblib = _joblib(path)
    try:
        if joblib is not None:
            return joblib.load(path)  # plain pickles, too
        with path.open("rb") as file:
            return pickle.load(file)
    except (OSError, MlmetaError):
        raise
    except Exception as error:  # whatever the code of a pickle raises
        reason = f"{type(error).__name__}: {error}"
        message = f"{path.name!r} cannot be unpickled here: {reason}. A pickle needs the libraries that wrote it."
        raise ModelFileError(message) from error


def write(fitted: Any, path: Path) -> Path:
    """Write an object as a pickle, or as a file of joblib where the name ends in `.joblib`, and return the path.

    Raises
    ------
    MissingProviderError
        joblib is needed and not installed.
    """
    content = io.BytesIO()
    if path.suffix == ".joblib":
        _joblib(path).dump(fitted, content)
    else:
        pickle.dump(fitted, content)
    writing.replace(path, content.getvalue())
    return path


def _joblib(path: Path) -> Any:
    """Return the module joblib; None where it is not installed and not needed."""
    try:
        return importlib.import_module("joblib")
    except ImportError as error:
        if path.suffix != ".joblib":
            return None
        message = f"{path.name} is a file of joblib, which is not installed here. Try: pip install joblib"
        raise MissingProviderError(message) from error
