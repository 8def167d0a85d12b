"""Write what `mlmeta-sklearn` says of the installed scikit-learn: its manifest, its specs, and the core's stubs of them.

`python plugins/sklearn/tools/generate.py` writes; with `--compare` it writes nothing and prints, as JSON, how the committed
files differ from the installed scikit-learn. Prose of scikit-learn is never written: it is read from the installed class when
somebody asks.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sklearn
import specs
import stubs
from mlmeta.plugins.curated import NAMESPACES, SPECS

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "src" / "mlmeta_sklearn"
CORE = HERE.parents[2] / "core" / "mlmeta"


def generated() -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return the rows of the manifest and, by namespace and name, the specs."""
    told = tomllib.loads((HERE / "summaries.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = []
    found: dict[str, dict[str, Any]] = {}
    for kind, made in specs.classes():
        namespace, _, name = kind.partition(".")
        summary = told[namespace].get(name, "")
        rows.append(specs.row(kind, made, summary))
        if kind not in SPECS:
            found.setdefault(namespace, {})[name] = specs.spec(kind, made, summary)
    return rows, found


def manifest(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the manifest, one line a row."""
    lines = ",\n".join(f"    {json.dumps(row)}" for row in rows)
    head = '{\n  "schema": 1,\n  "dist": "mlmeta-sklearn",\n  "api": ">=0,<1",\n  "algorithms": [\n'
    return f"{head}{lines}\n  ]\n}}\n"


def namespace_file(found: Mapping[str, Any]) -> str:
    """Return the specs of a namespace, one line each."""
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(spec, separators=(',', ':'))}" for name, spec in found.items())
    return f"{{\n{lines}\n}}\n"


def committed() -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what the committed files say, in the form of `generated`."""
    rows = json.loads((PACKAGE / "mlmeta.json").read_text(encoding="utf-8"))["algorithms"]
    files = sorted((PACKAGE / "specs").glob("*.json"))
    return rows, {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


def compare() -> dict[str, Any]:
    """Return how the installed scikit-learn differs from the committed files: names that came and went, changed parts."""
    rows, found = generated()
    there, here = _flat(rows, found), _flat(*committed())
    there |= {f"stub {namespace}": text for namespace, text in stubs.written(found, CORE).items()}
    here |= {f"stub {namespace}": (CORE / namespace / "__init__.pyi").read_text(encoding="utf-8") for namespace in NAMESPACES}
    return {
        "version": sklearn.__version__,
        "added": sorted(there.keys() - here.keys()),
        "removed": sorted(here.keys() - there.keys()),
        "changed": {key: [here[key], there[key]] for key in sorted(there.keys() & here.keys()) if there[key] != here[key]},
    }


def _flat(rows: Sequence[Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return every fact by a name of its own: a row, a part of a spec, a parameter."""
    facts: dict[str, Any] = {f"row {row['algorithm']}": row for row in rows}
    for inside in found.values():
        for spec in inside.values():
            facts |= {f"{spec['kind']} {part}": value for part, value in spec.items() if part != "parameters"}
            facts |= {f"{spec['kind']}({parameter['name']})": parameter for parameter in spec["parameters"]}
            facts[f"{spec['kind']} order"] = [parameter["name"] for parameter in spec["parameters"]]
    return facts


def write() -> None:
    """Write the manifest, the specs and the stubs."""
    rows, found = generated()
    (PACKAGE / "mlmeta.json").write_text(manifest(rows), encoding="utf-8")
    for path in (PACKAGE / "specs").glob("*.json"):
        path.unlink()
    for namespace, inside in found.items():
        (PACKAGE / "specs" / f"{namespace}.json").write_text(namespace_file(inside), encoding="utf-8")
    for namespace, text in stubs.written(found, CORE).items():
        (CORE / namespace / "__init__.pyi").write_text(text, encoding="utf-8")
    print(f"{len(rows)} rows, {sum(map(len, found.values()))} specs of scikit-learn {sklearn.__version__}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, or compare; 1 if there are differences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--compare", action="store_true", help="write nothing, print the differences")
    if not parser.parse_args(arguments).compare:
        write()
        return 0
    found = compare()
    print(json.dumps(found, indent=1))
    return 1 if found["added"] or found["removed"] or found["changed"] else 0


if __name__ == "__main__":
    sys.exit(main())
