"""The native provider of mlmeta's preprocessing algorithms, in Rust."""

from mlmeta_preprocessing_rs.minmax_scaler import MinMaxScaler
from mlmeta_preprocessing_rs.standard_scaler import StandardScaler

__all__ = ["MinMaxScaler", "StandardScaler"]
