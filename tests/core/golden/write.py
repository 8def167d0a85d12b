"""Writes the golden specs, one of every algorithm of the core; run it after a deliberate change and review the difference."""

import json
from pathlib import Path

from mlmeta.algorithms import kinds
from mlmeta.algorithms.specjson import as_json
from mlmeta.plugins import curated

FOLDER = Path(__file__).parent

if __name__ == "__main__":
    for gone in {path.stem for path in FOLDER.glob("*.json")} - curated.SPECS:
        (FOLDER / f"{gone}.json").unlink()
    for kind in sorted(curated.SPECS):
        text = json.dumps(as_json(kinds.get(kind)), indent=2)
        (FOLDER / f"{kind}.json").write_text(text + "\n", encoding="utf-8")
