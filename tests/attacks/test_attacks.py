"""The files that lie: each is refused by the Python reader as by the Rust one, and for its lie."""

import json
import os
import subprocess
import sys
from pathlib import Path

import mlmeta
import pytest
from mlmeta import errors

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
FORMAT = {name: word for word, names in EXPECTED["format"].items() for name in names}
KIND = {name: word for layer in ("kind", "spec") for word, names in EXPECTED[layer].items() for name in names}
HONEST = sorted(path.stem for path in HERE.glob("honest-*.mlm"))


def path_of(name):
    return HERE / f"{name}.mlm"


@pytest.mark.parametrize(("name", "word"), FORMAT.items())
def test_a_lie_in_the_format_is_refused_with_its_word(name, word):
    for read in (mlmeta.inspect, mlmeta.load):
        with pytest.raises(errors.ModelFileError) as caught:
            read(path_of(name))
        assert type(caught.value) is errors.ModelFileError
        assert word.lower() in str(caught.value).lower()


@pytest.mark.parametrize(("name", "word"), KIND.items())
def test_a_state_that_breaks_the_rules_of_its_kind_is_refused_with_its_word(name, word):
    mlmeta.inspect(path_of(name))
    with pytest.raises((errors.ModelFileError, errors.UnknownAlgorithmError)) as caught:
        mlmeta.load(path_of(name))
    assert word.lower() in str(caught.value).lower()


@pytest.mark.parametrize("name", HONEST)
def test_the_honest_files_are_read(name):
    told = mlmeta.inspect(path_of(name)).document
    assert told["format"] == 1
    if name.removeprefix("honest-") in EXPECTED["honest"]["kind"]:
        assert len(mlmeta.load(path_of(name)).predict([[1.0, 2.0]])) == 1


def test_no_file_is_forgotten():
    assert {path.stem for path in HERE.glob("*.mlm")} == {*FORMAT, *KIND, *HONEST}


def test_the_script_still_makes_these_bytes(tmp_path):
    subprocess.run([sys.executable, "-B", str(HERE / "make.py"), str(tmp_path)], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in HERE.iterdir() if path.suffix in {".mlm", ".json"}}
    assert made == kept


def test_what_is_no_regular_file_is_refused_at_once(tmp_path):
    (tmp_path / "folder.mlm").mkdir()
    (tmp_path / "to-folder.mlm").symlink_to(tmp_path)
    (tmp_path / "loop.mlm").symlink_to(tmp_path / "loop.mlm")
    (tmp_path / "nowhere.mlm").symlink_to(tmp_path / "gone.mlm")
    names = ["folder", "to-folder"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.mlm")
        (tmp_path / "to-pipe.mlm").symlink_to(tmp_path / "pipe.mlm")
        names += ["pipe", "to-pipe"]
    for name in names:
        for read in (mlmeta.inspect, mlmeta.load):
            with pytest.raises(errors.ModelFileError, match="regular file"):
                read(tmp_path / f"{name}.mlm")
    for name in ("loop", "nowhere"):
        with pytest.raises(OSError, match=rf"{name}\.mlm"):
            mlmeta.load(tmp_path / f"{name}.mlm")


def test_a_link_to_a_model_is_read_as_the_model(tmp_path):
    link = tmp_path / "link.mlm"
    link.symlink_to(path_of("honest-clusters"))
    assert mlmeta.inspect(link).document == mlmeta.inspect(path_of("honest-clusters")).document


def test_a_chain_of_many_steps_is_refused_before_its_tensors_are_sought(tmp_path):
    code = (
        "import sys; from honest import steps; draft = steps(); first, last = draft.document['steps']; count = 257;"
        "draft.document['steps'] = [*({**first, 'name': str(i)} for i in range(count - 1)), last];"
        "draft.tensors = {'steps.0.low_': draft.tensors['steps.0.low_']}; sys.stdout.buffer.write(draft.write())"
    )
    for count, words in (("count = 256", None), ("count = 257", "257 steps")):
        told = subprocess.run(
            [sys.executable, "-B", "-c", code.replace("count = 257", count)], cwd=HERE, check=True, capture_output=True
        )
        (tmp_path / "many.mlm").write_bytes(told.stdout)
        if words is None:
            assert len(mlmeta.inspect(tmp_path / "many.mlm").document["steps"]) == 256
        else:
            with pytest.raises(errors.ModelFileError, match=words):
                mlmeta.inspect(tmp_path / "many.mlm")
