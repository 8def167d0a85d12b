"""Measure how fast the Rust K-Means fits, and labels one row, beside scikit-learn's, and write the record.

python -m benches.first_speeds --out benches/records/2026-11-24-first-speeds.json

Both get the same rows, the same start centres, the same number of threads and the same stopping rule (`tol=0`, at most so many
iterations). Each fit runs in a process of its own, in rounds (one, the other, the other, one ...); the medians count. A row of
the record that says another number of iterations or another inertia compares unlike work, and the command fails. The record keeps
the load of the machine: on busy processors threads wait for each other, scikit-learn's most of all when fits are short.
"""

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benches.record import ROOT, processor

PEER, OURS = "scikit-learn", "rs"
PACKAGES = ("mlmeta", "mlmeta-clustering-rs", "numpy", "scikit-learn", "scipy", "threadpoolctl")
GOAL_OF_FITS, GOAL_OF_PREDICT = 1.5, 10.0
SHORTEST = 0.2
"""Seconds: shorter fits are repeated in their process until they took that long together."""


class Cell(NamedTuple):
    """A size of problem, and at most how many iterations are fitted."""

    n_samples: int
    n_features: int
    n_clusters: int
    max_iter: int


CELLS = (Cell(1_000_000, 2, 3, 30), Cell(1_000_000, 16, 64, 20), Cell(100_000, 128, 1000, 10), Cell(70_000, 784, 10, 30),
         Cell(10_000, 10, 8, 50))  # fmt: skip


def make_rows(kind: str, cell: Cell, dtype: str) -> NDArray[np.floating[Any]]:
    """Return seeded rows (n_samples, n_features): in a unit cube, or around as many centres as there are clusters."""
    random = np.random.default_rng(0)
    shape = (cell.n_samples, cell.n_features)
    if kind == "uniform":
        return random.random(shape, dtype=np.float32).astype(dtype)
    centres = 2 * random.standard_normal((cell.n_clusters, cell.n_features), dtype=np.float32)
    rows = centres[random.integers(cell.n_clusters, size=cell.n_samples)] + random.standard_normal(shape, dtype=np.float32)
    return rows.astype(dtype)


def make_model(contender: str, **parameters: Any) -> Any:
    """Return an unfitted K-Means of scikit-learn or of a provider; only the one that is asked for is imported."""
    if contender == PEER:
        from sklearn.cluster import KMeans  # noqa: PLC0415

        return KMeans(n_init=1, **parameters)
    from mlmeta import cluster  # noqa: PLC0415

    return cluster.KMeans(n_init=1, provider=contender, **parameters)


def timed(action: Callable[[], object]) -> float:
    """Return the median seconds of `action`, once or as often as fits into the shortest time worth a clock."""
    seconds: list[float] = []
    while not seconds or (sum(seconds) < SHORTEST and len(seconds) < 10_000):
        begin = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def run_contender(contender: str, data: Path, max_iter: int) -> dict[str, Any]:
    """Return what one contender took and found in this process."""
    with np.load(data) as stored:
        rows, start = stored["rows"], stored["start"]
    model = make_model(contender, n_clusters=len(start), init=start, max_iter=max_iter, tol=0.0)
    model.fit(rows[: max(2 * len(start), 1000)])  # libraries and threads are loaded before the clock starts
    one = rows[:1].copy()
    seconds = {"fit": timed(lambda: model.fit(rows)), "predict": timed(lambda: model.predict(one))}
    return seconds | {"n_iter": int(model.n_iter_), "inertia": float(model.inertia_)}


def compare(cell: Cell, kind: str, dtype: str, threads: int, rounds: int) -> dict[str, Any]:
    """Return one row of the record: medians of interleaved fresh processes."""
    free = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads))
    found: dict[str, list[dict[str, Any]]] = {PEER: [], OURS: []}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.npz"
        rows = make_rows(kind, cell, dtype)
        start = rows[np.random.default_rng(1).choice(len(rows), cell.n_clusters, replace=False)]
        np.savez(data, rows=rows, start=start)
        for turn in range(rounds):
            for contender in (PEER, OURS)[:: 1 if turn % 2 == 0 else -1]:
                command = [sys.executable, "-m", "benches.first_speeds", "--contender", contender, "--threads", str(threads)]
                command += ["--data", str(data), "--max-iter", str(cell.max_iter)]
                told = subprocess.check_output(command, text=True, cwd=ROOT, env=free | limits, timeout=900)
                found[contender].append(json.loads(told))
    row: dict[str, Any] = cell._asdict() | {"data": kind, "dtype": dtype, "threads": threads}
    row["n_iter"] = {name: told[0]["n_iter"] for name, told in found.items()}
    row["inertia"] = {name: told[0]["inertia"] for name, told in found.items()}
    for measure in ("fit", "predict"):
        medians = {name: statistics.median(one[measure] for one in told) for name, told in found.items()}
        row[measure] = {name: float(f"{seconds:.4g}") for name, seconds in medians.items()}
        row[f"{measure}_speed"] = round(medians[PEER] / medians[OURS], 2)
    return row


def is_alike(row: dict[str, Any]) -> bool:
    """Return whether both did the same work: as many iterations, and the same inertia as far as float32 sums tell."""
    one, other = row["inertia"].values()
    return len(set(row["n_iter"].values())) == 1 and bool(np.isclose(one, other, rtol=1e-3))


def main() -> int:
    """Write one record; exit code 1 when two contenders did unlike work."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="where the record goes; without it the figures are only told")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cells", type=int, nargs="*", default=list(range(len(CELLS))), help="numbers of cells, from 0")
    parser.add_argument("--dtypes", nargs="*", default=["float32", "float64"])
    parser.add_argument("--kinds", nargs="*", default=["blobs", "uniform"])
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--profile", default="release", help="how the extension was built, for the record")
    parser.add_argument("--contender", choices=[PEER, OURS], help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--max-iter", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        import mlmeta  # noqa: PLC0415  # scikit-learn's threads are limited by the environment

        with mlmeta.use(threads=options.threads[0]):
            print(json.dumps(run_contender(options.contender, options.data, options.max_iter)))
        return 0
    rows = []
    for cell in (CELLS[number] for number in options.cells):
        for kind, dtype, threads in ((k, d, t) for k in options.kinds for d in options.dtypes for t in options.threads):
            rows.append(row := compare(cell, kind, dtype, threads, options.rounds))
            size = ",".join(map(str, cell[:3]))
            speeds = f"fit {row['fit_speed']:6.2f}x  predict {row['predict_speed']:6.2f}x"
            print(f"{size:16} {kind:8} {dtype} {threads} threads: {speeds}  {row['fit']}  {row['n_iter']}", flush=True)
    if options.out:
        options.out.write_text(dump(options, rows) + "\n")
        print(f"written {options.out}")
    return 0 if all(is_alike(row) for row in rows) else 1


def dump(options: argparse.Namespace, rows: list[dict[str, Any]]) -> str:
    """Return the record as JSON with one line a row."""
    record = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "command": "python -m benches.first_speeds",
        "machine": processor(),
        "system": platform.platform(),
        "profile": options.profile,
        "rounds": options.rounds,
        "load": [round(load, 1) for load in os.getloadavg()],
        "goals": {"fit_speed": GOAL_OF_FITS, "predict_speed": GOAL_OF_PREDICT},
        "versions": {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in PACKAGES},
        "rows": [],
    }
    lines = ",\n    ".join(json.dumps(row) for row in rows)
    return json.dumps(record, indent=2).replace('"rows": []', f'"rows": [\n    {lines}\n  ]')


if __name__ == "__main__":
    sys.exit(main())
