"""The order of choice: keyword > `mlmeta.use` > `MLMETA_PROVIDER` > curated rank; and why, said by `explain`."""

import dataclasses
import sys
import threading
import warnings

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors, preprocessing
from mlmeta.algorithms import kinds
from mlmeta.plugins import registry
from mlmeta.providers import selection
from mlmeta.providers.preferences import VARIABLE

CLASS = "from mlmeta import cluster\nclass K(cluster.KMeans, provider={0!r}):\n    def _fit(self, X, sample_weight): pass\n"
CLASS += "    def _predict(self, X): pass\n    def _transform(self, X): pass\n"

DEFAULT = mlmeta.explain("cluster.KMeans").chosen


def provider(made):
    return made.__mlmeta_provider__


@pytest.fixture
def two(install, row):
    """A stranger's provider `two` of K-Means."""
    install("acme-two", [row("two", "acme_two:K")], code=CLASS.format("two"))


@pytest.mark.usefixtures("two")
def test_a_strangers_provider_changes_no_default():
    assert provider(cluster.KMeans()) == DEFAULT != "two"
    told = {candidate.provider: candidate.reason for candidate in mlmeta.explain("cluster.KMeans").candidates}
    assert told["two"] == "not ranked: ask with provider='two'"


@pytest.mark.usefixtures("two")
def test_keyword_before_use_before_environment_before_rank(monkeypatch):
    monkeypatch.setenv(VARIABLE, "two")
    assert provider(cluster.KMeans()) == "two"
    with mlmeta.use({"cluster.KMeans": "np"}):
        assert provider(cluster.KMeans()) == "np"
        assert provider(cluster.KMeans(provider="two")) == "two"
        with mlmeta.use({"cluster.KMeans": "two"}):
            assert provider(cluster.KMeans()) == "two"
        assert provider(cluster.KMeans()) == "np"
    monkeypatch.delenv(VARIABLE)
    assert provider(cluster.KMeans()) == DEFAULT


@pytest.mark.usefixtures("two")
def test_the_environment_is_an_ordered_preference(monkeypatch, install, row):
    install("acme-other", [row("other", "acme_other:K", "cluster.Odd")])
    monkeypatch.setenv(VARIABLE, " other, two ,np")  # other is known and has no K-Means: passed over
    assert provider(cluster.KMeans()) == "two"
    monkeypatch.setenv(VARIABLE, "np,two")
    assert provider(cluster.KMeans()) == "np"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("variable", ["tow", "np,tow"])
def test_an_unknown_name_in_the_environment_is_an_error_with_the_nearest(monkeypatch, variable):
    monkeypatch.setenv(VARIABLE, variable)
    with pytest.raises(errors.UnknownProviderError, match=rf"MLMETA_PROVIDER={variable}.*Did you mean 'two'"):
        cluster.KMeans()


@pytest.mark.usefixtures("two")
def test_unknown_names_get_the_nearest():
    with pytest.raises(errors.UnknownProviderError, match=r"Did you mean 'two'"):
        cluster.KMeans(provider="twoo")
    with pytest.raises(errors.UnknownProviderError, match=r"Did you mean 'two'"), mlmeta.use({"cluster.KMeans": "twoo"}):
        pass
    with pytest.raises(errors.UnknownAlgorithmError, match=r"Did you mean 'cluster.KMeans'"), mlmeta.use({"cluster.KMean": "np"}):
        pass
    with pytest.raises(errors.UnknownAlgorithmError, match=r"Did you mean 'KMeans'"):
        mlmeta.get("cluster.KMean")
    with pytest.raises(errors.UnknownAlgorithmError, match=r"Did you mean 'cluster.KMeans'"):
        mlmeta.get("clusters.KMeans")
    with pytest.raises(AttributeError, match=r"Did you mean 'KMeans'"):
        cluster.KMean  # noqa: B018
    with pytest.raises(ImportError, match=r"KMean"):
        from mlmeta.cluster import KMean  # noqa: F401


def test_a_known_provider_that_is_absent_is_named_with_what_is_there():
    with pytest.raises(errors.MissingProviderError, match=r"no installed provider 'np'; installed: sklearn"):
        cluster.DBSCAN(provider="np")


def test_a_known_algorithm_that_nobody_installed_says_so(install):
    install("mlmeta-sklearn", module="nothing_of_sklearn")
    with pytest.raises(errors.UnknownAlgorithmError, match=r"cluster\.OPTICS is known but not installed"):
        cluster.OPTICS  # noqa: B018


def test_using_gives_the_concrete_class_and_a_bound_provider():
    concrete = cluster.KMeans.using("np")
    assert provider(concrete()) == "np"
    assert mlmeta.get("cluster.KMeans", provider="np") is concrete
    assert cluster.KMeans.using() is type(cluster.KMeans())


def test_a_broken_ranked_provider_is_passed_over_with_one_warning_and_the_reason(install, row):
    install("mlmeta-clustering-rs", [row("rs", "shadow_rs:gone")], module="shadow_rs", version="99.0")
    with pytest.warns(
        errors.ProviderWarning, match=r"\[rs\] of mlmeta-clustering-rs 99.0 is quarantined: AttributeError"
    ) as seen:
        assert provider(cluster.KMeans()) == "np"
    assert len(seen) == 1
    with warnings.catch_warnings(action="error"):
        assert provider(cluster.KMeans()) == "np"
    with pytest.raises(errors.BrokenPluginError, match=r"rs.* of mlmeta-clustering-rs 99.0 is quarantined"):
        cluster.KMeans(provider="rs")
    told = mlmeta.explain("cluster.KMeans")
    assert (told.chosen, told.candidates[0].status) == ("np", "quarantined")
    assert "AttributeError" in told.candidates[0].reason


def test_a_value_that_a_ranked_provider_lacks_goes_to_the_next_one_and_asked_for_by_name_is_refused(install, row, X):
    rows = [row("rs", "shadow_rs:K", unsupported={"init": ["callable"]}, capabilities={"sample_weight": False})]
    install("mlmeta-clustering-rs", rows, module="shadow_rs", version="99.0", code=CLASS.format("rs"))

    def start(data, n_clusters, random_state):
        return data[:n_clusters]

    assert provider(cluster.KMeans()) == "rs"
    with pytest.warns(errors.ProviderWarning, match=r"does not take init=<function"):
        assert provider(cluster.KMeans(init=start)) == "np"
    with pytest.raises(errors.UnsupportedParameterError, match=r"init=.*Providers that do: np"):
        cluster.KMeans(init=start, provider="rs").fit(X)
    with pytest.raises(errors.UnsupportedParameterError, match=r"sample_weight. Providers that do: np"):
        cluster.KMeans(provider="rs").fit(X, sample_weight=[1.0] * 60)


def test_what_a_provider_leaves_out_is_asked_of_defaults_too(install, row, X):
    rows = [row("rs", "shadow_rs:K", unsupported={"max_iter": ["int"]})]  # of every call: the default is 300
    install("mlmeta-clustering-rs", rows, module="shadow_rs", version="99.0", code=CLASS.format("rs"))
    with pytest.warns(errors.ProviderWarning, match="does not take max_iter=300"):
        assert provider(cluster.KMeans()) == "np"
    with pytest.raises(errors.UnsupportedParameterError, match=r"max_iter=300. Providers that do: np"):
        cluster.KMeans(provider="rs").fit(X)


@pytest.mark.parametrize("verbose", [0, np.int64(0), 0.0, False])
def test_a_provider_that_knows_only_the_default_takes_it(install, row, verbose):
    rows = [row("rs", "shadow_rs:K", unsupported={"verbose": ["other than default"], "init": ["other than default"]})]
    install("mlmeta-clustering-rs", rows, module="shadow_rs", version="99.0", code=CLASS.format("rs"))
    with warnings.catch_warnings(action="error"):
        assert provider(cluster.KMeans()) == "rs"
        assert provider(cluster.KMeans(verbose=verbose, init="k-means++", max_iter=7)) == "rs"


@pytest.mark.parametrize(
    "given",
    [{"verbose": 1}, {"init": "random"}, {"init": np.zeros((8, 2))}, {"init": [[0.0]]}, {"verbose": None}],
)
def test_and_nothing_else_when_it_is_constructed_or_fitted(install, row, X, given):
    rows = [row("rs", "shadow_rs:K", unsupported={"verbose": ["other than default"], "init": ["other than default"]})]
    install("mlmeta-clustering-rs", rows, module="shadow_rs", version="99.0", code=CLASS.format("rs"))
    (name,) = given
    with pytest.warns(errors.ProviderWarning, match=f"does not take {name}="):
        assert provider(cluster.KMeans(**given)) == "np"
    if given[name] is not None and np.shape(given[name]) != (1, 1):  # outside of the domain
        with pytest.raises(errors.UnsupportedParameterError, match=rf"(?s)does not take {name}=.*Providers that do: np"):
            cluster.KMeans(**given, provider="rs").fit(X)


def test_providers_are_listed_in_the_order_of_the_choice_though_the_core_knows_less_than_their_manifests(install, row):
    code = CLASS.format("np").replace("KMeans", "DBSCAN") + "    def fit(self, X): ...\n"
    install("mlmeta-clustering-np", [row("np", "shadow_np:K", "cluster.DBSCAN")], module="shadow_np", version="99.0", code=code)
    told = [candidate.provider for candidate in cluster.DBSCAN.providers()]
    assert told == mlmeta.doctor().ranks["cluster.DBSCAN"] == ["np", "sklearn"]
    assert mlmeta.explain("cluster.DBSCAN").chosen == "np"


def test_an_installed_stranger_named_as_a_curated_provider_is_not_ranked(install, row):
    install("acme-rs", [row("rs", "acme_rs:K")], code=CLASS.format("rs"))
    install("mlmeta-clustering-rs", [], module="shadow_rs", version="99.0")  # the curated one is not installed
    assert provider(cluster.KMeans(provider="rs")) == "rs"
    assert provider(cluster.KMeans()) == "np"


def test_a_stranger_who_claims_a_curated_name_is_quarantined_and_changes_nothing(install, row):
    install("acme-rs", [row("rs", "acme_rs:K")], code=CLASS.format("rs"))
    with warnings.catch_warnings(action="error"):
        assert provider(cluster.KMeans()) == provider(cluster.KMeans(provider="rs")) == "rs"
    assert "acme_rs" not in sys.modules
    told = {c.dist: (c.status, c.reason) for c in cluster.KMeans.providers()}
    assert told["mlmeta-clustering-rs"][0] == "available"
    assert told["acme-rs"] == ("quarantined", "the name belongs to mlmeta-clustering-rs")
    (blamed,) = mlmeta.doctor().quarantined
    assert (blamed["subject"], blamed["dist"]) == ("cluster.KMeans[rs] of acme-rs", "acme-rs")


def test_a_name_that_two_strangers_claim_is_nobodys(install, row, monkeypatch):
    install("acme-two", [row("two", "acme_two:K")], code=CLASS.format("two"))
    install("other-two", [row("two", "other_two:K")], code=CLASS.format("two"))
    both = "(?=.*acme-two 1.0)(?=.*other-two 1.0)"
    monkeypatch.setenv(VARIABLE, "two")
    with pytest.warns(errors.ProviderWarning, match=both):
        assert provider(cluster.KMeans()) == DEFAULT
    with pytest.raises(errors.BrokenPluginError, match=both):
        cluster.KMeans(provider="two")
    assert [c.status for c in cluster.KMeans.providers() if c.provider == "two"] == ["quarantined"]


def test_a_choice_made_in_a_context_stays_in_it():
    seen = []

    def elsewhere():
        seen.append(provider(cluster.KMeans()))

    with mlmeta.use({"cluster.KMeans": "np"}):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert provider(cluster.KMeans()) == "np"
    assert seen == [DEFAULT]


def test_use_takes_effect_at_the_call_and_is_undone(X):
    setting = mlmeta.use({"cluster.KMeans": "np"}, threads=3)
    try:
        assert (provider(cluster.KMeans()), mlmeta.threads()) == ("np", 3)
        assert repr(setting) == "mlmeta.use({'cluster.KMeans': 'np'}, threads=3)"
    finally:
        setting.undo()
    assert provider(cluster.KMeans()) == DEFAULT


def test_use_of_a_name_prefers_it_for_every_algorithm_before_the_environment(monkeypatch):
    monkeypatch.setenv(VARIABLE, "sklearn")
    with mlmeta.use("np, rs"):
        assert provider(cluster.KMeans()) == provider(preprocessing.StandardScaler()) == "np"
        assert mlmeta.explain("cluster.KMeans").because == "the first usable one of mlmeta.use('np,rs')"
        assert type(cluster.DBSCAN()).__module__.startswith("sklearn.")  # np has none: a preference, no demand
        with mlmeta.use({"cluster.KMeans": "rs"}):
            assert provider(cluster.KMeans()) == "rs"
    assert type(cluster.KMeans()).__module__.startswith("sklearn.")


def test_use_as_a_decorator_holds_during_each_call_alone():
    @mlmeta.use("np")
    def made(depth):
        return [provider(cluster.KMeans()), *(made(depth - 1) if depth else ())]

    assert provider(cluster.KMeans()) == DEFAULT
    assert made(2) == ["np"] * 3
    assert provider(cluster.KMeans()) == DEFAULT


def test_a_provider_is_suggested_only_where_the_algorithm_has_it():
    for spoken, name in {"numpy": "np", "rust": "rs", "scikit-learn": "sklearn"}.items():
        with pytest.raises(errors.UnknownProviderError, match=f"Did you mean '{name}'"):
            cluster.KMeans(provider=spoken)
    with pytest.raises(errors.UnknownProviderError, match=r"installed: sklearn\.$"):
        cluster.DBSCAN(provider="rss")


def test_a_class_that_derives_from_a_spec_is_told_what_to_derive_from():
    class Mine(cluster.KMeans):
        pass

    with pytest.raises(TypeError, match=r"Mine is abstract: .* derive from a provider's class, cluster\.KMeans\.using\(\)"):
        Mine(3)


def test_threads_are_limited_inside_the_block(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert mlmeta.threads() == 1
    with mlmeta.use(threads=7):
        assert mlmeta.threads() == 7
        with mlmeta.use({"cluster.KMeans": "np"}):
            assert mlmeta.threads() == 7
    assert mlmeta.threads() == 1
    with pytest.raises(ValueError, match=r"at least 1, got 0"), mlmeta.use(threads=0):
        pass


@pytest.mark.parametrize(
    ("ask", "because"),
    [
        (lambda: mlmeta.explain("cluster.KMeans", provider="np"), "asked for with provider="),
        (lambda: mlmeta.explain(cluster.KMeans), "the best-ranked one that is installed"),
        (lambda: mlmeta.explain("cluster.KMeans", provider="npp"), "Did you mean 'np'"),
    ],
)
def test_explain_says_why(ask, because):
    assert because in ask().because
    assert because in repr(ask())
    assert "passed over for None" not in repr(ask())


@pytest.mark.usefixtures("two")
def test_explain_names_the_environment_and_use(monkeypatch):
    monkeypatch.setenv(VARIABLE, "two")
    assert mlmeta.explain("cluster.KMeans").because == "the first usable one of MLMETA_PROVIDER=two"
    with mlmeta.use({"cluster.KMeans": "np"}):
        assert mlmeta.explain("cluster.KMeans").because == "asked for with mlmeta.use"
        assert mlmeta.explain("cluster.KMeans").chosen == "np"


def test_an_incomplete_provider_is_refused_at_construction(install, row):
    code = (
        "from mlmeta import cluster\nclass Half(cluster.KMeans, provider='half'):\n    def _fit(self, X, sample_weight): pass\n"
    )
    install("acme-half", [row("half", "acme_half:Half")], code=code)
    with pytest.raises(errors.BrokenPluginError, match=r"acme-half 1.0 is quarantined: .*Half lacks _predict, _transform"):
        cluster.KMeans(provider="half")
    with pytest.raises(TypeError, match=r"abstract"):
        sys.modules["acme_half"].Half()


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ({}, CLASS.format("tow"), "has the provider 'tow', the manifest's provider is 'two'"),
        ({"spec_version": 2}, CLASS.format("two"), "has the spec version 1, the manifest's spec_version is 2"),
        (
            {"algorithm": "cluster.Two", "spec": "mlmeta.cluster:KMeans"},
            "",
            "has the kind 'cluster.KMeans', .*'acme-two/cluster.Two'",
        ),
        ({}, "K = 3\n", "is a int, expected a class"),
    ],
)
def test_a_class_that_is_not_what_its_manifest_says_is_quarantined(install, row, more, code, words):
    install("acme-two", [row("two", "acme_two:K", **more)], code=code)
    with pytest.raises(errors.BrokenPluginError, match=words):
        mlmeta.get(more.get("algorithm", "cluster.KMeans"), provider="two")


def test_the_reason_names_the_place_in_the_plugins_code(install, row):
    install("acme-two", [row("two", "acme_two:K")], code="x = 1\nclass K(:\n")
    with pytest.raises(errors.BrokenPluginError, match=r"SyntaxError: .*\(__init__.py, line 2\)") as caught:
        cluster.KMeans(provider="two")
    assert isinstance(caught.value.__cause__, SyntaxError)


def test_any_class_at_all_can_be_a_provider(install, row):
    install(
        "acme-plain",
        [row("plain", "acme_plain:K")],
        code="class K:\n    def __init__(self, n_clusters=8): self.n_clusters = n_clusters\n",
    )
    made = cluster.KMeans(3, provider="plain")
    assert (type(made), made.n_clusters) == (sys.modules["acme_plain"].K, 3)
    assert isinstance(made, cluster.KMeans)
    assert not isinstance(made, cluster.DBSCAN)


def test_isinstance_asked_too_early_is_corrected(install, row):
    """ABCMeta caches a "no"; resolving the provider clears that cache."""
    install("acme-implementation", [], code="class K: pass")
    install("acme-facade", [row("two", "acme_facade:K")], code="from acme_implementation import K")
    import acme_implementation

    assert not isinstance(acme_implementation.K(), cluster.KMeans)
    assert cluster.KMeans.using("two") is acme_implementation.K
    assert isinstance(acme_implementation.K(), cluster.KMeans)


def test_a_program_may_register_an_object_of_its_own():
    from mlmeta.plugins.hookspecs import hookimpl
    from mlmeta.plugins.manifest import Row

    class Program:
        @hookimpl
        def mlmeta_algorithms(self):
            return [Row("cluster.KMeans", "mine", "collections:OrderedDict", "a-program", "0")]

    program = Program()
    registry.plugin_manager().register(program)
    try:
        selection.refresh()
        assert "mine" in [candidate.provider for candidate in cluster.KMeans.providers()]
    finally:
        registry.plugin_manager().unregister(program)
        selection.refresh()
    assert "mine" not in [candidate.provider for candidate in cluster.KMeans.providers()]


def test_a_choice_made_for_other_parameters_is_not_remembered(install, row):
    def start(X, n_clusters, random_state):
        return X[:n_clusters]

    code = """
from mlmeta import cluster
class Picky(cluster.KMeans, provider="rs"):
    def _fit(self, X, sample_weight): ...
    def _predict(self, X): ...
    def _transform(self, X): ...
    def _squared_distances(self, X): ...
"""
    picky = row("rs", "picky_rs:Picky", unsupported={"init": ["callable"]})
    install("mlmeta-clustering-rs", [picky], module="picky_rs", code=code)
    with pytest.warns(errors.ProviderWarning, match=r"cluster.KMeans\[rs\].*does not take init="):
        assert provider(cluster.KMeans(init=start)) == "np"
    assert provider(cluster.KMeans()) == "rs"
    with pytest.warns(errors.ProviderWarning):
        assert provider(cluster.KMeans(init=start)) == "np"


def test_a_class_that_another_package_reexports_is_found_again(install, row):
    install("acme-inner", [], code="class K:\n    def __init__(self, n_clusters=8): self.n_clusters = n_clusters\n")
    install("acme-facade", [row("facade", "acme_facade:K")], code="from acme_inner import K\n")
    made = cluster.KMeans(3, provider="facade")
    assert kinds.row_of(made).dist == "acme-facade"
    assert kinds.spec_of(made) is cluster.KMeans


def test_a_provider_that_is_no_text_is_refused():
    with pytest.raises(errors.UnknownProviderError, match="must be a str"):
        cluster.KMeans(provider=["np"])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: mlmeta.use(3), errors.UnknownProviderError, "must be a name such as 'np' or a mapping"),
        (lambda: mlmeta.use("npp"), errors.UnknownProviderError, r"for mlmeta.use\('npp'\).* Did you mean 'np'"),
        (lambda: mlmeta.use({"cluster": "np"}), errors.UnknownAlgorithmError, "'cluster' is a namespace"),
        (lambda: mlmeta.use({"cluster.KMeans": 1}), errors.UnknownProviderError, "No provider 1 for cluster.KMeans"),
        (lambda: mlmeta.use({3: "np"}), errors.UnknownAlgorithmError, "got 3"),
        (lambda: mlmeta.use(threads="2"), ValueError, "got '2'"),
        (lambda: mlmeta.use(threads=True), ValueError, "got True"),
    ],
)
def test_wrong_types_in_use_are_named(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_use_and_explain_take_the_class_and_explain_an_estimator():
    with mlmeta.use({cluster.KMeans: "np"}):
        assert provider(cluster.KMeans()) == mlmeta.explain(cluster.KMeans).chosen == "np"
    assert mlmeta.explain(cluster.KMeans.using("np")).kind == "cluster.KMeans"
    told = mlmeta.explain(cluster.KMeans(provider="np"))
    assert (told.kind, told.chosen, told.because) == ("cluster.KMeans", "np", "the provider of this estimator")
    theirs = mlmeta.explain(cluster.DBSCAN())
    assert (theirs.kind, theirs.chosen) == ("cluster.DBSCAN", "sklearn")
    with pytest.raises(errors.UnknownAlgorithmError, match="or an estimator of it, got 3"):
        mlmeta.explain(3)


def test_a_provider_of_other_algorithms_is_told_from_an_unknown_one():
    with pytest.raises(errors.MissingProviderError, match=r"installed: sklearn\. mlmeta-clustering-np does not provide it"):
        cluster.DBSCAN(provider="np")
    with pytest.raises(errors.UnknownProviderError, match=r"No provider 1 for cluster\.KMeans; installed: np, rs"):
        cluster.KMeans(provider=1)


def test_a_strangers_provider_alone_is_named_with_the_way_to_ask_for_it(install, row, monkeypatch):
    install("acme-two", [row("two", "acme_two:K")])
    index = registry.index()
    alone = {"cluster.KMeans": {"two": index.rows["cluster.KMeans"]["two"]}}
    monkeypatch.setattr(registry, "_index", dataclasses.replace(index, rows=alone))
    monkeypatch.setattr(selection, "_choices", {})
    with pytest.raises(errors.MissingProviderError, match=r"two \(installed, and chosen only when asked for: provider='two'\)"):
        cluster.KMeans(2)
