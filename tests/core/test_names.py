"""A name that is not there is answered with the nearest one, in one short line, however it is asked for."""

import copy
import inspect
import pickle
import pydoc

import mlmeta
import pytest
from mlmeta import cluster, errors
from mlmeta.plugins import curated

LONGEST = 220


@pytest.mark.parametrize(
    "written", ["KMeans", "KMean", "k_means", "kmeans", "clusters.KMeans", "cluster.KMean", "cluster.kmeans"]
)
@pytest.mark.parametrize(
    "ask", [mlmeta.explain, mlmeta.get, lambda name: mlmeta.use({name: "np"})], ids=["explain", "get", "use"]
)
def test_a_misspelt_algorithm_gets_the_nearest_in_a_short_message(ask, written):
    with pytest.raises(errors.UnknownAlgorithmError, match=r"Did you mean '(cluster\.)?KMeans'") as caught:
        ask(written)
    assert len(str(caught.value)) < LONGEST


def test_what_resembles_nothing_gets_no_list_of_everything():
    with pytest.raises(errors.UnknownAlgorithmError, match=r"as in 'cluster\.KMeans'.* `mlmeta list`") as caught:
        mlmeta.get("qqqq")
    assert len(str(caught.value)) < LONGEST


@pytest.mark.parametrize(
    ("statement", "advice"),
    [
        ("from mlmeta.cluster import KMean", "Did you mean 'KMeans'?"),
        ("from mlmeta.cluster import KMeans, k_means", "a function may be in sklearn.cluster"),
        ("from mlmeta import clusters", "Did you mean 'cluster'?"),
        ("from mlmeta import KMeans", "Did you mean 'mlmeta.cluster.KMeans'?"),
        ("from mlmeta.impute import IterativeImputer", "from sklearn.experimental import enable_iterative_imputer"),
        ("from mlmeta.linear_model import SVC", "Did you mean 'svm.SVC'?"),
    ],
)
def test_a_from_import_carries_the_advice(statement, advice):
    with pytest.raises(errors.UnknownNameError) as caught:
        exec(statement)
    assert isinstance(caught.value, ImportError)
    assert advice in str(caught.value)
    assert len(str(caught.value)) < LONGEST


def test_other_questions_get_what_python_expects():
    assert not hasattr(cluster, "KMean")
    assert not hasattr(mlmeta, "clusters")
    assert getattr(cluster, "KMean", None) is None
    assert not hasattr(cluster, "__wrapped__")
    assert inspect.unwrap(cluster) is cluster
    assert dict(inspect.getmembers(mlmeta))["cluster"] is cluster
    assert copy.copy(cluster.KMeans) is pickle.loads(pickle.dumps(cluster.KMeans)) is cluster.KMeans


def test_a_submodule_is_still_imported_by_name(fresh):
    assert (
        fresh("from mlmeta.preprocessing import scaler, standard_scaler; print(scaler.__name__)") == "mlmeta.preprocessing.scaler"
    )


def test_the_package_has_a_version_and_the_words_of_the_shell(fresh):
    assert mlmeta.__version__.count(".") == 2
    assert fresh("import sys, mlmeta; print('importlib.metadata' in sys.modules)") == "False"
    with pytest.raises(AttributeError, match=r"Did you mean 'search'"):
        mlmeta.list  # noqa: B018
    with pytest.raises(AttributeError, match=r"Did you mean 'explain'"):
        mlmeta.info  # noqa: B018


def test_a_star_import_brings_the_namespaces(fresh):
    assert fresh("from mlmeta import *; print(cluster.__name__, errors.__name__)") == "mlmeta.cluster mlmeta.errors"
    assert {*mlmeta.__all__, "serve"} == set(dir(mlmeta))


@pytest.mark.parametrize("algorithm", [*curated.CURATED, "svm.SVC"])
def test_help_is_for_users(algorithm):
    spec = mlmeta.get(algorithm)
    told = pydoc.render_doc(spec, renderer=pydoc.plaintext)
    assert "__mlmeta_" not in told
    assert "__sklearn_" not in told
    assert "numpy._typing" not in told
    assert max(len(line) for line in told.splitlines() if line.startswith(" |  fit(")) < 120
    assert ("set_predict_proba_request" in told) is hasattr(spec, "set_predict_proba_request")


@pytest.mark.parametrize("namespace", curated.NAMESPACES)
def test_help_of_a_namespace_says_how_to_list_it(namespace):
    module = getattr(mlmeta, namespace)
    assert f"dir(mlmeta.{namespace})" in module.__doc__
