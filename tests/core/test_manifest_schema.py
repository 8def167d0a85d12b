"""The published JSON schema of manifests says what the reader says."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
from mlmeta.plugins import curated, manifest, registry
from mlmeta.specs.capabilities import CAPABILITIES

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/manifest.schema.json").read_text(encoding="utf-8"))
MANIFESTS = sorted([*ROOT.glob("plugins/*/*/*/mlmeta.json"), *ROOT.glob("tests/third_party_plugin/src/*/mlmeta.json")])
GOOD = {
    "$schema": "manifest.schema.json",
    "schema": 1,
    "dist": "acme-bad",
    "api": ">=0,<1",
    "algorithms": [
        {
            "algorithm": "cluster.Fancy",
            "provider": "two-fast_2",
            "factory": "acme_bad:K",
            "spec": "specs/cluster.json#Fancy",
            "spec_version": 2,
            "adapter": "acme_bad.state:Adapter",
            "owner": "acme-other",
            "summary": "Fancy.",
            "licence": "MIT",
            "capabilities": {"sparse": True, "x-own": False},
            "unsupported": {"init": ["callable"]},
        }
    ],
    "commands": [{"name": "fly", "summary": "Fly.", "factory": "acme_bad:fly"}],
    "functions": [{"name": "fly", "factory": "acme_bad:fly"}],
}


def in_row(key, value):
    return lambda data: data["algorithms"][0].__setitem__(key, value)


FAULTS = {
    "another schema": lambda data: data.update(schema=2),
    "no schema": lambda data: data.pop("schema"),
    "no distribution": lambda data: data.pop("dist"),
    "no API range": lambda data: data.pop("api"),
    "an API that is no range": lambda data: data.update(api="0"),
    "an unknown key": lambda data: data.update(algoritms=[]),
    "algorithms in an object": lambda data: data.update(algorithms={}),
    "a row that is none": lambda data: data.update(algorithms=[None]),
    "an unknown key in a row": in_row("license", "MIT"),
    "no namespace": in_row("algorithm", "KMeans"),
    "another namespace": in_row("algorithm", "clusters.KMeans"),
    "a name that is none": in_row("algorithm", "cluster.K-Means"),
    "an algorithm that is a number": in_row("algorithm", 3),
    "a provider in capitals": in_row("provider", "Two"),
    "a provider that is a number": in_row("provider", 3),
    "no provider": lambda data: data["algorithms"][0].pop("provider"),
    "no factory": lambda data: data["algorithms"][0].pop("factory"),
    "a factory without a module": in_row("factory", "K"),
    "a factory that is a list": in_row("factory", ["acme_bad", "K"]),
    "an adapter that is no path": in_row("adapter", "acme_bad/state"),
    "a spec that is a number": in_row("spec", 1),
    "an owner that is a number": in_row("owner", 1),
    "a spec version in words": in_row("spec_version", "2"),
    "a spec version of zero": in_row("spec_version", 0),
    "a summary that is a list": in_row("summary", []),
    "an unknown capability": in_row("capabilities", {"sparce": True}),
    "a capability that is a number": in_row("capabilities", {"sparse": 1}),
    "capabilities in a list": in_row("capabilities", ["sparse"]),
    "an unsupported value that is no list": in_row("unsupported", {"init": "callable"}),
    "unsupported values in a list": in_row("unsupported", ["init"]),
    "a command without a summary": lambda data: data["commands"][0].pop("summary"),
    "a command that is a number": lambda data: data["commands"][0].update(name=1),
    "a function without a factory": lambda data: data["functions"][0].pop("factory"),
    "a function whose factory is no path": lambda data: data["functions"][0].update(factory="fly"),
}


def valid(data):
    return not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(data))


def read(install, data):
    """Return what the registry says of a manifest: nothing, if it takes it."""
    install("acme-bad", manifest=json.dumps(data).encode())
    return " ".join(found.reason for found in registry.quarantined().values())


def test_the_schema_is_one_and_knows_the_names_of_the_code():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    algorithm = SCHEMA["$defs"]["algorithm"]["properties"]
    assert sorted(SCHEMA["properties"]) == sorted(manifest.KEYS["the manifest"])
    for part in ("algorithm", "command", "function"):
        assert sorted(SCHEMA["$defs"][part]["properties"]) == sorted(manifest.KEYS[f"a row of {part}s"])
    assert {name: about["description"] for name, about in algorithm["capabilities"]["properties"].items()} == CAPABILITIES
    assert algorithm["algorithm"]["pattern"].partition(")")[0] == "^(" + "|".join(curated.NAMESPACES)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_every_manifest_of_the_project_is_valid(path):
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), SCHEMA, jsonschema.Draft202012Validator)


def test_what_the_schema_allows_the_reader_takes(install):
    assert valid(GOOD)
    assert read(install, GOOD) == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_schema_refuses_the_reader_refuses(install, fault):
    data = copy.deepcopy(GOOD)
    FAULTS[fault](data)
    assert not valid(data)
    assert read(install, data) != ""
