"""Time the load of a model file, and one row through the loaded model, and write a record.

python -m benches.model_file --out benches/records/2026-11-24-model-file.json

The file holds a K-Means of 1,000 centres of 64 float64. Beside the verified load stands what reads and hashes the same bytes:
stock safetensors and `hashlib.sha256`. The rows go through `mlmeta.load(...).predict` and through scikit-learn's own class that
has the same state. All are timed in turn, round after round; the first round is not counted.
"""

import argparse
import datetime as dt
import hashlib
import importlib.metadata
import json
import platform
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlmeta
import numpy as np
import safetensors.numpy
from mlmeta import cluster

from benches.record import processor

PACKAGES = ("mlmeta", "mlmeta-clustering-rs", "numpy", "safetensors", "scikit-learn")
LOADS, ROWS = 20, 200  # calls a round


def saved(folder: Path, n_clusters: int, n_features: int) -> Path:
    """Return the file of a K-Means of this shape."""
    X = np.random.default_rng(0).normal(size=(3 * n_clusters, n_features))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one iteration is enough for a file
        made = cluster.KMeans(n_clusters, init=X[:n_clusters].copy(), n_init=1, max_iter=1).fit(X)
    return mlmeta.save(made, folder / f"{n_clusters}x{n_features}.mlm")


def stock(path: Path) -> dict[str, Any]:
    """Return the arrays of a file as safetensors reads them, once its bytes are hashed."""
    content = path.read_bytes()
    hashlib.sha256(content).hexdigest()
    return safetensors.numpy.load(content)


def microseconds(work: Callable[[], object], calls: int) -> float:
    """Return how long one of several calls takes."""
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return 1e6 * (time.perf_counter() - start) / calls


def in_turn(contenders: dict[str, Callable[[], object]], calls: int, rounds: int) -> dict[str, Any]:
    """Return median and least of each contender's time, and the median of the ratios of second to first in each round."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, work in contenders.items():
            one = microseconds(work, calls)
            if turn:
                taken[name].append(one)
    first, second = taken.values()
    ratios = [b / a for a, b in zip(first, second, strict=True)]
    told = {name: {"median": round(statistics.median(times), 2), "least": round(min(times), 2)} for name, times in taken.items()}
    return {"microseconds": told, "ratio": round(statistics.median(ratios), 2)}


def main() -> int:
    """Write one record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large, small = saved(Path(folder), 1000, 64), saved(Path(folder), 8, 16)
        ours, theirs = mlmeta.load(small), mlmeta.load(small, "sklearn")
        row = np.random.default_rng(1).normal(size=(1, 16))
        assert np.array_equal(ours.predict(row), theirs.predict(row))
        assert np.array_equal(mlmeta.load(large).cluster_centers_, stock(large)["cluster_centers_"])
        load = in_turn(
            {"safetensors and sha256": lambda: stock(large), "mlmeta.load": lambda: mlmeta.load(large)}, LOADS, options.rounds
        )
        mapped = in_turn(
            {"mlmeta.load": lambda: mlmeta.load(large), "mmap=True": lambda: mlmeta.load(large, mmap=True)}, LOADS, options.rounds
        )
        answer = in_turn(
            {"mlmeta.load(...).predict": lambda: ours.predict(row), "scikit-learn's predict": lambda: theirs.predict(row)},
            ROWS,
            options.rounds,
        )
        record = {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "command": "python -m benches.model_file",
            "machine": processor(),
            "rounds": options.rounds,
            "versions": {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in PACKAGES},
            "load of 1,000 centres of 64 float64": {"bytes": large.stat().st_size, **load},
            "the same, mapped": mapped,
            "one row of 16 float64, 8 centres": {"provider": ours.__mlmeta_provider__, **answer},
        }
    told = json.dumps(record, indent=2)
    if options.out:
        options.out.write_text(told + "\n")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
