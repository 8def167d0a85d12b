"""The NumPy reference provider of mlmeta's preprocessing algorithms.

Start at :mod:`mlmeta_preprocessing_np.moments`.
"""

from mlmeta_preprocessing_np.minmax_scaler import MinMaxScaler
from mlmeta_preprocessing_np.standard_scaler import StandardScaler

__all__ = ["MinMaxScaler", "StandardScaler"]
