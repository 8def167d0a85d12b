"""Only what the operator allows is imported to answer for a model."""

import subprocess
import sys
import textwrap

import mlmeta
import pytest
from mlmeta import candidates
from mlmeta_serving import permission
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
    sha256 = mlmeta.inspect(path).document["state_sha256"]
    options = ["--allow-provider", allowed, "--state-sha256", sha256, "--max-model-bytes", "1000000"]
    program = [sys.executable, "-c", textwrap.dedent(REFUSED), str(path), *options]
    done = subprocess.run(program, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.stderr.decode().splitlines()[-1] == said


def test_the_provider_that_trained_the_model_goes_first(model_path):
    kind = mlmeta.inspect(model_path).document["kind"]
    names = [found.provider for found in candidates.providers(kind) if found.status == "available"]
    for trained in names:
        assert permission.choose(kind, trained, names) == trained
        assert permission.choose(kind, trained, [names[-1], "sklearn"]) == names[-1]
    assert permission.choose(kind, "gone", names[::-1]) == names[0]
