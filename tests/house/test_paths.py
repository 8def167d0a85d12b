"""The pages that draw paths through the code: their functions exist, are called from where they say, in that order."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass

import pytest

PAGES = ("path-of-a-fit", "path-of-a-model", "path-of-a-manifest")

STEP = re.compile(r"^\| (\d+[a-z]?) \| (?:(\d+[a-z]?) )?\| `([^`:]+):([^`]+)` \| (.+) \|$")
HEADER = re.compile(r"^\| step \| from \| in `([^`]+)` \|")
NAMED = re.compile(r"`((?:core|crates|plugins|docs|tests)/[\w./-]+\.(?:py|rs)):([\w.:<>]+)`")

TRACER = """
import json, os, sys
root, calls = {root!r}, []

def told(frame):
    code = frame.f_code
    return f"{{os.path.relpath(code.co_filename, root)}}:{{code.co_qualname}}"

def profile(frame, event, _):
    if event == "call" and frame.f_code.co_filename.startswith(root):
        stack, above = [], frame.f_back
        while above is not None:
            stack.append(told(above))
            above = above.f_back
        calls.append((told(frame), stack))

def leave(*_):
    raise SystemExit(0)

os.execv = leave  # where the process would become the server
import numpy as np
X = np.random.default_rng(0).normal(size=(60, 2))
{before}
sys.setprofile(profile)
try:
    {traced}
except SystemExit:
    pass
sys.setprofile(None)
sys.stdout = sys.__stdout__
print(json.dumps(calls))
"""

QUIET = "import io; sys.stdout = io.StringIO()"
FIT = "from mlmeta import cluster; km = cluster.KMeans(8, random_state=0).fit(X)"
PROGRAMS = {
    "path-of-a-fit": ("pass", FIT),
    "path-of-a-model": (
        f"import mlmeta; {FIT}; mlmeta.save; from mlmeta.cli.main import main",
        "mlmeta.save(km, sys.argv[1]); main(['serve', sys.argv[1]])",
    ),
    "path-of-a-manifest": (f"{QUIET}; from mlmeta.cli.main import main", "main(['list', 'k-means'])"),
}


@dataclass(frozen=True)
class Step:
    number: str
    parent: str | None
    path: str
    name: str

    @property
    def key(self):
        return f"{self.path}:{self.name}"


def steps_of(text):
    folder, found = "", []
    for line in text.splitlines():
        header, step = HEADER.match(line), STEP.match(line)
        if header:
            folder = header[1]
        elif step:
            found.append(Step(step[1], step[2], folder + step[3], step[4]))
        else:
            assert not re.match(r"^\| \d", line), f"no step: {line}"
    return found


@pytest.fixture(scope="module", params=PAGES)
def page(request, root):
    return request.param, (root / f"docs/concepts/{request.param}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def traced(page, root, tmp_path_factory):
    before, program = PROGRAMS[page[0]]
    code = TRACER.format(root=str(root), before=before, traced=program)
    model = tmp_path_factory.mktemp("path") / "segments.mlm"
    done = subprocess.run([sys.executable, "-c", code, model], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [(name, set(stack)) for name, stack in json.loads(done.stdout)]


def test_every_function_exists(page, root, functions):
    steps = steps_of(page[1])
    prose = "\n".join(line for line in page[1].splitlines() if not STEP.match(line))
    named = {(step.path, step.name) for step in steps} | set(NAMED.findall(prose))
    assert len(steps) > 20
    missing = []
    for path, name in sorted(named):
        known = {function.name for function in functions(root / path)} if (root / path).is_file() else None
        if known is None or name not in known:
            missing.append(f"{path}:{name}" if known is not None else f"{path}: no such file")
    assert missing == []


def test_every_step_has_a_number_and_is_called_from_one_above(page):
    steps = steps_of(page[1])
    numbers = [step.number for step in steps]
    assert len(numbers) == len(set(numbers))
    assert [step for i, step in enumerate(steps) if step.parent not in {None, *numbers[:i]}] == []


def test_python_runs_as_the_page_says(page, traced):
    """Each step is called below its parent, and after what stands above it in the same table of steps."""
    steps = {step.number: step for step in steps_of(page[1])}
    wrong, times = [], {}
    for step in steps.values():
        if not step.path.endswith(".py"):
            continue
        above = steps.get(step.parent)
        found = [i for i, (name, stack) in enumerate(traced) if name == step.key and (above is None or above.key in stack)]
        if found:
            siblings = [times[n] for n in times if steps[n].parent == step.parent]
            later = next((i for i in found if not siblings or i > siblings[-1]), None)
            if later is None:
                wrong.append(f"{step.number} {step.key} is called before what stands above it")
            times[step.number] = found[0] if later is None else later
        else:
            wrong.append(f"{step.number} {step.key} is not called{' by ' + above.key if above else ''}")
    assert len(times) > 10
    assert wrong == []


def test_rust_calls_as_the_page_says(page, root, functions):
    """A function's text names what the page puts under it."""
    steps = {step.number: step for step in steps_of(page[1])}
    wrong = []
    for step in steps.values():
        above = steps.get(step.parent)
        if above is None or not step.path.endswith(".rs"):
            continue
        parent = next(function for function in functions(root / above.path) if function.name == above.name)
        text = "\n".join((root / above.path).read_text(encoding="utf-8").splitlines()[parent.first - 1 : parent.last])
        if not re.search(rf"\b{step.name.rpartition(':')[2]}\b", text):
            wrong.append(f"{step.number} {above.key} does not name {step.name}")
    assert wrong == []


def test_the_site_has_the_pages(root):
    navigation = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert [page for page in PAGES if f"concepts/{page}.md" not in navigation] == []
