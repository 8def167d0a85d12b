"""Kernel ridge regression.

`dir(mlmeta.kernel_ridge)` has all that is installed, `mlmeta.search(namespace="kernel_ridge")` who provides it.
"""

from typing import TYPE_CHECKING

__all__: list[str] = []

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("kernel_ridge")
