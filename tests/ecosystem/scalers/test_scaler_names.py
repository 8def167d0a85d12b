"""Columns with names: kept, checked, given back."""

import numpy as np
import pandas as pd
import pytest
from mlmeta import preprocessing
from mlmeta.errors import InvalidDataError

X = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 4.0]])


def test_names_of_the_columns() -> None:
    frame = pd.DataFrame(X, columns=["a", "b"])
    scaler = preprocessing.StandardScaler().partial_fit(frame).partial_fit(frame)
    assert scaler.get_feature_names_out().tolist() == ["a", "b"]
    scaled = scaler.set_output(transform="pandas").transform(frame)
    assert list(scaled.columns) == ["a", "b"]
    np.testing.assert_allclose(scaler.inverse_transform(scaled), X)
    with pytest.raises(InvalidDataError, match="feature names"):
        scaler.partial_fit(frame[["b", "a"]])
