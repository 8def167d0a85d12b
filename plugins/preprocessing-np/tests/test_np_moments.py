"""Sums in their fixed order, and the memory that statistics take."""

import math
import tracemalloc

import numpy as np
import pytest
from mlmeta import preprocessing
from mlmeta_preprocessing_np.arrays import BLOCK_ELEMENTS
from mlmeta_preprocessing_np.sums import block_sums, row_sums


def one_after_the_other(values):
    """Return the sum of numbers by the definition, in plain Python."""
    while len(values) > 1:
        sums = []
        for first in range(0, len(values), 1024):
            block = values[first : first + 1024]
            a, b, c, d, e, f, g, h = (sum_in_order(block[chain::8]) for chain in range(8))
            sums.append(((a + b) + (c + d)) + ((e + f) + (g + h)))
        values = sums
    return values[0]


def sum_in_order(values):
    total = 0.0
    for value in values:
        total += value
    return total


@pytest.mark.parametrize("width", [1, 2, 16])
@pytest.mark.parametrize("n_rows", [1, 7, 8, 9, 1023, 1024, 1025, 5000, 1024 * 1024 + 1])
def test_rows_are_added_in_the_order_of_the_definition(n_rows, width):
    if n_rows > 10_000 and width > 1:
        pytest.skip("the definition is slow")
    values = np.random.default_rng(0).standard_normal((n_rows, width))
    assert row_sums(values).tolist() == [one_after_the_other(column) for column in values.T.tolist()]


def test_blocks_are_those_of_the_definition_and_close_to_the_exact_sum():
    values = np.random.default_rng(1).standard_normal((2500, 1))
    expected = [math.fsum(values[first : first + 1024, 0]) for first in (0, 1024, 2048)]
    np.testing.assert_allclose(block_sums(values)[:, 0], expected, rtol=1e-13)


@pytest.mark.parametrize("shape", [(400_000, 20), (3000, 3000)])
def test_statistics_take_bounded_memory(shape):
    rows = np.random.RandomState(0).uniform(size=shape)
    scaler = preprocessing.StandardScaler(provider="np").fit(rows[:10])
    tracemalloc.start()
    scaler.fit(rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * 8 * BLOCK_ELEMENTS < rows.nbytes / 5
