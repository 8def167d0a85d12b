"""What every contender of a comparison fits, stored in a folder that parent and children share."""

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

__all__ = ["Task"]


@dataclass(frozen=True)
class Task:
    """What every contender of a comparison fits, stored in a folder that only this comparison uses."""

    folder: Path
    kind: str
    parameters: dict[str, Any]
    threads: int
    description: str

    @classmethod
    def stored(cls, folder: Path, kind: str, X: Any, y: Any, parameters: dict[str, Any], threads: int) -> Self:
        """Store the data of a task, arrays so that processes share them, and return it."""
        for name, data in (("X", X), ("y", y)):
            if type(data) is np.ndarray and data.dtype != object:
                np.save(folder / f"{name}.npy", data)
            else:
                (folder / f"{name}.pickle").write_bytes(pickle.dumps(data))
        shape = getattr(X, "shape", None) or np.shape(X)
        size = " x ".join(map(str, shape))
        dtype = getattr(X, "dtype", None)
        task = cls(folder, kind, parameters, threads, f"X of shape {size}" + (f", {dtype}" if dtype is not None else ""))
        (folder / "task.pickle").write_bytes(pickle.dumps(task))
        return task

    def data(self) -> list[Any]:
        """Return `X` and `y`; arrays are views of the files."""
        found = []
        for name in ("X", "y"):
            array = self.folder / f"{name}.npy"
            if array.exists():
                found.append(np.asarray(np.load(array, mmap_mode="r")))
                np.count_nonzero(found[-1])  # reads it: its pages are no memory of the fit
            else:
                found.append(pickle.loads((self.folder / f"{name}.pickle").read_bytes()))  # written by our parent
        return found

    def answers(self, file: str) -> dict[str, Any]:
        """Return what a contender found, by the name of the fitted attribute."""
        found: dict[str, Any] = pickle.loads((self.folder / file).read_bytes())  # written by our child
        return found
