"""A K-Means from fit to answers over REST."""

import os
import signal

import mlmeta
import numpy as np
import pytest
from mlmeta_serving.server import ServerError, serve


def test_answers_are_those_of_the_model(kmeans, rows, model_path, client):
    with serve(model_path) as server:
        status, answer = client(server.url).infer("segments", rows[::20], outputs=["labels", "distances"])
    assert status == 200
    labels, distances = answer["outputs"]
    assert labels == {"name": "labels", "datatype": "INT32", "shape": [10], "data": kmeans.predict(rows[::20]).tolist()}
    assert distances["shape"] == [10, 4]
    np.testing.assert_allclose(np.reshape(distances["data"], (10, 4)), kmeans.transform(rows[::20]), rtol=1e-12)


@pytest.mark.parametrize(("datatype", "dtype"), [("FP32", "float32"), ("INT64", "int64"), ("INT32", "int32")])
def test_other_number_types_are_taken(kmeans, rows, model_path, client, datatype, dtype):
    given = rows.astype(dtype)
    with serve(model_path) as server:
        status, answer = client(server.url).infer("segments", given, datatype)
    assert status == 200
    assert answer["outputs"][0]["data"] == kmeans.predict(given.astype("float64")).tolist()


def test_metadata_come_from_the_file(model_path, client):
    with mlmeta.serve(model_path) as server:
        assert client(server.url).send("/v2/health/ready") == (200, None)
        status, metadata = client(server.url).send("/v2/models/segments")
    assert status == 200
    assert metadata["inputs"] == [{"name": "X", "datatype": "FP64", "shape": [-1, 3]}]
    distances = {"name": "distances", "datatype": "FP64", "shape": [-1, 4], "parameters": {"on_request": True}}
    assert distances in metadata["outputs"]
    assert ["parameters" in output for output in metadata["outputs"]].count(True) == 1


@pytest.mark.parametrize(
    ("X", "datatype", "reason"),
    [
        ([[1.0, 2.0]], "FP64", "shape [1, 2] given, expected [-1, 3]"),
        ([[1.0, None, 2.0]], "FP64", "null"),
        ([["1", "2", "3"]], "BYTES", "datatype"),
    ],
)
def test_bad_requests_are_explained(model_path, client, X, datatype, reason):
    with serve(model_path) as server:
        status, answer = client(server.url).infer("segments", np.array(X, dtype=object), datatype)
        assert (status, reason in answer["error"]) == (400, True), answer
        assert client(server.url).infer("segments", [[0.0, 0.0, 0.0]])[0] == 200


def test_the_server_ends_on_sigterm_and_on_stop(model_path):
    server = serve(model_path)
    assert repr(server) == f"<Server of 'segments' at {server.url}, running>"
    os.kill(server.pid, signal.SIGTERM)
    assert server._process.wait(10) == 0
    server.stop()
    server.stop()
    assert "stopped" in repr(server)


def test_what_cannot_be_served_is_an_error_with_the_reason(model_path, tmp_path):
    damaged = tmp_path / "damaged.mlm"
    damaged.write_bytes(model_path.read_bytes()[:-1])
    with pytest.raises(ServerError, match=r"did not start\. mlmeta-serve: .*damaged\.mlm: data: .* bytes given, [^}]*$"):
        serve(damaged)
    with pytest.raises(ServerError, match="No such file"):
        serve(tmp_path / "-none.mlm")
    with serve(model_path) as server, pytest.raises(ServerError, match="cannot listen"):
        serve(model_path, port=int(server.url.rpartition(":")[2]))
