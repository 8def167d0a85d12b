"""The input gate's rules about names, widths and weights; what arrays are taken is a table over all providers (ecosystem)."""

import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, errors
from mlmeta.data import validation

PLAIN = np.array([[0.0, 1.0], [1.0, 0.0], [8.0, 9.0], [9.0, 8.0], [8.0, 8.0]])


FRAME = pd.DataFrame(PLAIN, columns=["a", "b"])


def test_finite_numbers_whose_sum_overflows_are_taken():
    validation.check_array(np.full((4, 2), 1.5e308), owner="KMeans")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a", "c"], r"unseen at fit time:\n- c\n(.|\n)*now missing:\n- b\n"),
        (["b", "a"], "must be in the same order"),
        (["a", "bb"], r"unseen at fit time:\n- bb\n(.|\n)*Did you mean 'b'"),
    ],
)
def test_columns_must_be_those_of_the_fit(names, words):
    made = cluster.KMeans(2, random_state=0, provider="np").fit(FRAME)
    assert made.feature_names_in_.tolist() == ["a", "b"]
    with pytest.raises(errors.InvalidDataError, match=words):
        made.predict(pd.DataFrame(PLAIN, columns=names))


def test_names_on_one_side_only_are_a_warning():
    named = cluster.KMeans(2, random_state=0, provider="np").fit(FRAME)
    with pytest.warns(UserWarning, match=r"does not have valid feature names, but KMeans was fitted with"):
        named.predict(PLAIN)
    bare = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    with pytest.warns(UserWarning, match=r"has feature names, but KMeans was fitted without"):
        bare.predict(FRAME)
    assert not hasattr(named.fit(PLAIN), "feature_names_in_")


def test_another_width_is_refused_before_the_rows_are_looked_at():
    made = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    with pytest.raises(errors.InvalidDataError, match=r"X has 3 features, but KMeans is expecting 2"):
        made.predict(np.full((1, 3), np.nan))


def test_fewer_rows_than_clusters_are_refused():
    with pytest.raises(errors.InvalidDataError, match=r"n_samples=5 should be >= n_clusters=6"):
        cluster.KMeans(6, provider="np").fit(PLAIN)


WEIGHTS = {
    "length": ([1.0, 2.0], r"shape \(5,\), got shape \(2,\)"),
    "column": (np.ones((5, 1)), "got shape"),
    "NaN": ([1.0, 1.0, 1.0, 1.0, np.nan], "contains NaN"),
    "negative": ([1.0, 1.0, 1.0, 1.0, -1.0], "Negative values"),
    "zero": ([0.0] * 5, "all zero"),
    "words": (["a"] * 5, "sample_weight must hold numbers"),
    "numbers as text": (["1"] * 5, "sample_weight must hold numbers"),
    "complex": ([1j] * 5, "sample_weight has dtype complex"),
    "masked": (np.ma.masked_array(np.ones(5), mask=[1, 0, 0, 0, 0]), "sample_weight has 1 masked"),
    "nullable with NA": (pd.Series([1, None, 1, 1, 1], dtype="Int64"), "contains NaN"),
}


@pytest.mark.parametrize(("weight", "words"), WEIGHTS.values(), ids=WEIGHTS)
def test_weights_that_are_refused(weight, words):
    with pytest.raises(errors.InvalidDataError, match=words):
        cluster.KMeans(2, provider="np").fit(PLAIN, sample_weight=weight)


def test_weights_too_large_for_float32_are_refused():
    with pytest.raises(errors.InvalidDataError, match="sample_weight contains NaN or infinity"):
        cluster.KMeans(2, provider="np").fit(PLAIN.astype(np.float32), sample_weight=[1e300] * 5)


def test_a_failed_fit_leaves_the_fitted_model_as_it_was():
    made = cluster.KMeans(2, random_state=0, provider="np").fit(PLAIN)
    centres = made.cluster_centers_.copy()
    with pytest.raises(errors.InvalidDataError):
        made.fit([[np.nan, 1.0]])
    assert np.array_equal(made.cluster_centers_, centres)


def test_names_on_one_side_only_are_warned_about_where_the_method_was_called(X):
    frame = pd.DataFrame(X, columns=["width", "height"])
    named, plain = (cluster.KMeans(2, random_state=0, provider="np").fit(rows) for rows in (frame, X))
    for model, rows, words in [
        (named, X, "X does not have valid feature names, but KMeans was fitted with feature names"),
        (named, X.tolist(), "X does not have valid feature names"),
        (plain, frame, "X has feature names, but KMeans was fitted without feature names"),
    ]:
        with pytest.warns(UserWarning, match=words) as caught:
            model.predict(rows)
        assert caught[0].filename == __file__


@pytest.mark.parametrize("size", [1, 3, 4096, 4097, 9000])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_number_that_is_none_is_found_wherever_it_is(size, value, dtype):
    for place in {0, size // 2, size - 1}:
        rows = np.full((size, 1), np.finfo(dtype).max, dtype=dtype)  # their sum overflows
        validation.check_array(rows, owner="KMeans")
        rows[place] = value
        with pytest.raises(errors.InvalidDataError, match=r"NaN|infinity"):
            validation.check_array(rows, owner="KMeans")


@pytest.mark.parametrize("look", [validation.feature_names, lambda X: validation.check_array(X, owner="KMeans")])
def test_a_lazy_frame_is_told_to_collect_and_asked_for_nothing(look):
    pl = pytest.importorskip("polars")
    with pytest.raises(errors.InvalidDataError, match=r"a LazyFrame, which holds no rows yet: call X\.collect\(\) first"):
        look(pl.DataFrame({"a": [1.0, 2.0]}).lazy())
