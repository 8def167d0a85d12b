"""From scikit-learn's fitted objects to models of any provider and back: the same predictions, the same state."""

import itertools
import pickle
import subprocess
import sys

import mlmeta
import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, errors, linear_model, preprocessing
from mlmeta.algorithms import kinds
from mlmeta.models import fitted
from mlmeta.models.chain import Chain
from mlmeta.plugins import registry
from sklearn import cluster as their_cluster
from sklearn import decomposition, naive_bayes, neighbors
from sklearn import linear_model as their_linear_model
from sklearn import preprocessing as their_preprocessing
from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

ROWS = np.abs(np.random.RandomState(0).normal(size=(120, 5))) + (np.arange(120) % 3)[:, None]
VALUES = np.abs(ROWS @ np.array([1.0, 2.0, 0.0, -1.0, 0.5])) + 0.5
WORDS = np.array(["ä", "b", "c"])[np.arange(120) % 3]
ANSWERS = (
    "predict",
    "predict_proba",
    "predict_log_proba",
    "decision_function",
    "score_samples",
    "transform",
    "inverse_transform",
)
STATEFUL = sorted(row.kind for row in registry.index().all_rows() if row.provider == "sklearn" and row.capabilities["servable"])


def fit(kind):
    """Return scikit-learn's own fitted object of a kind, and its target."""
    made = kinds.get(kind, provider="sklearn")()
    settings = {"random_state": 0, "n_components": 3, "n_clusters": 3}
    if get_tags(made).estimator_type == "classifier":
        settings = {"random_state": 0}
    made.set_params(**{name: value for name, value in settings.items() if name in made.get_params()})
    y = {"classifier": WORDS, "regressor": VALUES}.get(get_tags(made).estimator_type)
    return made.fit(ROWS, np.column_stack([y, y]) if "MultiTask" in kind else y), y


def check_same_answers(one, other, X, *, rtol=1e-12):
    """Check that two fitted objects have the same methods, which give the same."""
    for method in ANSWERS:
        assert hasattr(one, method) == hasattr(other, method), method
        if not hasattr(one, method):
            continue
        given = one.transform(X) if method == "inverse_transform" else X
        expected = getattr(one, method)(given)
        told = getattr(other, method)(given)
        if expected.dtype.kind == "f":
            np.testing.assert_allclose(told, expected, rtol=rtol, atol=1e-12)
        else:
            np.testing.assert_array_equal(told, expected)


def digest(model, path):
    return mlmeta.inspect(mlmeta.save(model, path)).document["state_sha256"]


def test_all_kinds_with_state_are_tested():
    assert len(STATEFUL) >= 54


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("kind", STATEFUL)
def test_every_kind_goes_to_mlmeta_and_back(kind, tmp_path):
    theirs, y = fit(kind)
    ours = mlmeta.from_sklearn(theirs)
    assert isinstance(ours, kinds.get(kind))
    assert type(ours) is kinds.get(kind).using()
    again = mlmeta.to_sklearn(ours)
    assert type(again) is type(theirs)
    assert again is not theirs
    check_is_fitted(again)
    check_same_answers(theirs, again, ROWS)
    assert again.get_params() == theirs.get_params()
    assert repr(again) == repr(theirs)
    assert not hasattr(clone(again), "n_features_in_")
    check_same_answers(again, pickle.loads(pickle.dumps(again)), ROWS)
    assert b"mlmeta" not in pickle.dumps(again)
    if hasattr(theirs, "get_feature_names_out"):
        assert list(again.get_feature_names_out()) == list(theirs.get_feature_names_out())
    if hasattr(theirs, "score"):
        assert again.score(ROWS, y) == pytest.approx(theirs.score(ROWS, y)) if "MultiTask" not in kind else True
    assert digest(theirs, tmp_path / "a.mlm") == digest(ours, tmp_path / "b.mlm") == digest(again, tmp_path / "c.mlm")
    again.fit(ROWS, np.column_stack([y, y]) if "MultiTask" in kind else y)


def test_no_array_is_shared():
    theirs, _ = fit("cluster.KMeans")
    ours = mlmeta.from_sklearn(theirs)
    ours.cluster_centers_[0] = 99.0
    assert not (theirs.cluster_centers_ == 99.0).any()
    again = mlmeta.to_sklearn(ours)
    again.cluster_centers_[0] = 7.0
    assert (ours.cluster_centers_[0] == 99.0).all()


@pytest.mark.parametrize("kind", ["cluster.KMeans", "preprocessing.StandardScaler", "preprocessing.MinMaxScaler"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_order_of_providers_gives_the_same(kind, dtype, tmp_path):
    """np -> file -> rs -> file -> np, sklearn -> file -> rs -> scikit-learn's own object, and all other orders."""
    spec, X = kinds.get(kind), ROWS.astype(dtype)
    path = tmp_path / "model.mlm"
    close = {"rtol": 1e-12, "atol": 1e-12} if dtype == np.float64 else {"rtol": 1e-6, "atol": 1e-6}
    for order in itertools.permutations(["np", "rs", "sklearn"]):
        made = spec.using(order[0])()
        model = made.set_params(**({"n_clusters": 3, "random_state": 0} if kind == "cluster.KMeans" else {})).fit(X)
        answer = "predict" if kind == "cluster.KMeans" else "transform"
        expected, before = getattr(model, answer)(X), digest(model, path)
        for provider in (*order[1:], order[0]):
            model = mlmeta.load(path, provider)
            assert type(model) is spec.using(provider)
            np.testing.assert_allclose(getattr(model, answer)(X), expected, **close)
            if provider != "sklearn" and order[0] != "sklearn":  # scikit-learn's objects know no ranges
                assert digest(model, path) == before
            mlmeta.save(model, path)
        back = mlmeta.to_sklearn(mlmeta.load(path))
        assert type(back) is spec.using("sklearn")
        np.testing.assert_allclose(getattr(back, answer)(X), expected, **close)


TABLE = pd.DataFrame(ROWS, columns=["höhe", "b", "c", "d", "e"])
PIPELINES = {
    "scaler, components, clusters": (
        lambda: Pipeline(
            [
                ("scale", their_preprocessing.StandardScaler()),
                ("pca", decomposition.PCA(2)),
                ("km", their_cluster.KMeans(3, random_state=0)),
            ]
        ).fit(ROWS),
        ROWS,
    ),
    "scaler, string classes, named columns": (
        lambda: Pipeline([("scale", their_preprocessing.MinMaxScaler()), ("model", their_linear_model.LogisticRegression())]).fit(
            TABLE, WORDS
        ),
        TABLE,
    ),
    "scaler, regression": (
        lambda: Pipeline([("scale", their_preprocessing.StandardScaler()), ("ridge", their_linear_model.Ridge())]).fit(
            ROWS, VALUES
        ),
        ROWS,
    ),
    "nested, and what passes rows through": (
        lambda: Pipeline(
            [
                ("none", None),
                ("pre", Pipeline([("scale", their_preprocessing.StandardScaler()), ("same", "passthrough")])),
                ("bayes", naive_bayes.GaussianNB()),
            ]
        ).fit(TABLE, WORDS),
        TABLE,
    ),
    "our own estimators": (
        lambda: Pipeline(
            [("scale", preprocessing.StandardScaler(provider="np")), ("km", cluster.KMeans(3, random_state=0, provider="rs"))]
        ).fit(ROWS),
        ROWS,
    ),
}


@pytest.mark.parametrize(("make", "X"), PIPELINES.values(), ids=PIPELINES)
def test_pipelines_go_to_every_provider_a_file_and_back(make, X, tmp_path):
    theirs = make()
    path = mlmeta.save(theirs, tmp_path / "model.mlm")
    chains = {name: mlmeta.from_sklearn(theirs, name) for name in ("np", "rs", "sklearn", None)}
    chains |= {f"{name} from the file": mlmeta.load(path, name) for name in ("np", "rs", "sklearn", None)}
    answers = [name for name in ANSWERS if hasattr(theirs, name) and name != "inverse_transform"]
    for name, chain in chains.items():
        assert isinstance(chain, Chain), name
        for method in answers:
            expected, told = getattr(theirs, method)(X), getattr(chain, method)(X)
            if expected.dtype.kind == "f":
                np.testing.assert_allclose(told, expected, rtol=1e-9, atol=1e-12)
            else:
                np.testing.assert_array_equal(told, expected)
        assert digest(chain, tmp_path / "again.mlm") == digest(theirs, tmp_path / "theirs.mlm"), name
        back = mlmeta.to_sklearn(chain)
        assert type(back) is Pipeline
        assert [type(step).__module__.partition(".")[0] for _, step in back.steps] == ["sklearn"] * len(chain)
        check_is_fitted(back)
        np.testing.assert_array_equal(back.predict(X), theirs.predict(X))
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(back)).predict(X), theirs.predict(X))
        assert clone(back).get_params().keys() == back.get_params().keys()
    assert mlmeta.verify(path, "sklearn").agrees
    assert mlmeta.verify(path).agrees


def test_a_pipeline_that_comes_back_has_the_parameters_of_the_one_that_went():
    theirs = PIPELINES["scaler, string classes, named columns"][0]()
    back = mlmeta.to_sklearn(mlmeta.from_sklearn(theirs))
    same = {name: value for name, value in theirs.get_params().items() if not hasattr(value, "fit") and name != "steps"}
    assert {name: back.get_params()[name] for name in same} == same
    assert back.fit(TABLE, WORDS[::-1]).predict(TABLE).shape == (120,)


def test_the_provider_of_each_step_can_be_said():
    theirs = PIPELINES["scaler, components, clusters"][0]()
    chain = mlmeta.from_sklearn(theirs, {"scale": "np", "km": "sklearn"})
    assert [type(step) for step in chain] == [
        preprocessing.StandardScaler.using("np"),
        decomposition.PCA,
        their_cluster.KMeans,
    ]
    with pytest.raises(errors.InvalidParameterError, match="Did you mean 'scale'"):
        mlmeta.from_sklearn(theirs, {"scal": "np"})


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (
            lambda: Pipeline([("scale", their_preprocessing.StandardScaler()), ("near", neighbors.KNeighborsClassifier())]),
            errors.NoPortableStateError,
            r"Step 'near' of the chain: neighbors\.KNeighborsClassifier has no portable state.*keep the Python object",
        ),
        (
            lambda: Pipeline([("two", FeatureUnion([("pca", decomposition.PCA(1))])), ("bayes", naive_bayes.GaussianNB())]),
            errors.NoPortableStateError,
            r"Step 'two' of the chain: .*What is possible: keep the whole pipeline",
        ),
        (neighbors.KNeighborsClassifier, errors.NoPortableStateError, "has no portable state"),
    ],
)
def test_what_cannot_be_converted_says_which_step_and_what_is_possible(make, error, words):
    fitted = make().fit(ROWS, WORDS)
    for convert in (mlmeta.from_sklearn, mlmeta.to_sklearn):
        with pytest.raises(error, match=words):
            convert(fitted)


def test_an_algorithm_that_scikit_learn_has_not_cannot_become_its_object(monkeypatch):
    km = cluster.KMeans(3, random_state=0, provider="np").fit(ROWS)
    state = km.__mlmeta_state__()
    monkeypatch.setattr(type(km), "__mlmeta_state__", lambda _: type(state)(**{**vars(state), "kind": "acme-dist/cluster.Other"}))
    with pytest.raises(errors.UnknownAlgorithmError, match="of the distribution 'acme-dist' is not installed here"):
        mlmeta.to_sklearn(km)


WITHOUT = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "sklearn" else find(name, *more)
sys.modules["sklearn"] = None
import mlmeta
from mlmeta import cluster
km = cluster.KMeans(2, random_state=0).fit([[0.0], [1.0], [9.0]])
try:
    mlmeta.to_sklearn(km)
except ImportError as error:
    print(error)
print(mlmeta.from_sklearn(km, "np"))
print(mlmeta.doctor().healthy)
"""


def test_without_scikit_learn_the_error_is_the_line_that_installs_it():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        'scikit-learn is not installed here. Try: pip install "mlmeta[sklearn]"',
        "KMeans(n_clusters=2, random_state=0, provider='np')",
        "True",
    ], done.stderr


@pytest.mark.parametrize("used", ["mlmeta.save(km, sys.argv[1]); mlmeta.load(sys.argv[1])", "mlmeta.from_sklearn(km)"])
def test_only_to_sklearn_imports_scikit_learn(used, tmp_path):
    code = (
        "import sys, mlmeta; from mlmeta import cluster; km = cluster.KMeans(2).fit([[0.0], [1.0], [9.0]]); "
        f"{used}; print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "m.mlm"], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "False", done.stderr


def test_the_state_of_any_model_is_found_by_one_function():
    theirs = their_cluster.KMeans(3, random_state=0).fit(ROWS)
    ours = mlmeta.from_sklearn(theirs, "np")
    one, other = fitted.state_of(theirs), fitted.state_of(ours)
    assert one.params == other.params
    assert one.tensors["cluster_centers_"].tobytes() == other.tensors["cluster_centers_"].tobytes()
    assert linear_model.LogisticRegression.using("sklearn") is their_linear_model.LogisticRegression
