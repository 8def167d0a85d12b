"""Two hundred distributions, twenty of them broken in as many ways: everything else works, and each fault has its name."""

import json
import re
import subprocess
import sys
import threading

import mlmeta
import pytest
from mlmeta import cluster, errors
from mlmeta.plugins import registry
from mlmeta.providers import selection

PROVIDER = """
from mlmeta import cluster
import numpy as np

class Made(cluster.KMeans, provider={provider!r}):
    def _fit(self, X, sample_weight):
        self.cluster_centers_, self.labels_ = X[: self.n_clusters], np.zeros(len(X), dtype=np.int32)
        self.inertia_, self.n_iter_ = 0.0, 1
    def _predict(self, X): return np.zeros(len(X), dtype=np.int32)
    def _transform(self, X): return np.zeros((len(X), self.n_clusters))
    def _squared_distances(self, X): return np.zeros(len(X))
"""


def manifest(number, **changes):
    row = {"algorithm": "cluster.KMeans", "provider": f"p{number}", "factory": f"dummy_{number}:Made"}
    return {"schema": 1, "dist": f"dummy-{number}", "api": ">=0,<1", "algorithms": [row | changes.pop("row", {})], **changes}


def encoded(number, **changes):
    return json.dumps(manifest(number, **changes)).encode()


# Seen when the manifests are read.
UNREADABLE = {
    0: (lambda n: b"{" + encoded(n), "cannot be read"),
    1: (lambda n: b"\xff" + encoded(n), "cannot be read"),
    2: (lambda n: encoded(n, api=">=3,<4"), "needs API >=3,<4, this core has API 0"),
    3: (lambda n: encoded(n, api="any"), "expected the form"),
    4: (lambda n: encoded(n, schema=9), "has schema 9"),
    5: (lambda n: encoded(n, dist="another"), "says \"dist\": 'another'"),
    6: (lambda n: encoded(n, algorithm=[]), "unknown key 'algorithm'"),
    7: (lambda n: encoded(n, row={"algorithm": "clusters.KMeans"}), "is no algorithm"),
    8: (lambda n: encoded(n, row={"provider": "P 8"}), "is no provider name"),
    9: (lambda n: encoded(n, row={"capabilities": {"sparce": True}}), "Did you mean 'sparse'"),
    10: (lambda n: b"[]", "not an object"),
    11: (lambda n: encoded(n, row={"factory": "dummy_11"}), "expected the form 'module:attribute'"),
}
# Seen when the provider is asked for.
UNIMPORTABLE = {
    12: ("import no_such_module", "ModuleNotFoundError"),
    13: ("raise SystemExit(1)", "SystemExit"),
    14: ("raise BaseException('panicked at src/lib.rs')", "panicked"),
    15: ("def", "SyntaxError"),
    16: ("", "has no attribute 'Made'"),
    17: ("Made = 3", "expected a class"),
    18: (PROVIDER.format(provider="another"), "provider 'another', the manifest's provider is 'p18'"),
}
# Claims the name of a real one.
TAKEN = 19
ALL, BROKEN = 200, 20


@pytest.fixture
def many(install):
    """Install the distributions."""
    for number in range(ALL):
        content, code = encoded(number), PROVIDER.format(provider=f"p{number}")
        if number in UNREADABLE:
            content = UNREADABLE[number][0](number)
        elif number in UNIMPORTABLE:
            code = UNIMPORTABLE[number][0]
        elif number == TAKEN:
            content = encoded(number, row={"provider": "np"})
        install(f"dummy-{number}", code=code, manifest=content)
    return number


@pytest.mark.usefixtures("many")
def test_each_fault_is_named_and_everything_else_works(X):
    reasons = {found.dist: found.reason for found in registry.quarantined().values()}
    for number, (_, reason) in UNREADABLE.items():
        assert reason in reasons[f"dummy-{number}"], number
    assert "belongs to mlmeta-clustering-np" in repr(mlmeta.doctor())
    for number, (_, reason) in UNIMPORTABLE.items():
        with pytest.raises(errors.BrokenPluginError, match=re.escape(f"dummy-{number} 1.0 is quarantined")) as caught:
            cluster.KMeans(provider=f"p{number}")
        assert reason in str(caught.value), number
    told = mlmeta.doctor()
    assert {entry["dist"] for entry in told.quarantined} == {f"dummy-{number}" for number in range(BROKEN)}
    assert all(entry["version"] == "1.0" for entry in told.quarantined)
    for number in range(BROKEN, ALL):
        assert cluster.KMeans(3, provider=f"p{number}").fit(X).n_iter_ == 1
    assert cluster.KMeans().__mlmeta_provider__ in ("rs", "np")  # strangers never change a default


@pytest.mark.usefixtures("many")
def test_sixteen_threads_get_the_same_class_on_first_use():
    selection.refresh()
    ready, found = threading.Barrier(16), []

    def ask():
        ready.wait()
        found.append((id(registry.index()), cluster.KMeans.using("p150"), type(cluster.KMeans())))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1


@pytest.mark.usefixtures("many")
def test_the_list_of_all_of_them_imports_neither_a_plugin_nor_numpy(tmp_path):
    code = (
        "import sys; from mlmeta.cli.main import main; code = main(['list']);"
        "loaded = [name for name in sys.modules if name.startswith(('dummy_', 'numpy', 'sklearn', 'mlmeta_'))];"
        "assert not loaded, loaded; sys.exit(code)"
    )
    path = {"PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=path, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("p1") > 50
    assert "p150" in done.stdout
