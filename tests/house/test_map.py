"""ARCHITECTURE.md is a map of what is there: paths and names exist, every module of the core stands in its room."""

import re
import tomllib

import pytest

QUOTED = re.compile(r"`([\w./-]+)(?::([\w.:]+))?`")
FILE = re.compile(r"\.(?:py|rs|md|toml|json)$")
BOX = re.compile(r"^   │ (.{38}) │(?:      │ (.{62}) │)?")
TOPS = ("core/", "crates/", "plugins/", "docs/", "tests/", "catalogue/")


@pytest.fixture(scope="module")
def text(root):
    return (root / "ARCHITECTURE.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def layers(root):
    """Return the rooms as import-linter has them, upstairs first; each a set of what stands side by side."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (found,) = (contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    return [{room.strip() for room in layer.split("|")} for layer in found]


@pytest.fixture(scope="module")
def rooms(text):
    """Return the files of each room, by room, as the table has them."""
    table = text.partition("### The rooms of the core")[2].partition("\n### ")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines() if re.match(r"\| (?!room|--)", line)]
    return {room.strip().strip("`"): re.findall(r"`(\w+\.py)`", files) for room, _, files in rows}


def named(root, text):
    """Yield what a page names, with its path: a bare file stands in the folder of the path before it, or of its column's head."""
    heads, before = {}, ""
    for line in text.splitlines():
        cells = line.split("|")[1:-1] if line.startswith("|") else [line]
        if line.startswith("|--"):
            heads = {i: root / found[1] for i, cell in enumerate(before) if (found := re.search(r"`([\w./-]+/)`", cell))}
        elif not line.startswith("|"):
            heads = {}
        before = cells
        for i, cell in enumerate(cells):
            folder = heads.get(i)
            for path, name in QUOTED.findall(cell):
                if path.startswith(TOPS) and "<" not in path:
                    folder = (root / path).parent if FILE.search(path) else root / path
                    yield root / path, name
                elif FILE.search(path) and folder is not None:
                    yield folder / path, name


def drawn(text, column):
    lines = [BOX.match(line) for line in text.splitlines()]
    return [found[column].strip() for found in lines if found and found[column] and found[column].strip()]


@pytest.mark.parametrize(("page", "part", "at_least"), [("ARCHITECTURE.md", "## Where is ...?", 80), ("CONTRIBUTING.md", "", 40)])
def test_every_path_and_name_exists(root, defines, page, part, at_least):
    wrong, seen = [], 0
    for place, name in named(root, (root / page).read_text(encoding="utf-8").partition(part or "\n")[2]):
        seen += 1
        if not place.exists():
            wrong.append(f"{place.relative_to(root)} is not there")
        elif name and not defines(place, name):
            wrong.append(f"{place.relative_to(root)} has no {name}")
    assert seen > at_least
    assert wrong == []


def test_every_link_leads_somewhere(root, text):
    wrong = []
    for target, anchor in re.findall(r"\]\(([\w./-]+)(?:#([\w-]+))?\)", text):
        page = root / target
        headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE) if page.is_file() else []
        if not page.is_file() or (
            anchor and anchor not in [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings]
        ):
            wrong.append(f"{target}#{anchor}")
    assert wrong == []


def test_every_module_of_the_core_stands_in_its_room(root, rooms):
    for room, files in rooms.items():
        if room in {"the namespaces", "errors"}:
            continue
        there = {path.name for path in (root / "core/mlmeta" / room).glob("*.py")} - {"__init__.py"}
        assert (room, sorted(files)) == (room, sorted(there))


def test_the_rooms_are_those_of_import_linter(root, text, layers, rooms):
    namespaces = next(layer for layer in layers if "cluster" in layer)
    expected = [{"the namespaces"} if layer is namespaces else layer for layer in layers]
    levels = [set(["the namespaces"] if "(" in line else line.split()) for line in drawn(text, 1)]
    assert levels == expected
    assert set(rooms) == set().union(*expected)
    folders = {path.name for path in (root / "core/mlmeta").iterdir() if (path / "__init__.py").is_file()}
    assert folders | {"errors"} == set().union(*layers)


def test_the_arrows_between_crates_are_those_of_cargo(root, text):
    expected = {}
    for manifest in (root / "crates").glob("*/Cargo.toml"):
        used = tomllib.loads(manifest.read_text(encoding="utf-8")).get("dependencies", {})
        expected[manifest.parent.name] = {name for name in used if name.startswith("mlmeta-")}
    lines = [line.partition(" uses ") for line in drawn(text, 2)]
    assert {crate.strip(): set(re.findall(r"[\w-]+", used)) for crate, _, used in lines} == expected
    table = text.partition("### The crates")[2].partition("\n## ")[0]
    listed = re.compile(r"^\| `(mlmeta-\w+)` \|", re.MULTILINE)
    assert set(listed.findall(table)) == set(expected)
    assert set(listed.findall((root / "crates/README.md").read_text(encoding="utf-8"))) == set(expected)


def test_the_plugins_are_those_of_the_folder(root, text):
    folders = {path.parent.name for path in (root / "plugins").glob("*/pyproject.toml")}
    assert set(re.search(r"^   │ (clustering-np.*?)│$", text, re.MULTILINE)[1].split()) == folders
