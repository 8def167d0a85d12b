"""The frames between server and worker."""

import io
import json

import numpy as np
import pytest
from mlmeta_serving import frames


def test_a_question_is_read():
    document = {
        "type": "predict",
        "id": 7,
        "inputs": [
            {"name": "X", "dtype": "float32", "shape": [1, 2], "bytes": 8},
            {"name": "city", "dtype": "string", "shape": [1], "data": ["Köln"]},
        ],
        "outputs": ["labels"],
    }
    text = json.dumps(document).encode()
    stream = io.BytesIO(len(text).to_bytes(4, "little") + text + np.array([1, -2], "<f4").tobytes())
    read, arrays = frames.read(stream)
    assert read == document
    assert (arrays["X"].dtype, arrays["X"].tolist(), arrays["city"].tolist()) == (np.dtype("float32"), [[1, -2]], ["Köln"])
    arrays["X"][0] = 0  # some estimators write to their input
    assert frames.read(stream) is None


def test_an_answer_is_written():
    arrays = {"labels": np.array(["yes", "no"]), "p": np.array([[0.25], [0.75]], dtype=">f8")}
    content = frames.encode({"type": "answer", "id": 7}, arrays)
    length = int.from_bytes(content[:4], "little")
    assert json.loads(content[4 : 4 + length])["outputs"] == [
        {"name": "labels", "dtype": "string", "shape": [2], "data": ["yes", "no"]},
        {"name": "p", "dtype": "float64", "shape": [2, 1], "bytes": 16},
    ]
    assert np.frombuffer(content[4 + length :], "<f8").tolist() == [0.25, 0.75]


@pytest.mark.parametrize("array", [np.array([1j]), np.array([1, "a"], dtype=object), np.zeros(1, "float16")])
def test_what_frames_cannot_carry_is_an_error(array):
    with pytest.raises(TypeError, match="labels"):
        frames.encode({"type": "answer", "id": 7}, {"labels": array})


def test_a_broken_frame_is_an_error():
    with pytest.raises(EOFError):
        frames.read(io.BytesIO(b"\x05\x00\x00\x00{}"))
