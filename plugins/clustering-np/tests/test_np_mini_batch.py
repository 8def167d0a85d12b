"""The steps of mini-batch K-Means: how centres move, which are replaced, and when a fit stops."""

import numpy as np
import pytest
from mlmeta.data.sparse import CSR
from mlmeta_clustering_np.mini_batch_convergence import Convergence
from mlmeta_clustering_np.mini_batch_start import best_start, start_centres
from mlmeta_clustering_np.mini_batch_step import Learnt, add_in_order, inertia_of


def learnt(centres, counts, seen=0):
    return Learnt(np.array(centres, dtype=float), np.array(counts, dtype=float), seen)


def step(model, rows, weight=None, ratio=0.0, batch_size=None, stream=None):
    rows = np.array(rows, dtype=float)
    weight = None if weight is None else np.array(weight, dtype=float)
    stream = stream or np.random.RandomState(0)
    return model.learn(rows, weight, stream, batch_size=batch_size or len(rows), reassignment_ratio=ratio)


def test_a_centre_is_the_mean_of_all_rows_that_it_was_given():
    model = learnt([[0.0], [10.0]], [0, 0])
    assert step(model, [[1.0], [3.0], [9.0]]) == 1 + 9 + 1
    assert model.centres.tolist() == [[2.0], [9.0]]
    step(model, [[5.0], [3.0]], weight=[2.0, 0.5])
    assert model.centres.ravel() == pytest.approx([(2 * 2 + 2 * 5 + 0.5 * 3) / 4.5, 9.0], rel=1e-15)
    assert model.counts.tolist() == [4.5, 1.0]


def test_a_centre_that_gets_no_weight_stays_to_the_bit():
    third = 1 / 3
    model = learnt([[third], [10.0]], [3, 49])  # 1/3 times 3 is 1, and 10 times 49 times 1/49 is not 10
    step(model, [[0.0]], weight=[0.0])
    assert model.centres.tolist() == [[third], [10.0]]
    assert model.counts.tolist() == [3.0, 49.0]


def test_rows_are_added_one_after_the_other():
    rows, labels = np.array([[1e16], [1.0], [1.0], [-1e16]]), np.zeros(4, dtype=np.int32)
    sums = np.zeros((1, 1))
    add_in_order(sums, rows, labels, np.ones(4))
    assert sums.item() == 0.0, "each 1 is lost beside 1e16"
    sparse = CSR(rows[:, 0], np.zeros(4, dtype=np.int32), np.arange(5, dtype=np.int32), (4, 1))
    again = np.zeros((1, 1))
    add_in_order(again, sparse, labels, np.ones(4))
    assert again.item() == 0.0


def test_centres_of_few_rows_become_rows_of_the_batch_when_enough_were_seen():
    model = learnt([[0.0], [10.0], [20.0]], [100, 1, 50])
    step(model, [[0.0]], ratio=0.1)
    assert model.counts.tolist() == [101.0, 1.0, 50.0], "30 rows must be seen first"
    assert model.seen == 1
    rows = [[0.0], [0.5], [0.25], [0.125]]
    drawn = np.random.RandomState(3).permutation(4)[0]
    step(model, rows, ratio=0.1, batch_size=29, stream=np.random.RandomState(3))
    assert model.centres[1].tolist() == rows[drawn]
    assert model.counts.tolist() == [105.0, 50.0, 50.0], "the least count of the others"
    assert model.seen == 0


def test_a_centre_without_rows_is_replaced_at_once_and_at_most_half_a_batch_are():
    model = learnt(np.arange(0.0, 60.0, 10.0)[:, np.newaxis], np.zeros(6))
    step(model, [[0.0], [1.0], [2.0], [3.0]], ratio=0.01)
    # Five have no row; two of them, the first, are replaced.
    assert model.centres[3:].ravel().tolist() == [30.0, 40.0, 50.0]
    assert set(model.centres[1:3].ravel()) <= {0.0, 1.0, 2.0, 3.0}


def test_an_inertia_that_overflows_is_infinite():
    rows, labels = np.array([[1e200]]), np.zeros(1, dtype=np.int32)
    assert inertia_of(rows, np.array([[-1e200]]), labels, None) == np.inf


@pytest.mark.parametrize(
    ("settings", "inertias", "stops"),
    [
        ({"max_no_improvement": 2}, [9, 5, 4, 4, 4], 5),
        ({"max_no_improvement": 0}, [9, 5], 2),
        ({"max_no_improvement": None}, [9, 5, 5, 5, 5], None),
        ({"max_no_improvement": None, "tolerance": 0.5}, [9, 5, 5], 2),
    ],
)
def test_a_fit_stops_where_it_improves_no_more(settings, inertias, stops):
    known = {"n_samples": 10, "batch_size": 10, "n_steps": 99, "tolerance": 0.0} | settings
    convergence = Convergence(**known)
    told = [convergence.reached(number, inertia * 10.0, 0.5) for number, inertia in enumerate(inertias, start=1)]
    assert (told.index(True) + 1 if True in told else None) == stops


def test_the_inertia_is_smoothed_from_the_second_batch_on():
    convergence = Convergence(n_samples=19, batch_size=5, n_steps=9, tolerance=0.0, max_no_improvement=None)
    for number, inertia in enumerate([100.0, 10.0, 20.0], start=1):
        convergence.reached(number, inertia, 1.0)
    assert convergence.smoothed == 2.0 * 0.5 + 4.0 * 0.5  # the share of a batch is 2 * 5 / (19 + 1)


def test_the_best_of_several_starts_is_kept_and_all_draw_from_one_stream():
    rows = np.concatenate([np.zeros((50, 1)), np.full((50, 1), 9.0)])
    tried = []

    def init(X, n_clusters, random_state):
        tried.append(random_state.random_sample())
        assert len(X) == 30
        return [[0.0], [9.0]] if len(tried) == 2 else [[0.0], [1.0]]

    stream = np.random.RandomState(0)
    best = best_start(rows, n_clusters=2, init=init, n_starts=3, n_rows=30, stream=stream, sample_weight=None)
    assert best.tolist() == [[0.0], [9.0]]
    assert len(set(tried)) == 3


def test_the_first_of_equally_good_starts_is_kept():
    given = iter([[[1.0]], [[-1.0]]])
    rows, stream = np.array([[0.0], [0.0]]), np.random.RandomState(0)
    found = best_start(
        rows, n_clusters=1, init=lambda *_, random_state: next(given), n_starts=2, n_rows=2, stream=stream, sample_weight=None
    )
    assert found.tolist() == [[1.0]]


def test_a_start_from_all_rows_draws_none():
    stream = np.random.RandomState(0)
    start_centres(np.array([[0.0], [1.0]]), 1, np.array([[0.5]]), 2, stream, None)
    assert stream.random_sample() == np.random.RandomState(0).random_sample()
