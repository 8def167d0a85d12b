"""The score that decides near-ties: its fused products, its two lanes, and the labels that follow from it."""

import math
from fractions import Fraction

import numpy as np
import pytest
from mlmeta_clustering_np.arrays import Doubles
from mlmeta_clustering_np.fused import fused_multiply_add
from mlmeta_clustering_np.labels import NEAR_TIE, labels_of_fit, nearest_centres
from mlmeta_clustering_np.preparation import prepare
from mlmeta_clustering_np.scores import scores, squared_norms


def fused(a: float, b: float, c: float) -> float:
    """Return `a b + c` by exact fractions, which Python rounds once."""
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    try:
        return float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


def norm(centre: list[float]) -> float:
    """Return `N(c)` by the definition, one feature after the other."""
    lanes = [0.0, 0.0]
    whole = len(centre) // 8 * 8
    order = [start + pair for start in range(0, whole, 8) for pair in (6, 4, 2, 0)] + list(range(whole, len(centre), 2))
    for even in order:
        lanes[0] += centre[even] * centre[even]
        if even + 1 < len(centre):
            lanes[1] += centre[even + 1] * centre[even + 1]
    return lanes[0] + lanes[1]


def score(row: list[float], centre: list[float]) -> float:
    product = 0.0
    for x, c in zip(row, centre, strict=True):
        product = fused(x, c, product)
    return norm(centre) - 2 * product


def label(row: list[float], centres: list[list[float]]) -> int:
    distances = []
    for centre in centres:
        total = 0.0
        for x, c in zip(row, centre, strict=True):
            total += (x - c) * (x - c)
        distances.append(total)
    limit = min(distances) * (1 + NEAR_TIE)
    nearest = [j for j, distance in enumerate(distances) if distance <= limit]
    return min(nearest, key=lambda j: score(row, centres[j]))


def draws(case: str, random: np.random.RandomState) -> tuple[Doubles, Doubles, Doubles]:
    """Return 3,000 factors, factors and terms."""
    a, b, c = random.standard_normal((3, 3000))
    if case == "cancelling":
        c = -(a * b) * (1 + random.randint(-3, 4, 3000) * 2.0**-52)
    elif case == "few bits":
        a, b = random.randint(-9, 10, 3000) / 3, random.randint(-9, 10, 3000) / 7
        c = -np.round(a * b, 3)
    elif case == "all magnitudes":
        a *= 10.0 ** random.randint(-160, 150, 3000)
        b *= 10.0 ** random.randint(-160, 150, 3000)
        c *= 10.0 ** random.randint(-300, 300, 3000)
    elif case == "tiny, cancelling":
        a, b = a * 1e-155, b * 1e-155
        c = -(a * b) * (1 + random.randint(-3, 4, 3000) * 2.0**-52)
    elif case == "huge":
        a, b, c = a * 1e305, b * 10.0 ** random.randint(-10, 4, 3000), c * 1e305
    elif case == "beside a tie":  # the exact result lies within 2^-107 of the middle of two float64
        small = 2.0 ** -random.randint(27, 40, 3000).astype(np.float64)
        a, b, c = 2.0**-53 * (1 + small), 1 - small, 1 + random.randint(0, 2, 3000) * 2.0**-52
    elif case == "halves":  # products of two float32 and a neighbour: exact halves of the last place
        a, b = a.astype(np.float32).astype(np.float64), b.astype(np.float32).astype(np.float64)
        c = (a * b).astype(np.float32) * random.choice([-1.0, 1.0], 3000)
    return a, b, c


@pytest.mark.parametrize(
    "case", ["normal", "cancelling", "few bits", "all magnitudes", "huge", "tiny, cancelling", "beside a tie", "halves"]
)
def test_a_fused_multiply_add_rounds_once(case: str) -> None:
    a, b, c = draws(case, np.random.RandomState(0))
    assert fused_multiply_add(a, b, c).tolist() == [fused(*each) for each in zip(a.tolist(), b.tolist(), c.tolist(), strict=True)]


@pytest.mark.parametrize("n_features", [1, 2, 3, 7, 8, 9, 15, 16, 17, 40])
def test_norms_and_scores_are_the_definition(n_features: int) -> None:
    random = np.random.RandomState(n_features)
    rows, centres = random.standard_normal((6, n_features)), random.standard_normal((5, n_features))
    assert squared_norms(centres).tolist() == [norm(centre) for centre in centres.tolist()]
    assert scores(rows.T.copy(), centres).tolist() == [
        [score(row, centre) for row in rows.tolist()] for centre in centres.tolist()
    ]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("n_features", "n_clusters"), [(1, 3), (2, 5), (3, 8), (5, 17), (9, 33)])
def test_ties_of_whole_numbers_are_decided_by_the_score(n_features: int, n_clusters: int, dtype: type) -> None:
    random = np.random.RandomState(n_clusters)
    X = random.randint(0, 5, (150, n_features)).astype(dtype)
    data = prepare(X, 1e-4)
    wide = X.astype(np.float64) - data.mean
    centres = random.permutation(np.unique(wide, axis=0))[:n_clusters]
    expected = [label(row, centres.tolist()) for row in wide.tolist()]
    assert labels_of_fit(data, centres).tolist() == expected
    if n_features > 2:
        assert nearest_centres(wide, centres).tolist() != expected  # there are ties, and the smallest D decides some otherwise


@pytest.mark.parametrize("magnitude", [1e-320, 1e-170, 1e-150, 1e-120, 1e120])
def test_ties_of_tiny_and_huge_numbers_are_the_definition(magnitude: float) -> None:
    X = np.random.RandomState(0).randint(0, 4, (60, 3)) * magnitude
    data = prepare(X, 1e-4)
    wide = X - data.mean
    centres = np.unique(wide, axis=0)[[0, 5, 11, 20]]
    assert labels_of_fit(data, centres).tolist() == [label(row, centres.tolist()) for row in wide.tolist()]


def test_a_centre_infinitely_far_is_never_nearest() -> None:
    X = np.array([[0.0], [1.0], [2.0], [5.0]])
    data = prepare(X, 1e-4)
    assert labels_of_fit(data, np.array([[1e200], [0.0], [-1e200]])).tolist() == [1, 1, 1, 1]
    assert labels_of_fit(data, np.array([[1e200], [1e201], [-1e200]])).tolist() == [0, 0, 0, 0]


def test_among_centres_all_infinitely_far_the_first_is_taken_whatever_their_scores() -> None:
    data = prepare(np.array([[-1e152], [1e152]]), 0.0)
    centres = np.array([[1.3350e154], [1.3345e154]])
    assert np.isfinite(squared_norms(centres)).all()
    assert labels_of_fit(data, centres)[0] == 0
