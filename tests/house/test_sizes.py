"""Files of one idea, functions that fit on a screen."""

import re
from statistics import median

import pytest

LONGEST_FILE = 600
LONGEST_FUNCTION = 80
USUAL = (70, 240)
REASON = re.compile(r"(?:#|//) Long: \w+")


def test_a_usual_file_holds_one_idea(sources):
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in sources if path.name != "__init__.py"]
    assert USUAL[0] <= median(lengths) <= USUAL[1]


def test_no_file_is_too_long_to_remember(root, sources):
    found = {str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    assert {path: lines for path, lines in found.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen_without_a_reason(root, sources, functions):
    """`# Long: because ...` (`// Long: ...` in Rust) on the line above the function, or its first decorator's."""
    found = {}
    for path in sources:
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in functions(path):
            above = lines[max(0, function.first - 4) : function.first]
            if function.lines > LONGEST_FUNCTION and not any(REASON.search(line) for line in above):
                found[f"{path.relative_to(root)}:{function.name}"] = function.lines
    assert found == {}


@pytest.mark.parametrize(
    ("path", "name", "lines"),
    [
        ("core/mlmeta/estimators/spec_class.py", "SpecMeta.__call__", 15),
        ("crates/mlmeta-kernels/src/level.rs", "Simd::detect", 5),
        ("crates/mlmeta-cluster/src/k_means/storage.rs", "Storage::n_rows", 1),
    ],
)
def test_the_functions_of_a_file_are_found(root, functions, path, name, lines):
    found = {function.name: function.lines for function in functions(root / path)}
    assert found[name] >= lines
    assert max(found.values()) < LONGEST_FILE
