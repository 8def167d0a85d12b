"""A spec that grows: files of its older versions stay readable, and a file still may not say what its version does not mean."""

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, errors
from mlmeta.estimators.roles import Clusterer
from mlmeta.modelfile import container
from mlmeta.specs.outputs import Output
from mlmeta.specs.state import StateSchema, Tensor

SOURCE = """
import numpy as np
from mlmeta.estimators.roles import InductiveClusterer
from mlmeta.specs.outputs import Output
from mlmeta.specs.state import StateSchema, Tensor

class Corners(InductiveClusterer, kind="acme-corners/cluster.Corners", version={version}, state=StateSchema({version}, {{
        "corners_": Tensor(("n_clusters", "n_features")), {tensor}}})):
    '''The two corners of a box.'''
    __mlmeta_outputs__ = (*InductiveClusterer.__mlmeta_outputs__, {output})
    def __init__(self, n_clusters: int = 2, *, provider: str | None = None) -> None:
        self.n_clusters = n_clusters

class Mine(Corners, provider="acme"):
    def _fit(self, X, sample_weight):
        self.corners_ = np.stack([X.min(axis=0), X.max(axis=0)])
        self.labels_ = self._predict(X)
        self.counts_ = np.bincount(self.labels_, minlength=2)
    def _predict(self, X):
        return self.transform(X).argmin(axis=1)
    def transform(self, X):
        return ((np.asarray(X)[:, None] - self.corners_) ** 2).sum(axis=2)
"""
GROWN = {
    "tensor": "'counts_': Tensor(('n_clusters',), ('int64',), since=2)",
    "output": "Output('distances', 'transform', 'float64', 'n_clusters', since=2)",
}


@pytest.fixture
def corners(install, row):
    """Return a function that installs a version of the distribution that owns `cluster.Corners`."""

    def make(version, **grown):
        module = f"acme_corners_{version}"
        rows = [row("acme", f"{module}:Mine", "cluster.Corners", spec=f"{module}:Corners", spec_version=version)]
        code = SOURCE.format(version=version, **{"tensor": "", "output": "", **grown})
        install("acme-corners", rows, module=module, code=code)
        return cluster.Corners(provider="acme")

    return make


@pytest.fixture
def files(corners, X, tmp_path):
    """Two files of the same model, of version 1 and of version 2; version 2 is installed."""
    old = mlmeta.save(corners(1).fit(X), tmp_path / "old.mlm")
    new = mlmeta.save(corners(2, **GROWN).fit(X), tmp_path / "new.mlm")
    return old, new


def outputs(path):
    return [entry["name"] for entry in mlmeta.inspect(path).document["schema"]["outputs"]]


def test_a_file_of_before_the_spec_grew_is_read_and_answers_what_the_spec_has_since(files, X):
    old, new = files
    assert (outputs(old), outputs(new)) == (["labels"], ["labels", "distances"])
    loaded, fitted = mlmeta.load(old, "acme"), mlmeta.load(new, "acme")
    assert (loaded.predict(X) == fitted.predict(X)).all()
    assert (loaded.transform(X) == fitted.transform(X)).all()
    assert loaded.counts_ is None
    assert fitted.counts_.sum() == 60
    assert mlmeta.verify(old, "acme").agrees


def test_a_model_of_an_older_state_stays_of_that_state_when_it_is_saved_again(files, tmp_path):
    saved = mlmeta.save(mlmeta.load(files[0], "acme"), tmp_path / "again.mlm")
    told = mlmeta.inspect(saved).document
    assert (told["spec_version"], told["state_version"]) == (2, 1)
    assert outputs(saved) == ["labels", "distances"]
    assert mlmeta.load(saved, "acme").counts_ is None
    assert mlmeta.inspect(files[1]).document["state_version"] == 2


def forged(path, change):
    document, provenance, tensors = container.unpack(path.read_bytes())
    change(document, tensors)
    path.write_bytes(container.pack(document, provenance, tensors))
    return path


def without_distances(document, tensors):
    document["schema"]["outputs"].pop()
    del document["sample"]["outputs"]["distances"], tensors["sample.distances"]


LIES = {
    "an output that a newer spec brought": (1, lambda d, _: d.update(spec_version=1), r"schema.outputs .*spec version 1, 2 is"),
    "no output that the spec has": (1, without_distances, r"schema.outputs is \[\('labels'.*\('distances'"),
    "an older file of a newer version": (0, lambda d, _: d.update(spec_version=2), r"schema.outputs is \[\('labels'"),
    "a tensor of a newer state": (
        1,
        lambda d, _: d.update(state_version=1),
        r"'counts_'\], need \['corners_'\]",
    ),
    "a newer state without its tensor": (0, lambda d, _: d.update(state_version=2), r"need \['corners_', 'counts_'\]"),
    "a state of tomorrow": (1, lambda d, _: d.update(state_version=3), r"state version 3, known is 2"),
    "a spec of tomorrow": (1, lambda d, _: d.update(spec_version=3), r"spec version 3 of .* is newer than the installed 2"),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_the_version_of_a_file_does_not_mean_is_refused(files, lie):
    which, change, words = LIES[lie]
    with pytest.raises(errors.ModelFileError, match=words):
        mlmeta.load(forged(files[which], change), "acme")


def test_an_output_that_is_added_without_its_version_is_seen_at_once_in_an_older_file(corners, X, tmp_path):
    old = mlmeta.save(corners(1).fit(X), tmp_path / "old.mlm")
    corners(2, output=GROWN["output"].replace(", since=2", ""))
    with pytest.raises(errors.ModelFileError, match=r"schema.outputs is .*spec version 1, 2 is installed"):
        mlmeta.load(old, "acme")


@pytest.mark.parametrize(
    ("outputs", "state", "words"),
    [
        (
            (Output("more", "predict", "int32", since=2),),
            None,
            "'more' is there since spec version 2, and the spec has",
        ),
        ((), StateSchema(1, {"a_": Tensor(("n",), since=2)}), "'a_' is there since state version 2, and the state has"),
        ((), StateSchema(1, {"a_": Tensor(("n",), since=0)}), "'a_' is there since state version 0"),
    ],
)
def test_a_version_that_there_is_none_of_is_a_mistake_of_the_spec(outputs, state, words):
    with pytest.raises(TypeError, match=words):

        class Odd(Clusterer, kind="acme/cluster.Odd", state=state):
            """Odd."""

            __mlmeta_outputs__ = outputs

            def __init__(self, *, provider: str | None = None) -> None:
                """Take nothing."""


def test_the_version_is_part_of_the_spec_as_data():
    dated, plain = Tensor(("n",), since=3), Tensor(("n",))
    assert Tensor.from_json(dated.as_json()) == dated
    assert "since" not in plain.as_json()
    assert Output(**Output("a", "predict", "int32", since=2).as_json()).since == 2
    assert np.array_equal(list(StateSchema(3, {"a_": plain, "b_": dated}).known(2)), ["a_"])
