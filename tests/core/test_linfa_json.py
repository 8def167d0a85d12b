"""The JSON of linfa 0.1 (2019): read and written with the same numbers, and every lie in it refused by name."""

import json
import math
import os

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors, preprocessing

CENTRES = [[95.01942669848256, -36.880744690573984], [5e-324, -0.0], [1.7976931348623157e308, 1e-5]]
BARE = {
    "hyperparameters": {"tolerance": 0.0001, "max_n_iterations": 300, "n_clusters": 3},
    "centroids": {"v": 1, "dim": [3, 2], "data": [value for row in CENTRES for value in row]},
}
WRAPPED = {
    "hyperparams": BARE["hyperparameters"],
    "rng": {"rsl": [1, 2], "mem": [3], "a": 0, "index": 256},
    "model": BARE,
}


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a text, or a value as JSON, and returns the path."""

    def write(content):
        path = tmp_path / "model.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def changed(path, value, start=BARE):
    """Return the document with the value at a path replaced; `...` takes the key away."""
    document = json.loads(json.dumps(start))
    *before, last = path.split(".")
    place = document
    for key in before:
        place = place[key]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return document


@pytest.mark.parametrize("document", [BARE, WRAPPED], ids=["linfa", "linfa-python"])
@pytest.mark.parametrize("provider", ["np", "rs", "sklearn", None])
def test_both_layouts_are_read_by_every_provider(written, document, provider):
    model = mlmeta.from_linfa_json(written(document), provider)
    assert type(model) is cluster.KMeans.using(provider)
    assert model.cluster_centers_.tobytes() == np.array(CENTRES).tobytes()
    assert (model.n_clusters, model.tol, model.max_iter, model.n_features_in_) == (3, 1e-4, 300, 2)
    assert model.predict([[90.0, -30.0], [0.0, 0.0]]).tolist() == [0, 1]


def test_what_is_read_is_written_with_the_same_numbers(written, tmp_path):
    path = mlmeta.to_linfa_json(mlmeta.from_linfa_json(written(BARE)), tmp_path / "again.json")
    assert json.loads(path.read_text()) == BARE
    assert path.read_bytes() == json.dumps(BARE, separators=(",", ":")).encode()
    assert math.copysign(1, json.loads(path.read_text())["centroids"]["data"][3]) == -1


def test_it_becomes_a_model_file_and_json_again(written, tmp_path):
    mlmeta.save(mlmeta.from_linfa_json(written(BARE), "np"), tmp_path / "model.mlm")
    path = mlmeta.to_linfa_json(mlmeta.load(tmp_path / "model.mlm", "rs"), tmp_path / "again.json")
    assert json.loads(path.read_text()) == BARE


@pytest.mark.parametrize("provider", ["np", "rs", "sklearn"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_model_of_any_provider_is_written(X, provider, dtype, tmp_path):
    model = cluster.KMeans(3, random_state=0, provider=provider, tol=0).fit(X.astype(dtype))
    again = mlmeta.from_linfa_json(mlmeta.to_linfa_json(model, tmp_path / "model.json"))
    assert np.array_equal(again.cluster_centers_, model.cluster_centers_)
    assert np.array_equal(again.predict(X), model.predict(X.astype(dtype)))


def test_nothing_else_can_be_written(X, tmp_path):
    with pytest.raises(errors.ModelFileError, match=r"holds a cluster.KMeans and nothing else, got preprocessing.StandardScaler"):
        mlmeta.to_linfa_json(preprocessing.StandardScaler().fit(X), tmp_path / "model.json")
    with pytest.raises(errors.NotFittedError):
        mlmeta.to_linfa_json(cluster.KMeans(), tmp_path / "model.json")
    assert list(tmp_path.iterdir()) == []


LIES = [
    (changed("centroids.v", 2), "centroids.v is 2, expected 1"),
    (changed("centroids.v", 1.0), "centroids.v is 1.0"),
    (changed("centroids.v", True), "centroids.v is True"),
    (changed("centroids.dim", [6]), "centroids.dim must be two whole numbers"),
    (changed("centroids.dim", [3, 2, 1]), "centroids.dim must be two whole numbers"),
    (changed("centroids.dim", "3x2"), "centroids.dim must be two whole numbers"),
    (changed("centroids.dim", [3, 2.0]), r"centroids.dim\[1\] is 2.0"),
    (changed("centroids.dim", [0, 2]), r"centroids.dim\[0\] is 0"),
    (changed("centroids.dim", [-3, -2]), r"centroids.dim\[0\] is -3"),
    (changed("centroids.dim", [2**52, 2**52]), "centroids.data is 6 numbers, but centroids.dim says 4503599627370496 x"),
    (changed("centroids.dim", [10**300, 1]), r"centroids.dim\[0\] is 1000.*expected a whole number"),
    (changed("centroids.dim", [2, 2]), "centroids.data is 6 numbers, but centroids.dim says 2 x 2"),
    (changed("centroids.dim", [2, 3]), "centroids.dim has 2 rows, but hyperparameters.n_clusters is 3"),
    (changed("centroids.data", {}), "centroids.data is dict"),
    (changed("centroids.data.1", None), r"centroids.data\[1\] is None, expected a number"),
    (changed("centroids.data.1", "0"), r"centroids.data\[1\] is '0', expected a number"),
    (changed("centroids.data.1", True), r"centroids.data\[1\] is True, expected a number"),
    (changed("centroids.data.1", [1.0]), r"centroids.data\[1\] is \[1.0\], expected a number"),
    (changed("centroids.data.1", 10**400), r"centroids.data\[1\] is no finite float64"),
    (changed("centroids.data", ...), "centroids must be an object of exactly v, dim, data"),
    (changed("centroids.more", 1), "centroids must be an object of exactly v, dim, data"),
    (changed("centroids", [1]), "centroids must be an object of exactly v, dim, data, got list"),
    (changed("hyperparameters.n_clusters", 4), "has 3 rows, but hyperparameters.n_clusters is 4"),
    (changed("hyperparameters.n_clusters", 0), "hyperparameters.n_clusters is 0"),
    (changed("hyperparameters.n_clusters", "3"), "hyperparameters.n_clusters is '3'"),
    (changed("hyperparameters.max_n_iterations", 0), "hyperparameters.max_n_iterations is 0"),
    (changed("hyperparameters.max_n_iterations", 1.5), "hyperparameters.max_n_iterations is 1.5"),
    (changed("hyperparameters.tolerance", -0.1), "hyperparameters.tolerance is -0.1"),
    (changed("hyperparameters.tolerance", "small"), "hyperparameters.tolerance is 'small'"),
    (changed("hyperparameters.tolerance", ...), "hyperparameters must be an object of exactly tolerance"),
    (changed("more", 1), "the file must be an object of exactly hyperparameters, centroids"),
    (changed("model", None, WRAPPED), "model is null: linfa-python saved it before it was fitted"),
    (changed("model.centroids.v", 3, WRAPPED), "centroids.v is 3"),
    (changed("rng", ..., WRAPPED), "the file must be an object of exactly hyperparams, rng, model"),
    (changed("hyperparams.n_clusters", 5, WRAPPED), "hyperparams are not those of the model"),
    (changed("hyperparams", 5, WRAPPED), "hyperparams must be an object"),
    ([BARE], "the file must be an object of exactly hyperparameters, centroids, got list"),
    (json.dumps(BARE).replace("0.0001", "NaN").encode(), "NaN is no number of JSON"),
    (json.dumps(BARE).replace("0.0001", "-Infinity").encode(), "-Infinity is no number of JSON"),
    (json.dumps(BARE).replace("0.0001", "1e999").encode(), "hyperparameters.tolerance is no finite float64"),
    (json.dumps(BARE).replace('"v": 1', '"v": 2, "v": 1').encode(), "the key 'v' stands there twice"),
    (json.dumps(BARE).encode()[:-1], "no JSON of linfa"),
    (json.dumps(BARE).encode() + b"{}", "no JSON of linfa: Extra data"),
    (b"\xef\xbb\xbf" + json.dumps(BARE).encode(), "no JSON of linfa"),
    (b"\xff\xfe", "no JSON of linfa"),
    (b"", "no JSON of linfa"),
    (b"[" * 100_000, "no JSON of linfa"),
    (b'{"model":' * 100_000, "no JSON of linfa"),
    (b'{"\\ud800": 1}', r"got the keys \['\\ud800'\]"),
    (b"9" * 5000, "no JSON of linfa"),
]


@pytest.mark.parametrize(("document", "words"), LIES, ids=range(len(LIES)))
def test_every_lie_is_refused_and_names_the_field(written, document, words):
    with pytest.raises(errors.ModelFileError, match=words) as caught:
        mlmeta.from_linfa_json(written(document))
    assert len(str(caught.value)) < 300


def test_what_is_no_regular_file_and_what_is_too_large_is_refused(written, tmp_path):
    with pytest.raises(errors.ModelFileError, match="218 bytes are more than the limit of 100"):
        mlmeta.from_linfa_json(written(BARE), limit=100)
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(errors.ModelFileError, match="no regular file"):
        mlmeta.from_linfa_json(tmp_path / "pipe.json")
    with pytest.raises(FileNotFoundError):
        mlmeta.from_linfa_json(tmp_path / "nothing.json")
