"""Data and a way into the native fit that the tests share."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from mlmeta_clustering_rs import _native
from sklearn import datasets


def native_fit(X: Any, n_clusters: int, seed: int = 0, **options: Any) -> Any:
    """Return what the native fit returns for scikit-learn's defaults."""
    _, key, position, *_ = np.random.RandomState(seed).get_state(legacy=True)
    settings = {"init": "k-means++", "n_init": 1, "max_iter": 300, "tol": 1e-4, "n_threads": 1} | options
    return _native.fit(X, n_clusters=n_clusters, random_state=(key, position), **settings)


@pytest.fixture
def fit() -> Callable[..., Any]:
    return native_fit


@pytest.fixture(scope="session")
def photograph() -> np.ndarray:
    return datasets.load_sample_image("china.jpg").reshape(-1, 3).astype(np.float64)
