"""One public class per error or warning that a caller could handle.

Where scikit-learn is loaded and has a counterpart, what is raised is a subclass of both, so that `except` clauses written
for either catch it. Warn with `warn(ConvergenceWarning("..."))`: the warning points at the user's line, and filters see the class
that `__new__` chose.
"""

import difflib
import sys
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, Self

__all__ = [
    "AmbiguousAlgorithmError",
    "BrokenPluginError",
    "ConvergenceWarning",
    "InvalidDataError",
    "InvalidParameterError",
    "MissingMethodError",
    "MissingProviderError",
    "MlmetaError",
    "ModelFileError",
    "NoPortableStateError",
    "NotFittedError",
    "ProviderError",
    "ProviderWarning",
    "UnknownAlgorithmError",
    "UnknownColumnError",
    "UnknownNameError",
    "UnknownParameterError",
    "UnknownProviderError",
    "UnsupportedParameterError",
    "VersionWarning",
    "inside",
    "nearest",
    "warn",
]


@cache  # `except` compares identities: one class per pair
def _both(public: type, peer: type) -> type:
    return type(public.__name__, (public, peer), {"__module__": public.__module__, "_public": public})


class PeerAware:
    """Chooses the class in `__new__`, so that a plain `raise NotFittedError(...)` is right everywhere."""

    _peer: ClassVar[str] = ""  # the counterpart's name
    _peer_module: ClassVar[str] = "sklearn.exceptions"
    _public: ClassVar[Any] = None

    def __new__(cls, *args: object) -> Self:
        """Return an instance of the class, or of the class that is scikit-learn's as well."""
        # None too while another thread is still importing scikit-learn.
        peer = getattr(sys.modules.get(cls._peer_module), cls._peer, None) if cls._peer else None
        chosen: Any = cls
        if peer is not None and not issubclass(cls, peer):
            chosen = _both(cls, peer)  # type: ignore[arg-type]  # a class hashes
        made: Self = super().__new__(chosen, *args)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the public class: the reader's process chooses again and needs no scikit-learn."""
        return self._public or type(self), getattr(self, "args", ()), vars(self) or None


class MlmetaError(PeerAware, Exception):
    """Base of all errors of mlmeta."""


class NotFittedError(MlmetaError, ValueError, AttributeError):
    """The estimator was used before `fit`."""

    _peer = "NotFittedError"


class UnknownParameterError(MlmetaError, TypeError, ValueError):
    """No parameter has this name (Python raises TypeError for a call, scikit-learn ValueError in `set_params`)."""


class InvalidParameterError(MlmetaError, ValueError, TypeError):
    """A parameter's value is outside its domain; found in `fit`."""

    _peer, _peer_module = "InvalidParameterError", "sklearn.utils._param_validation"


class UnsupportedParameterError(MlmetaError, ValueError):
    """The provider lacks what a parameter asks for; the message names the providers that have it."""


class InvalidDataError(MlmetaError, ValueError, TypeError):
    """`X`, `y` or `sample_weight` is not what the method takes."""


class UnknownAlgorithmError(MlmetaError, LookupError, AttributeError):
    """No algorithm has this name; the message says what is installed and what would add it."""


class UnknownNameError(MlmetaError, ImportError, LookupError):
    """A `from ... import` names what is not there (no AttributeError: the import system would replace the message)."""


class UnknownColumnError(MlmetaError, LookupError):
    """The table has no column of this name."""


class AmbiguousAlgorithmError(MlmetaError, LookupError):
    """Two distributions own an algorithm of this name (no AttributeError: `from ... import` would replace the message)."""


class UnknownProviderError(MlmetaError, ValueError):
    """Nobody offers a provider of this name."""


class MissingProviderError(MlmetaError, ImportError):
    """No provider can be used here; the message says why or what to install."""


class BrokenPluginError(MlmetaError, ImportError):
    """The plugin is quarantined; the message says why."""


class MissingMethodError(MlmetaError, TypeError, AttributeError):
    """The algorithm has no such method, so the step that needs it cannot be done."""


class ProviderError(MlmetaError, RuntimeError):
    """A provider's code did not do what its role asks; the message names the provider and what it left out."""


class NoPortableStateError(MlmetaError, TypeError):
    """The fitted model has no portable state; the message says what is possible instead."""


class ModelFileError(MlmetaError, ValueError):
    """The model file is not what it claims to be; the message names the field."""


class ConvergenceWarning(PeerAware, UserWarning):
    """The fit ended, but its result may be poor."""

    _peer = "ConvergenceWarning"


class ProviderWarning(RuntimeWarning):
    """A better-ranked provider was passed over; the message says why."""


class VersionWarning(PeerAware, UserWarning):
    """A pickle was written by another version of the provider's distribution than the one that reads it."""


_INSIDE = {"mlmeta", "sklearn", "joblib", "pickle", "importlib"}
"""Packages whose lines are never the user's: ours, those of plugins in use, and what may stand between a user and us."""


def inside(module: str) -> None:
    """Take the package of a module for a provider's: no warning points into it."""
    _INSIDE.add(module.partition(".")[0])


def warn(warning: Warning) -> None:
    """Show a warning at the line of the user's code that led here: the nearest one outside of mlmeta and its providers."""
    frame = sys._getframe(1)  # `warnings` itself looks there; its `skip_file_prefixes` is of Python 3.12
    while frame.f_back is not None:
        package = str(frame.f_globals.get("__name__")).partition(".")[0]
        if package not in _INSIDE and not package.startswith("mlmeta_"):
            break
        frame = frame.f_back
    warnings.warn_explicit(
        warning,
        type(warning),
        frame.f_code.co_filename,
        frame.f_lineno,
        module=frame.f_globals.get("__name__"),
        registry=frame.f_globals.setdefault("__warningregistry__", {}),
    )


def nearest(word: str, words: Iterable[str]) -> str:
    """Return `" Did you mean 'x'?"` for the candidate closest to `word`, or the empty string."""
    candidates = list(words)
    found = difflib.get_close_matches(word, candidates, 1)
    if not found:
        found = [c for c in candidates if c.lower() == word.lower()][:1]
    return f" Did you mean {found[0]!r}?" if found else ""
