"""Every algorithm of every provider of ours: it answers as scikit-learn's own estimator of that kind does.

The pairs come from the manifests, so an algorithm that joins is held to all of this without a line here.
"""

import pickle

import mlmeta
import numpy as np
import pytest
import scipy.sparse
import sklearn.base
from mlmeta import errors
from mlmeta.algorithms import kinds
from mlmeta.models import schema
from mlmeta.plugins import curated, registry
from mlmeta.specs.domains import Options
from sklearn.metrics import adjusted_rand_score

ROWS = [row for row in registry.index().all_rows() if (row.provider, row.dist) in curated.rank(row.kind)]
OURS = [pytest.param(row, id=f"{row.kind}[{row.provider}]") for row in ROWS if row.provider != "sklearn"]
CLUSTERS = 4


def data(n_rows=240, n_features=3):
    """Return rows of four groups that touch, of shape (n_rows, n_features), and the number of each row's group."""
    random = np.random.default_rng(3)
    groups = np.arange(n_rows) % CLUSTERS
    centres = random.uniform(-6, 6, size=(CLUSTERS, n_features))
    return centres[groups] + random.normal(size=(n_rows, n_features)), groups


X, GROUPS = data()
WEIGHTS = np.random.default_rng(4).uniform(0.1, 3.0, size=len(X))


def made(row, provider=None):
    """Return an estimator of a row's kind, by its provider or another one, with the number of clusters and a seed."""
    estimator = kinds.get(row.kind, provider or row.provider)()
    wanted = {"random_state": 0, "n_clusters": CLUSTERS}
    return estimator.set_params(**{name: value for name, value in wanted.items() if name in estimator.get_params()})


def fit(estimator, rows=X, **more):
    """Fit, with the groups as labels where the algorithm wants some."""
    return estimator.fit(rows, GROUPS, **more) if sklearn.base.is_classifier(estimator) else estimator.fit(rows, **more)


def answers(model, rows=X):
    """Return every output of a fitted model, dense."""
    outputs = [output.name for output in kinds.spec_of(model).__mlmeta_outputs__]
    return schema.answer(model, rows, outputs) if outputs else {"labels": model.labels_}


def assert_agree(found, expected, tolerance=1e-7):
    """Assert that two models give the same answers: labels of clusters up to their order and a row in a hundred."""
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name].shape == value.shape, name
        if value.dtype.kind == "f":
            np.testing.assert_allclose(found[name], value, rtol=tolerance, atol=tolerance * np.abs(value).max(), err_msg=name)
        else:
            assert adjusted_rand_score(found[name], value) > 0.97, name


def pair(row, *args, **more):
    """Return a provider's and scikit-learn's model of the same data."""
    return fit(made(row), *args, **more), fit(made(row, "sklearn"), *args, **more)


def test_there_are_pairs_and_every_algorithm_of_the_core_is_among_them():
    ours = {(row.kind, row.provider) for (row,) in (param.values for param in OURS)}
    promised = {(kind, provider) for kind, providers in curated.CURATED.items() for provider in providers}
    assert ours <= promised, "a provider in a manifest that curated.CURATED does not know"
    assert {kind for kind, _ in ours} == {kind for kind, _ in promised}, "an algorithm without a provider of ours"


@pytest.mark.parametrize("row", OURS)
def test_a_provider_answers_as_scikit_learn(row):
    found, expected = pair(row)
    assert_agree(answers(found), answers(expected))
    fresh, _ = data(77)
    assert_agree(answers(found, fresh), answers(expected, fresh))


@pytest.mark.parametrize("row", OURS)
def test_a_provider_that_learns_nothing_would_be_found(row, monkeypatch):
    concrete = kinds.get(row.kind, row.provider)
    real, tensors = concrete._fit, concrete.__mlmeta_state_schema__.tensors

    def lazy(self, *args, **more):
        real(self, *args, **more)
        for name in tensors:
            value = getattr(self, name)
            if value is not None and np.asarray(value).dtype.kind == "f":
                setattr(self, name, np.ones_like(value))

    monkeypatch.setattr(concrete, "_fit", lazy)
    with pytest.raises(AssertionError):
        assert_agree(answers(fit(made(row))), answers(fit(made(row, "sklearn"))))


@pytest.mark.parametrize("row", OURS)
def test_float32_rows_are_learnt_as_float32(row):
    narrow = fit(made(row), X.astype(np.float32))
    expected = fit(made(row, "sklearn"), X.astype(np.float32).astype(np.float64))
    assert_agree(answers(narrow), answers(expected), tolerance=1e-4)
    if row.capabilities.get("float32"):
        reals = {name: np.asarray(getattr(narrow, name)) for name in narrow.spec().__mlmeta_state_schema__.tensors}
        widths = {name: value.dtype for name, value in reals.items() if value.dtype.kind == "f" and value.ndim > 1}
        assert set(widths.values()) <= {np.dtype(np.float32)}, widths


@pytest.mark.parametrize("row", OURS)
def test_weights_count_or_are_refused_as_the_manifest_says(row):
    if not row.capabilities["sample_weight"]:
        with pytest.raises((TypeError, errors.UnsupportedParameterError), match="sample_weight"):
            fit(made(row), sample_weight=WEIGHTS)
        return
    found, expected = pair(row, sample_weight=WEIGHTS)
    assert_agree(answers(found), answers(expected))
    ones = fit(made(row), sample_weight=np.ones(len(X)))
    assert_agree(answers(ones), answers(fit(made(row))))


@pytest.mark.parametrize("row", OURS)
def test_sparse_rows_are_taken_or_refused_as_the_manifest_says(row):
    sparse = scipy.sparse.csr_array(np.where(np.abs(X) > 1.5, X, 0.0))
    quiet = {"with_mean": False} if "with_mean" in made(row).get_params() else {}
    if not row.capabilities["sparse"]:
        with pytest.raises(errors.MlmetaError, match=r"[Ss]parse"):
            fit(made(row).set_params(**quiet), sparse)
        return
    found, expected = (fit(made(row, provider).set_params(**quiet), sparse) for provider in (row.provider, "sklearn"))
    assert_agree(answers(found, sparse.toarray()), answers(expected, sparse.toarray()))


@pytest.mark.parametrize("row", OURS)
def test_learning_in_parts_gives_what_scikit_learn_learns(row):
    if not row.capabilities["partial_fit"]:
        assert not hasattr(made(row), "partial_fit")
        return
    ours, theirs = made(row), made(row, "sklearn")
    for part in np.array_split(X, 3):
        ours.partial_fit(part)
        theirs.partial_fit(part)
    assert_agree(answers(ours), answers(theirs))


@pytest.mark.parametrize("row", OURS)
def test_the_same_fit_has_the_same_bits_for_any_number_of_threads(row):
    if not row.capabilities["deterministic"]:
        pytest.skip("its manifest does not say so")
    large, _ = data(20_000)
    first = None
    for threads in (1, 2):
        with mlmeta.use(threads=threads):
            found = pickle.dumps([getattr(fit(made(row), large), name) for name in made(row).__mlmeta_state_schema__.tensors])
        first = first or found
        assert found == first


@pytest.mark.parametrize("row", OURS)
def test_a_saved_model_answers_alike_with_every_provider(row, tmp_path):
    fitted = fit(made(row))
    path = mlmeta.save(fitted, tmp_path / "model.mlm")
    for other in ROWS:
        if other.kind == row.kind:
            loaded = mlmeta.load(path, other.provider)
            assert_agree(answers(loaded), answers(fitted))
            assert mlmeta.verify(path, other.provider).agrees


@pytest.mark.parametrize("row", OURS)
def test_every_method_of_a_loaded_model_works(row, tmp_path):
    fitted = fit(made(row))
    loaded = mlmeta.load(mlmeta.save(fitted, tmp_path / "model.mlm"), row.provider)
    called = []
    for method in ("predict", "predict_proba", "transform", "inverse_transform", "score", "get_feature_names_out"):
        if hasattr(fitted, method):
            rows = () if method == "get_feature_names_out" else (X,)
            found, expected = getattr(loaded, method)(*rows), getattr(fitted, method)(*rows)
            assert np.array_equal(found, expected), method
            called.append(method)
    if hasattr(fitted, "partial_fit"):
        fitted.partial_fit(X[:50])
        try:
            loaded.partial_fit(X[:50])
            assert_agree(answers(loaded), answers(fitted))
        except errors.NotFittedError as error:  # the state does not hold what it needs
            if "'partial_fit' cannot go on from it" not in str(error):
                raise
    assert fit(loaded).get_params() == fit(made(row)).get_params()
    assert called


@pytest.mark.parametrize("row", OURS)
def test_a_provider_writes_to_no_array_of_the_user(row):
    rows = X.copy()
    rows.flags.writeable = False
    weights = {"sample_weight": WEIGHTS} if row.capabilities["sample_weight"] else {}
    answers(fit(made(row), rows, **weights), rows)
    assert np.array_equal(rows, X)


def choices(row):
    """Yield each parameter of an algorithm with each word of its domain, and with true and false where it is a switch."""
    for name, parameter in made(row).parameters().items():
        for choice in parameter.choices:
            if isinstance(choice.domain, Options):
                yield from ((name, word) for word in choice.domain)
            elif choice.name == "bool":
                yield from ((name, value) for value in (True, False))


@pytest.mark.parametrize("row", OURS)
def test_every_word_and_switch_means_what_it_means_to_scikit_learn_or_is_refused(row, capsys):
    tried = 0
    for name, value in choices(row):
        try:
            found = fit(made(row).set_params(**{name: value}))
        except errors.UnsupportedParameterError:
            continue
        assert_agree(answers(found), answers(fit(made(row, "sklearn").set_params(**{name: value}))))
        tried += 1
    assert tried
    capsys.readouterr()  # of verbose
