"""What some of scikit-learn's classes need beyond the arrays of their state before they answer: made again when loaded.

None of it is part of the state, for all of it follows from the arrays and the parameters.
"""

from typing import Any

from mlmeta.adapters import Attributes
from mlmeta.state import State

__all__ = ["DiscriminantAdapter", "GeneralisedLinearAdapter", "KMeansAdapter", "RidgeClassifierAdapter"]


class KMeansAdapter(Attributes):
    """K-Means keeps the number of threads that its fit had, and takes only rows of the dtype that it was fitted on."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model, which predicts with the threads that there are here."""
        from sklearn.utils._openmp_helpers import _openmp_effective_n_threads  # noqa: PLC0415  # only its own classes need it

        made = super().restore(target, state, spec)
        made._n_threads = _openmp_effective_n_threads()
        return made

    def ask(self, estimator: Any, method: str, X: Any) -> Any:
        """Return what the method answers for rows of any float dtype."""
        import numpy as np  # noqa: PLC0415  # a fitted estimator has imported it

        return super().ask(estimator, method, np.asarray(X, dtype=estimator.cluster_centers_.dtype))


class GeneralisedLinearAdapter(Attributes):
    """Generalised linear models keep their loss, which has the link function."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with the loss of its parameters."""
        made = super().restore(target, state, spec)
        made._base_loss = made._get_loss()
        return made


class RidgeClassifierAdapter(Attributes):
    """Ridge classifiers keep their labels in a binarizer."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with a binarizer of its labels."""
        import numpy as np  # noqa: PLC0415  # like scikit-learn, only when such a model is loaded
        from sklearn.preprocessing import LabelBinarizer  # noqa: PLC0415

        made = super().restore(target, state, spec)
        made._label_binarizer = LabelBinarizer(pos_label=1, neg_label=-1).fit(np.array(state.classes))
        return made


class DiscriminantAdapter(Attributes):
    """Linear discriminant analysis keeps how many directions it may project on."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with that number."""
        made = super().restore(target, state, spec)
        most = min(len(state.classes or ()) - 1, state.n_features)
        made._max_components = most if made.n_components is None else made.n_components
        return made
