"""What some of scikit-learn's classes need beyond the arrays of their state before they answer: made again when loaded.

None of it is part of the state, for all of it follows from the arrays and the parameters.
"""

import copy
from typing import Any

from mlmeta.errors import ModelFileError, NoPortableStateError
from mlmeta.models.adapters import Attributes
from mlmeta.specs.state import State

__all__ = [
    "BisectingKMeansAdapter",
    "CategoricalAdapter",
    "DiscriminantAdapter",
    "GeneralisedLinearAdapter",
    "KMeansAdapter",
    "ProjectionAdapter",
    "QuadraticAdapter",
    "RidgeClassifierAdapter",
    "StandardScalerAdapter",
]


class KMeansAdapter(Attributes):
    """K-Means keeps the number of threads that its fit had, and takes only rows of the dtype that it was fitted on."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model, which predicts with the threads that there are here."""
        from sklearn.utils._openmp_helpers import _openmp_effective_n_threads  # noqa: PLC0415  # only its own classes need it

        made = super().restore(target, state, spec)
        made._n_threads = _openmp_effective_n_threads()
        made._n_features_out = len(made.cluster_centers_)  # for the names of what it transforms to
        return made

    def ask(self, estimator: Any, method: str, X: Any) -> Any:
        """Return what the method answers for rows of any float dtype."""
        import numpy as np  # noqa: PLC0415  # a fitted estimator has imported it

        return super().ask(estimator, method, np.asarray(X, dtype=estimator.cluster_centers_.dtype))


class BisectingKMeansAdapter(KMeansAdapter):
    """Bisecting K-Means keeps a tree of objects, minus the mean of its training rows; the state has arrays, with the mean."""

    def capture(self, estimator: Any, spec: Any) -> State:
        """Return the state."""
        import numpy as np  # noqa: PLC0415  # a fitted estimator has imported it
        from mlmeta.cluster.bisecting_tree import laid_out  # noqa: PLC0415  # only these models need it

        if not hasattr(estimator, "_bisecting_tree"):
            return super().capture(estimator, spec)  # which says that it is not fitted
        told = copy.copy(estimator)
        _, inner, told.children_ = laid_out(estimator._bisecting_tree, lambda node: node.left and (node.left, node.right))
        told.inner_centers_ = None
        if inner:
            centres = np.stack([np.asarray(node.center).ravel() for node in inner]) + getattr(estimator, "_X_mean", 0)
            told.inner_centers_ = centres.astype(estimator.cluster_centers_.dtype)
        return super().capture(told, spec)

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with its tree.

        Raises
        ------
        ModelFileError
            The arrays are no tree.
        """
        import numpy as np  # noqa: PLC0415  # like scikit-learn, only when such a model is loaded
        from mlmeta.cluster.bisecting_tree import check_tree  # noqa: PLC0415
        from sklearn.cluster._bisect_k_means import _BisectingTree  # noqa: PLC0415

        made = super().restore(target, state, spec)
        children, inner = vars(made).pop("children_", None), vars(made).pop("inner_centers_", None)
        centres = made.cluster_centers_
        check_tree(children, inner, len(centres), state.kind)
        rows = centres if inner is None else np.concatenate([centres, inner.astype(centres.dtype)])
        nodes = [_BisectingTree(center=row, indices=None, score=0) for row in rows]
        for label, node in enumerate(nodes[: len(centres)]):
            node.label = label
        for node, (left, right) in zip(nodes[len(centres) :], [] if children is None else children.tolist(), strict=True):
            node.left, node.right = nodes[left], nodes[right]
        made._bisecting_tree = nodes[len(centres)] if inner is not None else nodes[0]
        return made


class ProjectionAdapter(Attributes):
    """Random projections and features keep how many columns they give."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with that number."""
        made = super().restore(target, state, spec)
        offsets = state.tensors.get("random_offset_")
        made._n_features_out = len(state.tensors["components_"] if offsets is None else offsets)
        return made


class StandardScalerAdapter(Attributes):
    """The scaler goes on learning from the number of rows that it saw, which must be a number of NumPy."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with that number as NumPy's."""
        made = super().restore(target, state, spec)
        made.n_samples_seen_ = state.tensors["n_samples_seen_"].copy()[()]
        return made


class GeneralisedLinearAdapter(Attributes):
    """Generalised linear models keep their loss, which has the link function."""

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with the loss of its parameters."""
        made = super().restore(target, state, spec)
        made._base_loss = made._get_loss()
        if made._base_loss is None:  # scikit-learn refuses such a link when it is fitted
            message = f"The state is no {state.kind}: the parameter 'link' is {made.link!r}."
            raise ModelFileError(message)
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
        made._n_features_out = made._max_components
        return made


class QuadraticAdapter(Attributes):
    """Quadratic discriminant analysis keeps a list of arrays, one a class; the state has them in one array."""

    def capture(self, estimator: Any, spec: Any) -> State:
        """Return the state.

        Raises
        ------
        NoPortableStateError
            The classes have covariances of different ranks, as older versions of scikit-learn allow.
        """
        if len({len(scalings) for scalings in getattr(estimator, "scalings_", ())}) > 1:
            message = "QuadraticDiscriminantAnalysis has no portable state when the covariances of its classes differ in rank."
            raise NoPortableStateError(message)
        return super().capture(estimator, spec)

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with its lists."""
        made = super().restore(target, state, spec)
        made.rotations_, made.scalings_ = list(made.rotations_), list(made.scalings_)
        return made


class CategoricalAdapter(Attributes):
    """Naive Bayes of categories keeps an array a feature; the state has their columns side by side."""

    def capture(self, estimator: Any, spec: Any) -> State:
        """Return the state."""
        import numpy as np  # noqa: PLC0415  # a fitted estimator has imported it

        if not hasattr(estimator, "feature_log_prob_"):
            return super().capture(estimator, spec)  # which says that it is not fitted
        joined = copy.copy(estimator)
        joined.feature_log_prob_ = np.hstack(estimator.feature_log_prob_)
        joined.category_count_ = np.hstack(estimator.category_count_)
        return super().capture(joined, spec)

    def restore(self, target: Any, state: State, spec: Any) -> Any:
        """Return the model with its lists.

        Raises
        ------
        ModelFileError
            The columns are not as many as the features have categories.
        """
        import numpy as np  # noqa: PLC0415  # like scikit-learn, only when such a model is loaded

        made = super().restore(target, state, spec)
        ends, given = np.cumsum(made.n_categories_), made.feature_log_prob_.shape[1]
        if (made.n_categories_ < 1).any() or ends[-1] != given:
            message = f"The state is no {state.kind}: n_categories_ add up to {ends[-1]}, the arrays have {given} columns."
            raise ModelFileError(message)
        made.feature_log_prob_ = np.hsplit(made.feature_log_prob_, ends[:-1])
        made.category_count_ = np.hsplit(made.category_count_, ends[:-1])
        return made
