"""Where a model file is read from and written to: limits, links, pipes, folders, and files that stay mapped."""

import os
import stat
import subprocess
import sys
import threading

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors, linear_model, preprocessing
from mlmeta.modelfile import Limits, container, reading

NEW = np.array([[0.1, 0.2], [17.0, 19.0], [9.0, 8.0]])


@pytest.fixture
def fitted(X):
    return cluster.KMeans(3, random_state=0, provider="np").fit(X)


@pytest.fixture
def path(fitted, tmp_path):
    return mlmeta.save(fitted, tmp_path / "m.mlm")


def test_each_limit_is_settable_and_said(path):
    size = path.stat().st_size
    header = int.from_bytes(path.read_bytes()[:8], "little")
    assert mlmeta.load(path, limit=size).n_clusters == 3
    assert mlmeta.load(path, limit=Limits(size, header, 6)).n_clusters == 3
    for limit, words in [
        (size - 1, f"m.mlm: {size} bytes are more than the limit of {size - 1}; raise it if you trust the file"),
        (0, "more than the limit of 0;"),
        (Limits(file_bytes=10), "more than the limit of 10;"),
        (Limits(header_bytes=header - 1), f"header length {header} is larger than {header - 1} bytes"),
        (Limits(tensors=5), "6 tensors, at most 5 are read"),
    ]:
        for read in (mlmeta.load, mlmeta.inspect, mlmeta.modelfile.read):
            with pytest.raises(errors.ModelFileError, match=words):
                read(path, limit=limit)
        with pytest.raises(errors.ModelFileError, match=words):
            mlmeta.load(path, limit=limit, mmap=True)


def test_a_file_that_changes_its_size_while_it_is_read_takes_no_more_memory(tmp_path, monkeypatch):
    path = tmp_path / "m.mlm"
    true = os.fstat
    for later, expected in ((b"grown", b"gro"), (b"c", b"c"), (b"", b"")):
        path.write_bytes(b"old")

        def changing(descriptor, later=later):
            status = true(descriptor)
            path.write_bytes(later)
            return status

        with monkeypatch.context() as patched:
            patched.setattr(reading.os, "fstat", changing)
            with reading.FileIO(path) as stream:
                assert bytes(reading._read(stream, changing(stream.fileno()).st_size)) == expected


def test_a_file_is_read_once(path, monkeypatch):
    opened = []
    true = os.open
    monkeypatch.setattr(os, "open", lambda *given, **more: opened.append(given[0]) or true(*given, **more))
    file = mlmeta.modelfile.read(path)
    assert opened == [str(path)] or opened == [path]
    assert file.summary.document["kind"] == "cluster.KMeans"
    path.unlink()
    first, second = file.restore("np"), file.restore("np")
    first.cluster_centers_[:] = 0
    assert second.cluster_centers_.all()
    assert file.state.tensors["cluster_centers_"].all()


@pytest.mark.parametrize("mmap", [False, True])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path, mmap):
    (tmp_path / "folder.mlm").mkdir()
    (tmp_path / "device.mlm").symlink_to("/dev/zero")
    places = [tmp_path / "folder.mlm", tmp_path / "device.mlm", "/dev/null"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.mlm")
        (tmp_path / "link.mlm").symlink_to("pipe.mlm")
        places += [tmp_path / "pipe.mlm", tmp_path / "link.mlm"]
    for place in places:
        with pytest.raises(errors.ModelFileError, match="is no regular file"):
            mlmeta.load(place, mmap=mmap)
    with pytest.raises(FileNotFoundError):
        mlmeta.load(tmp_path / "absent.mlm", mmap=mmap)
    (tmp_path / "empty.mlm").touch()
    with pytest.raises(errors.ModelFileError, match="0 bytes: too short"):
        mlmeta.load(tmp_path / "empty.mlm", mmap=mmap)


def test_a_pipe_with_a_writer_is_refused_too(path, tmp_path):
    os.mkfifo(tmp_path / "pipe.mlm")
    reader = os.open(tmp_path / "pipe.mlm", os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(tmp_path / "pipe.mlm", os.O_WRONLY)
    try:
        os.write(writer, path.read_bytes())
        with pytest.raises(errors.ModelFileError, match="is no regular file"):
            mlmeta.load(tmp_path / "pipe.mlm")
    finally:
        os.close(reader)
        os.close(writer)


def test_a_link_to_a_file_is_read(path, tmp_path):
    (tmp_path / "link.mlm").symlink_to(path)
    assert mlmeta.load(tmp_path / "link.mlm").n_clusters == 3


def test_saving_through_a_link_replaces_what_it_leads_to(path, tmp_path):
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "models-2026"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link = tmp_path / "link.mlm"
    link.symlink_to("second.mlm")
    (tmp_path / "second.mlm").symlink_to(target)
    other = cluster.KMeans(2, random_state=0, provider="np").fit(NEW)
    assert mlmeta.save(other, link) == link
    assert link.is_symlink()
    assert (tmp_path / "second.mlm").is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_bytes() == link.read_bytes()
    assert mlmeta.load(link).n_clusters == 2
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["link.mlm", "m.mlm", "models-2026", "real", "second.mlm"]


def test_saving_through_a_link_that_leads_nowhere_makes_the_file(fitted, tmp_path):
    link = tmp_path / "link.mlm"
    link.symlink_to(tmp_path / "new.mlm")
    mlmeta.save(fitted, link)
    assert link.is_symlink()
    assert mlmeta.load(tmp_path / "new.mlm").n_clusters == 3


def test_saving_over_what_is_no_file_is_refused(fitted, tmp_path):
    (tmp_path / "folder.mlm").mkdir()
    os.mkfifo(tmp_path / "pipe.mlm")
    (tmp_path / "device.mlm").symlink_to("/dev/null")
    for name in ("folder.mlm", "pipe.mlm", "device.mlm"):
        with pytest.raises(errors.ModelFileError, match=rf"/{name}: Something is there already that is no regular"):
            mlmeta.save(fitted, tmp_path / name)
    loop = tmp_path / "loop.mlm"
    loop.symlink_to(loop)
    with pytest.raises((OSError, errors.ModelFileError)):
        mlmeta.save(fitted, loop)
    with pytest.raises(FileNotFoundError):
        mlmeta.save(fitted, tmp_path / "nowhere" / "m.mlm")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["device.mlm", "folder.mlm", "loop.mlm", "pipe.mlm"]


def test_a_name_as_long_as_the_system_allows_can_be_saved(fitted, tmp_path):
    path = tmp_path / f"{'n' * 251}.mlm"
    assert mlmeta.save(fitted, path).stat().st_size > 0
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("provider", ["np", "rs", "sklearn"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_mapped_model_answers_from_the_file(X, tmp_path, provider, dtype):
    rows = X.astype(dtype)
    made = cluster.KMeans(3, random_state=0, provider=provider).fit(rows)
    path = mlmeta.save(made, tmp_path / "m.mlm")
    mapped, read = mlmeta.load(path, provider, mmap=True), mlmeta.load(path, provider)
    assert not mapped.cluster_centers_.flags.writeable
    assert not mapped.cluster_centers_.flags.owndata
    assert read.cluster_centers_.flags.writeable
    assert np.array_equal(mapped.predict(rows), made.predict(rows))
    assert np.array_equal(mapped.transform(rows), made.transform(rows))
    before = path.read_bytes()
    mlmeta.save(cluster.KMeans(2, random_state=0, provider="np").fit(NEW), path)  # a new file in its place does no harm
    assert np.array_equal(mapped.predict(rows), made.predict(rows))
    path.write_bytes(before)
    assert mlmeta.save(mapped, path).read_bytes()[-400:] == before[-400:]
    assert np.array_equal(mapped.fit(rows).labels_, made.labels_)


def test_other_models_are_mapped_as_well(X, tmp_path):
    y = np.repeat(["a", "b", "c"], 20)
    for made in (linear_model.LogisticRegression().fit(X, y), preprocessing.StandardScaler().fit(X)):
        path = mlmeta.save(made, tmp_path / "m.mlm")
        method = "predict_proba" if hasattr(made, "predict_proba") else "transform"
        assert np.array_equal(getattr(mlmeta.load(path, mmap=True), method)(NEW), getattr(made, method)(NEW))


def test_a_mapped_file_is_verified_as_well(path):
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(errors.ModelFileError, match="checksum"):
        mlmeta.load(path, mmap=True)


SAVES = """
import sys
import numpy as np, mlmeta
from mlmeta import cluster
path = sys.argv[1]
models = [cluster.KMeans(k, random_state=0, provider="np").fit(np.arange(40.0 * 500).reshape(40, 500) % 97) for k in (2, 3)]
mlmeta.save(models[0], path)
print("ready", flush=True)
while True:
    for model in models:
        mlmeta.save(model, path)
"""


def killed_saves(folder, moments, seed):
    """Kill a process that saves again and again, at random moments; every file that is left must be whole."""
    path = folder / "m.mlm"
    draw = np.random.default_rng(seed)
    seen = set()
    for _ in range(moments):
        process = subprocess.Popen([sys.executable, "-c", SAVES, path], stdout=subprocess.PIPE)
        with process:
            assert process.stdout.readline() == b"ready\n"
            timer = threading.Timer(draw.uniform(0, 0.05), process.kill)
            timer.start()
            while process.poll() is None:
                seen.add(mlmeta.inspect(path).document["params"]["n_clusters"])
            timer.join()
        seen.add(mlmeta.load(path, "np").n_clusters)
    left = [file for file in folder.iterdir() if file != path]
    assert all(file.name.startswith(".mlmeta-") and file.suffix == ".tmp" for file in left)
    assert list(folder.glob("*.mlm")) == [path]
    return seen, left


def test_a_killed_save_leaves_the_old_or_the_new_file_whole(tmp_path):
    seen, _ = killed_saves(tmp_path, 5, 0)
    assert seen == {2, 3}


@pytest.mark.slow
def test_two_hundred_killed_saves_leave_whole_files(tmp_path):
    seen, left = killed_saves(tmp_path, 200, 1)
    assert seen == {2, 3}
    assert left, "not one was killed while it wrote"


def test_checksums_hash_each_byte_once(path, monkeypatch):
    hashed = []
    true = container.hashlib.sha256

    class Counting:
        def __init__(self, data=b""):
            self.inner = true()
            self.update(data)

        def update(self, data):
            hashed.append(len(data))
            self.inner.update(data)

        def hexdigest(self):
            return self.inner.hexdigest()

    document, _, _ = container.unpack(path.read_bytes())
    monkeypatch.setattr(container.hashlib, "sha256", Counting)
    container.unpack(path.read_bytes())
    text = container.canonical.dumps(document).encode()
    assert sum(hashed) == path.stat().st_size + len(text)
