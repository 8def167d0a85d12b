"""Linear models.

`dir(mlmeta.linear_model)` has all that is installed, `mlmeta.search(namespace="linear_model")` who provides it.
"""

from typing import TYPE_CHECKING

from mlmeta.linear_model.logistic_regression import LogisticRegression

__all__ = ["LogisticRegression"]

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("linear_model")
