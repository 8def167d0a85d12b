"""Approximate feature maps of kernels.

`dir(mlmeta.kernel_approximation)` has all that is installed, `mlmeta.search(namespace="kernel_approximation")` who provides it.
"""

from typing import TYPE_CHECKING

__all__: list[str] = []

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("kernel_approximation")
