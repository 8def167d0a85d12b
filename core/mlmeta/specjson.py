"""A spec as data: written for goldens and docs, read for algorithms whose spec a plugin ships as JSON."""

import inspect
from collections.abc import Mapping
from typing import Any, cast

from mlmeta import roles
from mlmeta.base import Estimator
from mlmeta.parameters import Parameter, own_docstring
from mlmeta.requirements import Requires
from mlmeta.spec import SpecMeta
from mlmeta.state import Tensor

__all__ = ["as_json", "build"]

_ROLES = {"clusterer": roles.Clusterer, "classifier": roles.Classifier, "transformer": roles.Transformer}


def as_json(spec: Any) -> dict[str, Any]:
    """Return a spec as data: parameters and the rules between them, fitted attributes, methods, outputs, state."""
    schema = spec.__mlmeta_state_schema__
    return {
        "kind": spec.__mlmeta_kind__,
        "version": spec.__mlmeta_version__,
        "roles": [name for name, role in _ROLES.items() if issubclass(spec, role)],
        "summary": own_docstring(spec).partition("\n")[0],
        "parameters": [parameter.as_json() for parameter in spec.parameters().values()],
        "requires": [rule.as_json() for rule in spec.__mlmeta_requires__],
        "attributes": _attributes(spec),
        "methods": [name for name in METHODS if hasattr(spec, name)],
        "outputs": [vars(output) for output in spec.__mlmeta_outputs__],
        "state": schema
        and {
            "version": schema.version,
            "tensors": {name: _tensor(declared) for name, declared in schema.tensors.items()},
            "training": list(schema.training),
            "classes": schema.classes,
        },
    }


def _tensor(declared: Tensor) -> dict[str, Any]:
    rare = {"unless_false": declared.unless_false, "scalar": declared.scalar}
    return {
        "dims": list(declared.dims),
        "dtypes": list(declared.dtypes),
        **{key: value for key, value in rare.items() if value},
    }


METHODS = (
    "fit",
    "partial_fit",
    "fit_predict",
    "fit_transform",
    "predict",
    "predict_proba",
    "transform",
    "inverse_transform",
    "score",
)


def _attributes(spec: Any) -> list[str]:
    names = {name for base in spec.__mro__ for name in vars(base).get("__annotations__", ())}
    return sorted({*spec.__dict__.get("_attributes", ()), *(n for n in names if n.endswith("_") and not n.startswith("_"))})


def build(data: Mapping[str, Any]) -> type[Estimator]:
    """Return the spec class that `as_json` described. It has no portable state: such specs are classes of their own."""
    parameters = [Parameter.from_json(row) for row in data["parameters"]]
    namespace, _, name = data["kind"].rpartition("/")[2].partition(".")

    def __init__(_self: Any, *_args: Any, **_kwargs: Any) -> None:
        message = f"{data['kind']} is constructed by its providers."
        raise TypeError(message)

    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    listed = [inspect.Parameter("self", positional)]
    listed += [
        inspect.Parameter(p.name, keyword if p.keyword_only else positional, default=p.default, annotation=Any)
        for p in sorted(parameters, key=lambda p: p.keyword_only)
    ]
    listed.append(inspect.Parameter("provider", keyword, default=None, annotation=Any))
    __init__.__signature__ = inspect.Signature(listed)  # type: ignore[attr-defined]
    bases = tuple(_ROLES[role] for role in data["roles"]) or (Estimator,)
    body = {
        "__init__": __init__,
        "__module__": f"mlmeta.{namespace}",
        "__doc__": data["summary"],
        "_attributes": tuple(data["attributes"]),
        "parameters": classmethod(lambda _: {p.name: p for p in parameters}),
    }
    rules = tuple(Requires.from_json(row) for row in data.get("requires", ()))
    made = SpecMeta(name, bases, body, kind=data["kind"], version=data["version"], requires=rules)
    return cast("type[Estimator]", made)
