"""Write a record of start-up times: fresh processes, interleaved, the median of many.

python -m benches.startup --out benches/records/2026-11-24-startup.json

`mlmeta list` reads the manifests of this environment and of two hundred more distributions, made for the occasion.
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
from pathlib import Path

import mlmeta

from benches.record import processor

STRANGERS = 200
PACKAGES = ("mlmeta", "numpy", "pluggy", "mlmeta-sklearn")

CODES = {
    "bare interpreter": "pass",
    "import numpy": "import numpy",
    "from mlmeta import cluster": "from mlmeta import cluster",
    "cluster.KMeans()": "from mlmeta import cluster; cluster.KMeans()",
    "mlmeta list": "import sys; from mlmeta.cli.main import main; sys.exit(main(['list']))",
    "mlmeta list, 200 more distributions": "import sys; from mlmeta.cli.main import main; sys.exit(main(['list']))",
}


def strangers(folder: Path) -> None:
    """Write distributions of one provider each."""
    for number in range(STRANGERS):
        name = f"stranger_{number}"
        row = {"algorithm": "cluster.KMeans", "provider": f"s{number}", "factory": f"{name}:KMeans", "summary": "One of many."}
        manifest = {"schema": 1, "dist": name, "api": ">=0,<1", "algorithms": [row]}
        package, info = folder / name, folder / f"{name}-1.0.dist-info"
        package.mkdir()
        info.mkdir()
        (package / "__init__.py").touch()
        (package / "mlmeta.json").write_text(json.dumps(manifest))
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[mlmeta.plugins]\n{name} = {name}:mlmeta.json\n")


def milliseconds(code: str, environment: dict[str, str]) -> float:
    """Return how long a fresh interpreter takes for `code`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def main() -> int:
    """Write one record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    taken: dict[str, list[float]] = {name: [] for name in CODES}
    with tempfile.TemporaryDirectory() as folder:
        strangers(Path(folder))
        for turn in range(options.rounds + 1):  # the first turn writes the compiled modules and is not counted
            for name, code in CODES.items():
                more = {"PYTHONPATH": folder} if "distributions" in name else {}
                one = milliseconds(code, {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | more)
                if turn:
                    taken[name].append(one)
    record = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "command": "python -m benches.startup",
        "machine": processor(),
        "rounds": options.rounds,
        "rows": len(mlmeta.search()),
        "versions": {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in PACKAGES},
        "milliseconds": {
            name: {"median": round(statistics.median(times), 1), "least": round(min(times), 1)} for name, times in taken.items()
        },
    }
    options.out.write_text(json.dumps(record, indent=2) + "\n")
    print(json.dumps(record["milliseconds"], indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
