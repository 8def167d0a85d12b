"""Every kind with a native predictor: the server answers as the loaded model does, without Python."""

import itertools
import subprocess
import warnings

import mlmeta
import numpy as np
import pytest
from mlmeta import cluster, decomposition, linear_model, preprocessing
from mlmeta.algorithms import kinds
from mlmeta.modelfile import container
from mlmeta.models import schema
from mlmeta_serving import binary
from mlmeta_serving.server import ServerError, serve

pytest.importorskip("sklearn")

ROWS = np.abs(np.random.RandomState(0).normal(size=(120, 5))) + (np.arange(120) % 3)[:, None]
VALUES = ROWS @ np.array([1.0, 2.0, 0.0, -1.0, 0.5])
VALUES = VALUES - VALUES.min() + 0.5
LABELS = {
    "three texts": np.array(["ä", "b", "c"])[np.arange(120) % 3],
    "two numbers": np.arange(120) % 3 % 2 * 7 - 3,
    "booleans": np.arange(120) % 3 > 0,
}
NUMBERS = {"one": VALUES, "a column": VALUES[:, None], "two": np.column_stack([VALUES, VALUES[::-1]])}
NATIVE = subprocess.check_output([binary.find(), "--kinds"], text=True).split()


def fits(kind):
    """Yield fitted models of a kind, over targets, dtypes and the constant, and whether they are float32."""
    tags = pytest.importorskip("sklearn.utils").get_tags
    concrete = kinds.get(kind)
    targets = {"classifier": LABELS, "regressor": NUMBERS}.get(tags(concrete()).estimator_type, {"none": None})
    for (name, y), dtype, constant in itertools.product(targets.items(), ("float64", "float32"), (True, False)):
        made = concrete()
        if not constant and "fit_intercept" not in made.get_params():
            continue
        if (name == "two" and not tags(made).target_tags.multi_output) or (name == "one" and "MultiTask" in kind):
            continue
        settings = {"random_state": 0, "fit_intercept": constant, "max_iter": 5 if kind.endswith("PursuitCV") else 2000}
        settings |= {"Cs": 3, "cv": 3} if kind == "linear_model.LogisticRegressionCV" else {}
        settings |= {} if y is not None else {"n_components": 3}
        made.set_params(**{key: value for key, value in settings.items() if key in made.get_params()})
        yield quietly(made, ROWS.astype(dtype), y), dtype == "float32"


def quietly(model, X, y):
    """Fit without scikit-learn's warnings of small data and of what it deprecates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(X, y)


def check(model, path, client, *, narrow=False, rows=ROWS):
    """Compare all outputs that a server of the saved model gives for the rows with those of the loaded model."""
    loaded = mlmeta.load(mlmeta.save(model, path))
    described = mlmeta.inspect(path).document["schema"]["outputs"]
    names = [output["name"] for output in described]
    with serve(path) as server:
        ask = client(server.url)
        assert ask.send(f"/v2/models/{path.stem}")[1]["platform"] == "mlmeta_native"
        status, answer = ask.infer(path.stem, rows, outputs=names)
        one = ask.infer(path.stem, rows[:1], outputs=names)[1]
    assert status == 200, answer
    for name, expected in schema.answer(loaded, rows, names).items():
        told = next(output for output in answer["outputs"] if output["name"] == name)
        assert told["shape"] == list(expected.shape)
        found = np.array(told["data"]).reshape(expected.shape)
        if expected.dtype.kind == "f":
            tolerance = 1e-5 if narrow else 1e-12
            np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance * np.abs(expected).max())
        else:
            assert found.tolist() == expected.tolist()
        alone = next(output for output in one["outputs"] if output["name"] == name)
        assert alone["data"] == told["data"][: len(alone["data"])], "a row's answer does not depend on the others"


@pytest.mark.filterwarnings("ignore::FutureWarning")  # of classes that scikit-learn deprecates
@pytest.mark.parametrize("kind", [kind for kind in NATIVE if kind != "chain"])
def test_the_server_answers_as_the_loaded_model(kind, tmp_path, client):
    for number, (model, narrow) in enumerate(fits(kind)):
        check(model, tmp_path / f"model{number}.mlm", client, narrow=narrow)


PARAMETERS = {
    "shifted only": lambda: preprocessing.StandardScaler(with_std=False),
    "scaled only": lambda: preprocessing.StandardScaler(with_mean=False),
    "neither": lambda: preprocessing.StandardScaler(with_mean=False, with_std=False),
    "range": lambda: preprocessing.MinMaxScaler(feature_range=(-3, 2.5)),
    "clipped": lambda: preprocessing.MinMaxScaler(feature_range=(-3, 2.5), clip=True),
    "clipped by the largest": lambda: preprocessing.MaxAbsScaler().set_params(clip=True),
    "not centred": lambda: preprocessing.RobustScaler(with_centering=False),
    "not scaled": lambda: preprocessing.RobustScaler(with_scaling=False),
    "sums": lambda: preprocessing.Normalizer(norm="l1"),
    "largest": lambda: preprocessing.Normalizer(norm="max"),
    "threshold": lambda: preprocessing.Binarizer(threshold=1.5),
    "whitened": lambda: decomposition.PCA(3, whiten=True),
    "whitened in parts": lambda: decomposition.IncrementalPCA(3, whiten=True),
    "not whitened": lambda: decomposition.FastICA(whiten=False, random_state=0, max_iter=5),
    "logarithm": lambda: linear_model.TweedieRegressor(power=1.5),
    "identity": lambda: linear_model.TweedieRegressor(power=1.5, link="identity", max_iter=1000),
}


@pytest.mark.parametrize("make", PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameter_that_changes_the_mathematics_changes_the_answer(make, tmp_path, client):
    try:
        model = make()
    except ValueError:
        pytest.skip("this scikit-learn has no such parameter")
    check(quietly(model, ROWS, VALUES), tmp_path / "model.mlm", client, rows=ROWS * 2 - 1.5)


def chains():
    """Return pipelines of scikit-learn by name, with what each is fitted on."""
    pipeline = pytest.importorskip("sklearn.pipeline")
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(ROWS, columns=["länge", "b", "c d", "e", "f"])

    def chain(*steps):
        return pipeline.Pipeline([(f"step {number}", step) for number, step in enumerate(steps)])

    clusters, scaler = cluster.KMeans(3, random_state=0), preprocessing.StandardScaler
    return {
        "clusters": (chain(scaler(), decomposition.PCA(3, whiten=True), clusters), ROWS, None),
        "texts": (chain(scaler(), linear_model.LogisticRegression()), table, LABELS["three texts"]),
        "booleans": (chain(preprocessing.MinMaxScaler(), linear_model.RidgeClassifier()), table, LABELS["booleans"]),
        "values": (chain(preprocessing.RobustScaler(), linear_model.Ridge()), ROWS, NUMBERS["two"]),
        "rows": (chain(preprocessing.Normalizer(), decomposition.TruncatedSVD(2, random_state=0)), ROWS, None),
        "distances": (chain(scaler(), clusters, linear_model.LinearRegression()), ROWS, VALUES),
    }


@pytest.mark.parametrize("name", ["clusters", "texts", "booleans", "values", "rows", "distances"])
def test_a_chain_is_served_natively(name, tmp_path, client):
    pipeline, X, y = chains()[name]
    check(quietly(pipeline, X, y), tmp_path / "chain.mlm", client)


def test_columns_are_matched_by_name(tmp_path, client):
    pipeline, table, y = chains()["texts"]
    path = mlmeta.save(pipeline.fit(table, y), tmp_path / "chain.mlm")

    def columns(*names, datatype="FP64", data=None, shape=(120,)):
        return [
            {"name": name, "datatype": datatype, "shape": shape, "data": table[name].tolist() if data is None else data}
            for name in names
        ]

    with serve(path) as server:
        ask = client(server.url)

        def infer(*inputs):
            return ask.send("/v2/models/chain/infer", {"inputs": inputs})

        expected = ask.infer("chain", ROWS)
        assert expected[0] == 200
        (told,) = ask.send("/v2/models/chain")[1]["inputs"]
        assert told["parameters"]["columns"] == list(table.columns)
        assert infer(*columns(*table.columns)) == expected
        assert infer(*columns(*table.columns[::-1], shape=(120, 1))) == expected, "in any order, also as columns of a table"
        one = columns("b", datatype="INT64", data=[2], shape=(1,)) + columns("länge", "c d", "e", "f", data=[1.5], shape=(1,))
        assert infer(*one)[1]["outputs"] == ask.infer("chain", [[1.5, 2.0, 1.5, 1.5, 1.5]])[1]["outputs"]
        for inputs, reason in [
            (columns("b", "c d", "e", "f"), 'input "länge" is missing'),
            (columns(*table.columns, "b"), 'input "b" is given twice'),
            ([*columns(*table.columns), *columns("b", data=[1.0]), {**columns("b")[0], "name": "g"}], '"b" is given twice'),
            ([{**columns("b")[0], "name": "lange"}], 'input "lange" is unknown. Did you mean "länge"?'),
            (columns("länge", "b", "c d", "e") + columns("f", data=[1.0], shape=(1,)), 'input "f" has 1 rows'),
            (columns(*table.columns, shape=(60, 2)), "expected [-1, 1]"),
            (columns("länge", "b", "c d", "e") + columns("f", datatype="BOOL"), 'datatype "BOOL" given'),
            (columns(*table.columns, shape=(119,)), "the 119 entries that the shape says"),
        ]:
            status, answer = infer(*inputs)
            assert (status, reason in answer["error"]) == (400, True), answer


def test_a_chain_with_another_step_needs_a_provider(tmp_path, client):
    pipeline = pytest.importorskip("sklearn.pipeline")
    naive_bayes = pytest.importorskip("mlmeta.naive_bayes")
    fitted = pipeline.make_pipeline(preprocessing.StandardScaler(), naive_bayes.GaussianNB()).fit(ROWS, LABELS["three texts"])
    path = mlmeta.save(fitted, tmp_path / "chain.mlm")
    with pytest.raises(ServerError, match=r"chain: no native predictor; .*--allow-provider"):
        serve(path)
    with serve(path, allow={"sklearn", "rs", "np"}) as server:
        answer = client(server.url).infer("chain", ROWS, outputs=["labels"])[1]
    assert answer["outputs"][0]["data"] == fitted.predict(ROWS).tolist()


@pytest.mark.parametrize("offset", [2e3, 1e6])
def test_distances_that_lost_digits_far_from_the_origin_pass_the_sample(offset, tmp_path):
    fitted = cluster.KMeans(3, random_state=0, provider="sklearn").fit(ROWS + offset)  # it expands the squares
    path = mlmeta.save(fitted, tmp_path / "model.mlm")
    serve(path).stop()
    assert mlmeta.verify(path, "np").agrees


def test_a_sample_that_comes_out_otherwise_is_said_at_the_start(tmp_path):
    path = mlmeta.save(linear_model.Ridge().fit(ROWS, VALUES), tmp_path / "model.mlm")
    document, provenance, tensors = container.unpack(path.read_bytes())
    tensors["sample.values"] = tensors["sample.values"] + 1e-3
    path.write_bytes(container.pack(document, provenance, tensors))
    with pytest.raises(ServerError, match=r'model\.mlm: the sample\'s output "values" comes out as .*, the file says'):
        serve(path)
