"""The state of bisecting K-Means: one tree for all providers and scikit-learn's class, and lies about trees."""

import dataclasses
from pathlib import Path
from typing import Any

import mlmeta
import numpy as np
import pytest
import scipy.sparse
from mlmeta import cluster, errors
from mlmeta.models import fitted
from sklearn import cluster as peer
from sklearn import datasets

PROVIDERS = ("np", "rs", "sklearn")
X = datasets.make_blobs(200, 3, centers=6, random_state=1)[0]
NEW = np.random.default_rng(0).standard_normal((400, 3)) * 8
FORMS = {"float64": X, "float32": X.astype(np.float32), "sparse": scipy.sparse.csr_array(np.abs(X))}


@pytest.mark.parametrize("k", [1, 2, 9])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reader", PROVIDERS)
@pytest.mark.parametrize("writer", PROVIDERS)
def test_every_provider_reads_what_the_others_write(writer: str, reader: str, form: str, k: int, tmp_path: Path) -> None:
    rows = FORMS[form]
    model = cluster.BisectingKMeans(k, random_state=0, provider=writer).fit(rows)
    loaded = mlmeta.load(mlmeta.save(model, tmp_path / "model.mlm"), provider=reader)
    assert type(loaded) is cluster.BisectingKMeans.using(reader)
    new = NEW.astype(rows.dtype)
    assert np.array_equal(loaded.predict(new), model.predict(new))
    np.testing.assert_allclose(loaded.transform(new), model.transform(new), rtol=1e-4)
    again = mlmeta.save(loaded, tmp_path / "again.mlm")
    one, other = (mlmeta.inspect(path).document["state_sha256"] for path in (again, tmp_path / "model.mlm"))
    assert one == other


@pytest.mark.parametrize("form", FORMS)
def test_scikit_learns_own_model_becomes_ours_and_the_reverse(form: str) -> None:
    rows, new = FORMS[form], NEW.astype(FORMS[form].dtype)
    theirs = peer.BisectingKMeans(7, random_state=0).fit(rows)
    ours = mlmeta.from_sklearn(theirs, provider="np")
    fit = cluster.BisectingKMeans(7, random_state=0, provider="np").fit(rows)
    assert np.array_equal(ours.children_, fit.children_)
    np.testing.assert_allclose(ours.inner_centers_, fit.inner_centers_, atol=1e-4 if form == "float32" else 1e-10)
    assert np.array_equal(ours.predict(new), theirs.predict(new))
    back = mlmeta.to_sklearn(fit)
    assert type(back) is peer.BisectingKMeans
    assert np.array_equal(back.predict(new), theirs.predict(new))
    assert list(back.get_feature_names_out()) == list(theirs.get_feature_names_out())


def test_a_deep_tree_is_read_and_written() -> None:
    k = 5000
    places = np.arange(k, dtype=np.float64)[:, np.newaxis]
    children = np.column_stack([np.arange(k + 1, 2 * k), np.arange(k - 1, 0, -1)])
    children[-1, 0] = 0
    state = fitted.state_of(cluster.BisectingKMeans(2, random_state=0, provider="np").fit(places))
    tensors = {"cluster_centers_": places, "children_": children, "inner_centers_": places[::-1][:-1] / 2}
    deep = dataclasses.replace(state, params={**state.params, "n_clusters": k}, tensors=tensors)
    model = fitted.estimator_of(deep, "np")
    assert model.predict([[0.0], [k - 1.0]]).tolist() == [0, k - 1]
    theirs = fitted.estimator_of(deep, "sklearn")
    assert np.array_equal(fitted.state_of(theirs).tensors["children_"], children)


def changed(**tensors: Any) -> Any:
    """Return a state of four clusters with other tensors; None leaves one out."""
    state = fitted.state_of(cluster.BisectingKMeans(4, random_state=0, provider="np").fit(X))
    kept = {name: array for name, array in {**state.tensors, **tensors}.items() if array is not None}
    return dataclasses.replace(state, tensors=kept)


LIES = {
    "a circle": ({"children_": [[5, 3], [4, 2], [0, 1]]}, "left child of row 1"),
    "itself": ({"children_": [[4, 3], [0, 1], [2, 3]]}, "left child of row 0"),
    "a cluster twice": ({"children_": [[5, 6], [0, 1], [1, 2]]}, "left child of row 2, expected 2"),
    "beyond the last node": ({"children_": [[5, 7], [0, 1], [2, 3]]}, "node 7 as right child of row 0, expected 2 or 6"),
    "below zero": ({"children_": [[5, 6], [0, 1], [2, -1]]}, "node -1"),
    "another order": ({"children_": [[6, 5], [0, 1], [2, 3]]}, "node 6 as left child of row 0, expected 0 or 5"),
    "a smaller tree": ({"children_": [[0, 1], [2, 3], [4, 5]]}, "a tree of 2 clusters, expected 4"),
    "too many splits": ({"children_": [[5, 6], [0, 1], [2, 3], [4, 5]]}, "n_splits"),
    "too few splits": ({"children_": [[0, 1]], "inner_centers_": np.zeros((1, 3))}, "need \\(3, 2\\) for 4 clusters"),
    "three children": ({"children_": [[5, 6, 0], [0, 1, 0], [2, 3, 0]]}, "need \\(3, 2\\)"),
    "no tree": ({"children_": None, "inner_centers_": None}, "no 'children_' with 4 clusters"),
    "no centres of inner nodes": ({"inner_centers_": None}, "no 'inner_centers_' with 4 clusters"),
}


@pytest.mark.parametrize(("tensors", "words"), LIES.values(), ids=LIES)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_tree_that_lies_is_refused(provider: str, tensors: dict[str, Any], words: str) -> None:
    arrays = {name: np.array(value) if isinstance(value, list) else value for name, value in tensors.items()}
    with pytest.raises(errors.ModelFileError, match=words):
        fitted.estimator_of(changed(**arrays), provider)
