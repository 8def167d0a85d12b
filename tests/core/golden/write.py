"""Writes the golden specs anew; run it after a deliberate change and review the difference."""

import json
from pathlib import Path

from mlmeta.algorithms import kinds
from mlmeta.algorithms.specjson import as_json

if __name__ == "__main__":
    for known in sorted(Path(__file__).parent.glob("*.json")):
        known.write_text(json.dumps(as_json(kinds.get(known.stem)), indent=2) + "\n", encoding="utf-8")
