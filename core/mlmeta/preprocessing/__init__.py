"""Preprocessing.

`dir(mlmeta.preprocessing)` has all that is installed, `mlmeta.search(namespace="preprocessing")` who provides it.
"""

from typing import TYPE_CHECKING

from mlmeta.preprocessing.minmax_scaler import MinMaxScaler
from mlmeta.preprocessing.standard_scaler import StandardScaler

__all__ = ["MinMaxScaler", "StandardScaler"]

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("preprocessing")
