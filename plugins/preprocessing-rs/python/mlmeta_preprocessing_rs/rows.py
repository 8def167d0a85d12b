"""Where scaled rows go: to a fresh array, or to the user's when it may be written."""

from typing import Any

import numpy as np
from mlmeta.data.sparse import CSR
from mlmeta.estimators.base import Floats
from mlmeta.preprocessing.scaler import Scaler

from mlmeta_preprocessing_rs import _native

__all__ = ["NativeScaler"]


class NativeScaler(Scaler):
    """A scaler whose native half reads rows and writes their scaled values elsewhere: no copy is made to be overwritten."""

    @classmethod
    def __mlmeta_facts__(cls) -> dict[str, str]:
        """Return what `mlmeta doctor --deep` tells: the instruction set that was found."""
        return {"simd": _native.simd_level()}

    def _own(self, X: Any) -> Any:
        """Return dense rows as they are, sparse rows with entries of their own."""
        return super()._own(X) if isinstance(X, CSR) else X

    def _target(self, X: Floats) -> Floats:
        """Return the array that takes the scaled values of `X`: itself when `copy` is false and it may be written."""
        # Not empty_like, which would keep a subclass such as numpy.memmap.
        return X if not self.copy and X.flags.writeable else np.empty(X.shape, dtype=X.dtype)


def contiguous(array: Any, dtype: Any) -> Any:
    """Return a fitted attribute as the native half takes it; users may have put anything there."""
    return np.ascontiguousarray(array, dtype=dtype)
