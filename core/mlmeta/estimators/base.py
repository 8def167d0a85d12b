"""The base class of every estimator: what scikit-learn asks of one, by duck typing, and what a spec adds."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlmeta.data import validation
from mlmeta.data.ranges import Ranges, of_rows
from mlmeta.data.sparse import CSR, is_sparse
from mlmeta.errors import NotFittedError, UnsupportedParameterError, nearest
from mlmeta.estimators import constructors
from mlmeta.estimators.interoperable import Interoperable
from mlmeta.estimators.spec_class import SpecMeta, refuse_unknown
from mlmeta.plugins import contract
from mlmeta.providers import candidates, selection
from mlmeta.providers.preferences import threads
from mlmeta.specs.inputs import Accepts
from mlmeta.specs.outputs import Output
from mlmeta.specs.parameters import Parameter, read
from mlmeta.specs.requirements import Requires
from mlmeta.specs.state import State, StateSchema, capture, restore

__all__ = ["Estimator", "Floats", "Labels"]

Floats = NDArray[np.floating[Any]]
Labels = NDArray[np.int32]


@cache
def _read(made: Any) -> dict[str, Parameter]:
    """Return the parameters of a spec or a provider's class; on first use, as resolving annotations is slow."""
    spec = made.spec()
    return read(spec.__mlmeta_init__, spec.__doc__) | constructors.extras(made)


def _check_named(spec: Any) -> None:
    """Raise TypeError unless the rules of a spec name its parameters: a rule about none would hold in silence."""
    names = spec._parameter_names()
    for rule in spec.__mlmeta_requires__:
        for name in (rule.when.parameter, rule.then.parameter):
            if name not in names:
                advice = nearest(name, names)
                message = f"{spec.__qualname__}: a rule names the parameter {name!r}, which the spec does not have.{advice}"
                raise TypeError(message)


def _unknown_keyword(owner: str, given: str) -> str:
    """Return the message about a keyword in a class statement that neither we nor a base class know."""
    known = [name for name, p in inspect.signature(Estimator.__init_subclass__).parameters.items() if p.kind is p.KEYWORD_ONLY]
    return f"{owner}: its class statement has the unknown keyword {given!r}; known: {', '.join(known)}.{nearest(given, known)}"


def _check_since(spec: Any) -> None:
    """Raise TypeError unless what a spec has since a version is of one that exists: else no file could hold it."""
    schema = spec.__mlmeta_state_schema__
    dated = [(output.name, output.since, "spec", spec.__mlmeta_version__) for output in spec.__mlmeta_outputs__]
    dated += [(name, tensor.since, "state", schema.version) for name, tensor in schema.tensors.items()] if schema else []
    for name, since, what, newest in dated:
        if not 1 <= since <= newest:
            message = f"{spec.__qualname__}: {name!r} is there since {what} version {since}, and the {what} has version {newest}"
            raise TypeError(message)


class Estimator(Interoperable, metaclass=SpecMeta):
    """Base of specs and of the providers' classes that derive from them.

    A subclass with `kind=` is a spec: it declares `__init__` (which stores its arguments, and takes `provider` last), the
    fitted attributes and the public methods. A subclass of a spec with `provider=` is a provider's class.
    """

    __mlmeta_kind__: ClassVar[str]
    __mlmeta_version__: ClassVar[int] = 1
    __mlmeta_state_schema__: ClassVar[StateSchema | None] = None
    __mlmeta_outputs__: ClassVar[tuple[Output, ...]] = ()
    __mlmeta_accepts__: ClassVar[Accepts] = Accepts()
    __mlmeta_requires__: ClassVar[tuple[Requires, ...]] = ()
    __mlmeta_init__: ClassVar[Callable[..., None]]
    __mlmeta_provider__: ClassVar[str]
    _estimator_type: ClassVar[str]

    n_features_in_: int
    feature_names_in_: NDArray[np.object_]

    def __init_subclass__(
        cls,
        *,
        kind: str | None = None,
        version: int = 1,
        state: StateSchema | None = None,
        accepts: Accepts | None = None,
        requires: tuple[Requires, ...] = (),
        provider: str | None = None,
        **more: Any,
    ) -> None:
        """Record what the class statement declares, and give `__init__` its advice for misspelt names."""
        try:
            super().__init_subclass__(**more)
        except TypeError as error:
            if not more:
                raise
            raise TypeError(_unknown_keyword(cls.__qualname__, next(iter(more)))) from error
        declared = cls.__init__
        if provider is not None:
            cls.__mlmeta_provider__ = provider
            if "__init__" in vars(cls):
                cls.__init__ = constructors.of_provider(cls, declared)  # type: ignore[method-assign]
        if kind is None:
            return
        cls.__init__ = constructors.of_spec(declared)  # type: ignore[method-assign]
        cls.__mlmeta_init__ = declared
        cls.__mlmeta_kind__, cls.__mlmeta_version__, cls.__mlmeta_state_schema__ = kind, version, state
        cls.__mlmeta_accepts__, cls.__mlmeta_requires__ = accepts or Accepts(), requires
        if requires:
            _check_named(cls)
        _check_since(cls)

    @classmethod
    def __subclasshook__(cls, candidate: type) -> Any:
        """Recognise a provider's class that is not ours, also when it was unpickled and never resolved in this process."""
        kind = vars(cls).get("__mlmeta_kind__")
        if kind is None or hasattr(candidate, "__mlmeta_kind__"):
            return NotImplemented
        return True if selection.is_provider(kind, candidate) else NotImplemented

    # -- the spec ----------------------------------------------------------------------------------------------------

    @classmethod
    def spec(cls) -> type[Self]:
        """Return the spec class of this estimator."""
        return next(c for c in cls.__mro__ if "__mlmeta_kind__" in vars(c))

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Return the spec's parameters by name, and those that a provider's class adds: domains, defaults, meanings."""
        return _read(next(c for c in cls.__mro__ if not {"__mlmeta_kind__", "__mlmeta_provider__"}.isdisjoint(vars(c))))

    @classmethod
    def using(cls, provider: str | None = None) -> type[Self]:
        """Return the concrete class of a provider (the one that a call would choose, without a name); subclass it freely."""
        found: type[Self] = selection.choose(cls.spec(), provider, {})
        return found

    @classmethod
    def providers(cls) -> candidates.Providers:
        """Return what is known of each provider, best rank first; no plugin is imported."""
        return candidates.providers(cls.spec().__mlmeta_kind__)

    # -- parameters, as scikit-learn asks -----------------------------------------------------------------------------

    @classmethod
    def _parameter_names(cls) -> dict[str, Any]:
        """Return name -> default of the class's own `__init__` (a user's subclass may have another one)."""
        cached = vars(cls).get("_cached_defaults")
        if cached is None:
            declared = list(inspect.signature(cls.__init__).parameters.values())[1:]
            cached = {p.name: p.default for p in declared if p.kind is not p.VAR_KEYWORD and p.kind is not p.VAR_POSITIONAL}
            cls._cached_defaults = cached
        return cached

    _cached_defaults: ClassVar[dict[str, Any]]

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: FBT001  # scikit-learn's signature
        """Return the parameters by name; with `deep`, those of nested estimators as `name__parameter`."""
        params: dict[str, Any] = {name: getattr(self, name) for name in self._parameter_names()}
        if deep:
            for name, value in list(params.items()):
                if hasattr(value, "get_params") and not isinstance(value, type):
                    params |= {f"{name}__{key}": inner for key, inner in value.get_params().items()}
        return params

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name and return the estimator. Values are checked in `fit`.

        Raises
        ------
        UnknownParameterError
            No parameter has this name.
        """
        names = self._parameter_names()
        refuse_unknown(type(self), (key.partition("__")[0] for key in params), names)
        for key, value in params.items():
            name, nested, inner = key.partition("__")
            if nested:
                getattr(self, name).set_params(**{inner: value})
            else:
                setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        changed = [f"{key}={value!r}" for key, value in self._changed().items()]
        return f"{type(self).__name__}({', '.join([*changed, f'provider={self.__mlmeta_provider__!r}'])})"

    def _changed(self) -> dict[str, Any]:
        """Return the parameters that differ from their defaults, by name."""
        defaults = self._parameter_names()
        return {key: getattr(self, key) for key, value in defaults.items() if repr(getattr(self, key)) != repr(value)}

    # -- fitted or not ------------------------------------------------------------------------------------------------

    def __sklearn_is_fitted__(self) -> bool:
        """Return whether `fit` has run: fitted attributes end with an underscore."""
        known = vars(self)
        if "n_features_in_" in known:  # the usual case, in less than a tenth of the time of a search
            return True
        names = reversed(known)  # parameters come first
        return any(name.endswith("_") and not name.startswith("_") for name in names)

    def _check_fitted(self) -> None:
        if not self.__sklearn_is_fitted__():
            message = (
                f"This {type(self).__name__} instance is not fitted yet. "
                "Call 'fit' with appropriate arguments before using this estimator."
            )
            raise NotFittedError(message)

    def __sklearn_tags__(self) -> Any:
        """Return scikit-learn's tags; only scikit-learn asks, so it is there."""
        from sklearn.utils import InputTags, Tags, TargetTags  # noqa: PLC0415  # the core never imports it by itself

        accepts = self.__mlmeta_accepts__
        taken = InputTags(sparse=accepts.sparse and not self._sparse_refusal(), allow_nan=accepts.nan)
        return Tags(estimator_type=None, target_tags=TargetTags(required=False), input_tags=taken)

    # -- the way into a provider's code -------------------------------------------------------------------------------

    def _check_parameters(self, sample_weight: object = None) -> None:
        """Raise unless every parameter is in its domain and this provider takes it."""
        name = type(self).__name__
        contract.check_stored(self, self.parameters())
        for key, parameter in self.parameters().items():
            parameter.check(getattr(self, key), name)
        asked = {key: getattr(self, key) for key in self.parameters()}
        for rule in self.__mlmeta_requires__:
            rule.check(asked, name)
        provider = getattr(self, "__mlmeta_provider__", None)
        if provider is None:
            return
        refusal = selection.refusal(self.spec(), provider, asked, weighted=sample_weight is not None)
        if refusal:
            raise UnsupportedParameterError(refusal)

    def _check_fit_array(self, X: Any) -> Any:
        """Return `X` as `fit` takes it: an array, or `mlmeta.data.sparse.CSR` when it is sparse."""
        return self._gate(X)

    def _check_array(self, X: Any) -> Any:
        """Return `X` as the fitted estimator takes it."""
        self._check_fitted()
        names = getattr(self, "feature_names_in_", None)
        if names is not None or type(X) is not np.ndarray:  # else neither side has names
            validation.check_feature_names(X, names, owner=type(self).__name__)
        return self._gate(X, self.n_features_in_)

    def _gate(self, X: Any, n_features: int | None = None) -> Any:
        accepts = self.__mlmeta_accepts__
        if accepts.sparse and type(X) is not np.ndarray and is_sparse(X):
            refusal = self._sparse_refusal()
            if refusal:
                raise UnsupportedParameterError(refusal)
        return validation.check_array(
            X,
            owner=type(self).__name__,
            n_features=n_features,
            sparse=accepts.sparse,
            nan=accepts.nan,
            float16=accepts.float16,
        )

    def _sparse_refusal(self) -> str:
        return selection.sparse_refusal(self.spec().__mlmeta_kind__, self.__mlmeta_provider__)

    def _width(self, X: ArrayLike, data: Floats | CSR) -> dict[str, Any]:
        """Return the number of columns of `X`, and their names if it has any, as fitted attributes."""
        names = validation.feature_names(X)
        return {"n_features_in_": data.shape[1]} | ({} if names is None else {"feature_names_in_": names})

    def _remember(self, width: Mapping[str, Any], data: Floats | CSR, seconds: float) -> None:
        """Store what every fit tells of its data, once what the provider set is known to be what the spec names."""
        contract.check_state(self, data.shape[1])
        vars(self).pop("feature_names_in_", None)
        vars(self).update(width)
        self._training: Mapping[str, Any] = {"n_samples": len(data), "seconds": seconds}
        self._ranges: Ranges | None = of_rows(data, threads())

    # -- state --------------------------------------------------------------------------------------------------------

    def __mlmeta_state__(self) -> State:
        """Return the fitted model as data."""
        return capture(self, self.spec())

    @classmethod
    def __mlmeta_from_state__(cls, state: State) -> Self:
        """Return a fitted estimator that has this state."""
        found: Self = restore(cls, state, cls.spec())
        return found
