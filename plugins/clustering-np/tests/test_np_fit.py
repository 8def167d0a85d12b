"""Whole fits: scikit-learn's labels and iterations, and the same bits whatever the blocks or the order of the rows."""

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from mlmeta.errors import InvalidDataError, InvalidParameterError
from mlmeta_clustering_np import arrays
from mlmeta_clustering_np import fit as fit_module
from mlmeta_clustering_np.arrays import Doubles, Floats
from mlmeta_clustering_np.cluster_statistics import ClusterStatistics
from mlmeta_clustering_np.fit import Fit, fit_k_means, same_clustering
from mlmeta_clustering_np.lloyd import Run, lloyd, relocated
from mlmeta_clustering_np.preparation import prepare
from mlmeta_clustering_np.seeding import k_means_plus_plus
from sklearn import datasets
from sklearn.cluster import KMeans as PeerKMeans

CONTINUOUS: dict[str, Callable[[], Doubles]] = {
    "iris": lambda: datasets.load_iris().data,
    "wine": lambda: datasets.load_wine().data,
    "breast_cancer": lambda: datasets.load_breast_cancer().data,
    "diabetes": lambda: datasets.load_diabetes().data,
    "blobs": lambda: datasets.make_blobs(3000, 8, centers=12, random_state=1)[0],
}
SEEDS = range(10)


def weights_for(rows: Floats, seed: int) -> Doubles:
    return np.random.RandomState(100 + seed).uniform(0, 3, len(rows))


def agrees(fit: Fit, peer: Any) -> bool:
    return fit.n_iter == peer.n_iter_ and np.array_equal(fit.labels, peer.labels_)


def same_bits(one: Fit, other: Fit) -> bool:
    arrays_agree = np.array_equal(one.centres, other.centres) and np.array_equal(one.labels, other.labels)
    return arrays_agree and (one.inertia, one.n_iter) == (other.inertia, other.n_iter)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_clusters", [3, 8])
@pytest.mark.parametrize("name", CONTINUOUS)
def test_labels_and_iterations_are_those_of_scikit_learn(name: str, n_clusters: int, weighted: bool) -> None:
    X = CONTINUOUS[name]()
    for seed in SEEDS:
        weight = weights_for(X, seed) if weighted else None
        peer = PeerKMeans(n_clusters, random_state=seed).fit(X, sample_weight=weight)
        fit = fit_k_means(X, n_clusters=n_clusters, random_state=seed, sample_weight=weight)
        assert np.array_equal(fit.labels, peer.labels_), seed
        # The rounded measurements of iris hold exact ties, whose order may cost or spare one update.
        assert abs(fit.n_iter - peer.n_iter_) <= (1 if name == "iris" else 0), seed
        np.testing.assert_allclose(fit.centres, peer.cluster_centers_, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(fit.inertia, peer.inertia_, rtol=1e-12)


def test_on_integers_only_exact_ties_part_from_scikit_learn() -> None:
    X = datasets.load_digits().data
    agreed = 0
    for n_clusters in (3, 8):
        for seed in SEEDS:
            peer = PeerKMeans(n_clusters, random_state=seed).fit(X)
            agreed += agrees(fit_k_means(X, n_clusters=n_clusters, random_state=seed), peer)
    assert agreed >= 16  # of 20; rounding decides the ties, in scikit-learn's BLAS as well


@pytest.mark.parametrize("name", CONTINUOUS)
def test_float32_follows_the_float64_fit_of_the_same_values(name: str) -> None:
    X = CONTINUOUS[name]().astype(np.float32)
    for seed in SEEDS:
        fit = fit_k_means(X, n_clusters=8, random_state=seed)
        wide = fit_k_means(X.astype(np.float64), n_clusters=8, random_state=seed)
        assert fit.centres.dtype == np.float32
        assert np.array_equal(fit.labels, wide.labels), seed
        np.testing.assert_allclose(fit.inertia, wide.inertia, rtol=1e-5)


def test_colours_of_a_photograph_are_clustered_as_by_scikit_learn() -> None:
    X = np.ascontiguousarray(datasets.load_sample_image("china.jpg").reshape(-1, 3), dtype=np.float64)
    peer = PeerKMeans(16, random_state=0).fit(X)
    fit = fit_k_means(X, n_clusters=16, random_state=0)
    assert fit.n_iter == peer.n_iter_
    assert np.array_equal(fit.labels, peer.labels_)  # whole numbers: exact ties abound, and fall as there


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_bits_do_not_depend_on_the_blocks(weighted: bool, dtype: type, monkeypatch: pytest.MonkeyPatch) -> None:
    X = datasets.load_wine().data.astype(dtype)
    weight = weights_for(X, 0).astype(dtype) if weighted else None
    whole = fit_k_means(X, n_clusters=5, random_state=0, sample_weight=weight)
    for elements in (40, 777):
        monkeypatch.setattr(arrays, "BLOCK_ELEMENTS", elements)
        assert same_bits(fit_k_means(X, n_clusters=5, random_state=0, sample_weight=weight), whole)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_bits_do_not_depend_on_the_order_of_the_rows(dtype: type) -> None:
    X = datasets.make_blobs(2000, 5, centers=9, cluster_std=3.0, random_state=0)[0].astype(dtype)
    start = X[:9]
    fit = fit_k_means(X, n_clusters=9, init=start)
    order = np.random.RandomState(0).permutation(len(X))
    shuffled = fit_k_means(np.ascontiguousarray(X[order]), n_clusters=9, init=start)
    assert np.array_equal(fit.centres, shuffled.centres)
    assert np.array_equal(fit.labels[order], shuffled.labels)
    assert (fit.inertia, fit.n_iter) == (shuffled.inertia, shuffled.n_iter)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_unit_weights_give_the_bits_of_no_weights(dtype: type) -> None:
    X = datasets.load_wine().data.astype(dtype)
    weighted = fit_k_means(X, n_clusters=4, random_state=1, sample_weight=np.ones(len(X), dtype=dtype))
    assert same_bits(weighted, fit_k_means(X, n_clusters=4, random_state=1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
def test_inertia_is_the_sum_of_the_definition_in_fractions(weighted: bool, dtype: type) -> None:
    # Tight clusters far apart: the inertia is small against the bound, so that the unit of the sum shows in the last bits.
    X = (datasets.make_blobs(300, 2, centers=4, cluster_std=1e-5, random_state=3)[0]).astype(dtype)
    weight = weights_for(X, 0).astype(dtype) if weighted else None
    data = prepare(X, 1e-4, weight)
    run = lloyd(data, data.rows[k_means_plus_plus(data.rows, 4, np.random.RandomState(0))], sample_weight=weight)
    heaviest = 1.0 if weight is None else float(weight.max())
    bound = heaviest * sum((2.0 * float(largest)) ** 2 for largest in np.abs(data.rows).max(axis=0))
    power = 61 - math.frexp(bound)[1]
    total = 0
    for i, row in enumerate(data.rows.astype(np.float64)):
        distance = 0.0
        for difference in (row - run.centres[run.labels[i]].astype(np.float64)).tolist():
            distance += difference * difference
        total += round(Fraction(distance * (1.0 if weight is None else float(weight[i]))) * Fraction(2) ** power)
    assert run.inertia == math.ldexp(float(total), -power)


def test_weighted_sums_are_scaled_by_the_largest_product() -> None:
    X, weight = np.array([[1.0, -8.0], [100.0, 0.0]]), np.array([3.0, 0.125])
    statistics = ClusterStatistics.start(1, X, weight, 2)
    assert statistics.sums.fixed_point.powers.tolist() == [61 - 4, 61 - 5]  # 12.5 < 2^4, 24 < 2^5
    assert statistics.weights is not None
    assert statistics.weights.fixed_point.powers.tolist() == [61 - 2]  # 3 < 2^2


def test_merged_statistics_are_those_of_all_rows() -> None:
    X = CONTINUOUS["wine"]()
    weight, labels = weights_for(X, 0), np.random.RandomState(0).randint(0, 3, len(X)).astype(np.int32)
    whole, left, right = (ClusterStatistics.start(3, X, weight, 2) for _ in range(3))
    whole.accumulate(X, labels, weight)
    left.accumulate(X[:50], labels[:50], weight[:50])
    right.accumulate(X[50:], labels[50:], weight[50:])
    right.merge(left)
    centres = np.zeros((3, X.shape[1]))
    assert np.array_equal(whole.finish(centres), right.finish(centres))
    assert np.array_equal(whole.counts, right.counts)
    assert np.array_equal(whole.sizes(), right.sizes())


def test_a_weight_of_two_counts_a_row_twice() -> None:
    X = datasets.load_iris().data
    counts = np.random.RandomState(0).randint(0, 3, len(X))
    start = X[[0, 60, 120]]
    weighted = fit_k_means(X, n_clusters=3, init=start, sample_weight=counts.astype(np.float64), tol=0.0)
    repeated = fit_k_means(np.repeat(X, counts, axis=0), n_clusters=3, init=start, tol=0.0)
    assert np.array_equal(np.repeat(weighted.labels, counts), repeated.labels)
    np.testing.assert_allclose(weighted.centres, repeated.centres, rtol=1e-12)
    np.testing.assert_allclose(weighted.inertia, repeated.inertia, rtol=1e-12)


def test_the_data_are_not_written() -> None:
    X = datasets.load_iris().data
    X.flags.writeable = False
    start = X[:3].copy()
    start.flags.writeable = False
    fit_k_means(X, n_clusters=3, init=start)


@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_the_best_of_several_runs_is_that_of_scikit_learn(init: str) -> None:
    X = CONTINUOUS["wine"]()
    for seed in SEEDS:
        peer = PeerKMeans(6, init=init, n_init=5, random_state=seed).fit(X)
        assert agrees(fit_k_means(X, n_clusters=6, init=init, n_init=5, random_state=seed), peer), seed


def test_a_later_run_replaces_the_best_only_by_another_clustering(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(labels: list[int], inertia: float) -> Run:
        return Run(np.zeros((2, 1)), np.array(labels, dtype=np.int32), inertia, 1)

    runs = iter([run([0, 0, 1], 2.0), run([1, 1, 0], 1.5), run([0, 1, 1], 1.9), run([0, 1, 0], 1.9)])
    monkeypatch.setattr(fit_module, "lloyd", lambda *_, **__: next(runs))
    fit = fit_k_means(np.array([[0.0], [1.0], [2.0]]), n_clusters=2, init="random", n_init=4, random_state=0)
    assert (fit.inertia, fit.labels.tolist()) == (1.9, [0, 1, 1])


def test_random_starts_are_run_ten_times_by_default() -> None:
    X = CONTINUOUS["wine"]()
    by_default, ten = (fit_k_means(X, n_clusters=6, init="random", n_init=n, random_state=0) for n in ("auto", 10))
    assert same_bits(by_default, ten)
    assert by_default.inertia < fit_k_means(X, n_clusters=6, init="random", n_init=1, random_state=0).inertia


def test_given_centres_are_run_once_and_more_runs_are_refused_with_a_warning() -> None:
    X = CONTINUOUS["wine"]()
    peer = PeerKMeans(4, init=X[:4]).fit(X)
    assert agrees(fit_k_means(X, n_clusters=4, init=X[:4]), peer)
    with pytest.warns(RuntimeWarning, match="performing only one init in KMeans instead of n_init=3"):
        assert agrees(fit_k_means(X, n_clusters=4, init=X[:4].tolist(), n_init=3), peer)


def test_a_callable_gets_the_centred_rows_and_the_stream() -> None:
    X = CONTINUOUS["wine"]()
    calls = []

    def init(rows: Doubles, n_clusters: int, *, random_state: np.random.RandomState) -> Doubles:
        calls.append(np.abs(rows.mean(axis=0)).max())
        return rows[random_state.randint(0, len(rows), n_clusters)]

    peer = PeerKMeans(4, init=init, random_state=0).fit(X)
    n_peer_calls = len(calls)
    assert agrees(fit_k_means(X, n_clusters=4, init=init, random_state=0), peer)
    assert len(calls) == 2 * n_peer_calls == 20
    assert max(calls) < 1e-9


def test_random_state_instances_go_on() -> None:
    X = CONTINUOUS["iris"]()
    theirs, ours = np.random.RandomState(4), np.random.RandomState(4)
    for _ in range(2):
        assert agrees(fit_k_means(X, n_clusters=5, random_state=ours), PeerKMeans(5, random_state=theirs).fit(X))
    assert theirs.random_sample() == ours.random_sample()


def test_without_a_seed_the_global_stream_of_numpy_is_used() -> None:
    X = CONTINUOUS["iris"]()
    fits = []
    for _ in range(2):
        np.random.seed(11)
        fits.append(fit_k_means(X, n_clusters=5))
    assert same_bits(*fits)


def test_an_empty_cluster_is_relocated_as_by_scikit_learn() -> None:
    X = CONTINUOUS["blobs"]()
    start = np.concatenate([X[:6], np.full((1, X.shape[1]), 1e4)])
    peer = PeerKMeans(7, init=start, n_init=1).fit(X)
    fit = fit_k_means(X, n_clusters=7, init=start, n_init=1)
    assert agrees(fit, peer)
    assert len(np.unique(fit.labels)) == 7


def test_starts_at_an_infinite_distance_are_relocated() -> None:
    X = CONTINUOUS["iris"]()
    fit = fit_k_means(X, n_clusters=3, init=np.concatenate([X[:1], np.full((2, 4), 1e200)]))
    assert len(np.unique(fit.labels)) == 3


def test_empty_clusters_take_the_farthest_rows_in_order() -> None:
    rows = np.array([[0.0], [1.0], [7.0], [-7.0], [3.0]])
    centres = np.array([[99.0], [0.0], [98.0], [97.0]])
    labels = np.full(5, 1, dtype=np.int32)
    statistics = ClusterStatistics.start(4, rows, None, 2)
    statistics.accumulate(rows, labels, None)
    settled = relocated(statistics, rows, centres, labels, None)
    assert settled.counts.tolist() == [1, 2, 1, 1]
    assert settled.finish(centres)[:, 0].tolist() == [7.0, 0.5, -7.0, 3.0]  # the tie of 7 and -7: the lower row first
    assert statistics.counts.tolist() == [0, 5, 0, 0]


def test_nothing_is_relocated_when_every_row_is_a_centre() -> None:
    rows, centres = np.array([[1.0], [1.0], [2.0]]), np.array([[1.0], [2.0], [1.0]])
    labels = np.array([0, 0, 1], dtype=np.int32)
    statistics = ClusterStatistics.start(3, rows, None, 2)
    statistics.accumulate(rows, labels, None)
    assert relocated(statistics, rows, centres, labels, None) is statistics


def test_identical_rows_leave_the_other_clusters_empty() -> None:
    X = np.full((10, 2), 3.25)
    fit = fit_k_means(X, n_clusters=3, random_state=0)
    assert fit.labels.tolist() == [0] * 10
    assert fit.inertia == 0.0
    assert fit.centres.tolist() == [[3.25, 3.25]] * 3


@pytest.mark.parametrize("n_clusters", [1, 12])
def test_one_cluster_and_as_many_as_rows(n_clusters: int) -> None:
    X = np.random.RandomState(0).standard_normal((12, 1))
    fit = fit_k_means(X, n_clusters=n_clusters, random_state=0)
    assert len(np.unique(fit.labels)) == n_clusters
    if n_clusters == 12:
        assert fit.inertia < 1e-30


def test_max_iter_ends_the_run_with_labels_of_the_last_centres() -> None:
    X = CONTINUOUS["blobs"]()
    peer = PeerKMeans(12, max_iter=2, init="random", n_init=1, random_state=0).fit(X)
    fit = fit_k_means(X, n_clusters=12, max_iter=2, init="random", n_init=1, random_state=0)
    assert fit.n_iter == 2
    assert agrees(fit, peer)


@pytest.mark.parametrize("scale", [1e-300, 1e-140, 1e140])
def test_extreme_magnitudes_are_fitted_without_a_warning(scale: float) -> None:
    X = CONTINUOUS["wine"]() * scale
    fit = fit_k_means(X, n_clusters=3, random_state=0)
    assert np.isfinite(fit.centres).all()


@pytest.mark.parametrize(("dtype", "value"), [(np.float64, 6e153), (np.float64, 1.7e308), (np.float32, 3e38)])
def test_overflowing_distances_are_an_error_that_says_what_to_do(dtype: type, value: float) -> None:
    X = np.array([[value], [-value], [value]], dtype=dtype)
    with pytest.raises(InvalidDataError, match="squared distances overflow"):
        fit_k_means(X, n_clusters=2)


def test_overflowing_weights_are_an_error_that_says_what_to_do() -> None:
    with pytest.raises(InvalidDataError, match=r"weights up to 1e\+308"):
        fit_k_means(np.array([[0.0], [1.0]]), n_clusters=2, sample_weight=np.array([1e308, 1e308]))


@pytest.mark.parametrize(
    ("centres", "message"),
    [
        (np.zeros((2, 4)), r"shape of the initial centers \(2, 4\) does not match the number of clusters 3"),
        (np.zeros((3, 5)), r"shape of the initial centers \(3, 5\) does not match the number of features of the data 4"),
        (np.full((3, 4), np.nan), "NaN, infinity or values too large for float64"),
    ],
)
def test_wrong_start_centres_are_refused(centres: Doubles, message: str) -> None:
    for init in (centres, lambda rows, n_clusters, random_state: centres):
        with pytest.raises(InvalidParameterError, match=message):
            fit_k_means(CONTINUOUS["iris"](), n_clusters=3, init=init)


@pytest.mark.parametrize(("max_iter", "tol"), [(300, 0.0), (300, 1e-1), (1, 1e-4)])
def test_verbose_prints_the_lines_of_scikit_learn(max_iter: int, tol: float, capsys: pytest.CaptureFixture[str]) -> None:
    X = CONTINUOUS["wine"]()
    PeerKMeans(4, random_state=0, verbose=1, max_iter=max_iter, tol=tol).fit(X)
    theirs = capsys.readouterr().out
    fit_k_means(X, n_clusters=4, random_state=0, verbose=True, max_iter=max_iter, tol=tol)
    ours = capsys.readouterr().out
    number = re.compile(r"\d+\.\d+(e-?\d+)?")
    assert number.sub("#", ours) == number.sub("#", theirs)
    np.testing.assert_allclose(
        [float(found[0]) for found in number.finditer(ours)], [float(found[0]) for found in number.finditer(theirs)], rtol=1e-9
    )


def test_the_same_clustering_is_recognised_under_other_names() -> None:
    labels = np.array([0, 0, 1, 2], dtype=np.int32)
    assert same_clustering(labels, np.array([2, 2, 0, 1], dtype=np.int32))
    assert not same_clustering(labels, np.array([0, 1, 1, 2], dtype=np.int32))
    assert not same_clustering(labels, np.array([0, 0, 1, 1], dtype=np.int32))
    assert not same_clustering(np.array([0, 0, 1, 1], dtype=np.int32), labels)
