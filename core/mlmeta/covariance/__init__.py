"""Covariance estimators, and what they find unusual.

`dir(mlmeta.covariance)` has all that is installed, `mlmeta.search(namespace="covariance")` who provides it.
"""

from typing import TYPE_CHECKING

__all__: list[str] = []

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("covariance")
