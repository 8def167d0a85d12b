"""A spec class made from data: for algorithms whose spec a plugin ships as JSON."""

import inspect
from collections.abc import Mapping
from typing import Annotated, Any, cast

from mlmeta.estimators import roles
from mlmeta.estimators.base import Estimator
from mlmeta.estimators.spec_class import SpecMeta
from mlmeta.specs.domains import REQUIRED
from mlmeta.specs.methods import METHODS, declared
from mlmeta.specs.outputs import Output
from mlmeta.specs.parameters import Parameter, first_paragraphs
from mlmeta.specs.requirements import Requires
from mlmeta.specs.state import StateSchema

__all__ = ["DescribedMeta", "build", "meanings", "prose"]

ROLES = {"classifier": roles.Classifier, "clusterer": roles.Clusterer, "transformer": roles.Transformer}
"""The roles that have a base class, whose methods a native provider inherits. Data may name others, such as "regressor"."""


class DescribedMeta(SpecMeta):
    """The metaclass of specs that are data: their documentation is that of the class that a call constructs."""

    @property
    def __doc__(cls) -> str | None:  # type: ignore[override]
        """Return the docstring of the chosen provider's class if it can be had here, else what the spec says of itself."""
        own: str | None = vars(cls).get("__doc__")
        is_spec = "__mlmeta_kind__" in vars(cls)  # else a provider's class that derives from it
        return (prose(cls) or own) if is_spec else own


class Absent:
    """Stands for a method that a role has and the algorithm has not: asked for, it is not there."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Any:
        message = f"{owner.__name__} has no {self.name}."
        raise AttributeError(message)


def prose(spec: Any) -> str:
    """Return the docstring of the class that a call of the spec constructs; empty if none can be used. Imports its plugin."""
    try:
        found = spec.using()
    except ImportError:  # none is installed, or it is broken
        return ""
    return "" if issubclass(type(found), DescribedMeta) else inspect.getdoc(found) or ""


def meanings(spec: Any) -> dict[str, str]:
    """Return what the parameters of a spec that is data mean, by name, as the class that it constructs tells it."""
    return first_paragraphs(prose(spec)) if isinstance(spec, DescribedMeta) else {}


def build(data: Mapping[str, Any]) -> type[Estimator]:
    """Return the spec class that `specjson.as_json` described."""
    kind: str = data["kind"]
    parameters = [Parameter.from_json(row) for row in data["parameters"]]
    namespace, _, name = kind.rpartition("/")[2].partition(".")
    bases = _bases(data["roles"], "predict" in data["methods"])
    state, outputs = data.get("state"), data.get("outputs")
    body = {
        "__init__": _init(kind, parameters),
        "__module__": f"mlmeta.{namespace}",
        "__doc__": data["summary"],
        "_roles": tuple(data["roles"]),
        "_attributes": tuple(data["attributes"]),
        "parameters": classmethod(lambda _: {p.name: p for p in parameters}),
        **_methods(kind, bases, data["methods"]),
    }
    if outputs is not None:
        body["__mlmeta_outputs__"] = tuple(Output(**output) for output in outputs)
    made = DescribedMeta(
        name,
        bases,
        body,
        kind=kind,
        version=data["version"],
        state=StateSchema.from_json(state) if state else None,
        requires=tuple(Requires.from_json(rule) for rule in data.get("requires", ())),
    )
    return cast("type[Estimator]", made)


def _bases(named: list[str], predicts: bool) -> tuple[type[Estimator], ...]:  # noqa: FBT001  # one of two classes
    found = [ROLES[role] for role in named if role in ROLES]
    inductive = [roles.InductiveClusterer if role is roles.Clusterer and predicts else role for role in found]
    return tuple(inductive) or (Estimator,)


def _methods(kind: str, bases: tuple[type[Estimator], ...], named: list[str]) -> dict[str, Any]:
    """Return what the body of the class says of methods beyond its bases: those they lack, and those it lacks."""
    inherited = {name for name in METHODS if any(hasattr(base, name) for base in bases)}
    added = {name: declared(name, kind) for name in named if name not in inherited}
    return added | {name: Absent() for name in inherited if name not in named}


def _init(kind: str, parameters: list[Parameter]) -> Any:
    """Return an `__init__` that has the signature of the spec; the providers write their own."""

    def __init__(_self: Any, *_args: Any, **_kwargs: Any) -> None:
        message = f"{kind} is constructed by its providers."
        raise TypeError(message)

    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    listed = [inspect.Parameter("self", positional)]
    for known in sorted(parameters, key=lambda p: p.keyword_only):
        annotation = Annotated[Any, REQUIRED] if known.default is inspect.Parameter.empty else Any
        place = keyword if known.keyword_only else positional
        listed.append(inspect.Parameter(known.name, place, default=known.default, annotation=annotation))
    listed.append(inspect.Parameter("provider", keyword, default=None, annotation=Any))
    __init__.__signature__ = inspect.Signature(listed)  # type: ignore[attr-defined]
    return __init__
