"""The spec of logistic regression."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.estimators.base import Floats
from mlmeta.estimators.roles import Classifier
from mlmeta.specs.domains import HINT, Interval, Options
from mlmeta.specs.requirements import Requires, given, other_than
from mlmeta.specs.state import StateSchema, Tensor

__all__ = ["LogisticRegression"]


class LogisticRegression(
    Classifier,
    kind="linear_model.LogisticRegression",
    version=1,
    state=StateSchema(
        version=1,
        tensors={"coef_": Tensor(("n_outputs", "n_features")), "intercept_": Tensor(("n_outputs",))},
        training=("n_iter_",),
        classes=True,
    ),
    requires=(
        Requires(
            given("solver", "lbfgs", "newton-cg", "newton-cholesky", "sag"),
            given("l1_ratio", 0, None),
            "These solvers need a smooth penalty, which L1 is not; with C=inf there is none at all.",
        ),
        Requires(given("solver", "liblinear"), given("l1_ratio", 0, 1, None), "liblinear takes one penalty, not a mixture."),
        Requires(given("dual", True), given("solver", "liblinear"), "Only liblinear solves the dual problem."),
        Requires(given("dual", True), given("l1_ratio", 0, None), "The dual problem is that of the L2 penalty."),
        Requires(
            other_than("intercept_scaling", 1),
            given("solver", "liblinear"),
            "Only liblinear regularises the constant.",
            otherwise="ignored",
        ),
    ),
):
    """Logistic regression: linear log-odds, one model for two classes and a softmax for more.

    Minimises the penalised logistic loss (C. Bishop, "Pattern Recognition and Machine Learning", 2006, section 4.3). Names and
    meanings are those of scikit-learn 1.9.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of the regularisation.
    l1_ratio : float or None, default=0.0
        Share of the L1 penalty: 0 is L2 (ridge), 1 is L1 (lasso).
    dual : bool, default=False
        Solve the dual problem (liblinear with L2 only).
    tol : float, default=1e-4
        Tolerance of the stopping rule.
    fit_intercept : bool, default=True
        Whether the log-odds have a constant.
    intercept_scaling : float, default=1
        Weight of the constant in liblinear.
    class_weight : dict, {"balanced"} or None, default=None
        Weight of each class.
    random_state : int, RandomState or None, default=None
        Seed of the solvers that draw.
    solver : {"lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga"}, default="lbfgs"
        The optimiser.
    max_iter : int, default=100
        The most iterations.
    verbose : int, default=0
        Print the progress.
    warm_start : bool, default=False
        Start from the previous solution.
    n_jobs : int or None, default=None
        Number of threads.
    provider : str or None, default=None
        Which implementation to construct; see `LogisticRegression.providers()`.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels, sorted.
    coef_ : ndarray of shape (n_outputs, n_features)
        Coefficients; one row for two classes.
    intercept_ : ndarray of shape (n_outputs,)
        Constants.
    n_iter_ : ndarray of shape (1,)
        Iterations.
    n_features_in_ : int
        Width of `X`.
    feature_names_in_ : ndarray of shape (n_features,), object
        Column names, when `X` had them.

    Examples
    --------
    >>> from mlmeta import linear_model
    >>> model = linear_model.LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["no", "no", "yes", "yes"])
    >>> model.predict([[0.5], [2.5]]).tolist()
    ['no', 'yes']
    """

    coef_: Floats
    intercept_: Floats
    n_iter_: NDArray[np.int32]

    def __init__(
        self,
        *,
        C: Annotated[float, Interval(0, None, "right")] = 1.0,
        l1_ratio: Annotated[float, Interval(0, 1)] | None = 0.0,
        dual: bool = False,
        tol: Annotated[float, Interval(0, None)] = 1e-4,
        fit_intercept: bool = True,
        intercept_scaling: Annotated[float, Interval(0, None, "neither")] = 1,
        class_weight: dict[Any, float] | Annotated[str, Options("balanced")] | None = None,
        random_state: "Annotated[int, Interval(0, 2**32 - 1)] | np.random.RandomState | None" = None,
        solver: Annotated[str, Options("lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga")] = "lbfgs",
        max_iter: Annotated[int, Interval(0, None)] = 100,
        verbose: Annotated[int, Interval(0, None)] = 0,
        warm_start: bool = False,
        n_jobs: Annotated[int, HINT] | None = None,
        provider: str | None = None,
    ) -> None:
        self.C = C
        self.l1_ratio = l1_ratio
        self.dual = dual
        self.tol = tol
        self.fit_intercept = fit_intercept
        self.intercept_scaling = intercept_scaling
        self.class_weight = class_weight
        self.random_state = random_state
        self.solver = solver
        self.max_iter = max_iter
        self.verbose = verbose
        self.warm_start = warm_start
        self.n_jobs = n_jobs
