"""Linear models."""

from typing import TYPE_CHECKING

from mlmeta.linear_model.logistic_regression import LogisticRegression

__all__ = ["LogisticRegression"]

if not TYPE_CHECKING:  # visible, it would turn every misspelt name into Any
    from mlmeta.algorithms.namespace import installed

    __getattr__, __dir__ = installed("linear_model")
