"""Labels against a plain loop over the definition of `D`, where ties and rounding decide."""

import math

import numpy as np
import pytest
from mlmeta_clustering_np import arrays
from mlmeta_clustering_np.arrays import Floats
from mlmeta_clustering_np.distances import distance_table, distances_to_own_centre
from mlmeta_clustering_np.labels import nearest_centres, screened_labels


def squared_distance(row: Floats, centre: Floats) -> float:
    """Return `D` in Python's floats, which are IEEE double precision."""
    total = 0.0
    for value, other in zip(row.tolist(), centre.tolist(), strict=True):
        difference = value - other
        total += difference * difference
    return total


def labels_by_definition(rows: Floats, centres: Floats) -> list[int]:
    labels = []
    for row in rows:
        distances = [squared_distance(row, centre) for centre in centres]
        labels.append(distances.index(min(distances)))
    return labels


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n_clusters", [1, 2, 7, 16, 33, 300])
@pytest.mark.parametrize("n_features", [1, 2, 3, 9, 31])
def test_labels_are_the_definition(n_features: int, n_clusters: int, dtype: type) -> None:
    random_state = np.random.RandomState(n_features)
    continuous = random_state.standard_normal((60, n_features))
    rows = np.concatenate([continuous, random_state.randint(0, 3, (60, n_features))]).astype(dtype)
    centres = np.concatenate([rows, rows + dtype(0.5), rows])[random_state.permutation(360)[:n_clusters]]
    assert nearest_centres(rows, centres).tolist() == labels_by_definition(rows, centres)


def test_exact_ties_go_to_the_lowest_index() -> None:
    rows = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]])
    centres = np.array([[5.0, 5.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    assert nearest_centres(rows, centres).tolist() == [1, 1, 1]


@pytest.mark.parametrize("n_clusters", [255, 256, 257, 513])
def test_ties_of_very_many_centres_go_to_the_lowest_index(n_clusters: int) -> None:
    assert nearest_centres(np.ones((3, 2)), np.full((n_clusters, 2), 0.3)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("offset", [1e3, 1e8, 1e15])
def test_far_from_the_origin_the_direct_distance_decides(offset: float) -> None:
    random_state = np.random.RandomState(0)
    rows, centres = random_state.uniform(size=(200, 3)) + offset, random_state.uniform(size=(6, 3)) + offset
    assert nearest_centres(rows, centres).tolist() == labels_by_definition(rows, centres)


@pytest.mark.parametrize("magnitude", [1e-320, 1e-170, 1e-150, 1e150, 1e155, 1e300])
def test_underflow_and_overflow_follow_the_definition(magnitude: float) -> None:
    random_state = np.random.RandomState(1)
    rows, centres = random_state.standard_normal((80, 4)) * magnitude, random_state.standard_normal((5, 4)) * magnitude
    assert nearest_centres(rows, centres).tolist() == labels_by_definition(rows, centres)


def test_screening_decides_nearly_all_rows_of_continuous_data() -> None:
    random_state = np.random.RandomState(2)
    rows, centres = random_state.standard_normal((20_000, 8)), random_state.standard_normal((50, 8))
    assert len(screened_labels(rows, centres)[1]) <= 2


def test_labels_and_distances_do_not_depend_on_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.RandomState(3).randint(0, 4, (501, 5)).astype(np.float32)
    centres = rows[:20] + np.float32(0.5)
    labels, table = nearest_centres(rows, centres), distance_table(rows, centres)
    own = distances_to_own_centre(rows, centres, labels)
    for elements in (1, 100, 4321):
        monkeypatch.setattr(arrays, "BLOCK_ELEMENTS", elements)
        assert np.array_equal(nearest_centres(rows, centres), labels)
        assert np.array_equal(distance_table(rows, centres), table)
        assert np.array_equal(distances_to_own_centre(rows, centres, labels), own)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_distance_table_is_the_root_of_the_definition(dtype: type) -> None:
    random_state = np.random.RandomState(4)
    rows, centres = random_state.standard_normal((30, 5)).astype(dtype), random_state.standard_normal((4, 5)).astype(dtype)
    table = distance_table(rows, centres)
    assert table.dtype == dtype
    assert table.tolist() == [[float(dtype(math.sqrt(squared_distance(row, centre)))) for centre in centres] for row in rows]
