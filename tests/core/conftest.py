"""What the tests of the core share: data, fresh processes, and distributions that exist only for one test."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mlmeta.cli.main import main
from mlmeta.providers import selection
from mlmeta.providers.preferences import VARIABLE

Row = Mapping[str, Any]


@pytest.fixture(scope="session")
def X() -> np.ndarray:
    """Three blobs of twenty rows, far apart, (60, 2)."""
    return np.random.default_rng(0).normal(size=(60, 2)) + np.repeat(np.arange(3), 20)[:, None] * 9.0


@pytest.fixture(scope="session")
def fresh() -> Callable[..., str]:
    """Return a function that runs code in a new process and returns what it printed."""

    def run(code: str, **environment: str) -> str:
        known = {key: value for key, value in os.environ.items() if key != VARIABLE}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            env={**known, **environment},
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command line and returns (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main(list(map(str, arguments)))
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return call


@pytest.fixture
def row() -> Callable[..., Row]:
    """Return a function that makes one row of a manifest."""

    def make(provider: str, factory: str, algorithm: str = "cluster.KMeans", **more: Any) -> Row:
        return {"algorithm": algorithm, "provider": provider, "factory": factory, **more}

    return make


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that fakes an installed distribution with a manifest; all are gone after the test.

    A distribution of a real one's name shadows it, as it would with pip.
    """
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    monkeypatch.delenv(VARIABLE, raising=False)
    before = set(sys.modules)

    def make(
        dist: str,
        rows: Sequence[Row] = (),
        *,
        code: str = "",
        version: str = "1.0",
        module: str | None = None,
        manifest: bytes | None = None,
        look: bool = True,
        **header: Any,
    ) -> None:
        name = module or dist.replace("-", "_")
        known = {"schema": 1, "dist": dist, "api": ">=0,<1", "algorithms": list(rows)}
        info = site / f"{dist.replace('-', '_')}-{version}.dist-info"
        files = {
            site / name / "__init__.py": code.encode(),
            site / name / "mlmeta.json": json.dumps({**known, **header}).encode() if manifest is None else manifest,
            info / "METADATA": f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n".encode(),
            info / "entry_points.txt": f"[mlmeta.plugins]\n{dist} = {name}:mlmeta.json\n".encode(),
        }
        for path, content in files.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        if look:
            selection.refresh()

    yield make
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(site)):
            del sys.modules[name]
    selection.refresh()
