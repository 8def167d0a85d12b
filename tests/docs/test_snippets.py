"""Every code block of the docs is a file that runs here, or says why it cannot."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mlmeta.plugins import registry

FENCE = re.compile(r"(?P<before>[^\n]*)\n```(?P<language>\w+)[^\n]*\n(?P<body>.*?)\n```", re.DOTALL)
INCLUDE = re.compile(r'--8<-- "(?P<file>[^":]+)(?::[^"]*)?"')
EXCUSED = re.compile(r"<!-- not run: .{10,} -->")
SERVING = ("serve.sh", "ask.sh", "answer.json")


@pytest.fixture(scope="module")
def snippets(root):
    return root / "docs/snippets"


@pytest.fixture(scope="module")
def pages(root):
    """Return the text of every page that people wrote, by name; decisions and the file format hold no programs."""
    docs = root / "docs"
    written = [path for path in docs.rglob("*.md") if path.relative_to(docs).parts[0] not in ("catalogue", "adr")]
    return {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in written}


def test_every_code_block_is_a_snippet_or_says_why_it_cannot_run(pages):
    found = 0
    for name, text in pages.items():
        for block in FENCE.finditer(text):
            found += 1
            included = INCLUDE.fullmatch(block["body"].strip())
            assert included or EXCUSED.fullmatch(block["before"]), f"{name}: neither run nor excused:\n{block[0]}"
    assert found > 30


def test_every_snippet_is_on_a_page(pages, snippets):
    used = {match["file"] for text in pages.values() for match in INCLUDE.finditer(text)}
    present = {path.name for path in snippets.iterdir() if path.is_file() and path.name != "ruff.toml"}
    assert present - used == set()


def run(arguments, environment, cwd):
    return subprocess.run(arguments, env=environment, cwd=cwd, capture_output=True, text=True, check=False)


PROGRAMS = sorted(path.stem for path in (Path(__file__).parents[2] / "docs/snippets").glob("*.py"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_prints_what_its_page_shows(name, snippets, environment, winsorizer, tmp_path):
    if name == "use_winsorizer":
        environment = {**environment, "PYTHONPATH": str(winsorizer)}
    done = run([sys.executable, snippets / f"{name}.py"], environment, tmp_path)
    assert done.returncode == 0, done.stderr
    shown = snippets / f"{name}.out"
    assert done.stdout == (shown.read_text(encoding="utf-8") if shown.exists() else "")


@pytest.fixture
def workplace(snippets, environment, tmp_path):
    """Return a folder with the tutorial's program and the model that it saves, and a table."""
    rows = "".join(f"{20 + i % 3 * 20},{1000 + i * 7},Rom\n" for i in range(30))
    (tmp_path / "customers.csv").write_text(f"age,income,city\n{rows}", encoding="utf-8")
    shutil.copy(snippets / "first_clusters.py", tmp_path)
    done = run([sys.executable, "first_clusters.py"], environment, tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


COMMANDS = {
    "check_plugin": "mlmeta-winsorizer 1.2.0",
    "command_line": "cluster_centers_",
    "completion": "mlmeta",
    "convert": "cluster.KMeans",
    "doctor": "threads",
    "environment": "after loading",
    "fit": "30 of 2 features: age, income",
    "info": "the best-ranked one",
    "info_winsorizer": "winsor ",
    "inspect": "2 of 2 outputs agree",
}


def test_list_of_commands_is_complete(snippets):
    assert {path.stem for path in snippets.glob("*.sh") if path.name not in SERVING} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_run_and_say_what_the_page_claims(name, snippets, environment, winsorizer, workplace):
    if name in ("check_plugin", "info_winsorizer"):
        environment = {**environment, "PYTHONPATH": str(winsorizer)}
    done = run(["bash", "-euo", "pipefail", snippets / f"{name}.sh"], environment, workplace)
    assert done.returncode == 0, done.stdout + done.stderr
    assert COMMANDS[name] in done.stdout


def test_command_line_page_has_every_verb(pages):
    from mlmeta.cli.main import VERBS
    from mlmeta.plugins.curated import FROM_PLUGINS

    documented = re.findall(r"^\| `mlmeta (\w+)", pages["reference/command-line.md"], re.MULTILINE)
    assert documented == [*VERBS, *FROM_PLUGINS]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page asks the server with curl, which is not installed")
@pytest.mark.skipif("serve" not in registry.index().commands, reason="mlmeta-serving is not installed")
def test_served_model_gives_the_answer_on_the_page(snippets, environment, workplace):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    start = (snippets / "serve.sh").read_text().replace("8080", port)
    ask = (snippets / "ask.sh").read_text().replace("8080", port)
    server = subprocess.Popen(["bash", "-c", f"exec {start}"], env=environment, cwd=workplace, stdout=subprocess.DEVNULL)
    try:
        wait_for(int(port), server)
        done = run(["bash", "-euo", "pipefail", "-c", ask], environment, workplace)
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((snippets / "answer.json").read_text())


def wait_for(port, server):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it listened"
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing listens on port {port} after 30 s")
