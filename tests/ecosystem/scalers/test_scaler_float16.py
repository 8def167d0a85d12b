"""float16 in the scalers: it stays what it is, is computed with room, and leaves statistics that can be saved."""

import mlmeta
import numpy as np
import pytest
from mlmeta import preprocessing

BOTH = pytest.mark.parametrize("make", [preprocessing.StandardScaler, preprocessing.MinMaxScaler])


@BOTH
@pytest.mark.parametrize("copy", [True, False])
def test_it_stays_what_it_is_and_does_not_overflow(make, copy) -> None:
    rows = np.random.RandomState(0).uniform(5, 10, (200_000, 1)).astype(np.float16)
    given = rows.copy()
    with np.errstate(over="raise"):
        scaler = make(copy=copy).fit(rows)
        scaled = scaler.transform(rows)
        again = scaler.inverse_transform(scaled)
    exact = make().fit(rows.astype(np.float64))
    assert scaled.dtype == again.dtype == np.float16
    np.testing.assert_allclose(scaled, exact.transform(rows.astype(np.float64)), atol=4e-3)
    np.testing.assert_allclose(again, rows, atol=2e-2)
    assert np.array_equal(rows, given)
    assert scaler.transform(rows.astype(np.float64)).dtype == np.float64


@BOTH
def test_parts_are_those_of_the_same_values_as_float32(make) -> None:
    rows = np.random.RandomState(0).uniform(-1, 1, (60, 2)).astype(np.float16)
    parts = make().partial_fit(rows[:20]).partial_fit(rows[20:])
    known = make().partial_fit(rows[:20].astype(np.float32)).partial_fit(rows[20:].astype(np.float32))
    for name in ("scale_", "n_samples_seen_"):
        assert np.array_equal(getattr(parts, name), getattr(known, name))
    assert parts.scale_.dtype == known.scale_.dtype


def test_weights_may_be_more_than_float16_can_hold() -> None:
    rows = np.random.RandomState(0).uniform(-1, 1, (60, 2)).astype(np.float16)
    for method in ("fit", "partial_fit"):
        scaler = getattr(preprocessing.StandardScaler(), method)(rows, sample_weight=np.full(60, 1e5))
        assert scaler.n_samples_seen_ == 6e6


@BOTH
def test_missing_values_stay_missing(make) -> None:
    rows = np.array([[1, np.nan], [2, 3], [4, 5]], dtype=np.float16)
    scaled = make().fit_transform(rows)
    assert scaled.dtype == np.float16
    assert np.array_equal(np.isnan(scaled), np.isnan(rows))


@BOTH
def test_the_model_can_be_saved(make, tmp_path) -> None:
    rows = np.array([[1, 2], [3, 6], [5, 4]], dtype=np.float16)
    scaler = make().fit(rows)
    again = mlmeta.load(mlmeta.save(scaler, tmp_path / "scaler.mlm"))
    assert np.array_equal(again.transform(rows), scaler.transform(rows))
