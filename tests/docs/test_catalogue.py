"""The catalogue script: what is installed is what its pages show."""

import importlib
import json
import re
import subprocess
import sys
import tomllib

import pytest

LIST = "from mlmeta.cli.main import main; main(['list', '--json'])"
IMPORTED = """
import pathlib, runpy, sys
sys.argv = [{script!r}, "--out", {out!r}]
sys.path.insert(0, str(pathlib.Path(sys.argv[0]).resolve().parent))  # as for a script
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as stop:
    assert stop.code == 0
print(sorted({{name.partition(".")[0] for name in sys.modules}}))
"""


def run(arguments, environment, cwd):
    done = subprocess.run(arguments, env=environment, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def built(root, foreign, tmp_path_factory):
    """Return the catalogue's folder and what the script said, with the foreign distributions installed."""
    out = tmp_path_factory.mktemp("catalogue")
    done = run([sys.executable, "docs/build_catalogue.py", "--out", out], foreign, root)
    return out, done


@pytest.fixture(scope="module")
def listed(root, foreign):
    return json.loads(run([sys.executable, "-c", LIST], foreign, root).stdout)


def table_rows(page):
    """Return the cells of the first table of a page, without the header."""
    lines = [line for line in page.split("</div>")[0].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_installed_provider_has_a_row_with_its_distribution_and_capabilities(built, listed):
    out, _ = built
    rows = table_rows((out / "index.md").read_text())
    assert len(rows) == len(listed) > 4
    words = {True: "yes", False: "no", None: "unknown"}
    for entry, cells in zip(sorted(listed, key=lambda e: e["kind"].lower()), rows, strict=True):
        assert f"({entry['kind']}.md)" in cells[0]
        assert [cells[1].removesuffix(" (default)"), *cells[2:4]] == [entry["provider"], entry["version"], entry["dist"]]
        shown = [re.sub("<[^>]*>", "", cell) for cell in cells[6:]]
        registered = [value for name, value in entry["capabilities"].items() if not name.startswith("x-")]
        assert shown == [words[value] for value in registered]


def test_every_installed_algorithm_has_a_page_and_is_in_the_json(built, listed):
    out, _ = built
    data = json.loads((out / "catalogue.json").read_text())
    assert data["algorithms"] == sorted(listed, key=lambda e: e["kind"].lower())
    kinds = {entry["kind"] for entry in listed}
    assert {path.relative_to(out).with_suffix("").as_posix() for path in out.rglob("*.md")} == {"index", *kinds}
    assert set(data["specs"]) | set(data["problems"]) == kinds


def test_page_shows_every_parameter_with_domain_default_and_meaning(built):
    out, _ = built
    page = (out / "cluster.KMeans.md").read_text()
    assert "| `n_clusters` | `8` | an int in the range [1, inf) | Number of clusters, and of centres. |" in page
    assert '(S. Lloyd, "Least squares quantization in PCM", 1982;' in page
    assert '| `algorithm` | `\'lloyd\'` | `"lloyd"` or `"elkan"` | How the labels are found' in page
    assert "| `cluster_centers_` | n_clusters, n_features | float64, float32 |" in page
    assert "| `distances` | `transform` | float64 | n_clusters | on request |" in page


def test_default_provider_is_the_one_that_a_call_would_choose(built, root, foreign):
    out, _ = built
    code = "import mlmeta; print(mlmeta.explain('cluster.KMeans').chosen)"
    chosen = run([sys.executable, "-c", code], foreign, root).stdout.strip()
    assert f"`{chosen}` is the default" in (out / "cluster.KMeans.md").read_text()


def test_page_shows_what_a_provider_does_not_take(root, environment, install, tmp_path):
    manifest = {
        "algorithm": "cluster.KMeans",
        "provider": "half",
        "factory": "half:KMeans",
        "unsupported": {"init": ["callable"]},
    }
    (tmp_path / "half").mkdir()
    (tmp_path / "half/__init__.py").touch()
    header = {"schema": 1, "dist": "half", "api": ">=0,<1"}
    (tmp_path / "half/mlmeta.json").write_text(json.dumps({**header, "algorithms": [manifest]}))
    install(tmp_path, "half", "1.0", {"half": "half:mlmeta.json"})
    script = [sys.executable, "docs/build_catalogue.py", "--out", tmp_path / "out"]
    run(script, {**environment, "PYTHONPATH": str(tmp_path)}, root)
    page = (tmp_path / "out/cluster.KMeans.md").read_text()
    line = next(line for line in page.splitlines() if line.startswith("| does not take |"))
    assert "`init=callable`" in line
    assert "`half` is the default" not in page


def test_distributions_are_those_of_the_index_and_what_is_installed(built, root):
    out, _ = built
    section = (out / "index.md").read_text().partition("## Distributions")[2].partition("\n## ")[0]
    rows = {line.split("|")[1].strip(): line for line in section.splitlines() if line.startswith("| mlmeta")}
    ours = {tomllib.loads(path.read_text())["project"]["name"] for path in root.glob("plugins/*/pyproject.toml")}
    assert ours < set(rows), "every distribution of this repository is in catalogue/index.toml"
    assert "mlmeta-winsorizer" in rows, "what is installed is listed without a line of its own"
    assert "| 201 |" in rows["mlmeta-sklearn"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('Mlmeta_Fast = { summary = "Everything, faster." }', "not in its normal form"),
        ('b = { summary = "Comes first." }\na = { summary = "Comes second." }', "sorted by name"),
        ('a = { sumary = "Everything, faster." }', "needs a summary"),
        ('a = { summary = "Everything, faster.", hom = "https://a.example" }', "Did you mean 'home'"),
        ('a = { summary = "Faster" }', "one sentence of 10 to 120 characters"),
        ('a = { summary = "Everything, faster.", home = "http://a.example" }', "must be an https address"),
    ],
)
def test_a_line_of_the_index_that_is_wrong_is_refused_by_name(line, complaint, root, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "docs"))
    distributions = importlib.import_module("distributions")
    index = tmp_path / "index.toml"
    index.write_text(line)
    with pytest.raises(ValueError, match=complaint):
        distributions.read(index)


def test_a_distribution_that_is_not_installed_is_listed_with_the_line_that_installs_it(root, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "docs"))
    distributions = importlib.import_module("distributions")
    index = tmp_path / "index.toml"
    index.write_text('acme-forest = { summary = "Forests of every kind.", home = "https://acme.example" }')
    told = {found.name: found for found in distributions.listed(index)}["acme-forest"]
    assert (told.version, told.providers, told.home) == ("", 0, "https://acme.example")


def test_algorithm_without_portable_state_says_so(built):
    out, _ = built
    assert "None: a fitted model of this algorithm cannot be saved" in (out / "cluster.DBSCAN.md").read_text()


def test_foreign_algorithm_names_its_owner_and_shows_its_spec(built):
    out, _ = built
    page = (out / "mlmeta-winsorizer/preprocessing.Winsorizer.md").read_text()
    assert "owned by the distribution `mlmeta-winsorizer`" in page
    assert "pip install mlmeta-winsorizer" in page
    assert "| `lower` | `0.05` | a float in the range [0.0, 0.5] | The quantile below which" in page
    assert "| `upper_` | ndarray of shape (n_features,)" in page


def test_broken_spec_is_listed_with_its_reason_and_the_build_goes_on(built):
    out, done = built
    page = (out / "mlmeta-broken/cluster.Broken.md").read_text()
    assert "SystemExit: a library that is not there" in page
    assert "Its &lt;spec> cannot \\| be imported." in page
    assert "| x-colour |" in page
    assert "None can be used here." in page
    assert "mlmeta-broken/cluster.Broken is listed without its spec" in done.stderr
    index = (out / "index.md").read_text()
    assert '!!! warning "mlmeta-broken/cluster.Broken is listed without its spec"' in index
    assert "## Quarantined" in index


def test_script_imports_no_provider(root, environment, tmp_path):
    code = IMPORTED.format(script="docs/build_catalogue.py", out=str(tmp_path / "out"))
    imported = run([sys.executable, "-c", code], environment, root).stdout
    assert "'mlmeta'" in imported
    for provider in ("mlmeta_clustering_np", "mlmeta_clustering_rs", "mlmeta_sklearn", "sklearn"):
        assert f"'{provider}'" not in imported


def test_page_of_an_uninstalled_algorithm_is_removed(root, environment, winsorizer, tmp_path):
    script = [sys.executable, "docs/build_catalogue.py", "--out", tmp_path]
    run(script, {**environment, "PYTHONPATH": str(winsorizer)}, root)
    page = tmp_path / "mlmeta-winsorizer/preprocessing.Winsorizer.md"
    assert page.exists()
    run(script, environment, root)
    assert not page.exists()


def test_examples_of_the_pages_run(built, root, environment, winsorizer, tmp_path):
    out, _ = built
    examples = []
    for page in sorted(out.rglob("*.md")):
        section = page.read_text().partition("## Example\n")[2]
        examples += re.findall(r"```python\n(.*?)```", section, re.DOTALL)[:1]
    assert len(examples) >= 5
    program = "\n".join(examples)
    run([sys.executable, "-c", program], {**environment, "PYTHONPATH": str(winsorizer)}, tmp_path)
