"""Start centres: the rows that scikit-learn draws, from the same random numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from mlmeta_clustering_np.arrays import Doubles
from mlmeta_clustering_np.seeding import closest_distances, first_centre, k_means_plus_plus, potential_of, random_rows
from sklearn import datasets
from sklearn.cluster import kmeans_plusplus

DATA: dict[str, Callable[[], Doubles]] = {
    "digits": lambda: datasets.load_digits().data,
    "iris": lambda: datasets.load_iris().data,
    "wine": lambda: datasets.load_wine().data,
    "breast_cancer": lambda: datasets.load_breast_cancer().data,
    "diabetes": lambda: datasets.load_diabetes().data,
    "blobs": lambda: datasets.make_blobs(3000, 8, centers=12, random_state=1)[0],
}


def centred(name: str) -> Doubles:
    rows = np.ascontiguousarray(DATA[name](), dtype=np.float64)
    return rows - rows.mean(axis=0)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", DATA)
def test_greedy_k_means_plus_plus_draws_the_rows_of_scikit_learn(name: str, weighted: bool) -> None:
    rows = centred(name)
    for seed in range(10):
        weight = np.random.RandomState(seed).uniform(0, 3, len(rows)) if weighted else None
        # The measurements of iris are rounded: with many centres, candidates of equal potential turn up.
        for n_clusters in (1, 3, 8) if name == "iris" else (1, 3, 8, 25):
            expected = kmeans_plusplus(rows, n_clusters, sample_weight=weight, random_state=seed)[1]
            drawn = k_means_plus_plus(rows, n_clusters, np.random.RandomState(seed), weight)
            assert drawn.tolist() == expected.tolist(), (seed, n_clusters)


def test_the_stream_goes_on_where_scikit_learn_leaves_it() -> None:
    rows = centred("wine")
    theirs, ours = np.random.RandomState(7), np.random.RandomState(7)
    kmeans_plusplus(rows, 9, random_state=theirs)
    k_means_plus_plus(rows, 9, ours)
    assert theirs.random_sample() == ours.random_sample()


def test_float32_rows_are_drawn_as_their_float64_values() -> None:
    rows = centred("blobs").astype(np.float32)
    for seed in range(5):
        drawn = k_means_plus_plus(rows, 20, np.random.RandomState(seed))
        assert drawn.tolist() == k_means_plus_plus(rows.astype(np.float64), 20, np.random.RandomState(seed)).tolist()


def test_unit_weights_draw_the_rows_of_no_weights() -> None:
    rows = centred("iris")
    drawn = [k_means_plus_plus(rows, 10, np.random.RandomState(3), weight) for weight in (None, np.ones(len(rows)))]
    assert drawn[0].tolist() == drawn[1].tolist()


def test_rows_without_weight_are_never_drawn() -> None:
    rows = centred("iris")
    weight = np.zeros(len(rows))
    weight[::5] = 1.0
    for seed in range(10):
        for draw in (
            k_means_plus_plus(rows, 6, np.random.RandomState(seed), weight),
            random_rows(len(rows), 6, np.random.RandomState(seed), weight),
        ):
            assert (draw % 5 == 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_random_rows_are_those_of_scikit_learn(seed: int) -> None:
    weight = np.random.RandomState(seed).uniform(0, 3, 200)
    expected = np.random.RandomState(seed).choice(200, size=7, replace=False, p=weight / weight.sum())
    assert random_rows(200, 7, np.random.RandomState(seed), weight).tolist() == expected.tolist()
    uniform = np.random.RandomState(seed).choice(200, size=7, replace=False, p=np.full(200, 1 / 200))
    assert random_rows(200, 7, np.random.RandomState(seed)).tolist() == uniform.tolist()


def test_the_first_row_is_the_first_whose_cumulative_probability_exceeds_the_draw() -> None:
    class Half(np.random.RandomState):
        def random_sample(self, size=None):
            return 0.5

    assert first_centre(4, Half(), None) == 2


def test_identical_rows_are_seeded_without_a_warning() -> None:
    assert k_means_plus_plus(np.zeros((6, 2)), 3, np.random.RandomState(0)).shape == (3,)


@pytest.mark.parametrize("n_rows", [1, 4095, 4096, 4097, 10_000, 40_000, 50_000, 60_000])
def test_the_potential_is_added_in_blocks_of_4096_rows(n_rows: int) -> None:
    closest = np.random.RandomState(n_rows).standard_exponential(n_rows)
    partial_sums = []
    for start in range(0, n_rows, 4096):
        partial = 0.0
        for value in closest[start : start + 4096].tolist():
            partial += value
        partial_sums.append(partial)
    total = 0.0
    for partial in partial_sums:
        total += partial
    assert potential_of(closest, None) == total


def test_screening_never_changes_a_distance() -> None:
    rows = centred("digits")
    closest = np.square(rows - rows[0]).cumsum(axis=1)[:, -1]  # cumulative sums add the features in order
    candidates = np.array([5, 0, 17])
    expected = [np.minimum(closest, np.square(rows - rows[c]).cumsum(axis=1)[:, -1]) for c in candidates]
    assert np.array_equal(closest_distances(rows, candidates, closest), np.array(expected))
