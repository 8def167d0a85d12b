"""The site builds strictly: every page is in the navigation, every link and anchor leads somewhere."""

import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def project(root, tmp_path):
    """Return a copy of the docs beside what they refer to, so that a build leaves the working tree alone."""
    shutil.copytree(root / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("catalogue", "__pycache__"))
    shutil.copy(root / "mkdocs.yml", tmp_path)
    for name in ("catalogue", "core", "tests"):
        (tmp_path / name).symlink_to(root / name)
    return tmp_path


def build(project, environment):
    # Warnings of third-party libraries are not ours to turn into errors. No `--quiet`: it hides warnings from `--strict`.
    environment = {key: value for key, value in environment.items() if key != "PYTHONWARNINGS"}
    script = [sys.executable, "docs/build_catalogue.py", "--out", "docs/catalogue"]
    subprocess.run(script, env=environment, cwd=project, capture_output=True, check=True)
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(mkdocs, env=environment, cwd=project, capture_output=True, text=True, check=False)


def test_strict_build_passes_and_keeps_sources_out_of_the_site(project, environment):
    done = build(project, environment)
    assert done.returncode == 0, done.stderr
    site = project / "build/site"
    assert (site / "catalogue/cluster.KMeans/index.html").exists()
    assert (site / "catalogue/catalogue.json").exists()
    assert not [path for path in site.rglob("*") if path.suffix in (".py", ".jinja", ".toml", ".sh")]


def test_strict_build_passes_with_foreign_and_broken_plugins(project, foreign):
    done = build(project, foreign)
    assert done.returncode == 0, done.stderr
    index = (project / "build/site/catalogue/index.html").read_text()
    assert 'href="mlmeta-winsorizer/preprocessing.Winsorizer/"' in index
    assert "SystemExit: a library that is not there" in index


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("guides/choose-a-provider.md", "\n[nowhere](../guides/nowhere.md)\n", "nowhere.md"),
        ("guides/choose-a-provider.md", "\n[nowhere](../concepts/choice.md#nowhere)\n", "nowhere"),
        ("guides/forgotten.md", "# Forgotten\n", "forgotten.md"),
        ("index.md", '\n```python\n--8<-- "lost.py"\n```\n', "lost.py"),
    ],
)
def test_strict_build_refuses_dead_links_and_forgotten_pages(project, environment, file, text, complaint):
    with (project / "docs" / file).open("a", encoding="utf-8") as page:
        page.write(text)
    done = build(project, environment)
    assert done.returncode != 0
    assert complaint in done.stdout + done.stderr
