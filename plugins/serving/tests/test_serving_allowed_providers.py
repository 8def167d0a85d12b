"""Only what the operator allows is imported to answer for a model."""

import json
import subprocess
import sys
import textwrap

import mlmeta
import numpy as np
import pytest
from mlmeta import linear_model, modelfile, naive_bayes, preprocessing
from mlmeta.errors import MissingProviderError
from mlmeta.providers import candidates
from mlmeta_serving import allowed_providers, worker
from mlmeta_serving.server import ServerError, serve


@pytest.mark.parametrize("allowed", ["rs", "nonsense"])
def test_a_provider_that_was_not_allowed_is_never_used(churn, allowed):
    _, path = churn
    reason = rf"GaussianNB: no allowed provider can read it \(allowed: {allowed}\).*sklearn of mlmeta-sklearn"
    with pytest.raises(ServerError, match=reason) as caught:
        serve(path, allow={allowed})
    assert "Traceback" not in str(caught.value)


# Runs the worker in this process and says which modules it imported.
REFUSED = """
    import sys
    from mlmeta_serving import worker

    code = worker.main(sys.argv[1:])
    print(code, "sklearn" in sys.modules, "mlmeta_clustering_rs" in sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("allowed", "said"), [("rs", "1 False False"), ("nonsense", "1 False False"), ("sklearn", "0 True False")]
)
def test_a_refusal_comes_before_any_import(churn, allowed, said):
    _, path = churn
    content = path.read_bytes()
    header = json.dumps({"type": "model", "bytes": len(content)}).encode()
    program = [sys.executable, "-c", textwrap.dedent(REFUSED), "--allow-provider", allowed]
    first = len(header).to_bytes(4, "little") + header + content
    done = subprocess.run(program, input=first, capture_output=True, check=False)
    assert done.stderr.decode().splitlines()[-1] == said


def test_the_provider_that_trained_the_model_goes_first(model_path):
    kind = mlmeta.inspect(model_path).document["kind"]
    names = [found.provider for found in candidates.providers(kind) if found.status == "available"]
    for trained in names:
        assert allowed_providers.choose(kind, trained, names) == trained
        assert allowed_providers.choose(kind, trained, [names[-1], "sklearn"]) == names[-1]
    assert allowed_providers.choose(kind, "gone", names[::-1]) == names[0]


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (["np", "sklearn"], {"standardscaler": "np", "ridge": "sklearn"}),
        (["sklearn"], {"standardscaler": "sklearn", "ridge": "sklearn"}),
    ],
)
def test_every_step_of_a_chain_is_read_by_an_allowed_provider(chain, allowed, expected):
    state, trained = chain
    assert trained == "np,sklearn"
    assert worker._providers(state, trained, allowed) == expected


def test_a_step_that_no_allowed_provider_reads_is_refused(chain):
    with pytest.raises(MissingProviderError, match=r"linear_model\.Ridge: no allowed provider can read it \(allowed: np\)"):
        worker._providers(*chain, ["np"])


@pytest.fixture
def chain(tmp_path, rows):
    """The state of a scaler of NumPy and a regression of scikit-learn, and who trained them."""
    pipeline = pytest.importorskip("sklearn.pipeline")
    steps = preprocessing.StandardScaler(provider="np"), linear_model.Ridge()
    file = modelfile.read(mlmeta.save(pipeline.make_pipeline(*steps).fit(rows, rows[:, 0]), tmp_path / "chain.mlm"))
    return file.state, file.summary.provenance["provider"]["name"]


def test_a_served_chain_answers_as_the_pipeline(tmp_path, rows, client):
    pipeline = pytest.importorskip("sklearn.pipeline")
    words = np.array(["no", "yes"])[np.arange(len(rows)) // 100]
    pipe = pipeline.make_pipeline(preprocessing.StandardScaler(provider="np"), naive_bayes.GaussianNB()).fit(rows, words)
    path = mlmeta.save(pipe, tmp_path / "chain.mlm")
    with pytest.raises(ServerError, match=r"no native predictor|no allowed provider"):
        serve(path, allow={"np"})
    with serve(path, allow={"np", "sklearn"}) as server:
        status, answer = client(server.url).infer("chain", rows[::10], outputs=["labels", "probabilities"])
    assert status == 200, answer
    labels, probabilities = answer["outputs"]
    assert labels["data"] == pipe.predict(rows[::10]).tolist()
    np.testing.assert_allclose(np.reshape(probabilities["data"], (20, 2)), pipe.predict_proba(rows[::10]), rtol=1e-9)
