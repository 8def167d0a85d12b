"""Every test here runs with each provider of the scalers."""

from collections.abc import Iterator

import mlmeta
import pytest


@pytest.fixture(params=["np", "rs"], autouse=True)
def provider(request) -> Iterator[str]:
    with mlmeta.use({"preprocessing.StandardScaler": request.param, "preprocessing.MinMaxScaler": request.param}):
        yield request.param
