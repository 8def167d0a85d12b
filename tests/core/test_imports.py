"""Importing the core is light, and a construction imports exactly one plugin."""

import pytest

HEAVY = ("sklearn", "scipy", "pandas", "pluggy", "importlib.metadata")
PLUGINS = """
from importlib.metadata import entry_points
found = sorted({entry.module for entry in entry_points(group="mlmeta.plugins")} & set(sys.modules))
"""


@pytest.mark.parametrize("statement", ["import mlmeta", "from mlmeta import cluster, ensemble, linear_model, preprocessing"])
def test_an_import_brings_nothing_heavy(fresh, statement):
    code = f"import sys; {statement}\nprint([m for m in {HEAVY} if m in sys.modules])"
    assert fresh(code) == "[]"


@pytest.mark.parametrize(
    "statement",
    [
        "from mlmeta import cluster, ensemble, linear_model, preprocessing",
        "import mlmeta; mlmeta.search('k-means'); mlmeta.doctor()",
        "from mlmeta import cluster; cluster.KMeans.providers(); dir(cluster)",
        "from mlmeta.cli.main import main; main(['list', '--json'])",
    ],
)
def test_looking_imports_no_plugin(fresh, statement):
    assert fresh(f"import sys; {statement}\n{PLUGINS}print(found, 'sklearn' in sys.modules)").endswith("[] False")


@pytest.mark.parametrize("arguments", [["--version"], ["list"], ["list", "k-means", "--json"]])
def test_looking_needs_no_numpy(fresh, arguments):
    code = f"import sys; from mlmeta.cli.main import main; main({arguments})\nprint({{'numpy', 'polars'}} & set(sys.modules))"
    assert fresh(code).splitlines()[-1] == "set()"


def test_a_misspelt_call_imports_no_plugin(fresh):
    code = (
        f"import sys; from mlmeta import cluster\ntry: cluster.KMeans(n_cluster=3)\nexcept TypeError: pass\n{PLUGINS}print(found)"
    )
    assert fresh(code) == "[]"


def test_the_first_construction_imports_exactly_one_plugin(fresh):
    code = (
        f"import sys; from mlmeta import cluster; made = cluster.KMeans()\n{PLUGINS}print(len(found), 'sklearn' in sys.modules)"
    )
    assert fresh(code) == "1 False"
    home = f"import sys; from mlmeta import cluster; made = cluster.KMeans()\n{PLUGINS}"
    assert fresh(home + "print(found == [type(made).__module__.partition('.')[0]])") == "True"


def test_sixteen_threads_get_one_class(fresh):
    code = """
import threading
from mlmeta import cluster
barrier, seen = threading.Barrier(16), []
def construct():
    barrier.wait()
    seen.append(type(cluster.KMeans()))
threads = [threading.Thread(target=construct) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(seen), len(set(seen)))
"""
    assert fresh(code) == "16 1"


def test_a_misspelt_name_of_the_package_gets_advice():
    import mlmeta

    with pytest.raises(AttributeError, match=r"Did you mean 'explain'"):
        mlmeta.explian  # noqa: B018
    assert {"save", "load", "cluster", "serve"} <= set(dir(mlmeta))
