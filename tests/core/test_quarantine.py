"""Whatever is wrong with one plugin stays with it: it is named with distribution, version and reason, the rest works."""

import builtins
import dataclasses
import importlib
import importlib.metadata
import json
import re
from collections import OrderedDict
from pathlib import Path

import mlmeta
import pytest
from mlmeta import cluster, errors, preprocessing
from mlmeta.discovery import diagnosis
from mlmeta.plugins import curated, registry
from mlmeta.providers import selection

ROW = {"algorithm": "cluster.KMeans", "provider": "two", "factory": "acme_bad:K"}
GOOD = {"schema": 1, "dist": "acme-bad", "api": ">=0,<1", "algorithms": [ROW]}


def manifest(**changes):
    return json.dumps({**GOOD, **changes}).encode()


def everything_else_works(X):
    assert len(cluster.KMeans(3, random_state=0, provider="np").fit(X).labels_) == 60
    assert "cluster.DBSCAN" in {entry.algorithm for entry in mlmeta.search()}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "cannot be read"),
        (b"{", "cannot be read"),
        (b"\xff\xfe{}", "cannot be read"),
        (b"[1]", "a JSON list, not an object"),
        (b"null", "a JSON NoneType, not an object"),
        (b"[" * 100_000, "cannot be read|recursion"),
        (manifest(schema=2), "has schema 2, this core reads schema 1"),
        (manifest(dist="acme-other"), "'acme-other', expected 'acme-bad'"),
        (manifest(dist=None), "None, expected 'acme-bad'"),
        (manifest(api=">=7,<8"), "needs API >=7,<8, this core has API 0"),
        (manifest(api="0"), "the API range '0', expected the form '>=0,<1'"),
        (manifest(api=None), "the API range None"),
        (manifest(algorithms={"cluster.KMeans": "two"}), "must be a list of objects"),
        (manifest(algoritms=[]), "unknown key 'algoritms'.*Did you mean 'algorithms'"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_with_its_reason(install, X, content, reason):
    install("acme-bad", manifest=content, version="2.5")
    found = registry.quarantined()["acme-bad"]
    assert (found.dist, found.version) == ("acme-bad", "2.5")
    assert re.search(reason, found.reason)
    assert "manifest.py" not in found.traceback, "the core's own frames help nobody"
    diagnosis = mlmeta.doctor()
    assert not diagnosis.healthy
    assert "acme-bad 2.5" in repr(diagnosis)
    assert "two" not in [candidate.provider for candidate in cluster.KMeans.providers()]
    everything_else_works(X)


GOOD_ROW = {**ROW, "provider": "fine"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**ROW, "algorithm": "KMeans"}, "'KMeans' is no algorithm: expected namespace.Name"),
        ({**ROW, "algorithm": "os.system"}, "'os.system' is no algorithm"),
        ({**ROW, "algorithm": "cluster.K-Means"}, "'cluster.K-Means' is no algorithm"),
        ({**ROW, "algorithm": 3}, "'algorithm' in its manifest is 3, expected a string"),
        ({**ROW, "provider": "Two!"}, "'Two!' is no provider name"),
        ({"algorithm": "cluster.KMeans"}, "a row without 'provider'"),
        ({"algorithm": "cluster.KMeans", "provider": "two"}, "a row without 'factory'"),
        (None, "must be a list of objects"),
        ({**ROW, "license": "MIT"}, "unknown key 'license'.*Did you mean 'licence'"),
        ({**ROW, "capabilities": {"serveable": True}}, "no capability.*Did you mean 'servable'"),
        ({**ROW, "capabilities": {"servable": 1}}, "expected true or false"),
        ({**ROW, "unsupported": {"init": "callable"}}, "expected a list of strings"),
        ({**ROW, "unsupported": ["init"]}, "is wrong"),
        ({**ROW, "capabilities": 3}, "is wrong"),
    ],
)
def test_a_row_that_cannot_be_used_leaves_the_rest_of_its_distribution(install, X, row, reason):
    fly = {"name": "fly", "summary": "Fly.", "factory": "acme_bad:fly"}
    install("acme-bad", manifest=manifest(algorithms=[GOOD_ROW, row], commands=[fly, {"name": "walk"}]), version="2.5")
    told = {subject: found.reason for subject, found in registry.quarantined().items()}
    assert told.pop("row 2 of commands of acme-bad") == "its manifest has a row without 'summary'"
    ((subject, found),) = told.items()
    assert subject in ("cluster.KMeans[two] of acme-bad", "row 2 of algorithms of acme-bad") or subject.endswith("] of acme-bad")
    assert re.search(reason, found)
    assert subject in repr(mlmeta.doctor())
    assert "fly" in registry.index().commands
    assert {candidate.provider: candidate.status for candidate in cluster.KMeans.providers()}["fine"] == "available"
    everything_else_works(X)


@pytest.mark.parametrize("name", ["KMean", "Kmeans", "MiniBatchKMean"])
def test_an_algorithm_that_is_almost_one_of_the_cores_has_its_name(install, name):
    install("acme-bad", [{**ROW, "algorithm": f"cluster.{name}"}])
    (found,) = registry.quarantined().values()
    meant = {"MiniBatchKMean": "MiniBatchKMeans"}.get(name, "KMeans")
    assert f"Did you mean 'cluster.{meant}'? A row of an algorithm of your own names its 'spec'" in found.reason
    install("acme-bad", [{**ROW, "algorithm": f"cluster.{name}", "spec": "acme_bad:S"}])
    assert registry.quarantined() == {}


def test_one_distribution_that_claims_a_provider_twice_is_told_to_leave_one_out(install):
    install("acme-bad", [ROW, ROW])
    (found,) = registry.quarantined().values()
    assert found.reason == "claimed twice by acme-bad 1.0: leave out one of the rows, or of its entry points"
    assert "next step: mend or upgrade acme-bad" in repr(mlmeta.doctor())


def test_an_entry_point_without_its_package_is_named(install, tmp_path, X):
    install("acme-bad", [ROW])
    (tmp_path / "site" / "acme_bad-1.0.dist-info" / "entry_points.txt").write_text(
        "[mlmeta.plugins]\nx = no_such_package:mlmeta.json\n"
    )
    selection.refresh()
    assert "'no_such_package', which is not installed" in registry.quarantined()["acme-bad"].reason
    everything_else_works(X)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("class Panic(BaseException): pass\nraise Panic('index out of bounds')", "Panic: index out of bounds"),
        ("1 +", "SyntaxError: invalid syntax"),
        ("", "AttributeError: module 'acme_bad' has no attribute 'K'"),
        ("def __getattr__(name): raise RuntimeError(name)", "RuntimeError: K"),
        ("import warnings; warnings.warn('old', DeprecationWarning)", "DeprecationWarning: old"),
    ],
)
def test_a_plugin_whose_import_fails_is_named_with_its_reason(install, X, code, reason):
    install("acme-bad", [ROW], code=code, version="2.5")
    assert mlmeta.doctor().healthy  # nothing was imported yet
    for _ in range(2):  # a second time from memory
        with pytest.raises(errors.BrokenPluginError, match=r"\[two\] of acme-bad 2.5 is quarantined") as caught:
            cluster.KMeans(provider="two")
        assert reason in str(caught.value)
    assert reason in repr(mlmeta.doctor())
    told = {candidate.provider: candidate for candidate in cluster.KMeans.providers()}["two"]
    assert (told.status, told.version) == ("quarantined", "2.5")
    everything_else_works(X)


def test_the_reason_names_the_line_of_the_plugin_and_not_the_line_of_the_core_that_raised(install):
    code = "from mlmeta.estimators.base import Estimator\n\n\nclass K(Estimator, kind='no namespace'):\n    pass\n"
    install("acme-bad", [ROW], code=code)
    with pytest.raises(errors.BrokenPluginError, match=r"\(__init__\.py, line 4\)"):
        cluster.KMeans(provider="two")


@pytest.mark.parametrize("stop", ["KeyboardInterrupt", "GeneratorExit"])
def test_an_interrupt_is_no_fault_of_the_plugin(install, stop):
    install("acme-bad", [ROW], code=f"raise {stop}")
    with pytest.raises(getattr(builtins, stop)):
        cluster.KMeans(provider="two")
    assert mlmeta.doctor().healthy


def test_two_distributions_that_claim_one_provider_are_both_named(install, row, X):
    install("acme-one", [row("two", "acme_one:K"), row("fine", "collections:OrderedDict")], version="1.1")
    install("acme-rival", [row("two", "acme_rival:K")], version="3.0")
    with pytest.raises(errors.BrokenPluginError, match=r"claimed by acme-one 1.1 and by acme-rival 3.0; uninstall one of them"):
        cluster.KMeans(provider="two")
    assert "acme-one 1.1 and by acme-rival 3.0" in repr(mlmeta.doctor())
    told = {candidate.provider: candidate.status for candidate in cluster.KMeans.providers()}
    assert (told["two"], told["fine"]) == ("quarantined", "available")
    everything_else_works(X)


OWNER = """
from mlmeta.estimators.roles import Clusterer
class Medoids(Clusterer, kind='{dist}/cluster.Medoids'):
    '''Medoids.'''
    def __init__(self, k: int = 2, *, provider: str | None = None) -> None:
        self.k = k
class Mine(Medoids, provider='np'):
    def _fit(self, X, sample_weight): self.labels_ = X
"""


@pytest.fixture
def owner(install, row):
    """Return a function that installs a distribution which owns `cluster.Medoids`."""

    def make(dist, algorithm="cluster.Medoids"):
        module = dist.replace("-", "_")
        rows = [row("np", f"{module}:Mine", algorithm, spec=f"{module}:Medoids")]
        install(dist, rows, code=OWNER.format(dist=dist))

    return make


def test_a_distribution_owns_an_algorithm(owner):
    owner("acme-medoids")
    assert "Medoids" in dir(cluster)
    assert repr(cluster.Medoids(k=3)) == "Mine(k=3, provider='np')"
    assert isinstance(cluster.Medoids(), cluster.Medoids)
    assert cluster.Medoids is mlmeta.get("acme-medoids/cluster.Medoids") is mlmeta.get("cluster.Medoids")
    assert mlmeta.explain("cluster.Medoids").chosen == "np"
    with mlmeta.use({"cluster.Medoids": "np"}):
        assert cluster.Medoids().k == 2
    with pytest.raises(AttributeError, match=r"Did you mean 'Medoids'"):
        cluster.Medoid  # noqa: B018


def test_two_distributions_that_own_one_name_are_both_named_and_reachable_by_kind(owner, X):
    owner("acme-medoids")
    owner("acme-rival")
    with pytest.raises(errors.AmbiguousAlgorithmError, match=r"(?=.*acme-medoids)(?=.*acme-rival)"):
        cluster.Medoids  # noqa: B018
    with pytest.raises(errors.AmbiguousAlgorithmError, match=r"(?=.*acme-medoids)(?=.*acme-rival)"):
        from mlmeta.cluster import Medoids  # noqa: F401
    for ask in (mlmeta.get, mlmeta.explain):
        with pytest.raises(errors.AmbiguousAlgorithmError, match=r"(?=.*acme-medoids)(?=.*acme-rival)"):
            ask("cluster.Medoids")
    with (
        pytest.raises(errors.AmbiguousAlgorithmError, match=r"(?=.*acme-medoids)(?=.*acme-rival)"),
        mlmeta.use({"cluster.Medoids": "np"}),
    ):
        pass
    assert mlmeta.get("acme-rival/cluster.Medoids").__module__ == "acme_rival"
    everything_else_works(X)


def test_a_foreign_spec_that_cannot_be_imported_is_quarantined_alone(install, row, X):
    rows = [row("np", "acme_medoids:Mine", "cluster.Medoids", spec="acme_medoids:Medoids")]
    install("acme-medoids", rows, code="import no_such_module")
    with pytest.raises(errors.BrokenPluginError, match=r"acme-medoids 1.0 is quarantined: ModuleNotFoundError"):
        cluster.Medoids  # noqa: B018
    everything_else_works(X)


@pytest.mark.parametrize("spec", ["specs/no-such-file.json", "broken.json", "empty.json"])
def test_a_foreign_spec_whose_json_is_broken_is_quarantined_alone(install, row, tmp_path, X, spec):
    install("acme-medoids", [row("np", "acme_medoids:Mine", "cluster.Medoids", spec=spec)])
    (tmp_path / "site" / "acme_medoids" / "broken.json").write_text("{")
    (tmp_path / "site" / "acme_medoids" / "empty.json").write_text("{}")
    with pytest.raises(errors.BrokenPluginError, match=r"acme-medoids 1.0 is quarantined"):
        cluster.Medoids  # noqa: B018
    everything_else_works(X)


def test_a_class_without_a_spec_is_listed_and_resolved_as_it_is(install, row, capsys):
    from mlmeta.cli.main import main

    install("acme-bare", [row("np", "collections:OrderedDict", "cluster.Bare")])
    assert cluster.Bare is mlmeta.get("cluster.Bare") is OrderedDict
    assert set(mlmeta.search("bare")[0].capabilities.values()) == {None}
    with pytest.raises(errors.UnknownAlgorithmError, match=r"acme-bare 1.0 ships no spec"):
        mlmeta.explain("cluster.Bare")
    assert main(["info", "cluster.Bare"]) == 2
    assert "ships no spec" in capsys.readouterr().err


def test_a_command_that_two_distributions_claim_is_nobodys(install, capsys):
    from mlmeta.cli.main import main

    for dist in ("acme-one", "acme-two"):
        install(dist, commands=[{"name": "fly", "summary": "fly", "factory": f"{dist.replace('-', '_')}:command"}])
    assert main(["fly"]) == 2
    assert "claimed by acme-one 1.0 and by acme-two 1.0" in repr(mlmeta.doctor())
    assert "no verb 'fly'" in capsys.readouterr().err


def test_a_removed_distribution_is_forgotten_on_refresh(install, row, tmp_path):
    install("acme-two", [row("two", "collections:OrderedDict")])
    assert "two" in [candidate.provider for candidate in cluster.KMeans.providers()]
    for path in (tmp_path / "site" / "acme_two-1.0.dist-info").iterdir():
        path.unlink()
    selection.refresh()
    assert "two" not in [candidate.provider for candidate in cluster.KMeans.providers()]


def test_a_namespace_of_plugins_alone_names_what_it_was_asked_for(install):
    install("mlmeta-sklearn", module="nothing_of_sklearn")
    with pytest.raises(errors.UnknownAlgorithmError, match=r"No algorithm 'Winsorizer' in mlmeta\.preprocessing"):
        preprocessing.Winsorizer  # noqa: B018
    with pytest.raises(errors.UnknownAlgorithmError, match=r'known but not installed here. Try: pip install "mlmeta\[sklearn\]"'):
        preprocessing.RobustScaler  # noqa: B018


def test_the_namespaces_export_the_specs_of_the_curated_table():
    modules = {namespace: importlib.import_module(f"mlmeta.{namespace}") for namespace in curated.NAMESPACES}
    exported = {f"{namespace}.{name}" for namespace, module in modules.items() for name in module.__all__}
    assert exported == curated.SPECS, "the namespaces' __all__ and curated.CURATED name the same algorithms"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os\nos._exit(7)\n", "exit code 7"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", "killed by signal 9"),
        ("1 +\n", "SyntaxError"),
        ("import time\ntime.sleep(60)\n", "did not end within 4 s"),
    ],
    ids=["exits", "is killed", "does not parse", "hangs"],
)
def test_doctor_deep_tries_each_provider_in_a_process_of_its_own(install, row, monkeypatch, tmp_path, code, words):
    install("acme-two", [row("two", "acme_two:K")], code=code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    index = registry.index()
    only = dataclasses.replace(index, rows={"cluster.KMeans": {"two": index.rows["cluster.KMeans"]["two"]}})
    monkeypatch.setattr(registry, "_index", only)
    monkeypatch.setattr(diagnosis, "PATIENCE", 3)
    assert mlmeta.doctor().healthy
    told = mlmeta.doctor(deep=True)
    (found,) = told.quarantined
    assert (found["dist"], found["version"]) == ("acme-two", "1.0")
    assert words in found["reason"]
    assert "next step: mend or upgrade acme-two" in repr(told)


def test_doctor_tells_the_order_of_choice_and_deep_what_classes_say_of_themselves(install, row, monkeypatch, tmp_path):
    facts = "from mlmeta import cluster\nclass K(cluster.KMeans.using('np'), provider='two'):\n    @classmethod\n"
    facts += "    def __mlmeta_facts__(cls): return {'simd': 'neon', 'cores': 3}\n"
    install("acme-two", [row("two", "acme_two:K")], code=facts)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    told = mlmeta.doctor()
    assert told.ranks["cluster.KMeans"] == ["rs", "np", "sklearn"], "a stranger's provider is never chosen unasked"
    assert told.facts == {}
    assert "rank         cluster.KMeans: rs > np > sklearn" in repr(told)
    index = registry.index()
    ours = {provider: index.rows["cluster.KMeans"][provider] for provider in ("two", "np")}
    monkeypatch.setattr(registry, "_index", dataclasses.replace(index, rows={"cluster.KMeans": ours}))
    deep = mlmeta.doctor(deep=True)
    assert deep.facts == {"cluster.KMeans[two]": {"simd": "neon", "cores": "3"}}
    assert "fact         cluster.KMeans[two]: simd neon, cores 3" in repr(deep)
    assert deep.as_json()["facts"] == deep.facts


def test_doctor_deep_blames_the_provider_that_kills_the_process_and_tries_the_others(install, row, monkeypatch, tmp_path):
    code = "import os\ndef __getattr__(name):\n    if name == 'Bad': os._exit(7)\n    raise RuntimeError(name)\n"
    rows = [row(name.lower(), f"acme_two:{name}") for name in ("Early", "Bad", "Late")]
    install("acme-two", rows, code=code + "print('hello')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    index = registry.index()
    ours = {provider: index.rows["cluster.KMeans"][provider] for provider in ("early", "bad", "late")}
    monkeypatch.setattr(registry, "_index", dataclasses.replace(index, rows={"cluster.KMeans": ours}))
    told = {entry["subject"].partition(" ")[0]: entry["reason"] for entry in mlmeta.doctor(deep=True).quarantined}
    assert told["cluster.KMeans[bad]"] == "exit code 7"
    assert "RuntimeError: Early" in told["cluster.KMeans[early]"]
    assert "RuntimeError: Late" in told["cluster.KMeans[late]"]


# -- a core and its plugins of different days -------------------------------------------------------------------------


def shadow(install, dist, change):
    """Install a distribution over the installed one of that name, with its manifest changed."""
    known = importlib.metadata.distribution(dist)
    (entry,) = known.entry_points.select(group="mlmeta.plugins")
    file = Path(importlib.import_module(entry.module).__file__).parent / entry.attr
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    install(dist, module=f"shadow_{entry.module}", manifest=json.dumps(data).encode())


def test_a_spec_that_the_core_adopted_wins_over_that_of_an_older_plugin(install, monkeypatch, X):
    def of_before(data):
        for row in data["algorithms"]:
            if row["algorithm"] == "cluster.DBSCAN":
                row["spec"] = "specs/cluster.json#DBSCAN"

    shadow(install, "mlmeta-sklearn", of_before)
    assert registry.quarantined() == {}
    assert registry.index().rows["cluster.DBSCAN"]["sklearn"].spec is None
    assert mlmeta.get("cluster.DBSCAN") is cluster.DBSCAN
    assert len(cluster.DBSCAN().fit(X).labels_) == 60
    assert "linear_model.Ridge" in {row.kind for row in mlmeta.search()}


def test_a_plugin_of_tomorrow_costs_the_rows_that_this_core_does_not_know(install, X):
    def of_tomorrow(data):
        rows = {row["algorithm"]: row for row in data["algorithms"]}
        rows["linear_model.Ridge"]["capabilities"]["gpu"] = True
        rows["linear_model.Lasso"]["since"] = "1.10"
        data["algorithms"].append({"algorithm": "graphs.Louvain", "provider": "sklearn", "factory": "sklearn.graphs:Louvain"})

    shadow(install, "mlmeta-sklearn", of_tomorrow)
    assert sorted(registry.quarantined()) == [
        "graphs.Louvain[sklearn] of mlmeta-sklearn",
        "linear_model.Lasso[sklearn] of mlmeta-sklearn",
        "linear_model.Ridge[sklearn] of mlmeta-sklearn",
    ]
    with pytest.raises(errors.UnknownAlgorithmError, match=r"is quarantined: ask `mlmeta doctor`.*'gpu' is no capability"):
        mlmeta.get("linear_model.Ridge")
    assert "linear_model.ElasticNet" in {row.kind for row in mlmeta.search()}


def test_an_algorithm_whose_spec_only_a_newer_core_has_says_so(install):
    def adopted(data):
        for row in data["algorithms"]:
            if row["algorithm"] == "cluster.Birch":
                del row["spec"]

    shadow(install, "mlmeta-sklearn", adopted)
    install("acme-birch", [{"algorithm": "cluster.Birch", "provider": "two", "factory": "acme_birch:Birch"}])
    with pytest.raises(errors.UnknownAlgorithmError, match=r"A newer mlmeta than this .* pip install --upgrade mlmeta"):
        cluster.Birch  # noqa: B018


@pytest.mark.parametrize(
    ("lost", "kept", "dist"),
    [
        ("cluster.BisectingKMeans", "cluster.KMeans", "clustering"),
        ("preprocessing.MinMaxScaler", "preprocessing.StandardScaler", "preprocessing"),
    ],
)
@pytest.mark.parametrize("provider", ["np", "rs"])
def test_a_plugin_whose_core_lacks_one_spec_provides_the_others(fresh, lost, kept, dist, provider):
    namespace, name = lost.split(".")
    code = f"""
import mlmeta.{namespace} as space
space.__all__ = [name for name in space.__all__ if name != {name!r}]
del space.{name}
import mlmeta
from mlmeta.errors import MlmetaError
try:
    mlmeta.get({lost!r}, {provider!r})
except MlmetaError as error:
    assert "no spec" in str(error), error
print(mlmeta.get({kept!r}, {provider!r}).__module__)
"""
    assert (
        fresh(code)
        == f"mlmeta_{dist}_{provider}." + {"KMeans": "kmeans", "StandardScaler": "standard_scaler"}[kept.split(".")[1]]
    )


def test_each_class_of_ours_stands_in_a_module_of_its_own_and_importing_the_package_imports_none():
    rows = [row for row in registry.index().all_rows() if row.dist.startswith("mlmeta-") and row.provider != "sklearn"]
    modules = [row.factory.partition(":")[0] for row in rows]
    assert len(set(modules)) == len(modules), "each algorithm is imported alone"
    assert [module for module in modules if "." not in module] == [], "the factory names the module of the class, not the package"


def test_what_a_quarantined_distribution_provides_is_said_to_be_quarantined(install, run, X):
    shadow(install, "mlmeta-sklearn", lambda data: data.update(api=">=7,<8"))
    words = r"mlmeta-sklearn 1\.0, which provides it, is quarantined: ask `mlmeta doctor`\. The reason: it needs API >=7,<8"
    with pytest.raises(errors.UnknownAlgorithmError, match=f"linear_model.Ridge: {words}"):
        mlmeta.get("linear_model.Ridge")
    told = {candidate.provider: candidate.status for candidate in cluster.KMeans.providers()}
    assert told["sklearn"] == "quarantined"
    code, out, err = run("list")
    assert (code, "cluster.KMeans" in out) == (0, True)
    assert err == "1 quarantined, so something may be missing here: ask `mlmeta doctor`.\n"
    with pytest.raises(errors.BrokenPluginError, match=r"KMeans\[sklearn\] of mlmeta-sklearn is quarantined: it needs API"):
        cluster.KMeans(provider="sklearn")


def test_a_curated_distribution_that_is_quarantined_is_passed_over_with_a_warning(install):
    shadow(install, "mlmeta-clustering-rs", lambda data: data.update(api=">=7,<8"))
    with pytest.warns(errors.ProviderWarning, match=r"mlmeta-clustering-rs is quarantined: it needs API >=7,<8"):
        assert type(cluster.KMeans()).__module__.startswith("mlmeta_clustering_np")


def test_list_says_nothing_where_nothing_is_quarantined(run):
    assert run("list", "k-means")[2] == ""
