"""The exact sums against arithmetic in fractions: bits, order, chunks and magnitudes."""

import math
from fractions import Fraction

import numpy as np
import pytest
from mlmeta_clustering_np.arrays import Doubles, Integers
from mlmeta_clustering_np.sums import ExactSums, FixedPoint, Words


def heavy_tails(n_rows: int, n_columns: int, seed: int = 0) -> Doubles:
    """Return values over many orders of magnitude, with both signs."""
    random_state = np.random.RandomState(seed)
    return random_state.standard_normal((n_rows, n_columns)) * np.exp(6 * random_state.standard_normal((n_rows, n_columns)))


def format_of(values: Doubles, words: Words) -> FixedPoint:
    return FixedPoint.for_bounds(np.abs(values).max(axis=0).astype(np.float64), n_rows=len(values), words=words)


def exact_sums(values: Doubles, words: Words) -> ExactSums:
    sums = ExactSums.start(1, format_of(values, words))
    sums.accumulate(values)
    return sums


def sum_by_definition(column: Doubles, words: Words) -> float:
    """Return the sum as the definition has it, with Python's own fractions and integers."""
    bound = float(np.abs(column).max())
    power = 0
    if bound:
        room = 61 if words == 2 else 62 - math.ceil(math.log2(len(column)))
        power = min(room - math.frexp(bound)[1], 1023)
    total = sum(round(Fraction(float(value)) * Fraction(2) ** power) for value in column)  # round() rounds half to even
    return math.ldexp(float(total), -power)


@pytest.mark.parametrize("magnitude", [1e-300, 1e-150, 1e-3, 1.0, 1e20, 1e290])
def test_two_words_are_the_definition_at_every_magnitude(magnitude: float) -> None:
    values = heavy_tails(300, 4) * magnitude
    expected = [sum_by_definition(column, 2) for column in values.T]
    assert exact_sums(values, 2).finish()[0].tolist() == expected


@pytest.mark.parametrize("n_rows", [1, 2, 3, 64, 65, 1000])
@pytest.mark.parametrize("magnitude", [1e-40, 1.0, 1e30])
def test_one_word_is_the_definition_for_float32(n_rows: int, magnitude: float) -> None:
    values = (np.random.RandomState(1).standard_normal((n_rows, 3)) * magnitude).astype(np.float32)
    expected = [sum_by_definition(column.astype(np.float64), 1) for column in values.T]
    assert exact_sums(values.astype(np.float64), 1).finish()[0].tolist() == expected


def test_one_word_leaves_room_for_the_number_of_rows() -> None:
    powers = [FixedPoint.for_bounds(np.array([1.0]), n_rows=n, words=1).powers[0] for n in (1, 2, 3, 4, 64, 65)]
    assert powers == [61, 60, 59, 59, 55, 54]


def test_one_word_sums_float32_without_any_error() -> None:
    values = np.random.RandomState(2).uniform(0.5, 1, (5000, 2)).astype(np.float32).astype(np.float64)
    assert exact_sums(values, 1).finish()[0].tolist() == [math.fsum(column) for column in values.T]


def test_cancellation_leaves_the_small_terms() -> None:
    values = np.array([[1e15, 3.0], [0.25, 0.0], [-1e15, 0.0]])
    assert exact_sums(values, 2).finish()[0].tolist() == [0.25, 3.0]


def test_half_a_unit_rounds_to_the_even_integer() -> None:
    fixed_point = FixedPoint.for_bounds(np.array([1.0]), n_rows=1, words=2)
    assert fixed_point.powers.tolist() == [60]
    unit = 2.0**-60
    high, low = fixed_point.halves(np.array([[0.5 * unit], [1.5 * unit], [2.5 * unit], [-0.5 * unit], [-1.5 * unit]]))
    assert (high * 2.0**32 + low).ravel().tolist() == [0, 2, 2, 0, -2]


def test_a_column_of_zeros_has_scale_one() -> None:
    sums = exact_sums(np.array([[0.0, 5e-324], [0.0, 0.0]]), 2)
    assert sums.fixed_point.powers.tolist() == [0, 1023]
    assert np.isfinite(sums.finish()).all()


@pytest.mark.parametrize("words", [1, 2])
def test_any_chunks_in_any_order_give_the_same_integers(words: Words) -> None:
    values = heavy_tails(4000, 3)
    groups = np.random.RandomState(3).randint(0, 5, len(values))
    fixed_point = format_of(values, words)

    def in_chunks(cuts: list[int], order: np.ndarray) -> Integers:
        total = ExactSums.start(5, fixed_point)
        for chunk in np.split(order, cuts):
            part = ExactSums.start(5, fixed_point)
            part.accumulate(values[chunk], groups[chunk])
            total.merge(part)
        return total.integers

    in_order = np.arange(len(values))
    whole = in_chunks([], in_order)
    for seed in range(5):
        random_state = np.random.RandomState(seed)
        cuts = np.sort(random_state.randint(0, len(values), 30)).tolist()
        assert np.array_equal(whole, in_chunks(cuts, random_state.permutation(in_order)))


def test_merging_is_associative_and_commutative() -> None:
    values = heavy_tails(900, 2)
    fixed_point = format_of(values, 2)
    parts = []
    for rows in np.split(values, 3):
        part = ExactSums.start(1, fixed_point)
        part.accumulate(rows)
        parts.append(part)
    results = []
    for first, second, third in [(0, 1, 2), (2, 1, 0), (1, 2, 0)]:
        left = parts[first].copy()
        left.merge(parts[second])
        left.merge(parts[third])
        right = parts[second].copy()
        right.merge(parts[third])
        right.merge(parts[first])
        results += [left.integers, right.integers]
    assert all(np.array_equal(results[0], other) for other in results[1:])


@pytest.mark.parametrize("words", [1, 2])
def test_what_is_taken_away_leaves_no_trace(words: Words) -> None:
    values = heavy_tails(500, 3)
    groups = np.random.RandomState(4).randint(0, 4, len(values))
    sums, kept = (ExactSums.start(4, format_of(values, words)) for _ in range(2))
    sums.accumulate(values, groups)
    sums.accumulate(values[100:], groups[100:], sign=-1)
    kept.accumulate(values[:100], groups[:100])
    assert np.array_equal(sums.integers, kept.integers)


def test_the_low_word_is_canonical_for_negative_sums() -> None:
    low = exact_sums(-np.abs(heavy_tails(100, 4)), 2).integers[1]
    assert ((low >= 0) & (low < 1 << 32)).all()


def test_products_with_weights_are_rounded_once() -> None:
    values, weights = heavy_tails(200, 2), np.random.RandomState(5).uniform(size=200)
    products = values * weights[:, np.newaxis]
    weighted, plain = (ExactSums.start(1, format_of(products, 2)) for _ in range(2))
    weighted.accumulate(values, weights=weights)
    plain.accumulate(products)
    assert np.array_equal(weighted.integers, plain.integers)


@pytest.mark.parametrize("high", [(1 << 53) - 1, 1 << 53, (1 << 53) + 1, (1 << 55) + 2, -(1 << 53) - 3, -(1 << 56) - 5])
@pytest.mark.parametrize("low", [0, 1, 1 << 31, (1 << 31) + 1, (1 << 32) - 1])
def test_sums_of_very_many_rows_are_rounded_once(high: int, low: int) -> None:
    sums = ExactSums(FixedPoint(np.zeros(1, dtype=np.int64), 2), np.array([[[high]], [[low]]]))
    assert sums.finish()[0, 0] == float((high << 32) + low)


def test_sums_of_another_format_are_refused() -> None:
    one = ExactSums.start(1, FixedPoint.for_bounds(np.array([1.0]), n_rows=10, words=1))
    two = ExactSums.start(1, FixedPoint.for_bounds(np.array([1.0]), n_rows=1000, words=1))
    with pytest.raises(ValueError, match="same groups, bounds, words and number of rows"):
        one.merge(two)
