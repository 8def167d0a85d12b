"""Pickles name their provider: a missing one is told with its install line, another version is warned of."""

import copy
import importlib.metadata
import pickle
import warnings

import cloudpickle
import numpy as np
import pytest
from mlmeta import cluster, errors
from mlmeta.estimators.pickling import rebuild


class Mine(cluster.KMeans.using("np")):
    """A user's subclass."""


@pytest.fixture
def made(X):
    return cluster.KMeans(3, random_state=0, provider="np").fit(X)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_a_pickle_gives_the_same_model(made, X, protocol):
    again = pickle.loads(pickle.dumps(made, protocol=protocol))
    assert type(again) is type(made)
    assert vars(again).keys() == vars(made).keys()
    assert np.array_equal(again.predict(X), made.labels_)


def test_arrays_leave_a_pickle_out_of_band(made):
    buffers = []
    content = pickle.dumps(made, protocol=5, buffer_callback=buffers.append)
    assert len(buffers) >= 2
    again = pickle.loads(content, buffers=buffers)
    assert np.shares_memory(again.labels_, made.labels_)


def test_a_deep_copy_shares_nothing(made):
    twin = copy.deepcopy(made)
    assert type(twin) is type(made)
    assert not np.shares_memory(twin.cluster_centers_, made.cluster_centers_)
    assert np.shares_memory(copy.copy(made).cluster_centers_, made.cluster_centers_)


def test_a_missing_distribution_is_named_with_its_install_line(made, install):
    content = pickle.dumps(made)
    version = importlib.metadata.version("mlmeta-clustering-np")
    install("mlmeta-clustering-np", [], module="shadow_np", version="99.0")
    with pytest.raises(errors.MissingProviderError, match=rf"Try: pip install mlmeta-clustering-np=={version}") as caught:
        pickle.loads(content)
    assert isinstance(caught.value, ImportError)


def test_an_absent_module_is_no_module_not_found_error(made, fresh):
    code = f"""
import importlib.metadata, pickle
real = importlib.metadata.entry_points
importlib.metadata.entry_points = lambda **a: [e for e in real(**a) if "clustering" not in e.name]
try: pickle.loads({pickle.dumps(made)!r})
except ModuleNotFoundError: print("module")
except ImportError as error: print(error)
"""
    assert "mlmeta-clustering-np" in fresh(code)


def test_another_version_is_warned_of(made, row, install):
    content = pickle.dumps(made)
    install("mlmeta-clustering-np", [row("np", "mlmeta_clustering_np.kmeans:KMeans")], module="shadow_np", version="99.0")
    with pytest.warns(errors.VersionWarning, match=r"written by mlmeta-clustering-np .*, and is read by 99.0"):
        pickle.loads(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pickle.loads(pickle.dumps(made))


def test_a_strangers_provider_of_the_same_name_is_not_taken(made, row, install):
    content = pickle.dumps(made)
    install("mlmeta-clustering-np", [], module="shadow_np", version="99.0")
    install("acme-np", [row("np", "mlmeta_clustering_np.kmeans:KMeans")])
    with pytest.raises(errors.MissingProviderError, match=r"its distribution mlmeta-clustering-np .* is not installed here"):
        pickle.loads(content)


def test_two_claimants_are_named(row, install):
    for dist in ("acme-one", "acme-two"):
        install(dist, [row("one", "acme_one:K")])
    with pytest.raises(errors.MissingProviderError, match=r"acme-one 1.0 is quarantined: claimed by acme-one 1.0 and"):
        rebuild("cluster.KMeans", "one", "acme-one", "1.0")


def test_a_users_subclass_is_pickled_by_reference_and_by_value(X):
    made = Mine(3, random_state=0).fit(X)
    assert type(pickle.loads(pickle.dumps(made))) is Mine

    class Local(cluster.KMeans.using("np")):
        def predict(self, X):
            return super().predict(X) + 10

    content = cloudpickle.dumps(Local(3, random_state=0).fit(X))
    assert pickle.loads(content).predict(X).min() == 10


def test_a_users_subclass_travels_to_a_process_that_lacks_it(X, fresh):
    class Notebook(cluster.KMeans.using("np")):
        def predict(self, X):
            return super().predict(X) + 10

    cloudpickle.register_pickle_by_value(__import__("sys").modules[__name__])
    try:
        content = cloudpickle.dumps(Notebook(1, random_state=0).fit(X))
    finally:
        cloudpickle.unregister_pickle_by_value(__import__("sys").modules[__name__])
    assert fresh(f"import pickle; print(pickle.loads({content!r}).predict([[0.0, 0.0]]))") == "[10]"


def test_rebuild_knows_no_provider_that_never_was():
    with pytest.raises(errors.MissingProviderError, match=r"acme-gpu 2.1 is not installed here. Try: pip install acme-gpu==2.1"):
        rebuild("cluster.KMeans", "gpu", "acme-gpu", "2.1")
