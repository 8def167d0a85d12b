"""What is published: sdists and wheels of every distribution, installed alone in a clean environment; and who builds them."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / "build/tools/bin/uv"
DISTS = ["mlmeta", *sorted(f"mlmeta-{path.parent.name}" for path in ROOT.glob("plugins/*/pyproject.toml"))]


def run(*command, **more):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=1500, **more)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """Build everything from a clean copy of what git knows: wheels come from the sdists."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheels")
    names = run("git", "ls-files", "-z", cwd=ROOT).split("\0")
    for name in filter(None, names):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    run(UV, "build", "--quiet", "--all-packages", "--out-dir", out, cwd=copy)
    return out


@pytest.fixture(scope="module")
def clean(wheels, tmp_path_factory):
    """Return a folder with an environment in which only wheels were installed."""
    home = tmp_path_factory.mktemp("clean")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]
    (home / "constraints.txt").write_text("\n".join(settings["constraint-dependencies"]) + "\n")
    run(UV, "venv", "--quiet", "--python", sys.executable, home / "venv")
    install = [UV, "pip", "install", "--quiet", "--python", home / "venv/bin/python", "--find-links", wheels]
    run(*install, "--constraints", home / "constraints.txt", "mlmeta[all]", "pillow")
    return home


@pytest.mark.slow
def test_every_distribution_has_an_sdist_and_a_wheel_with_what_it_needs(wheels):
    for dist in DISTS:
        stem = dist.replace("-", "_")
        assert len(list(wheels.glob(f"{stem}-[0-9]*.tar.gz"))) == 1, dist
        (wheel,) = wheels.glob(f"{stem}-[0-9]*.whl")
        names = zipfile.ZipFile(wheel).namelist()
        assert f"{stem}/py.typed" in names, dist
        assert dist == "mlmeta" or f"{stem}/mlmeta.json" in names, dist
        assert not [name for name in names if "test" in Path(name).parts], dist


@pytest.mark.slow
def test_wheels_alone_run_the_demonstration(clean):
    told = json.loads(
        run(
            clean / "venv/bin/python", ROOT / "examples/colours.py", "--json", "--rounds", "1", "--out", clean / "demo", cwd=clean
        )
    )
    assert told["served"]["right"]
    assert told["providers_agree"]
    assert told["choice"]["chosen"] == "rs"


@pytest.mark.slow
def test_wheels_alone_have_a_healthy_command_line(clean):
    environment = os.environ | {"PATH": f"{clean / 'venv/bin'}{os.pathsep}{os.environ['PATH']}"}
    told = json.loads(run(clean / "venv/bin/mlmeta", "doctor", "--deep", "--json", cwd=clean, env=environment))
    assert told["healthy"], told["quarantined"]
    assert sorted(told["plugins"]) == DISTS[1:]


def workflows():
    return {path.name: path for path in (ROOT / ".github/workflows").glob("*.yml")}


@pytest.mark.parametrize("name", sorted(workflows()))
def test_workflows_call_make_targets_that_exist(name):
    text = workflows()[name].read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    steps = [step.get("run", "") for job in jobs.values() for step in job["steps"]]
    called = {target for step in steps for target in re.findall(r"\bmake ([a-z-]+)", step)}
    assert called <= targets
    assert called or ".ci/run" in " ".join(steps)
    assert all("timeout-minutes" in job or job["runs-on"] == "ubuntu-24.04" for job in jobs.values())


def test_tags_of_the_workflow_are_the_distributions():
    text = workflows()["wheels.yml"].read_text(encoding="utf-8")
    (tags,) = re.findall(r"tags: (\[.*\])", text)
    patterns = [tag.replace("*", ".*") for tag in json.loads(tags)]
    for dist in DISTS:
        assert any(re.fullmatch(pattern, f"{dist}-v0.1.0") for pattern in patterns)
