"""What the documents of a model file must be: their keys, types and what they say of each other."""

import re
from collections.abc import Mapping
from typing import Any

from mlmeta.errors import ModelFileError

__all__ = ["CHAIN", "DTYPES", "check_keys", "check_provenance", "is_numeric"]

CHAIN = "chain"
MOST_STEPS = 256

Types = Mapping[str, type | tuple[type, ...]]

NOTHING = type(None)

KEYS: Types = {
    "format": int,
    "kind": str,
    "spec_version": int,
    "state_version": int,
    "params": dict,
    "n_features": int,
    "feature_names": (list, NOTHING),
    "classes": (list, NOTHING),
    "steps": list,
    "schema": dict,
    "sample": dict,
    "state_sha256": str,
}
STEP: Types = {"name": str} | {
    key: KEYS[key] for key in ("kind", "spec_version", "state_version", "params", "n_features", "classes")
}
ENTRY: Types = {
    "name": str,
    "dtype": str,
    "shape": list,
    "description": str,
    "min": (str, NOTHING),
    "max": (str, NOTHING),
    "on_request": bool,
}
PROVENANCE: Types = {"provider": dict, "core_version": str, "created": str, "training": dict}
PROVIDER: Types = dict.fromkeys(("dist", "name", "version"), str)
PARTS: Types = dict.fromkeys(("inputs", "outputs"), list)
SAMPLE: Types = dict.fromkeys(("inputs", "outputs"), dict)

DTYPES = ("float64", "float32", "int64", "int32", "uint8", "bool", "string")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_WORD = r"[A-Za-z_][A-Za-z0-9_]*"
_KIND = re.compile(rf"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)?{_WORD}(?:\.{_WORD})+")


def _object(found: object, where: str, keys: Types) -> None:
    """Raise unless `found` is an object of exactly these keys, of the right types."""
    if not isinstance(found, dict) or found.keys() != keys.keys():
        differing = f"; differing: {', '.join(sorted(set(found) ^ set(keys)))}" if isinstance(found, dict) else ""
        message = f"{where} must hold exactly {', '.join(keys)}{differing}."
        raise ModelFileError(message)
    for key, types in keys.items():
        given = type(found[key])
        if given is not types and not (isinstance(types, tuple) and given in types):  # a boolean is no integer
            message = f"{where}.{key} is a {given.__name__}."
            raise ModelFileError(message)


def _refuse(wrong: bool, message: str) -> None:  # noqa: FBT001  # reads as a sentence
    if wrong:
        raise ModelFileError(message)


def check_keys(document: Mapping[str, Any]) -> None:
    """Raise ModelFileError unless the state's document has exactly its keys, with values that agree with each other."""
    _object(document, "mlmeta", KEYS)
    steps = document["steps"]
    _check_model(document, "mlmeta", chain=bool(steps))
    names = document["feature_names"]
    _refuse(
        names is not None and (len(names) != document["n_features"] or not all(isinstance(name, str) for name in names)),
        f"mlmeta.feature_names must be {document['n_features']} strings.",
    )
    if steps:
        _check_steps(document, steps)
    _check_schema(document["schema"])
    _check_sample(document["sample"])


def _check_model(found: Mapping[str, Any], where: str, *, chain: bool = False) -> None:
    """Check what the document of a model and that of a step have in common."""
    kind = found["kind"]
    _refuse((kind == CHAIN) != chain, f"{where}.kind is {kind!r}, and its steps are {'given' if chain else 'none'}.")
    _refuse(not chain and not _KIND.fullmatch(kind), f"{where}.kind is {kind[:80]!r}, expected 'namespace.Name'.")
    for key in ("spec_version", "state_version", "n_features"):
        _refuse(found[key] < 1, f"{where}.{key} is {found[key]}, must be at least 1.")
    classes = found["classes"]
    _refuse(
        classes is not None
        and not (
            len(classes) > 1
            and len({type(label) for label in classes}) == 1
            and isinstance(classes[0], str | int | bool)
            and len(set(classes)) == len(classes)
        ),
        f"{where}.classes must be two or more different strings, integers or booleans.",
    )


def _check_steps(chain: Mapping[str, Any], steps: list[Any]) -> None:
    _refuse(len(steps) > MOST_STEPS, f"mlmeta.steps has {len(steps)} steps, at most {MOST_STEPS} are read.")
    for index, step in enumerate(steps):
        where = f"mlmeta.steps[{index}]"
        _object(step, where, STEP)
        _check_model(step, where)
        name = step["name"]
        _refuse(not name or "__" in name, f"{where}.name is {name[:80]!r}: empty, or with '__' in it.")
    names = [step["name"] for step in steps]
    _refuse(len(set(names)) != len(names), f"mlmeta.steps: two steps have the same name in {names}.")
    _refuse(chain["params"] != {}, "mlmeta.params of a chain must be empty: each step has its own.")
    for key in ("spec_version", "state_version"):
        _refuse(chain[key] != 1, f"mlmeta.{key} of a chain is {chain[key]}, known is 1.")
    for key, step in (("n_features", steps[0]), ("classes", steps[-1])):
        _refuse(chain[key] != step[key], f"mlmeta.{key} is {chain[key]!r}, that of its step {step['name']!r} is {step[key]!r}.")


def _check_schema(described: Mapping[str, Any]) -> None:
    _object(described, "mlmeta.schema", PARTS)
    for part, entries in described.items():
        for index, entry in enumerate(entries):
            _check_entry(entry, f"mlmeta.schema.{part}[{index}]")
        names = [entry["name"] for entry in entries]
        _refuse(len(set(names)) != len(names), f"mlmeta.schema.{part}: a name occurs twice in {names}.")


def _check_entry(entry: Any, where: str) -> None:
    _object(entry, where, ENTRY)
    dtype, shape, least, largest = (entry[key] for key in ("dtype", "shape", "min", "max"))
    if dtype not in DTYPES:
        message = f"{where}.dtype is {dtype!r}, expected one of {', '.join(DTYPES)}."
        raise ModelFileError(message)
    if not shape or not all(type(size) is int and size >= -1 for size in shape):
        message = f"{where}.shape is {shape!r}, expected one or more sizes, -1 for any."
        raise ModelFileError(message)
    if (least is None) != (largest is None):
        message = f"{where}.min and max must both be null, or both be names of tensors."
        raise ModelFileError(message)
    if least is not None and (len(shape) != 2 or shape[0] != -1 or shape[1] < 0):
        message = f"{where}.shape is {shape!r}: only an entry of the shape [-1, columns] has min and max."
        raise ModelFileError(message)


def _check_sample(sample: Mapping[str, Any]) -> None:
    _object(sample, "mlmeta.sample", SAMPLE)
    for part, named in sample.items():
        for name, tensor in named.items():
            _refuse(
                not isinstance(tensor, str) or not tensor.startswith("sample."),
                f"mlmeta.sample.{part}.{name} is {tensor!r}, expected the name of a tensor 'sample.*'.",
            )


def check_provenance(provenance: Mapping[str, Any]) -> None:
    """Raise ModelFileError unless the provenance has exactly its keys, of the right types."""
    _object(provenance, "mlmeta.provenance", PROVENANCE)
    _object(provenance["provider"], "mlmeta.provenance.provider", PROVIDER)
    created = provenance["created"]
    _refuse(not _DATE.fullmatch(created), f"mlmeta.provenance.created is {created!r}, expected the form '2026-11-23T17:00:00Z'.")
    for name, value in provenance["training"].items():
        _refuse(not is_numeric(value), f"mlmeta.provenance.training.{name} is no value: expected a number or a list of numbers.")


def is_numeric(value: Any) -> bool:
    """Return whether an encoded value is a number, or a list of numbers."""
    if isinstance(value, list):
        return all(is_numeric(item) for item in value)
    return type(value) is int or (isinstance(value, dict) and set(value) == {"real"})
