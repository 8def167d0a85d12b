"""The names that a transformer keeps when it gives as many columns as it takes."""

from typing import Any

import numpy as np
import pytest
from mlmeta import errors
from mlmeta.estimators.roles import Transformer


class Halver(Transformer, kind="preprocessing.Halver"):
    """Halves every number."""

    def __init__(self, provider: str | None = None) -> None:
        pass


class PlainHalver(Halver, provider="plain"):
    """In NumPy."""

    def _fit(self, X: Any, sample_weight: Any) -> None:
        pass

    def _transform(self, X: Any) -> Any:
        return X / 2


def test_columns_keep_their_names(X):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X, columns=["width", "height"])
    made = PlainHalver().fit(frame)
    assert made.get_feature_names_out().tolist() == ["width", "height"]
    assert made.set_output(transform="pandas").transform(frame).equals(frame / 2)


def test_columns_without_names_are_numbered(X):
    names = PlainHalver().fit(X).get_feature_names_out()
    assert (names.dtype, names.tolist()) == (object, ["x0", "x1"])
    assert PlainHalver().fit(X).get_feature_names_out(np.array(["a", "b"])).tolist() == ["a", "b"]
    with pytest.raises(errors.InvalidDataError, match=r"got 1"):
        PlainHalver().fit(X).get_feature_names_out(["a"])
