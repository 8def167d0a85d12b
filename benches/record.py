"""Write a record of the demonstration, run from `dist` wheels in a clean environment.

python benches/record.py --uv build/tools/bin/uv
"""

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"
PACKAGES = ("numpy", "scikit-learn", "scipy", "threadpoolctl")


def processor() -> str:
    """Return the processor's name."""
    with Path("/proc/cpuinfo").open() as lines:
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} processors" if names else platform.processor()


def environment(uv: Path, constraints: Path) -> Path:
    """Return the Python of a fresh environment that has wheels only."""
    shutil.rmtree(BUILD, ignore_errors=True)
    wheels = BUILD / "wheels"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--all-packages", "--out-dir", wheels], check=True, cwd=ROOT)
    subprocess.run([uv, "venv", "--quiet", BUILD / "venv"], check=True)
    python = BUILD / "venv" / "bin" / "python"
    install: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", python]
    sources: list[str | Path] = ["--find-links", wheels, "--constraints", constraints]
    subprocess.run([*install, *sources, "mlmeta[all]", "pillow"], check=True)
    return python


def pins() -> Path:
    """Write the project's constraints as a file and return its path."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]
    path = ROOT / "build" / "constraints.txt"
    path.write_text("\n".join(settings["constraint-dependencies"]) + "\n")
    return path


def run(python: Path, arguments: list[str]) -> dict[str, Any]:
    """Return what the demonstration told, run in a folder that is not the repository."""
    command: list[str | Path] = [python, ROOT / "examples" / "colours.py", "--json", "--out", BUILD / "demo", *arguments]
    free = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=BUILD, env=free)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def versions(python: Path) -> dict[str, str]:
    """Return the versions that took part."""
    code = f"import importlib.metadata as m, json; print(json.dumps({{p: m.version(p) for p in {PACKAGES!r}}}))"
    found: dict[str, str] = json.loads(subprocess.check_output([python, "-c", code], text=True))
    return {"python": platform.python_version(), **found}


def main() -> int:
    """Write one record a dtype."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uv", type=Path, default=ROOT / "build" / "tools" / "bin" / "uv")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    python = environment(options.uv, pins())
    today = dt.datetime.now(dt.UTC).date().isoformat()
    runs = [run(python, ["--rounds", str(options.rounds), "--dtype", dtype]) for dtype in ("float64", "float32")]
    record = {
        "date": today,
        "command": "make bench",
        "machine": processor(),
        "system": platform.platform(),
        "profile": "dist",
        "rounds": options.rounds,
        "versions": versions(python),
        "runs": [{key: told[key] for key in ("dtype", "pixels", "rows", "providers_agree")} for told in runs],
    }
    path = ROOT / "benches" / "records" / f"{today}-colours.json"
    path.write_text(json.dumps(record, indent=2) + "\n")
    print(f"written {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
