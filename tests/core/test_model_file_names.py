"""Every error about a file names it as the caller did."""

import errno
import os
import pickle
from pathlib import Path

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors
from mlmeta.modelfile import container, writing


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of broken files `brk`, from beside which they are named."""
    fitted = cluster.KMeans(3, random_state=0, provider="np").fit(np.arange(20.0).reshape(10, 2))
    (tmp_path / "brk").mkdir()
    good = mlmeta.save(fitted, tmp_path / "brk/good.mlm").read_bytes()
    document, provenance, tensors = container.unpack(good)
    foreign = container.pack({**document, "kind": "some-dist/cluster.Other"}, provenance, tensors)
    for name, content in {
        "flip.mlm": good[:-1] + bytes([good[-1] ^ 1]),
        "short.mlm": good[:20],
        "pickle.mlm": pickle.dumps(list(range(100))),
        "foreign.mlm": foreign,
    }.items():
        (tmp_path / "brk" / name).write_bytes(content)
    (tmp_path / "brk/folder.mlm").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


NAMES = ["brk/flip.mlm", "./brk/short.mlm", "brk/../brk/pickle.mlm", "brk/folder.mlm"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("use", [mlmeta.load, mlmeta.inspect, mlmeta.verify, mlmeta.modelfile.read])
def test_reading_names_the_file(use, name):
    with pytest.raises(errors.ModelFileError) as caught:
        use(name)
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).count("brk") == name.count("brk"), "once"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("use", [mlmeta.load, mlmeta.verify])
def test_a_model_that_nobody_here_reads_names_the_file(use):
    with pytest.raises((errors.MissingProviderError, errors.UnknownAlgorithmError), match=r"^brk/foreign\.mlm: "):
        use("brk/foreign.mlm")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", [*NAMES, "brk/none.mlm", "brk/foreign.mlm"])
def test_verbs_name_the_file(run, name):
    named = os.path.normpath(name) if name.startswith("./") else name
    for arguments in (["inspect", name, "--verify"], ["convert", name, "-o", "out.pkl"]):
        code, _, err = run(*arguments)
        assert (code, err.count("\n")) == (1, 1)
        assert named in err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_writing_names_the_file_and_not_the_temporary_one(folder, monkeypatch, run, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number), ".mlmeta-x.tmp")

    monkeypatch.setattr(writing.tempfile, "mkstemp", refuse)
    fitted = mlmeta.load("brk/good.mlm")
    with pytest.raises(OSError, match=r"'brk/new\.mlm'$") as caught:
        mlmeta.save(fitted, "brk/new.mlm")
    assert (type(caught.value), caught.value.errno) == (type(OSError(number, "")), number)
    for target in ("out.mlm", "out.pkl", "out.json"):
        code, _, err = run("convert", "brk/good.mlm", "-o", target)
        assert (code, err) == (1, f"mlmeta: error: [Errno {number}] {os.strerror(number)}: '{target}'\n")
    assert sorted(path.name for path in folder.iterdir()) == ["brk"]


@pytest.mark.usefixtures("folder")
def test_bytes_without_a_file_are_read_like_one():
    content = Path("brk/good.mlm").read_bytes()
    parsed = mlmeta.modelfile.parse(content)
    assert parsed.path is None
    assert parsed.document == mlmeta.inspect("brk/good.mlm").document
    assert parsed.restore().n_clusters == 3
    with pytest.raises(errors.ModelFileError, match=r"^mlmeta\.sha256 is not|^state_sha256 is not"):
        mlmeta.modelfile.parse(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(errors.ModelFileError, match="more than the limit of 100"):
        mlmeta.modelfile.parse(content, limit=100)
