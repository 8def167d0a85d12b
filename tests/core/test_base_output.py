"""The container that `transform` gives and the names of its columns."""

import numpy as np
import pandas as pd
import pytest
import sklearn
from mlmeta import cluster, errors
from mlmeta.estimators import set_output


@pytest.fixture
def frame(X):
    return pd.DataFrame(X, columns=["width", "height"], index=[f"row {i}" for i in range(len(X))])


@pytest.fixture
def made(frame):
    return cluster.KMeans(3, random_state=0, provider="np").fit(frame)


def test_pandas_keeps_the_index_and_names_the_columns(made, frame):
    given = made.set_output(transform="pandas").transform(frame)
    expected = made.set_output(transform="default").transform(frame)
    assert list(given.columns) == ["kmeans0", "kmeans1", "kmeans2"]
    assert given.index.equals(frame.index)
    assert type(expected) is np.ndarray
    assert np.array_equal(given.to_numpy(), expected)
    assert type(made.set_output(transform="pandas").set_output().fit_transform(frame)) is pd.DataFrame  # None changes nothing


def test_float32_stays_float32_in_a_frame(made, frame):
    given = made.fit(frame.astype("float32")).set_output(transform="pandas").transform(frame.astype("float32"))
    assert set(map(str, given.dtypes)) == {"float32"}


def test_polars_names_the_columns(made, frame):
    polars = pytest.importorskip("polars")
    given = made.set_output(transform="polars").transform(frame)
    assert isinstance(given, polars.DataFrame)
    assert given.columns == ["kmeans0", "kmeans1", "kmeans2"]
    assert np.array_equal(given.to_numpy(), made.set_output(transform="default").transform(frame))


def test_scikit_learns_global_setting_holds_where_there_is_no_own(made, frame):
    with sklearn.config_context(transform_output="pandas"):
        assert type(made.transform(frame)) is pd.DataFrame
        assert type(made.set_output(transform="default").transform(frame)) is np.ndarray
    with sklearn.config_context(transform_output="pandas"):
        assert set(made.predict(frame)) == {0, 1, 2}  # labels stay an array
        assert made.score(frame) < 0


def test_an_unknown_container_is_refused_with_the_nearest(made, frame):
    with pytest.raises(errors.InvalidParameterError, match=r"output config must be in .* got panda\. Did you mean 'pandas'\?"):
        made.set_output(transform="panda")
    with (
        sklearn.config_context(transform_output="arrow"),
        pytest.raises(errors.InvalidParameterError, match=r"got arrow"),
    ):
        made.transform(frame)


def test_a_container_that_is_not_installed_is_named(made, frame, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(ImportError, match=r"requires polars to be installed. Try: pip install polars"):
        made.set_output(transform="polars").transform(frame)


def test_sparse_rows_go_into_no_frame(made):
    with pytest.raises(errors.InvalidDataError, match=r"outputs a scipy sparse matrix.*set_output\(transform='default'\)"):
        set_output.wrapped(object(), None, made.set_output(transform="pandas"))


def test_frames_need_no_scikit_learn(fresh):
    code = """
import sys, pandas
from mlmeta import cluster
made = cluster.KMeans(2, provider="np").set_output(transform="pandas").fit([[0.0], [1.0], [9.0]])
print(type(made.transform([[2.0]])).__name__, [m for m in sys.modules if m.startswith("sklearn")])
"""
    assert fresh(code) == "DataFrame []"


def test_input_features_are_those_of_fit(made, X):
    assert made.get_feature_names_out(["width", "height"]).tolist() == ["kmeans0", "kmeans1", "kmeans2"]
    with pytest.raises(ValueError, match=r"input_features is not equal to feature_names_in_: .*'widht'"):
        made.get_feature_names_out(["widht", "height"])
    with pytest.raises(ValueError, match=r"input_features should have length equal to number of features \(2\), got 3"):
        made.fit(X).get_feature_names_out(["a", "b", "c"])
    with pytest.raises(errors.NotFittedError):
        cluster.KMeans(provider="np").get_feature_names_out()


def test_names_follow_the_fit_and_not_a_parameter_set_since(made):
    assert len(made.set_params(n_clusters=7).get_feature_names_out()) == 3


def test_columns_named_by_strings_and_numbers_are_refused(made, frame):
    with pytest.raises(TypeError, match=r"only supported if all input features have string names.*\['int', 'str'\]"):
        made.fit(frame.rename(columns={"height": 3}))
    made.fit(frame.set_axis([0, 1], axis=1))
    assert not hasattr(made, "feature_names_in_")
