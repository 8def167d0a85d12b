"""The classes as users construct them, through the spec: memory, errors, sparse forms."""

import pickle

import numpy as np
import pytest
from mlmeta import preprocessing
from mlmeta.errors import InvalidDataError, InvalidParameterError, NotFittedError
from scipy import sparse
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

X = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 4.0]])
BOTH = pytest.mark.parametrize("make", [preprocessing.StandardScaler, preprocessing.MinMaxScaler])


def test_the_spec_constructs_the_class_of_the_provider(provider) -> None:
    for made in (preprocessing.StandardScaler(), preprocessing.MinMaxScaler((0, 2))):
        assert made.__mlmeta_provider__ == provider
        assert type(made).__module__.startswith(f"mlmeta_preprocessing_{provider}.")
    assert preprocessing.MinMaxScaler((0, 2)).get_params() == {"feature_range": (0, 2), "copy": True, "clip": False}


@BOTH
def test_rows_of_the_user_are_written_only_when_copy_is_false(make) -> None:
    rows = X.copy()
    scaler = make().fit(rows)
    scaled = scaler.transform(rows)
    assert np.array_equal(rows, X)
    kept = scaled.copy()
    np.testing.assert_allclose(scaler.inverse_transform(scaled), X)
    assert np.array_equal(scaled, kept)
    scaler.set_params(copy=False)
    assert scaler.transform(rows) is rows
    assert np.array_equal(rows, scaled)
    assert scaler.inverse_transform(rows) is rows
    np.testing.assert_allclose(rows, X)


@BOTH
def test_read_only_rows_are_copied_whatever_copy_says(make) -> None:
    rows = X.copy()
    rows.flags.writeable = False
    scaler = make(copy=False).fit(rows)
    assert scaler.transform(rows) is not rows
    assert np.array_equal(rows, X)


def test_copy_of_a_call_comes_before_that_of_the_estimator() -> None:
    scaler = preprocessing.StandardScaler().fit(X)
    rows = X.copy()
    assert scaler.transform(rows, copy=False) is rows
    assert scaler.inverse_transform(rows, copy=False) is rows
    assert scaler.copy is True
    assert scaler.set_params(copy=False).transform(rows, copy=True) is not rows


def test_sparse_rows_of_the_user_are_never_written() -> None:
    rows = sparse.csr_array(X)
    scaler = preprocessing.StandardScaler(with_mean=False, copy=False).fit(rows)
    scaled = scaler.transform(rows)
    assert np.array_equal(rows.toarray(), X)
    assert not np.shares_memory(scaled.indices, rows.indices)


def test_sparse_rows_cannot_be_centred() -> None:
    with pytest.raises(InvalidDataError, match=r"Cannot center sparse matrices: pass `with_mean=False`"):
        preprocessing.StandardScaler().fit(sparse.csr_array(X))
    scaler = preprocessing.StandardScaler().fit(X)
    for method in (scaler.transform, scaler.inverse_transform, scaler.partial_fit):
        with pytest.raises(ValueError, match="with_mean=False"):
            method(sparse.csc_array(X))
    with pytest.raises(TypeError, match=r"[Ss]parse"):
        preprocessing.MinMaxScaler().fit(sparse.csr_array(X))


def test_tags_say_what_is_taken() -> None:
    for with_mean in (True, False):
        tags = preprocessing.StandardScaler(with_mean=with_mean).__sklearn_tags__()
        assert (tags.input_tags.sparse, tags.input_tags.allow_nan) == (not with_mean, True)
    tags = preprocessing.MinMaxScaler().__sklearn_tags__()
    assert (tags.input_tags.sparse, tags.input_tags.allow_nan) == (False, True)


@pytest.mark.parametrize("wrong", [(1, 1), (2, 0), (0,), (0, 1, 2), ("a", "b"), (0, float("nan"))])
def test_feature_range_must_be_a_range(wrong) -> None:
    with pytest.raises(InvalidParameterError, match="Minimum of desired feature range must be smaller than maximum"):
        preprocessing.MinMaxScaler(wrong).fit(X)


def test_minmax_scaler_has_no_weights() -> None:
    for method in ("fit", "partial_fit", "fit_transform"):
        with pytest.raises(TypeError, match="sample_weight"):
            getattr(preprocessing.MinMaxScaler(), method)(X, sample_weight=[1, 1, 1])


@BOTH
def test_later_parts_must_have_the_columns_of_the_first(make) -> None:
    scaler = make().partial_fit(X)
    with pytest.raises(InvalidDataError, match=r"X has 1 features, but \w+ is expecting 2"):
        scaler.partial_fit(X[:, :1])
    with pytest.raises(InvalidDataError, match=r"X has 1 features, but \w+ is expecting 2"):
        scaler.inverse_transform(X[:, :1])


@BOTH
def test_fit_forgets_what_was_learnt(make) -> None:
    scaler = make().partial_fit(X + 100)
    scaler.partial_fit(X).fit(X)
    fresh = make().fit(X)
    assert scaler.n_samples_seen_ == 3
    assert np.array_equal(scaler.transform(X), fresh.transform(X))


@BOTH
def test_unfitted_scaler_says_so(make) -> None:
    for method in ("transform", "inverse_transform"):
        with pytest.raises(NotFittedError):
            getattr(make(), method)(X)


@pytest.mark.parametrize("name", ["with_mean", "with_std"])
def test_what_was_not_learnt_is_not_used(name) -> None:
    scaler = preprocessing.StandardScaler(with_mean=False, with_std=False).fit(X).set_params(**{name: True})
    for method in ("transform", "inverse_transform", "partial_fit"):
        with pytest.raises(NotFittedError, match=f"fitted with {name}=False and now has {name}=True"):
            getattr(scaler, method)(X)


@pytest.mark.parametrize("fitted", [np.float32, np.float64])
@pytest.mark.parametrize("given", [np.float32, np.float64])
@BOTH
def test_rows_keep_their_dtype_whatever_was_fitted(make, fitted, given) -> None:
    scaler = make().fit(X.astype(fitted))
    assert scaler.transform(X.astype(given)).dtype == given
    assert scaler.inverse_transform(X.astype(given)).dtype == given


@BOTH
def test_pickle_clone_and_pipeline(make) -> None:
    scaler = make().fit(X)
    assert np.array_equal(pickle.loads(pickle.dumps(scaler)).transform(X), scaler.transform(X))
    assert clone(scaler).get_params() == scaler.get_params()
    chain = make_pipeline(make(), preprocessing.StandardScaler()).fit(X)
    np.testing.assert_allclose(chain.transform(X).mean(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(chain.inverse_transform(chain.transform(X)), X)
