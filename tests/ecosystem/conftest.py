"""An environment that has only wheels, built from this checkout and kept under build/ until a source changes."""

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "test-environments"
FOLDERS = {
    "mlmeta": ROOT,
    "mlmeta-clustering-np": ROOT / "plugins" / "clustering-np",
    "mlmeta-sklearn": ROOT / "plugins" / "sklearn",
    "mlmeta-serving": ROOT / "plugins" / "serving",
    "mlmeta-winsorizer": ROOT / "tests" / "third_party_plugin",
}
CORE = ("pyproject.toml", "README.md", "LICENSE-*", "core/**/*")
DOCS_TOOLS = ("jinja2", "griffe")
"""What `docs/build_catalogue.py` needs beside the plugins that it lists."""


def uv() -> str:
    """Return the uv that runs the tests, or the one that the Makefile brings."""
    return os.environ.get("UV") or shutil.which("uv") or str(ROOT / "build" / "tools" / "bin" / "uv")


def clean_environ() -> dict[str, str]:
    """Return the environment variables without those that would let a process see this environment's packages."""
    hidden = ("PYTHON", "VIRTUAL_ENV", "MLMETA_", "UV_PROJECT", "UV_PYTHON")
    return {key: value for key, value in os.environ.items() if not key.startswith(hidden)}


def call(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a program and return what it printed."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**clean_environ(), **more},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def sources(dist: str) -> Iterator[Path]:
    """Yield the files that a distribution's wheel is made of; for the Rust ones, what their cache keys say."""
    folder = FOLDERS[dist]
    patterns = list(CORE) if folder == ROOT else ["**/*"]
    if folder != ROOT:
        settings = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        patterns += [key["file"] for key in settings["tool"].get("uv", {}).get("cache-keys", ())] if "tool" in settings else []
    for pattern in patterns:
        base, rest = folder, Path(pattern)
        while rest.parts[0] == "..":  # pathlib's glob does not climb
            base, rest = base.parent, Path(*rest.parts[1:])
        yield from (path for path in base.glob(str(rest)) if path.is_file() and "__pycache__" not in path.parts)


def digest(paths: Iterator[Path], *more: str) -> str:
    """Return a name for the content of files."""
    found = hashlib.sha256("\n".join(more).encode())
    for path in sorted(set(paths)):
        found.update(f"\n{path.relative_to(ROOT)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def cached(name: str, key: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that `make` fills, made once a key. It appears under its name only when whole."""
    kept = CACHE / f"{name}-{key}"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=CACHE))
        make(room)
        for old in CACHE.glob(f"{name}-{'?' * len(key)}"):
            shutil.rmtree(old, ignore_errors=True)
        if kept.exists():  # another run was faster
            shutil.rmtree(room)
        else:
            room.rename(kept)
    return kept


def build_wheel(dist: str) -> Path:
    """Return the wheel of a distribution, built as a user's `uv build` would, but in the profile of the tests.

    Wheels for users have the profile `dist`; `release` is what the workspace has compiled already.
    """

    def make(room: Path) -> None:
        profile = {"MATURIN_PEP517_ARGS": "--profile release"}
        call(uv(), "build", "--quiet", "--wheel", "--out-dir", room, FOLDERS[dist], cwd=ROOT, **profile)

    folder = cached(f"wheel-{dist}", digest(sources(dist)), make)
    (wheel,) = folder.glob("*.whl")
    return wheel


def third_party() -> list[str]:
    """Return the packages of the environment that runs the tests, but ours, with their versions."""
    known = {found.name: found.version for found in importlib.metadata.distributions() if not found.name.startswith("mlmeta")}
    return [f"{name}=={version}" for name, version in sorted(known.items())]


def make_environment(room: Path, wheels: list[Path], packages: tuple[str, ...]) -> None:
    """Make a virtual environment from wheels only; what is not ours has the versions that the tests have, whatever the pins."""
    constraints = room.with_suffix(".txt")
    constraints.write_text("\n".join(third_party()))
    call(uv(), "venv", "--quiet", "--relocatable", "--allow-existing", "--python", sys.executable, room, cwd=room)
    install = [uv(), "pip", "install", "--quiet", "--no-config", "--only-binary", ":all:", "--constraint", constraints]
    call(*install, "--python", room, *wheels, *packages, cwd=room)
    constraints.unlink()


def python_of(folder: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="session")
def wheels() -> dict[str, Path]:
    """The wheels of the core, of three plugins and of the stranger."""
    return {dist: build_wheel(dist) for dist in FOLDERS}


@pytest.fixture(scope="session")
def clean_python(wheels: dict[str, Path]) -> Path:
    """The interpreter of an environment that has only those wheels, and what they depend on."""
    key = digest(iter(wheels.values()), sys.version, *DOCS_TOOLS, *third_party())
    return python_of(cached("environment", key, lambda room: make_environment(room, list(wheels.values()), DOCS_TOOLS)))


@pytest.fixture
def private_python(wheels: dict[str, Path], tmp_path: Path) -> Path:
    """The interpreter of a small environment that a test may change: the core, NumPy's K-Means and the stranger."""
    folder = tmp_path / "environment"
    folder.mkdir()
    make_environment(folder, [wheels[dist] for dist in ("mlmeta", "mlmeta-clustering-np", "mlmeta-winsorizer")], ())
    return python_of(folder)


@pytest.fixture
def uninstall() -> Callable[[Path, str], None]:
    """Return a function that removes a distribution from an environment, as a user would."""

    def remove(python: Path, dist: str) -> None:
        call(uv(), "pip", "uninstall", "--quiet", "--python", python, dist, cwd=python.parent)

    return remove


@pytest.fixture(scope="session")
def run() -> Callable[..., str]:
    """Return a function that runs a program away from this checkout's packages and returns what it printed."""
    return call


@pytest.fixture(scope="session")
def journey(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], dict[str, object]]:
    """Return a function that takes a case through every seam, once, in its environment, and returns what each step told."""
    told: dict[str, dict[str, object]] = {}

    def travel(case: str) -> dict[str, object]:
        if case not in told:
            python = request.getfixturevalue("clean_python") if case == "Winsorizer" else sys.executable
            folder = tmp_path_factory.mktemp(case)
            told[case] = json.loads(call(python, Path(__file__).with_name("seams.py"), "journey", case, folder, cwd=folder))
        return told[case]

    return travel


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], tuple[object, str]]:
    """Return a function that gives the docs catalogue of a case's environment: its data, and the page with the table."""
    made: dict[str, Path] = {}

    def build(case: str) -> tuple[object, str]:
        python = str(request.getfixturevalue("clean_python") if case == "Winsorizer" else sys.executable)
        if python not in made:
            made[python] = tmp_path_factory.mktemp("catalogue")
            call(python, ROOT / "docs" / "build_catalogue.py", "--out", made[python], cwd=made[python])
        folder = made[python]
        data = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
        return data, (folder / "index.md").read_text(encoding="utf-8")

    return build
