"""What a user does at each seam with one algorithm, in the environment whose interpreter runs this file.

`python seams.py journey CASE FOLDER` prints, as JSON, what each step gave or the error that explained why it cannot be done.
`python seams.py elsewhere CASE FOLDER` reads the saved model in another process.
"""

import contextlib
import inspect
import json
import pickle
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mlmeta
import numpy as np
from mlmeta.algorithms import kinds
from mlmeta.models import schema
from mlmeta.plugins import registry
from mlmeta.providers import names


@dataclass(frozen=True)
class Case:
    """One algorithm by one provider, and who reads its model file elsewhere."""

    algorithm: str
    provider: str
    parameters: dict[str, Any] = field(default_factory=dict)
    reader: str | None = None
    allow: tuple[str, ...] = ()


CASES = {
    "KMeans-np": Case("cluster.KMeans", "np", {"n_clusters": 3, "random_state": 0}, reader="rs"),
    "KMeans-rs": Case("cluster.KMeans", "rs", {"n_clusters": 3, "random_state": 0}, reader="np"),
    "DBSCAN": Case("cluster.DBSCAN", "sklearn", {"eps": 0.8}, allow=("sklearn",)),
    "LogisticRegression": Case("linear_model.LogisticRegression", "sklearn", {"C": 0.5, "max_iter": 500}, allow=("sklearn",)),
    "Winsorizer": Case("preprocessing.Winsorizer", "winsor", {"lower": 0.1}, allow=("winsor",)),
    "RandomForestClassifier": Case(
        "ensemble.RandomForestClassifier", "sklearn", {"n_estimators": 5, "random_state": 0}, allow=("sklearn",)
    ),
}


def data() -> tuple[np.ndarray, np.ndarray]:
    """Return the iris measurements (150, 4) and the names of the species (150,)."""
    from sklearn.datasets import load_iris

    iris = load_iris()
    return iris.data, iris.target_names[iris.target]


def rows() -> np.ndarray:
    """Return ten rows to ask about, one far outside."""
    X, _ = data()
    return np.vstack([X[::17], [[100.0, -3.0, 0.0, 2.5]]])


class Journey:
    """The steps of one case; each uses what the earlier ones left."""

    def __init__(self, case: Case, name: str, folder: Path) -> None:
        self.case, self.name, self.path = case, name, folder / "model.mlm"
        self.made: Any = None
        self.server: Any = None
        self.stack = contextlib.ExitStack()

    def register(self) -> Any:
        row = registry.index().rows[names.kind_named(self.case.algorithm, registry.index())][self.case.provider]
        imported = row.factory.partition(".")[0].partition(":")[0] in sys.modules
        return {"kind": row.kind, "dist": row.dist, "version": row.version, "imported": imported}

    def list(self) -> Any:
        listed = mlmeta.search(self.case.algorithm, provider=self.case.provider)  # longer names hold this one
        found = [entry.as_json() for entry in listed if entry.algorithm == self.case.algorithm]
        printed = subprocess.run(
            [sys.executable, "-m", "mlmeta.cli.main", "list", "--json"], capture_output=True, text=True, check=True
        )
        return {"searched": found, "printed": [row for row in json.loads(printed.stdout) if row in found]}

    def explain(self) -> Any:
        return {
            "unasked": mlmeta.explain(self.case.algorithm).as_json(),
            "asked": mlmeta.explain(self.case.algorithm, self.case.provider).as_json(),
        }

    def construct(self) -> Any:
        spec = mlmeta.get(self.case.algorithm)
        self.made = spec(provider=self.case.provider, **self.case.parameters)
        try:
            spec(**{f"{next(iter(self.case.parameters))}_": 1})
        except TypeError as error:
            advice = str(error)
        return {
            "repr": repr(self.made),
            "module": type(self.made).__module__,
            "is the spec's": isinstance(self.made, spec),
            "parameters": {key: value for key, value in self.made.get_params().items() if key in self.case.parameters},
            "signature": list(inspect.signature(spec).parameters),
            "advice": advice,
        }

    def fit(self) -> Any:
        X, y = data()
        assert self.made.fit(X, y) is self.made
        fitted = [name for name in vars(self.made) if name.endswith("_") and not name.startswith("_")]
        told: dict[str, Any] = {"attributes": sorted(fitted), "width": self.made.n_features_in_}
        for name in ("labels_", "classes_", "lower_", "upper_"):
            if name in fitted:
                told[name] = np.asarray(getattr(self.made, name)).tolist()
        return told

    def save(self) -> Any:
        try:
            mlmeta.save(self.made, self.path)
        except BaseException:
            self.path = self.path.with_suffix(".pickle")  # what a user would have instead
            self.path.write_bytes(pickle.dumps(self.made))
            raise
        return mlmeta.inspect(self.path).as_json()

    def load(self) -> Any:
        command = [sys.executable, __file__, "elsewhere", self.name, str(self.path.parent)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        if "error" in told:
            raise Told(told)
        return {**told, "here": self._answers()}

    def serve(self) -> Any:
        if self.path.suffix != ".mlm":
            command = [sys.executable, "-m", "mlmeta.cli.main", "serve", str(self.path), "--port=0"]
            command += [f"--allow-provider={name}" for name in self.case.allow]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            raise Told({"error": f"exit code {done.returncode}", "message": done.stderr})
        self.server = self.stack.enter_context(mlmeta.serve(self.path, allow=self.case.allow))
        with urllib.request.urlopen(f"{self.server.url}/v2/health/ready") as ready:
            status = ready.status
        with urllib.request.urlopen(f"{self.server.url}/v2/models/model") as described:
            return {"ready": status, "described": json.load(described)}

    def ask(self) -> Any:
        if self.server is None:
            if not kinds.spec_of(self.made).__mlmeta_outputs__:
                return schema.answer(self.made, rows())
            return mlmeta.serve(self.path, allow=self.case.allow)
        asked = rows()
        tensor = {"name": "X", "shape": list(asked.shape), "datatype": "FP64", "data": asked.ravel().tolist()}
        request = urllib.request.Request(
            f"{self.server.url}/v2/models/model/infer",
            json.dumps({"inputs": [tensor]}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            told = json.load(answer)
        return {"outputs": {output["name"]: output for output in told["outputs"]}, "here": self._answers()}

    def _answers(self) -> dict[str, Any]:
        return {name: array.tolist() for name, array in schema.answer(self.made, rows()).items()}


STEPS: tuple[str, ...] = ("register", "list", "explain", "construct", "fit", "save", "load", "serve", "ask")


class Told(Exception):
    """An explanation that another process gave."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(told["message"])
        self.told = told


def explained(step: Callable[[], Any]) -> dict[str, Any]:
    """Return what a step gives, or its error as data."""
    try:
        return {"value": step()}
    except Told as error:
        return error.told
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


def elsewhere(case: Case, folder: Path) -> dict[str, Any]:
    """Return what the saved model answers when another provider or another process reads it."""
    (path,) = folder.glob("model.*")
    told = explained(lambda: mlmeta.load(path, provider=case.reader, allow=case.allow))
    if "error" in told:
        return told
    model = told["value"]
    answers = {name: array.tolist() for name, array in schema.answer(model, rows()).items()}
    unallowed = explained(lambda: type(mlmeta.load(path)).__name__)
    return {"repr": repr(model), "module": type(model).__module__, "there": answers, "unallowed": unallowed}


def main(verb: str, name: str, folder: Path) -> None:
    """Run one case and print what it told."""
    if verb == "elsewhere":
        told = elsewhere(CASES[name], folder)
    else:
        journey = Journey(CASES[name], name, folder)
        with journey.stack:
            told = {step: explained(getattr(journey, step)) for step in STEPS}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
