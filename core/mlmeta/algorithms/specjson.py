"""A spec as data, for goldens and docs; `described.build` reads it back."""

from typing import Any

from mlmeta.algorithms.described import ROLES
from mlmeta.specs.methods import METHODS
from mlmeta.specs.parameters import own_docstring

__all__ = ["as_json", "roles_of"]


def as_json(spec: Any) -> dict[str, Any]:
    """Return a spec as data: parameters and the rules between them, fitted attributes, methods, outputs, state."""
    schema = spec.__mlmeta_state_schema__
    return {
        "kind": spec.__mlmeta_kind__,
        "version": spec.__mlmeta_version__,
        "roles": roles_of(spec),
        "summary": own_docstring(spec).partition("\n")[0],
        "parameters": [parameter.as_json() for parameter in spec.parameters().values()],
        "requires": [rule.as_json() for rule in spec.__mlmeta_requires__],
        "attributes": _attributes(spec),
        "methods": [name for name in METHODS if hasattr(spec, name)],
        "outputs": [output.as_json() for output in spec.__mlmeta_outputs__],
        "state": schema and schema.as_json(),
    }


def roles_of(spec: Any) -> list[str]:
    """Return the names of a spec's roles: those of its base classes, or what data says of it, such as "regressor"."""
    declared: tuple[str, ...] = vars(spec).get("_roles") or ()
    return list(declared) or [name for name, role in ROLES.items() if issubclass(spec, role)]


def _attributes(spec: Any) -> list[str]:
    names = {name for base in spec.__mro__ for name in vars(base).get("__annotations__", ())}
    return sorted({*spec.__dict__.get("_attributes", ()), *(n for n in names if n.endswith("_") and not n.startswith("_"))})
