"""Where in a plugin's code something failed: one line, and the frames that are not ours."""

import os
import traceback
from pathlib import Path

__all__ = ["frames", "reason"]

OURS = str(Path(__file__).parents[1]) + os.sep
"""The folder of the core; with the separator, for `mlmeta_acme` may lie beside it."""


def reason(error: BaseException) -> str:
    """Return an exception in one line, with the place in the plugin's code where it happened."""
    said = traceback.format_exception_only(error)[-1].strip()
    if isinstance(error, SyntaxError):
        place = (error.filename or "", error.lineno)
    else:
        theirs = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__) if _is_theirs(f.filename)]
        place = theirs[-1] if theirs else ("", None)
    return f"{said} ({Path(place[0]).name}, line {place[1]})" if place[0] else said


def frames(error: BaseException) -> str:
    """Return the traceback of an exception without the frames of the core and of Python's import; empty if none are left."""
    told = traceback.TracebackException.from_exception(error)
    found = isinstance(error, SyntaxError)  # it has a place of its own
    links, seen = [told], 0
    while seen < len(links):
        link = links[seen]
        seen += 1
        link.stack = traceback.StackSummary.from_list([frame for frame in link.stack if _is_theirs(frame.filename)])
        found = found or bool(link.stack)
        links += [other for other in (link.__cause__, link.__context__) if other is not None]
    return "".join(told.format()) if found else ""


def _is_theirs(filename: str) -> bool:
    return not filename.startswith((OURS, "<frozen")) and "importlib" not in filename
