"""The files of `tests/vectors`, each written once: they stay readable, are written back byte for byte and answer as they say."""

import hashlib
import json
from pathlib import Path

import mlmeta
import numpy as np
import pytest
from mlmeta.modelfile import container, document
from mlmeta.models import schema
from mlmeta.plugins import registry

FOLDER = Path(__file__).parents[1] / "vectors"
INDEX = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
MOST_BYTES = 300_000


def with_state():
    rows = registry.index().all_rows()
    return {row.kind for row in rows if row.provider == "sklearn" and row.capabilities["servable"]}


def providers(kind):
    """Return who reads a kind here."""
    return [row.provider for row in registry.index().rows.get(kind, {}).values() if row.dist.startswith("mlmeta-")]


def pairs():
    for name, entry in INDEX.items():
        yield from ((name, provider) for provider in providers(entry["kind"]) or [None])


def assert_replays(model, file, tolerance):
    """Assert that a model answers the sample of its file: discrete outputs exactly, real ones within the tolerance."""
    told, _, tensors = container.unpack(file.read_bytes())
    expected = {name: tensors[tensor] for name, tensor in told["sample"]["outputs"].items()}
    assert set(expected) == {entry["name"] for entry in told["schema"]["outputs"]}
    found = schema.answer(model, tensors[told["sample"]["inputs"]["X"]], list(expected))
    texts = {entry["name"] for entry in told["schema"]["outputs"] if entry["dtype"] == "string"}
    for name, array in expected.items():
        if array.dtype.kind == "f":
            np.testing.assert_allclose(found[name], array, rtol=0, atol=tolerance * np.abs(array).max())
        else:
            assert found[name].tolist() == ([told["classes"][index] for index in array] if name in texts else array.tolist())


def test_the_index_lists_the_folder_and_the_bytes_are_those_of_its_day():
    files = {file.name for file in FOLDER.glob("*.mlm")}
    assert files == set(INDEX)
    assert sum(file.stat().st_size for file in FOLDER.iterdir() if file.is_file()) < MOST_BYTES
    for name, entry in INDEX.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == entry["sha256"], f"{name} was written again"


def test_every_kind_with_a_portable_state_has_a_file():
    kinds = {entry["kind"] for entry in INDEX.values()}
    assert with_state() <= kinds, f"no file of {sorted(with_state() - kinds)}: python tests/vectors/make.py adds it"
    assert len(with_state()) > 50


@pytest.mark.parametrize("name", INDEX)
def test_a_vector_is_written_back_byte_for_byte(name):
    content = (FOLDER / name).read_bytes()
    told, provenance, tensors = container.unpack(content)
    assert container.pack(told, provenance, dict(reversed(tensors.items()))) == content
    assert (told["kind"], told["state_sha256"]) == (INDEX[name]["kind"], INDEX[name]["state_sha256"])
    title = f"{told['kind'].replace('/', '+')}-spec{told['spec_version']}-state{told['state_version']}-format{told['format']}"
    assert name.startswith((f"{title}.mlm", f"{title}-"))
    assert document.read(told, provenance, tensors).kind == told["kind"]


@pytest.mark.filterwarnings("ignore:Class PassiveAggressive:FutureWarning")
@pytest.mark.parametrize(("name", "provider"), list(pairs()))
def test_a_vector_answers_its_own_sample_and_that_of_a_file_it_is_saved_to(name, provider, tmp_path):
    model = mlmeta.load(FOLDER / name, provider)
    assert_replays(model, FOLDER / name, INDEX[name]["tolerance"])
    saved = mlmeta.save(model, tmp_path / "m.mlm")
    assert_replays(model, saved, INDEX[name]["tolerance"])


def versions(told):
    return [part[key] for part in (told, *told["steps"]) for key in ("spec_version", "state_version")]


@pytest.mark.newest("older versions of scikit-learn lack some parameters that the specs know")
@pytest.mark.filterwarnings("ignore:Class PassiveAggressive:FutureWarning")
@pytest.mark.parametrize(("name", "provider"), list(pairs()))
def test_a_vector_is_saved_as_the_same_state(name, provider, tmp_path):
    saved = mlmeta.save(mlmeta.load(FOLDER / name, provider), tmp_path / "m.mlm")
    told, known = mlmeta.inspect(saved).document, mlmeta.inspect(FOLDER / name).document
    if versions(told) == versions(known):
        assert told["state_sha256"] == INDEX[name]["state_sha256"]
    else:  # a spec that has grown since writes its own version; that the model answers as before is the test above
        assert all(new >= old for new, old in zip(versions(told), versions(known), strict=True))
