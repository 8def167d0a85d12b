"""scikit-learn's own checks, those that `check_estimator` leaves out included: none fails that its own scalers pass."""

import warnings

import pytest
from mlmeta import preprocessing
from sklearn import preprocessing as theirs
from sklearn.utils import estimator_checks

SCALERS = [("StandardScaler", {}), ("StandardScaler", {"with_mean": False}), ("MinMaxScaler", {})]
LEFT_OUT = [
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


def outcomes(made) -> dict[str, set[str]]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*does not inherit from `sklearn.base.BaseEstimator`.*")
        told = estimator_checks.check_estimator(made, on_fail=None, on_skip=None)
    return {status: {c["check_name"] for c in told if c["status"] == status} for status in ("passed", "failed", "skipped")}


@pytest.mark.parametrize(("name", "parameters"), SCALERS)
def test_all_checks_pass_that_scikit_learn_runs_on_its_own_class(name, parameters) -> None:
    ours = outcomes(getattr(preprocessing, name)(**parameters))
    peer = outcomes(getattr(theirs, name)(**parameters))
    assert ours["failed"] == peer["failed"] == set()
    assert ours["passed"] == peer["passed"]
    assert ours["skipped"] <= peer["skipped"] == {name for name in peer["skipped"] if "array_api" in name}


@pytest.mark.filterwarnings("ignore:X (has|does not have valid) feature names:UserWarning")  # as scikit-learn runs them
@pytest.mark.parametrize(("name", "parameters"), SCALERS)
@pytest.mark.parametrize("check", LEFT_OUT)
def test_checks_that_check_estimator_leaves_out(check, name, parameters) -> None:
    if name == "MinMaxScaler" and "sample_weight" in check:
        pytest.skip("it has no weights, and scikit-learn's neither")
    if "polars" in check:
        pytest.importorskip("polars")
    getattr(estimator_checks, check)(name, getattr(preprocessing, name)(**parameters))
