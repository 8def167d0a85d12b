"""scikit-learn's own checks, those that `check_estimator` leaves out included, on K-Means in NumPy."""

import warnings

import pytest
import sklearn.cluster
from mlmeta import cluster
from sklearn.base import ClusterMixin
from sklearn.utils import estimator_checks

EXTRA = [
    "check_dataframe_column_names_consistency",
    "check_transformer_get_feature_names_out",
    "check_transformer_get_feature_names_out_pandas",
    "check_get_feature_names_out_error",
    "check_param_validation",
    "check_set_output_transform",
    "check_set_output_transform_pandas",
    "check_set_output_transform_polars",
    "check_global_output_transform_pandas",
    "check_global_set_output_transform_polars",
    "check_inplace_ensure_writeable",
    pytest.param("check_all_zero_sample_weights_error", marks=pytest.mark.newest("a check of scikit-learn's from 1.9 on")),
]
"""What scikit-learn's common tests check of its own estimators beyond `check_estimator`."""


class KMeans(cluster.KMeans.using("np"), ClusterMixin):
    """scikit-learn yields its checks of clusterers only for this mixin; its tags are never asked for."""


def outcomes(made):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*does not inherit from `sklearn.base.BaseEstimator`.*")
        told = estimator_checks.check_estimator(made, on_fail=None, on_skip=None)
    return {status: {c["check_name"] for c in told if c["status"] == status} for status in ("passed", "failed", "skipped")}


def test_nothing_fails_and_nothing_is_skipped_that_scikit_learns_own_class_passes():
    ours, theirs = outcomes(KMeans(3)), outcomes(sklearn.cluster.KMeans(3))
    assert ours["failed"] <= theirs["failed"]
    assert theirs["passed"] <= ours["passed"] | theirs["failed"]
    assert ours["skipped"] <= theirs["skipped"]
    assert "check_clustering" in ours["passed"]


@pytest.mark.filterwarnings("ignore:X (has|does not have valid) feature names:UserWarning")  # as scikit-learn runs them
@pytest.mark.parametrize("check", EXTRA)
def test_the_checks_that_check_estimator_leaves_out(check):
    if "polars" in check:
        pytest.importorskip("polars")
    getattr(estimator_checks, check)("KMeans", cluster.KMeans(3, provider="np"))
