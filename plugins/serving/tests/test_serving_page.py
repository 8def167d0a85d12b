"""The page "Operate a server" lists the options that the server has."""

import re
import subprocess
from pathlib import Path

import pytest
from mlmeta_serving import binary
from mlmeta_serving.command import FLAGS, PASSED_ON

OTHERWISE = {"threads": "one a processor", "name": "the file's name without its ending"}
DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS / "guides/operate-a-server.md"


@pytest.fixture(scope="module")
def options():
    """Return what `mlmeta-serve --help` says of each option: its variable and its default, or None."""
    shown = subprocess.check_output([binary.find(), "--help"], text=True)
    found = {}
    for part in re.split(r"\n\s*(?=-\w, --|--)", shown)[1:]:
        variable, default = re.search(r"\[env: (\w+)=", part), re.search(r"\[default: (\S+)\]", part)
        found[re.search(r"--([\w-]+)", part)[1]] = (variable and variable[1], default and default[1])
    del found["help"], found["version"]
    return found


def test_help_of_the_verb_shows_the_servers_options_and_defaults(options):
    assert set(options) - {"python", "allow-provider"} == {*PASSED_ON, *FLAGS}
    for option, text in PASSED_ON.items():
        assert re.search(r"\(default: (.*)\)$", text)[1] == (options[option][1] or OTHERWISE[option]), option


@pytest.mark.skipif(not PAGE.exists(), reason="the page is in the repository, not in this distribution")
def test_page_has_every_option_with_its_variable_and_default(options):
    row = re.compile(r"^\| `--([\w-]+)` \|(?: `(\w+)`)? \|(?: ([^|]*))? \|", re.MULTILINE)
    listed = {}
    for option, variable, default in row.findall(PAGE.read_text(encoding="utf-8")):
        literal = re.fullmatch(r"`(.*)`", default.strip())
        listed[option] = (variable or None, literal and literal[1])
    assert listed == options


@pytest.mark.skipif(not PAGE.exists(), reason="the page is in the repository, not in this distribution")
def test_page_of_the_file_has_every_native_kind():
    page = (DOCS / "reference/model-file.md").read_text(encoding="utf-8")
    _, _, kinds = page.partition("\n## Kinds\n")
    cells = " ".join(re.findall(r"^\| ([^|]*`[^|]*) \|", kinds, re.MULTILINE))
    named = set(re.findall(r"`(\w+\.\w+)`", cells))
    for namespace, listed in re.findall(r"of `(\w+)`(?::| are)((?:[\s,]|and|`\w+`)+)", kinds):
        named |= {f"{namespace}.{name}" for name in re.findall(r"`(\w+)`", listed)}
    native = subprocess.check_output([binary.find(), "--kinds"], text=True).split()
    assert named == set(native) - {"chain"}, "what the page's tables name, and what mlmeta-serve --kinds lists"
    assert "### Chains" in kinds
