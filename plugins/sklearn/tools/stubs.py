"""What type checkers and editors know of the names that the specs of this distribution add to the core's namespaces."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mlmeta.plugins.curated import NAMESPACES

__all__ = ["written"]

HEAD = '''"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""
'''
IMPORTS = """
from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator
"""
METHODS = {
    "fit": ("X: Any, y: Any = None, **more: Any", "Self"),
    "partial_fit": ("X: Any, y: Any = None, **more: Any", "Self"),
    "fit_predict": ("X: Any, y: Any = None, **more: Any", "np.ndarray[Any, Any]"),
    "fit_transform": ("X: Any, y: Any = None, **more: Any", "Any"),
    "predict": ("X: Any, **more: Any", "np.ndarray[Any, Any]"),
    "predict_proba": ("X: Any, **more: Any", "Any"),
    "predict_log_proba": ("X: Any, **more: Any", "Any"),
    "decision_function": ("X: Any, **more: Any", "np.ndarray[Any, Any]"),
    "score_samples": ("X: Any", "np.ndarray[Any, Any]"),
    "kneighbors": ("X: Any = None, n_neighbors: int | None = None, return_distance: bool = True", "Any"),
    "radius_neighbors": ("X: Any = None, radius: float | None = None, return_distance: bool = True, **more: Any", "Any"),
    "transform": ("X: Any, **more: Any", "Any"),
    "inverse_transform": ("X: Any, **more: Any", "Any"),
    "sample": ("n_samples: int = 1, **more: Any", "Any"),
    "score": ("X: Any, y: Any = None, **more: Any", "float"),
}
PLAIN = {
    "int": "int",
    "float": "float",
    "str": "str",
    "bool": "bool",
    "dict": "dict[Any, Any]",
    "list": "list[Any]",
    "tuple": "tuple[Any, ...]",
    "array": "ArrayLike",
    "callable": "Callable[..., Any]",
    "RandomState": "np.random.RandomState",
    "None": "None",
}
LONGEST = 12
"""The most options that are told one by one; more are a str."""


def written(found: Mapping[str, Mapping[str, Any]], core: Path) -> dict[str, str]:
    """Return the stub of every namespace: the core's own names, and the classes of these specs."""
    return {namespace: _stub(namespace, found.get(namespace, {}), core) for namespace in NAMESPACES}


def _stub(namespace: str, specs: Mapping[str, Any], core: Path) -> str:
    own = list(_own(core / namespace / "__init__.py"))
    names = sorted([*specs, *(name for _, names in own for name in names)], key=lambda name: (not name.isupper(), name))
    ours = "".join(f"from {module} import {name} as {name}\n" for module, names in own for name in names)
    classes = "".join(f"\n{_class(name, spec)}" for name, spec in specs.items())
    text = f"{HEAD}{_needed(IMPORTS, classes)}{ours}\n__all__ = {json.dumps(names)}\n{classes}"
    return _formatted(text, core / namespace / "__init__.pyi")


def _formatted(text: str, path: Path) -> str:
    """Return the text as the repository's formatter writes it, its imports in order."""
    for work in (["check", "--select", "I", "--fix-only"], ["format"]):
        command = [sys.executable, "-m", "ruff", *work, "--quiet", "--stdin-filename", str(path), "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text


def _own(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (module, names) that the namespace imports from its own files."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mlmeta."):
            yield str(node.module), [alias.name for alias in node.names]


def _needed(imports: str, text: str) -> str:
    """Return the imports without those that the classes do not use."""
    kept = []
    for line in imports.splitlines(keepends=True):
        if line.startswith("from typing import"):
            line = f"from typing import {', '.join(n for n in ('Any', 'Literal', 'Self') if _uses(text, n))}\n"
        name = line.rpartition(" ")[2].strip()
        if not line.startswith(("from collections", "import numpy", "from numpy")) or _uses(text, f"{name}"):
            kept.append(line)
    return "".join(kept)


def _uses(text: str, name: str) -> bool:
    return any(f"{before}{name}{after}" in text for before in " [" for after in "[].,:)\n ")


def _class(name: str, spec: Mapping[str, Any]) -> str:
    lines = [f"class {name}(Estimator):", f'    """{spec["summary"]}"""', ""]
    lines += [f"    {attribute}: Any" for attribute in spec["attributes"]]
    lines += ["    def __init__(", "        self,"]
    starred = False
    for parameter in sorted(spec["parameters"], key=lambda p: p.get("keyword_only", True)):
        if parameter.get("keyword_only", True) and not starred:
            lines.append("        *,")
            starred = True
        default = f" = {_default(parameter['default'], parameter['domain'])}" if "default" in parameter else ""
        lines.append(f"        {parameter['name']}: {_type(parameter['domain'])}{default},")
    lines += [] if starred else ["        *,"]
    lines += ["        provider: str | None = None,", "    ) -> None: ..."]
    for method in spec["methods"]:
        parameters, result = METHODS[method]
        lines.append(f"    def {method}(self, {parameters}) -> {result}: ...")
    if "transformer" in spec["roles"]:
        lines.append("    def set_output(self, *, transform: str | None = None) -> Self: ...")
        lines.append("    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...")
    return "\n".join(lines) + "\n"


def _default(value: Any, domain: list[dict[str, Any]]) -> str:
    """Return a default as a stub writes it: what is simple, and in the domain, as it is."""
    if isinstance(value, str):
        known = any(arm["type"] in ("str", "any") and value in arm.get("options", [value]) for arm in domain)
        return json.dumps(value) if known and len(value) < 40 else "..."
    return "..." if isinstance(value, dict | list) else repr(value)


def _type(domain: list[dict[str, Any]]) -> str:
    found: list[str] = []
    for arm in domain:
        options = arm.get("options")
        if options and len(options) <= LONGEST:
            quoted = ", ".join(f'"{option}"' for option in options)
            told = f"Literal[{quoted}]"
        else:
            told = PLAIN.get(arm["type"], "Any")
        if told == "Any":
            return "Any"
        found += [told] if told not in found else []
    if "str" in found:
        found = [told for told in found if not told.startswith("Literal")]
    if "float" in found:
        found = [told for told in found if told != "int"]
    return " | ".join(sorted(found, key=lambda told: told == "None"))
