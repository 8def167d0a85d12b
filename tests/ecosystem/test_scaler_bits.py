"""The two providers of the scalers, side by side: the same bits, the same state."""

import mlmeta
import numpy as np
import pytest
from mlmeta import preprocessing
from mlmeta.errors import InvalidDataError
from scipy import sparse

PROVIDERS = ("np", "rs")
STANDARD = ("mean_", "var_", "scale_", "n_samples_seen_")
RANGES = ("scale_", "min_", "data_min_", "data_max_", "data_range_", "n_samples_seen_")
SHAPES = [(1, 3), (7, 1), (1023, 2), (1024, 5), (1025, 16), (2500, 64), (2050, 65), (1030, 300), (20_000, 3)]
DATA = {
    "normal": lambda random, shape: random.standard_normal(shape),
    "far from zero": lambda random, shape: random.standard_normal(shape) + 1e6,
    "integers": lambda random, shape: np.rint(random.standard_normal(shape) * 3),
    "holes": lambda random, shape: np.where(random.uniform(size=shape) < 0.3, np.nan, random.standard_normal(shape)),
    "constant": lambda random, shape: np.broadcast_to(random.uniform(size=shape[1]), shape),
    "magnitudes": lambda random, shape: random.standard_normal(shape) * 10.0 ** random.integers(-30, 15, shape[1]),
}
WEIGHTS = {
    "none": lambda random, n: None,
    "uniform": lambda random, n: random.uniform(0.1, 2, n),
    "mostly zero": lambda random, n: np.where(np.arange(n) % 3, 0.0, 1.0),
}


def same_bits(one, other) -> None:
    """Check that two results, arrays or numbers or None, are the same; any NaN is like another."""
    assert (one is None) == (other is None)
    if one is None:
        return
    one, other = np.asarray(one), np.asarray(other)
    assert (one.dtype, one.shape) == (other.dtype, other.shape)
    missing = np.isnan(one)
    assert (missing == np.isnan(other)).all()
    assert np.where(missing, 0, one).tobytes() == np.where(missing, 0, other).tobytes()


def made(name, provider, X, weight=None, parts=1, **parameters):
    scaler = getattr(preprocessing, name)(provider=provider, **parameters)
    for rows in np.array_split(np.arange(X.shape[0]), parts):
        given = {} if weight is None else {"sample_weight": weight[rows]}
        if len(rows):
            scaler.partial_fit(X[rows], **given)
    return scaler


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_standard_scalers_have_the_same_bits(shape, data, weights) -> None:
    random = np.random.default_rng(0)
    for dtype in (np.float32, np.float64):
        X = np.ascontiguousarray(DATA[data](random, shape), dtype=dtype)
        weight = WEIGHTS[weights](random, len(X))
        for parts in (1, 3):
            if parts > 1 and len(X) < 9:
                continue  # a part whose weights are all zero is refused
            one, other = (made("StandardScaler", provider, X, weight, parts) for provider in PROVIDERS)
            for name in STANDARD:
                same_bits(getattr(one, name), getattr(other, name))
            same_bits(one.transform(X), other.transform(X))
            same_bits(one.inverse_transform(X), other.inverse_transform(X))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("data", ["normal", "far from zero", "integers", "holes"])
def test_standard_scalers_of_sparse_rows_have_the_same_bits(data, weights) -> None:
    random = np.random.default_rng(0)
    for dtype in (np.float32, np.float64):
        rows = DATA[data](random, (3000, 7)).astype(dtype)
        rows[random.uniform(size=rows.shape) < 0.6] = 0
        for form in (sparse.csr_array, sparse.csc_matrix):
            X = form(rows)
            weight = WEIGHTS[weights](random, len(rows))
            one, other = (made("StandardScaler", p, X, weight, 3, with_mean=False) for p in PROVIDERS)
            for name in STANDARD:
                same_bits(getattr(one, name), getattr(other, name))
            for method in ("transform", "inverse_transform"):
                found, expected = getattr(one, method)(X), getattr(other, method)(X)
                assert type(found) is type(expected)
                same_bits(found.data, expected.data)
                assert np.array_equal(found.indices, expected.indices)


@pytest.mark.parametrize("parameters", [{}, {"feature_range": (-2.5, 7.1), "clip": True}])
@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_scalers_to_a_range_have_the_same_bits(shape, data, parameters) -> None:
    random = np.random.default_rng(0)
    for dtype in (np.float32, np.float64):
        X = np.ascontiguousarray(DATA[data](random, shape), dtype=dtype)
        one, other = (made("MinMaxScaler", provider, X, None, 3, **parameters) for provider in PROVIDERS)
        for name in RANGES:
            same_bits(getattr(one, name), getattr(other, name))
        for rows in (X, X.astype(np.float32), X.astype(np.float64)):
            same_bits(one.transform(rows), other.transform(rows))
            same_bits(one.inverse_transform(rows), other.inverse_transform(rows))


@pytest.mark.parametrize("name", ["StandardScaler", "MinMaxScaler"])
@pytest.mark.parametrize(("writer", "reader"), [("np", "rs"), ("rs", "np")])
def test_each_reads_and_continues_what_the_other_learnt(name, writer, reader, tmp_path) -> None:
    random = np.random.default_rng(0)
    X = DATA["holes"](random, (2000, 4))
    theirs = made(name, writer, X)
    own = mlmeta.load(mlmeta.save(theirs, tmp_path / "scaler.mlm"), provider=reader)
    assert own.__mlmeta_provider__ == reader
    assert theirs.__mlmeta_state__().tensors.keys() == own.__mlmeta_state__().tensors.keys()
    same_bits(own.transform(X), theirs.transform(X))
    same_bits(own.partial_fit(X + 1).transform(X), theirs.partial_fit(X + 1).transform(X))


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("column", "parameters"),
    [
        ([1e200, -1e200, 0.0], {}),
        ([1.7e308, 1.7e308, -1.7e308], {"with_std": False}),
        ([1e160, 1.0, 2.0], {}),
    ],
)
def test_values_whose_statistics_exceed_float64_are_refused(provider, column, parameters) -> None:
    X = np.column_stack([[1.0, 2.0, 3.0], column])
    scaler = preprocessing.StandardScaler(provider=provider, **parameters)
    with pytest.raises(InvalidDataError, match=r"column 1 of X holds values so large .* divide X by a constant"):
        scaler.fit(X)
    assert not hasattr(scaler, "mean_")
    assert scaler.fit(X / 2.0**600).transform(X / 2.0**600).shape == X.shape


@pytest.mark.parametrize("provider", PROVIDERS)
def test_weights_whose_sum_exceeds_float64_are_refused(provider) -> None:
    with pytest.raises(InvalidDataError, match="the sum of sample_weight exceeds the range of float64"):
        preprocessing.StandardScaler(provider=provider).fit([[1.0], [2.0]], sample_weight=[1.7e308, 1.7e308])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_large_values_that_agree_are_no_trouble(provider) -> None:
    """The mean is found without adding the values up."""
    scaler = preprocessing.StandardScaler(provider=provider).fit(np.full((5000, 1), 1.7e308))
    assert (scaler.mean_[0], scaler.var_[0]) == (1.7e308, 0)
