"""Models without a native predictor: a worker behind the same routes."""

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import mlmeta
import numpy as np
import pytest
from mlmeta.algorithms import kinds
from mlmeta.modelfile import container
from mlmeta_serving import server as server_module
from mlmeta_serving.server import ServerError, serve

# Speaks the frames without mlmeta, and misbehaves as the first number of a request says.
FAKE = """
    import json, os, signal, struct, sys, time

    signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def send(document, raw=b""):
        text = json.dumps(document).encode()
        os.write(1, struct.pack("<I", len(text)) + text + raw)

    def read(length):
        data = sys.stdin.buffer.read(length)
        if len(data) < length:
            sys.exit()
        return data

    starts = sys.argv[-1] + ".starts"
    with open(starts, "a") as file:
        file.write("x")
    if os.path.exists(sys.argv[-1] + ".refuse"):
        sys.exit(1)
    model = json.loads(read(struct.unpack("<I", read(4))[0]))
    read(model["bytes"])
    send({"type": "ready", "protocol": 2, "outputs": ["labels", "distances"]})
    while True:
        question = json.loads(read(struct.unpack("<I", read(4))[0]))
        entry = question["inputs"][0]
        value = struct.unpack("<d", read(entry["bytes"])[:8])[0]
        rows = entry["shape"][0]
        if value == 1: os._exit(3)
        if value == 2: time.sleep(1.5)
        if value == 7: time.sleep(600)
        if value == 8: time.sleep(3)
        if value == 3: send({"type": "error", "id": question["id"], "status": 400, "message": "not that"}); continue
        if value == 4: send({"type": "error", "id": question["id"], "status": 500, "message": "a defect"}); continue
        if value == 5: rows += 1
        if value == 6: os.write(1, b"print"); continue
        raw = struct.pack(f"<{rows}i", *range(rows))
        outputs = [{"name": "labels", "dtype": "int32", "shape": [rows], "bytes": len(raw)}]
        send({"type": "answer", "id": question["id"], "outputs": outputs}, raw)
"""


def saved(model_path, name, kind):
    """Write the K-Means as a file of another kind, which nobody predicts natively."""
    document, provenance, tensors = container.unpack(model_path.read_bytes())
    path = model_path.with_name(name)
    path.write_bytes(container.pack({**document, "kind": kind}, provenance, tensors))
    return path


@pytest.fixture
def fake(model_path, monkeypatch, tmp_path):
    """A model whose worker is the fake; the fake's last argument is a path beside which it leaves its traces."""
    script = tmp_path / "python"
    traces = tmp_path / "traces"
    source = textwrap.dedent(FAKE).replace("sys.argv[-1]", repr(str(traces)))
    script.write_text(f"#!{sys.executable}\n{source}")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(server_module.sys, "executable", str(script))
    return saved(model_path, "other.mlm", "some-dist/cluster.Other"), traces


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def row(value):
    return [[float(value), 0.0, 0.0]]


def test_a_worker_answers(fake, client):
    path, _ = fake
    with serve(path, allow={"np"}) as server:
        ask = client(server.url)
        assert ask.send("/v2/models/other")[1]["platform"] == "mlmeta_python"
        status, answer = ask.infer("other", [[0.0, 0.0, 0.0]] * 5)
        assert (status, answer["outputs"][0]["data"]) == (200, [0, 1, 2, 3, 4])
        assert ask.infer("other", row(3)) == (400, {"error": "not that"})
        assert ask.infer("other", row(4)) == (500, {"error": "the provider failed: a defect"})
        status, answer = ask.infer("other", row(5))
        assert (status, "does not fit the model's schema" in answer["error"]) == (500, True)
        assert ask.infer("other", [[1.0, 2.0]])[0] == 400, "the schema is checked before the worker is asked"
        assert ask.infer("other", row(0))[0] == 200


def test_a_dead_worker_is_503_and_comes_back(fake, client):
    path, traces = fake
    with serve(path, allow={"np"}) as server:
        ask = client(server.url)
        for value in (1, 6):  # ends while it works; sends what is no frame
            refuse = Path(f"{traces}.refuse")
            refuse.touch()
            status, answer = ask.infer("other", row(value))
            assert (status, "the worker ended while it worked on this request" in answer["error"]) == (503, True), answer
            assert ask.infer("other", row(0)) == (503, {"error": "the worker is down; try again later"})
            assert ask.send("/v2/health/ready")[0] == 503
            assert ask.send("/v2/models/other/ready")[0] == 503
            assert ask.send("/v2/health/live")[0] == 200
            refuse.unlink()
            wait_until(lambda: ask.send("/v2/health/ready")[0] == 200)
            assert ask.infer("other", row(0))[0] == 200
        assert "the worker ended" in server.log()


def test_deadline_and_queue(fake, client, monkeypatch):
    monkeypatch.setenv("MLMETA_SERVE_REQUEST_TIMEOUT", "1")
    monkeypatch.setenv("MLMETA_SERVE_QUEUE_SIZE", "1")
    path, traces = fake
    with serve(path, allow={"np"}) as server:
        ask = client(server.url)
        statuses = []
        threads = [threading.Thread(target=lambda: statuses.append(ask.infer("other", row(2))[0])) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(statuses) == {504, 429}, "one works, one waits, the others are refused at once"
        wait_until(lambda: ask.infer("other", row(0))[0] == 200)
    assert len(Path(f"{traces}.starts").read_text()) == 1, "a late answer is no reason to start again"


def test_a_request_past_its_deadline_makes_the_server_not_ready(fake, client, monkeypatch):
    monkeypatch.setenv("MLMETA_SERVE_REQUEST_TIMEOUT", "2")
    path, traces = fake
    with serve(path, allow={"np"}) as server:
        ask = client(server.url)
        assert ask.infer("other", row(8))[0] == 504
        assert ask.send("/v2/health/ready")[0] == 503
        assert ask.send("/v2/models/other/ready")[0] == 503
        wait_until(lambda: ask.send("/v2/health/ready")[0] == 200)
        assert ask.infer("other", row(0))[0] == 200
        log = server.log()
    assert "passed its deadline" in log
    assert "answered late" in log
    assert len(Path(f"{traces}.starts").read_text()) == 1


def test_a_hanging_worker_is_started_again(fake, client, monkeypatch):
    monkeypatch.setenv("MLMETA_SERVE_REQUEST_TIMEOUT", "0.5")
    path, traces = fake
    with serve(path, allow={"np"}) as server:
        ask = client(server.url)
        assert ask.infer("other", row(7)) == (504, {"error": "the worker did not answer in time"})
        wait_until(lambda: len(Path(f"{traces}.starts").read_text()) == 2)
        wait_until(lambda: ask.infer("other", row(0))[0] == 200)


def test_a_model_that_no_provider_can_load_is_said_at_the_start(model_path):
    path = saved(model_path, "other.mlm", "naive_bayes.GaussianNB")
    with pytest.raises(ServerError, match="the worker is not ready"):
        serve(path, allow={"np"})


def test_a_file_cannot_name_what_is_imported(model_path):
    path = saved(model_path, "other.mlm", "some-dist/cluster.Other")
    with pytest.raises(ServerError, match=r"some-dist/cluster\.Other: no native predictor; .* --allow-provider NAME"):
        serve(path)


def newer(model_path):
    """Write the K-Means as a file of the spec's next version, which the native predictor does not know."""
    document, provenance, tensors = container.unpack(model_path.read_bytes())
    path = model_path.with_name("newer.mlm")
    path.write_bytes(container.pack({**document, "spec_version": 2}, provenance, tensors))
    return path


def test_a_file_of_a_newer_spec_goes_to_the_worker_of_a_newer_core(model_path, rows, client, kmeans, monkeypatch, tmp_path):
    pytest.importorskip("sklearn")
    tomorrow = "from mlmeta import cluster\ncluster.KMeans.__mlmeta_version__ = 2\n"
    (tmp_path / "sitecustomize.py").write_text(tomorrow, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with serve(newer(model_path), allow={"sklearn"}) as server:
        ask = client(server.url)
        assert ask.send("/v2/models/newer")[1]["platform"] == "mlmeta_python"
        answer = ask.infer("newer", rows)[1]
        log = server.log()
    assert answer["outputs"][0]["data"] == kmeans.labels_.tolist()
    assert "not predicted natively" in log
    assert "spec_version 2 given, the native predictor reads up to 1" in log


def test_a_file_of_a_newer_spec_needs_an_allowed_provider(model_path):
    with pytest.raises(ServerError, match=r"cluster\.KMeans: spec_version 2 given, the native .* --allow-provider NAME"):
        serve(newer(model_path))


def test_a_classifier_of_scikit_learn(churn, rows, client):
    model, path = churn
    given = rows[::20]
    with serve(path, allow={"sklearn"}) as server:
        ask = client(server.url)
        described = ask.send("/v2/models/churn")[1]["outputs"]
        assert [entry["parameters"] for entry in described] == [{"classes": ["maybe", "no", "yes"]}] * 2
        names = [entry["name"] for entry in described]
        assert names == [output.name for output in kinds.spec_of(model).__mlmeta_outputs__]
        status, answer = ask.infer("churn", given, outputs=["labels", "probabilities"])
        assert status == 200, answer
        labels, probabilities = answer["outputs"]
        assert (labels["datatype"], labels["data"]) == ("BYTES", model.predict(given).tolist())
        assert np.reshape(probabilities["data"], (10, 3)).tolist() == model.predict_proba(given).tolist()
        status, answer = ask.infer("churn", np.empty((0, 3)), outputs=["labels", "probabilities"])
        assert status == 200, "the provider refuses no rows, and is not asked"
        assert answer["outputs"] == [
            {"name": "labels", "datatype": "BYTES", "shape": [0], "data": []},
            {"name": "probabilities", "datatype": "FP64", "shape": [0, 3], "data": []},
        ]


def test_what_becomes_of_the_file_does_not_matter(churn, rows, client):
    model, path = churn
    with serve(path, allow={"sklearn"}) as server:
        ask = client(server.url)
        checksum = mlmeta.inspect(path).document["state_sha256"]
        for change in (
            lambda: mlmeta.save(mlmeta.get("naive_bayes.GaussianNB")().fit(rows, np.arange(len(rows)) % 3 > 0), path),
            lambda: path.write_bytes(b"written over"),
            path.unlink,
        ):
            change()
            os.kill(worker_of(server), signal.SIGKILL)
            wait_until(lambda: ask.infer("churn", rows)[0] == 503)
            wait_until(lambda: ask.send("/v2/health/ready")[0] == 200)
            assert ask.infer("churn", rows)[1]["outputs"][0]["data"] == model.predict(rows).tolist()
            assert ask.send("/v2/models/churn")[1]["parameters"]["state_sha256"] == checksum
        assert "Traceback" not in server.log()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_to_the_whole_group_loses_no_open_request(name, churn, rows, tmp_path):
    model, path = churn
    body = {"inputs": [{"name": "X", "datatype": "FP64", "shape": list(rows.shape), "data": rows.ravel().tolist()}]}
    log = tmp_path / "log"
    program = [sys.executable, "-m", "mlmeta.cli.main", "serve", str(path), "--allow-provider", "sklearn", "--port=0", "--json"]
    with (
        log.open("wb") as stderr,
        subprocess.Popen(program, stdout=subprocess.PIPE, stderr=stderr, start_new_session=True) as process,
    ):
        try:
            port = int(json.loads(process.stdout.readline())["url"].rpartition(":")[2])
            connections = [open_request(port, "/v2/models/churn/infer", json.dumps(body).encode()) for _ in range(3)]
            os.killpg(process.pid, getattr(signal, name))
            wait_until(lambda: not listens(port))
            time.sleep(0.3)  # a worker that minds the signal ends in this time
            answers = [finish() for finish in connections]
            assert process.wait(20) == 0
        finally:
            process.kill()
    expected = model.predict(rows).tolist()
    assert [(status, answer["outputs"][0]["data"]) for status, answer in answers] == [(200, expected)] * 3
    assert "ERROR" not in log.read_text()
    assert "the worker ended" not in log.read_text()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def open_request(port, path, body):
    """Send a request's head, wait until the server asks for its body, and return what sends that and reads the answer."""
    stream = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    stream.sendall(head.encode())
    assert stream.recv(25, socket.MSG_WAITALL).startswith(b"HTTP/1.1 100")

    def finish():
        with stream:
            stream.sendall(body)
            response = http.client.HTTPResponse(stream)
            response.begin()
            return response.status, json.loads(response.read())

    return finish


def test_a_worker_that_ends_while_the_server_drains_is_not_started_again(fake, client, monkeypatch):
    monkeypatch.setenv("MLMETA_SERVE_REQUEST_TIMEOUT", "5")
    path, traces = fake
    with serve(path, allow={"np"}) as server:
        ask = client(server.url)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(ask.infer("other", row(2)))) for _ in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        worker = worker_of(server)
        os.kill(server.pid, signal.SIGTERM)
        time.sleep(0.2)
        os.kill(worker, signal.SIGKILL)
        for thread in threads:
            thread.join()
        wait_until(lambda: "the worker ended while the server drains" in server.log())
        assert "started again" not in server.log()
    assert [status for status, _ in answers] == [503, 503]
    assert len(Path(f"{traces}.starts").read_text()) == 1


def test_no_worker_outlives_its_server(churn, rows, client):
    _, path = churn
    with serve(path, allow={"sklearn"}) as server:
        first = worker_of(server)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: client(server.url).infer("churn", rows)[0] == 200)
        second = worker_of(server)
        assert second != first
        os.kill(server.pid, signal.SIGKILL)
        wait_until(lambda: not Path(f"/proc/{second}").exists())


def worker_of(server):
    """Return the process id of the server's child; the thread that started it lists it."""
    children = " ".join(path.read_text() for path in Path(f"/proc/{server.pid}/task").glob("*/children"))
    return int(children.split()[0])
