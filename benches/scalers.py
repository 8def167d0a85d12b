"""Measure how fast the scalers fit and transform, beside scikit-learn's, and write the record.

python -m benches.scalers --out benches/records/2026-11-23-scalers.json

All get the same rows and may take the same number of threads (scikit-learn's scalers take one). Each contender runs in a process
of its own, in rounds whose order turns; a process repeats its work, and the median of the rounds' medians counts. A contender
that learnt other means or scales, beyond rounding, makes the command fail.
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
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benches.record import ROOT, processor

PEER = "scikit-learn"
CONTENDERS = (PEER, "rs", "np")
PACKAGES = ("mlmeta", "mlmeta-preprocessing-np", "mlmeta-preprocessing-rs", "numpy", "scikit-learn", "scipy")
SCALERS = ("StandardScaler", "MinMaxScaler")
REPEATS = 7


def make_scaler(contender: str, name: str) -> Any:
    """Return an unfitted scaler of scikit-learn or of a provider; only the one that is asked for is imported."""
    if contender == PEER:
        from sklearn import preprocessing as theirs  # noqa: PLC0415

        return getattr(theirs, name)()
    from mlmeta import preprocessing  # noqa: PLC0415

    return getattr(preprocessing, name)(provider=contender)


def median_seconds(action: Callable[[], object]) -> float:
    """Return the median seconds of `action`, repeated."""
    seconds = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def run_contender(contender: str, name: str, dtype: str, shape: tuple[int, int]) -> dict[str, Any]:
    """Return what one contender took and learnt in this process."""
    rows = np.random.default_rng(0).standard_normal(shape).astype(dtype)
    scaler = make_scaler(contender, name)
    scaler.fit_transform(rows[:1000])  # libraries are loaded before the clock starts
    fit = median_seconds(lambda: scaler.fit(rows))
    both = median_seconds(lambda: scaler.fit_transform(rows))
    learnt = [scaler.mean_ if name == "StandardScaler" else scaler.data_min_, scaler.scale_]
    return {"fit": fit, "fit_transform": both, "learnt": [array.tolist() for array in learnt]}


def compare(name: str, dtype: str, shape: tuple[int, int], threads: int, rounds: int) -> dict[str, Any]:
    """Return one row of the record: medians of interleaved fresh processes."""
    free = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    found: dict[str, list[dict[str, Any]]] = {contender: [] for contender in CONTENDERS}
    for turn in range(rounds):
        for contender in CONTENDERS[turn % 3 :] + CONTENDERS[: turn % 3]:
            command = [sys.executable, "-m", "benches.scalers", "--contender", contender, name, dtype, *map(str, shape)]
            environment = free | {"OMP_NUM_THREADS": str(threads)}
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=900)
            found[contender].append(json.loads(done.stdout))
    learnt = {contender: np.array(told[0]["learnt"]) for contender, told in found.items()}
    row: dict[str, Any] = {"scaler": name, "dtype": dtype, "n_samples": shape[0], "n_features": shape[1], "threads": threads}
    row["largest_difference"] = {
        name: float(np.abs(other - learnt[PEER]).max()) for name, other in learnt.items() if name != PEER
    }
    for measure in ("fit", "fit_transform"):
        medians = {name: statistics.median(one[measure] for one in told) for name, told in found.items()}
        row[measure] = {name: float(f"{seconds:.4g}") for name, seconds in medians.items()}
        row[f"{measure}_speed"] = {name: round(medians[PEER] / medians[name], 2) for name in CONTENDERS[1:]}
    return row


def main() -> int:
    """Write one record; exit code 1 when two contenders learnt unlike statistics."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="where the record goes; without it the figures are only told")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--profile", default="release", help="how the extension was built, for the record")
    parser.add_argument("--contender", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        contender, name, dtype, n_samples, n_features = options.contender
        print(json.dumps(run_contender(contender, name, dtype, (int(n_samples), int(n_features)))))
        return 0
    rows = []
    for name in SCALERS:
        for dtype in ("float64", "float32"):
            for threads in options.threads:
                rows.append(row := compare(name, dtype, (1_000_000, 16), threads, options.rounds))
                print(name, dtype, f"threads={threads}", row["fit_transform"], row["fit_transform_speed"], flush=True)
    unlike = [row for row in rows if max(row["largest_difference"].values()) > 1e-6]
    if options.out and not unlike:
        record = {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "command": f"python -m benches.scalers --rounds {options.rounds}",
            "machine": processor(),
            "system": platform.platform(),
            "profile": options.profile,
            "versions": {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in PACKAGES},
            "rows": rows,
        }
        options.out.write_text(json.dumps(record, indent=1) + "\n")
    print("\n".join(f"unlike statistics: {row}" for row in unlike), end="")
    return 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main())
