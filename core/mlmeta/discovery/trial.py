"""A provider tried on a few rows: that it does what its spec, its role and its row of the manifest say.

Only what a plugin brings itself is fitted: the classes of a library, such as scikit-learn, have tests of their own.
"""

import inspect
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.algorithms.specjson import roles_of
from mlmeta.discovery.claims import flaw
from mlmeta.errors import InvalidDataError
from mlmeta.models import schema
from mlmeta.models.fitted import estimator_of, state_of
from mlmeta.plugins.manifest import Row
from mlmeta.providers.preferences import threads, use
from mlmeta.providers.selection import lacks
from mlmeta.specs.methods import METHODS

__all__ = ["Trial", "TrialError"]


class TrialError(Exception):
    """A provider does not do what is said of it; the message says what."""


class Trial:
    """One provider on sixty rows of three columns: positive numbers in three groups.

    Parameters
    ----------
    spec : spec class
    found : type
        The provider's class.
    row : Row
        What its manifest says.

    Attributes
    ----------
    step : str
        What is being tried, for the message when it fails.
    """

    def __init__(self, spec: Any, found: Any, row: Row) -> None:
        self._spec, self._found, self._row = spec, found, row
        self._ours = hasattr(found, "__mlmeta_kind__")
        self.step = ""
        rows = np.random.default_rng(0).uniform(1.0, 2.0, size=(60, 3)) + 9.0 * (np.arange(60) % 3)[:, None]
        self._X: NDArray[np.float64] = np.ascontiguousarray(rows)

    def run(self) -> None:
        """Try it, one step after the other; the first that fails raises."""
        self.step = "reading its row of the manifest"
        wrong = flaw(self._row, self._spec)
        if wrong:
            raise TrialError(wrong)
        if self._row.is_own and not self._ours:
            self.step = "comparing it with the spec"
            self._check_foreign()
        if any(p.default is p.empty for p in inspect.signature(self._found).parameters.values()):
            return  # made of other estimators
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # a class that its library deprecates can be used
            self.step = "constructing it"
            self._check_construction()
        if not self._row.is_own:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self.step = "fitting 60 rows"
                model = self._fitted(self._X)
            except InvalidDataError:  # only its spec knows what rows it takes
                return
            self.step = "asking the fitted model"
            answers = schema.answer(model, self._X, [o.name for o in self._outputs()]) if self._outputs() else {}
            if self._spec.__mlmeta_state_schema__ is not None:
                self.step = "restoring it from its state"
                self._check_state(model, answers)
            self._check_capabilities(model)

    def _outputs(self) -> Any:
        return self._spec.__mlmeta_outputs__

    def _check_foreign(self) -> None:
        """Raise unless a class that does not derive from the spec has its methods and parameters."""
        methods = [name for name in METHODS if hasattr(self._spec, name) and not hasattr(self._found, name)]
        taken = inspect.signature(self._found).parameters
        takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values())
        parameters = [] if takes_all else [name for name in self._spec.parameters() if name not in taken]
        if methods or parameters:
            lacking = {"methods": methods, "parameters": parameters}
            told = " and ".join(f"the {what} {', '.join(names)}" for what, names in lacking.items() if names)
            message = (
                f"the class {self._found.__name__} lacks {told}, which the spec of {self._row.kind} has; "
                f"derive from the spec, with provider={self._row.provider!r}, to write only the mathematics"
            )
            raise TrialError(message)

    def _check_construction(self) -> None:
        made = self._spec(provider=self._row.provider)
        if not self._ours:
            return
        for name, parameter in self._found.parameters().items():
            stored = getattr(made, name, None)
            if repr(stored) != repr(parameter.default):
                message = f"__init__ stores the parameter {name!r} as {stored!r}, given {parameter.default!r}: store it as it is"
                raise TrialError(message)
            parameter.check(parameter.default, self._found.__name__)
        given = made.get_params(deep=False)
        again = self._found(**given).get_params(deep=False)
        for name, value in given.items():
            if repr(again[name]) != repr(value):
                message = f"a copy with {name}={value!r} has {name}={again[name]!r}"
                raise TrialError(message)

    def _settings(self) -> dict[str, Any]:
        """Return the parameters of the trial: the defaults, but a seed, and other values where the provider lacks the default."""
        parameters = self._spec.parameters()
        given: dict[str, Any] = {"random_state": 0} if "random_state" in parameters else {}
        for name in self._row.unsupported:
            if not self._declines(name, given.get(name, parameters[name].default)):
                continue
            options = [option for choice in parameters[name].choices for option in choice.options()]
            given[name] = next((value for value in [*options, None] if not self._declines(name, value)), None)
        return given

    def _declines(self, name: str, value: Any) -> bool:
        return bool(lacks({name: self._row.unsupported[name]}, {name: value}, self._spec))

    def _fitted(self, X: Any, changed: Mapping[str, Any] | None = None, **more: Any) -> Any:
        roles, index = roles_of(self._spec), np.arange(len(self._X))
        y = {"classifier": index % 2, "regressor": self._X.sum(axis=1)}
        target = next((y[role] for role in roles if role in y), None)
        made = self._spec(**self._settings(), **(changed or {}), provider=self._row.provider)
        fitted = made.fit(X, **more) if target is None else made.fit(X, target, **more)
        if fitted is not made:
            message = f"`fit` returned {type(fitted).__name__}, expected the estimator itself"
            raise TrialError(message)
        if hasattr(self._spec, "fit_predict") and np.shape(getattr(made, "labels_", ())) != (len(self._X),):
            message = f"`fit` set no `labels_` of shape ({len(self._X)},)"
            raise TrialError(message)
        return made

    def _check_state(self, model: Any, answers: Mapping[str, NDArray[Any]]) -> None:
        state = state_of(model)
        again = estimator_of(state, self._row.provider)
        for name, value in model.get_params(deep=False).items():
            if name in state.params and repr(getattr(again, name)) != repr(value):
                message = f"the parameter {name!r} comes back as {getattr(again, name)!r}, was {value!r}"
                raise TrialError(message)
        for name, told in schema.answer(again, self._X, list(answers)).items() if answers else ():
            if not _equal(told, answers[name]):
                message = f"its output {name!r} is another one than that of the model that was fitted"
                raise TrialError(message)

    def _check_capabilities(self, model: Any) -> None:
        claimed = {name for name, value in self._row.capabilities.items() if value}
        if "servable" in claimed and self._spec.__mlmeta_state_schema__ is None:
            self._refuse("servable", "the spec declares no state")
        if "partial_fit" in claimed:
            self.step = "the capability 'partial_fit'"
            if not hasattr(self._found, "partial_fit"):
                self._refuse("partial_fit", "there is no such method")
        if "sample_weight" in claimed:
            self.step = "the capability 'sample_weight'"
            self._fitted(self._X, sample_weight=np.linspace(0.5, 1.5, len(self._X)))
        if "sparse" in claimed and find_spec("scipy") is not None:
            self.step = "the capability 'sparse'"
            self._check_sparse()
        if "float32" in claimed and self._ours:
            self.step = "the capability 'float32'"
            self._check_float32()
        if "deterministic" in claimed:
            self.step = "the capability 'deterministic'"
            self._check_deterministic(model)

    def _refuse(self, capability: str, why: str) -> None:
        message = f"the manifest claims the capability {capability!r}, and {why}"
        raise TrialError(message)

    def _check_sparse(self) -> None:
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # noqa: PLC0415  # no dependency of the core

        if self._ours and not self._spec.__mlmeta_accepts__.sparse:
            self._refuse(
                "sparse", "the spec takes no sparse rows: accepts=Accepts(sparse=True) is missing in its class statement"
            )
        rows = csr_matrix(self._X)
        model = self._fitted_sparse(rows)
        for output in self._outputs():
            getattr(model, output.method)(rows)

    def _fitted_sparse(self, rows: Any) -> Any:
        """Return a model of sparse rows; where the spec refuses them with its defaults, one with a switch turned off."""
        switches = [name for name, parameter in self._spec.parameters().items() if parameter.default is True]
        for changed in ({}, *({name: False} for name in switches)):
            try:
                return self._fitted(rows, changed)
            except InvalidDataError as error:
                refused = error
        raise refused

    def _check_float32(self) -> None:
        model = self._fitted(self._X.astype(np.float32))
        state = self._spec.__mlmeta_state_schema__
        for name, tensor in state.tensors.items() if state else ():
            kept = getattr(getattr(model, name, None), "dtype", None)
            rows = len(tensor.dims) == 2 and tensor.dims[-1] == "n_features"  # a statistic of columns may be more exact than they
            if rows and "float32" in tensor.dtypes and kept == np.float64:
                self._refuse("float32", f"`{name}` is float64 after a fit of float32 rows")

    def _check_deterministic(self, model: Any) -> None:
        expected = _numbers(model)
        for limit in {1, threads()}:
            with use(threads=limit):
                found = _numbers(self._fitted(self._X))
            for name, value in expected.items():
                if not _equal(found.get(name), value):
                    self._refuse("deterministic", f"`{name}` differs in a second fit with the same seed and threads={limit}")


def _numbers(model: Any) -> dict[str, NDArray[Any]]:
    """Return the fitted attributes that are numbers or arrays of them."""
    fitted = {name: value for name, value in vars(model).items() if name.endswith("_") and not name.startswith("_")}
    return {name: np.asarray(value) for name, value in fitted.items() if isinstance(value, np.ndarray | np.generic | int | float)}


def _equal(one: Any, other: NDArray[Any]) -> bool:
    return one is not None and np.array_equal(one, other, equal_nan=other.dtype.kind == "f")
