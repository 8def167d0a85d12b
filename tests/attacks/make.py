"""Build the files that lie and `expected.json`, which says what is wrong with each and what the honest ones keep.

Run `python tests/attacks/make.py FOLDER`; it always gives the same bytes. Only the standard library is used, and nothing of
mlmeta: these files must not inherit a mistake of its writers.
"""

import json
import sys
from pathlib import Path

from honest import FORMAT, HONEST, KIND
from lies_of_bytes import LIES as BYTES
from lies_of_documents import LIES as DOCUMENTS


def make(folder: Path) -> None:
    """Write all files into `folder`."""
    assert not BYTES.keys() & DOCUMENTS.keys()
    for name, base in HONEST.items():
        (folder / f"honest-{name}.mlm").write_bytes(base().write())
    honest = {"format": sorted(FORMAT), "kind": sorted(KIND)}
    expected: dict[str, dict[str, list[str]]] = {"format": {}, "kind": {}, "spec": {}, "honest": honest}
    for name, lie in sorted((BYTES | DOCUMENTS).items()):
        (folder / f"{name}.mlm").write_bytes(lie.write())
        expected[lie.layer].setdefault(lie.word, []).append(name)
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    make(target)
