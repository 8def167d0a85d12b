"""One contender of a comparison, in a process of its own: `python -m mlmeta.comparison.contender TASK PROVIDER`.

It imports its provider when a line on standard input says `load`, fits on `fit`, stores what it found on `answers`, and tells one
JSON line for each. What a provider prints goes to standard error.
"""

import json
import os
import pickle
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from mlmeta.algorithms import kinds
from mlmeta.comparison.task import Task
from mlmeta.providers.preferences import use

__all__ = ["main"]


class Contender:
    """A provider with the data of a task."""

    def __init__(self, task: Task, provider: str) -> None:
        self._task, self._provider = task, provider
        self._X: Any = None
        self._y: Any = None
        self._estimator: Any = None

    def answer(self, request: str) -> dict[str, Any]:
        """Return the answer to `"load"`, `"fit"` or `"answers"`."""
        if request == "load":
            kinds.spec_class(self._task.kind).using(self._provider)
            self._X, self._y = self._task.data()
            return {}
        if request == "fit":
            self._estimator = kinds.spec_class(self._task.kind)(provider=self._provider, **self._task.parameters)
            return fit(self._estimator, self._X, self._y)
        file = f"{self._provider}.pickle"
        (self._task.folder / file).write_bytes(pickle.dumps(fitted_numbers(self._estimator)))
        return {"file": file}


def fitted_numbers(estimator: Any) -> dict[str, Any]:
    """Return the fitted attributes that are numbers, text or arrays of them, by name."""
    attributes = {name: value for name, value in vars(estimator).items() if name.endswith("_") and not name.startswith("_")}
    plain = (np.ndarray, np.generic, int, float, str)
    return {
        name: np.asarray(value)
        for name, value in attributes.items()
        if isinstance(value, plain) and np.asarray(value).dtype.kind in "biufUS"
    }


def fit(estimator: Any, X: Any, y: Any) -> dict[str, Any]:
    """Fit and return the seconds that it took, and the bytes that the process grew by at its peak."""
    before = peak_memory(reset=True)
    start = time.perf_counter()
    estimator.fit(X) if y is None else estimator.fit(X, y)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "bytes": max(0, peak_memory(reset=False) - before)}


def peak_memory(*, reset: bool) -> int:
    """Return the largest resident size of this process so far, in bytes; with `reset` first forget it (on Linux)."""
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(stored: str, provider: str) -> int:
    """Serve one comparison until standard input ends."""
    tell = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    task: Task = pickle.loads(Path(stored).read_bytes())  # written by our parent
    with use(threads=task.threads), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        contender = Contender(task, provider)
        for line in sys.stdin:
            try:
                told = contender.answer(line.strip())
            except Exception as error:  # every failure of a provider is its row in the comparison
                told = {"failure": f"{type(error).__name__}: {error}"}
            tell.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
