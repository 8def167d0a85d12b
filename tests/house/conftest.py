"""What the tests of the house share: the files of the sources, and the functions in each of them."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("core/mlmeta", "crates/*/src", "plugins/*/src", "plugins/*/python", "plugins/*/tools")

HEADER = re.compile(r"^(?:pub(?:\([^)]*\))? )?(?:unsafe )?(?:impl|trait)\b")
ITEM = re.compile(r'^( *)(?:pub(?:\([^)]*\))? )?(?:default )?(?:const )?(?:async )?(?:unsafe )?(?:extern "[^"]*" )?fn (\w+)')
GENERIC = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Function:
    """A function or method: how its file calls it, and its first and last line."""

    name: str
    first: int
    last: int

    @property
    def lines(self) -> int:
        return self.last - self.first + 1


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Path]:
    """Return every source file of the distributions and crates: no tests, no examples, nothing generated."""
    folders = [folder for pattern in SOURCES for folder in sorted(ROOT.glob(pattern))]
    found = {path for folder in folders for kind in ("*.py", "*.rs") for path in folder.rglob(kind)}
    assert len(found) > 200
    return sorted(found)


@pytest.fixture(scope="session")
def defines(functions) -> Callable[[Path, str], bool]:
    """Return the function that tells whether a file defines a function, class, type or table of a name."""

    def tell(path: Path, name: str) -> bool:
        if any(function.name == name for function in functions(path)):
            return True
        item = r"(?:class |struct |enum |trait |type |const |static |mod )?"
        return bool(re.search(rf"^(?:pub(?:\([^)]*\))? )?{item}{name}\b", path.read_text(encoding="utf-8"), re.MULTILINE))

    return tell


@pytest.fixture(scope="session")
def functions() -> Callable[[Path], list[Function]]:
    """Return the function that lists the functions of a Python or Rust file."""
    return cache(lambda path: list(_of_python(path) if path.suffix == ".py" else _of_rust(path)))


def _of_python(path: Path) -> Iterator[Function]:
    def inside(node: ast.AST, prefix: str) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(prefix + child.name, child.lineno, child.end_lineno)
                yield from inside(child, f"{prefix}{child.name}.<locals>.")
            else:
                yield from inside(child, f"{prefix}{child.name}." if isinstance(child, ast.ClassDef) else prefix)

    return inside(ast.parse(path.read_text(encoding="utf-8")), "")


def _of_rust(path: Path) -> Iterator[Function]:
    """Yield the functions of a file that rustfmt has laid out: what begins at a column ends with a brace at that column."""
    lines = path.read_text(encoding="utf-8").splitlines()
    owner = ""
    for number, line in enumerate(lines):
        if HEADER.match(line):
            owner = _owner(" ".join(lines[number : number + 8]))
        elif line.startswith("}"):
            owner = ""
        found = ITEM.match(line)
        if found is None:
            continue
        indent, name = found.groups()
        last = number
        # The body ends at the function's own column; a declaration without one, at the semicolon of its signature.
        while not lines[last].startswith(f"{indent}}}") and not (lines[last].endswith(";") and not _opened(lines, number, last)):
            if last == number and lines[last].endswith("}"):
                break
            last += 1
        yield Function(f"{owner}::{name}" if owner else name, number + 1, last + 1)


def _opened(lines: list[str], first: int, last: int) -> bool:
    return any(line.endswith("{") for line in lines[first : last + 1])


def _owner(header: str) -> str:
    """Return the name of the type or trait that an `impl` or `trait` block is about."""
    text = header.partition("{")[0].partition(" where ")[0]
    while GENERIC.search(text):
        text = GENERIC.sub("", text)
    words = text.partition(" for ")[2] or re.sub(r"^.*?\b(?:impl|trait)\b", "", text)
    return re.findall(r"\w+", words.partition(":  ")[0].partition(": ")[0])[-1]
