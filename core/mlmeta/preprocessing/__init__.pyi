"""Written by plugins/sklearn/tools/generate.py from the specs of mlmeta-sklearn, for type checkers; do not edit."""

from collections.abc import Callable
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from mlmeta.estimators.base import Estimator
from mlmeta.preprocessing.minmax_scaler import MinMaxScaler as MinMaxScaler
from mlmeta.preprocessing.standard_scaler import StandardScaler as StandardScaler

__all__ = [
    "Binarizer",
    "FunctionTransformer",
    "KBinsDiscretizer",
    "KernelCenterer",
    "LabelBinarizer",
    "LabelEncoder",
    "MaxAbsScaler",
    "MinMaxScaler",
    "MultiLabelBinarizer",
    "Normalizer",
    "OneHotEncoder",
    "OrdinalEncoder",
    "PolynomialFeatures",
    "PowerTransformer",
    "QuantileTransformer",
    "RobustScaler",
    "SplineTransformer",
    "StandardScaler",
    "TargetEncoder",
]

class Binarizer(Estimator):
    """0 and 1, by a threshold."""

    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        threshold: float = 0.0,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class FunctionTransformer(Estimator):
    """A transformer made of a function."""

    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        func: Callable[..., Any] | None = None,
        inverse_func: Callable[..., Any] | None = None,
        *,
        validate: bool = False,
        accept_sparse: bool = False,
        check_inverse: bool = True,
        feature_names_out: Callable[..., Any] | Literal["one-to-one"] | None = None,
        kw_args: dict[Any, Any] | None = None,
        inv_kw_args: dict[Any, Any] | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class KBinsDiscretizer(Estimator):
    """Numbers to bins."""

    bin_edges_: Any
    feature_names_in_: Any
    n_bins_: Any
    n_features_in_: Any
    def __init__(
        self,
        n_bins: int | ArrayLike = 5,
        *,
        encode: Literal["onehot", "onehot-dense", "ordinal"] = "onehot",
        strategy: Literal["kmeans", "quantile", "uniform"] = "quantile",
        quantile_method: Literal[
            "averaged_inverted_cdf",
            "closest_observation",
            "hazen",
            "interpolated_inverted_cdf",
            "inverted_cdf",
            "linear",
            "median_unbiased",
            "normal_unbiased",
            "weibull",
        ] = "averaged_inverted_cdf",
        dtype: Any = None,
        subsample: int | None = 200000,
        random_state: int | np.random.RandomState | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class KernelCenterer(Estimator):
    """Centres a kernel matrix."""

    K_fit_all_: Any
    K_fit_rows_: Any
    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class LabelBinarizer(Estimator):
    """Labels to columns of 0 and 1, one against the rest."""

    classes_: Any
    sparse_input_: Any
    y_type_: Any
    def __init__(
        self,
        *,
        neg_label: int = 0,
        pos_label: int = 1,
        sparse_output: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class LabelEncoder(Estimator):
    """Labels to whole numbers."""

    classes_: Any
    def __init__(
        self,
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MaxAbsScaler(Estimator):
    """Scales each column by its largest absolute value."""

    feature_names_in_: Any
    max_abs_: Any
    n_features_in_: Any
    n_samples_seen_: Any
    scale_: Any
    def __init__(
        self,
        *,
        copy: bool = True,
        clip: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def partial_fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class MultiLabelBinarizer(Estimator):
    """Sets of labels to columns of 0 and 1."""

    classes_: Any
    def __init__(
        self,
        *,
        classes: ArrayLike | None = None,
        sparse_output: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class Normalizer(Estimator):
    """Scales each row to norm 1."""

    feature_names_in_: Any
    n_features_in_: Any
    def __init__(
        self,
        norm: Literal["l1", "l2", "max"] = "l2",
        *,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class OneHotEncoder(Estimator):
    """Categories to columns of 0 and 1."""

    categories_: Any
    drop_idx_: Any
    feature_names_in_: Any
    infrequent_categories_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        categories: Literal["auto"] | list[Any] = "auto",
        drop: Literal["first", "if_binary"] | ArrayLike | None = None,
        sparse_output: bool = True,
        dtype: Any = ...,
        handle_unknown: Literal["error", "ignore", "infrequent_if_exist", "warn"] = "error",
        min_frequency: float | None = None,
        max_categories: int | None = None,
        feature_name_combiner: Literal["concat"] | Callable[..., Any] = "concat",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class OrdinalEncoder(Estimator):
    """Categories to whole numbers."""

    categories_: Any
    feature_names_in_: Any
    infrequent_categories_: Any
    n_features_in_: Any
    def __init__(
        self,
        *,
        categories: Literal["auto"] | list[Any] = "auto",
        dtype: Any = ...,
        handle_unknown: Literal["error", "use_encoded_value"] = "error",
        unknown_value: float | None = None,
        encoded_missing_value: float = ...,
        min_frequency: float | None = None,
        max_categories: int | None = None,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PolynomialFeatures(Estimator):
    """Products and powers of the columns."""

    feature_names_in_: Any
    n_features_in_: Any
    n_output_features_: Any
    powers_: Any
    def __init__(
        self,
        degree: int | ArrayLike = 2,
        *,
        interaction_only: bool = False,
        include_bias: bool = True,
        order: Literal["C", "F"] = "C",
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class PowerTransformer(Estimator):
    """Makes columns more Gaussian by a power (Yeo-Johnson, Box-Cox)."""

    feature_names_in_: Any
    lambdas_: Any
    n_features_in_: Any
    def __init__(
        self,
        method: Literal["box-cox", "yeo-johnson"] = "yeo-johnson",
        *,
        standardize: bool = True,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class QuantileTransformer(Estimator):
    """Maps each column to a uniform or normal distribution by its quantiles."""

    feature_names_in_: Any
    n_features_in_: Any
    n_quantiles_: Any
    quantiles_: Any
    references_: Any
    def __init__(
        self,
        *,
        n_quantiles: int = 1000,
        output_distribution: Literal["normal", "uniform"] = "uniform",
        ignore_implicit_zeros: bool = False,
        subsample: int | None = 10000,
        random_state: int | np.random.RandomState | None = None,
        copy: bool = True,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class RobustScaler(Estimator):
    """Centres by the median and scales by quantiles: robust to outliers."""

    center_: Any
    feature_names_in_: Any
    n_features_in_: Any
    scale_: Any
    def __init__(
        self,
        *,
        with_centering: bool = True,
        with_scaling: bool = True,
        quantile_range: tuple[Any, ...] = ...,
        copy: bool = True,
        unit_variance: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def inverse_transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class SplineTransformer(Estimator):
    """Columns of B-splines."""

    bsplines_: Any
    feature_names_in_: Any
    n_features_in_: Any
    n_features_out_: Any
    def __init__(
        self,
        n_knots: int = 5,
        degree: int = 3,
        *,
        knots: Literal["quantile", "uniform"] | ArrayLike = "uniform",
        extrapolation: Literal["constant", "continue", "error", "linear", "periodic"] = "constant",
        include_bias: bool = True,
        order: Literal["C", "F"] = "C",
        handle_missing: Literal["error", "zeros"] = "error",
        sparse_output: bool = False,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...

class TargetEncoder(Estimator):
    """Categories to the shrunk mean of the target."""

    categories_: Any
    classes_: Any
    encodings_: Any
    feature_names_in_: Any
    n_features_in_: Any
    target_mean_: Any
    target_type_: Any
    def __init__(
        self,
        categories: Literal["auto"] | list[Any] = "auto",
        target_type: Literal["auto", "binary", "continuous", "multiclass"] = "auto",
        smooth: Literal["auto"] | float = "auto",
        cv: Any = 5,
        shuffle: bool | Literal["deprecated"] = "deprecated",
        random_state: int | np.random.RandomState | Literal["deprecated"] | None = "deprecated",
        *,
        provider: str | None = None,
    ) -> None: ...
    def fit(self, X: Any, y: Any = None, **more: Any) -> Self: ...
    def fit_transform(self, X: Any, y: Any = None, **more: Any) -> Any: ...
    def transform(self, X: Any, **more: Any) -> Any: ...
    def set_output(self, *, transform: str | None = None) -> Self: ...
    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray[Any, Any]: ...
