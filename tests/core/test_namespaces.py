"""Every namespace has every name, found without importing what provides it."""

import importlib
import json

import mlmeta
import pytest
from mlmeta import errors
from mlmeta.plugins import curated

MODULES = "('numpy', 'scipy', 'sklearn')"


def test_listing_every_row_imports_no_numpy(fresh):
    code = (
        f"import sys; from mlmeta.cli.main import main; main(['list', '--json'])\n"
        f"print('\\n' + str([name for name in {MODULES} if name in sys.modules]))"
    )
    *listed, imported = fresh(code).splitlines()
    assert imported == "[]"
    assert {row["algorithm"] for row in json.loads("\n".join(listed))} >= set(curated.KNOWN)


def test_every_name_is_had_without_importing_scikit_learn(fresh):
    code = (
        "import sys, mlmeta\nfrom mlmeta.plugins import curated\n"
        "found = [getattr(getattr(mlmeta, s), n) for s, names in curated.RESERVED.items() for n in names]\n"
        "print(len(found), len(set(found)), 'sklearn' in sys.modules, 'scipy' in sys.modules)"
    )
    assert fresh(code) == f"{len(curated.KNOWN)} {len(curated.KNOWN)} False False"


def test_a_name_reads_one_spec_and_no_other(fresh):
    code = (
        "from pathlib import Path\nread, plain = [], Path.read_text\n"
        "def watched(self, *a, **k):\n    read.append(self)\n    return plain(self, *a, **k)\n"
        "Path.read_text = watched\nfrom mlmeta import linear_model, svm\nassert read == []\n"
        "linear_model.Ridge\nlinear_model.Ridge\nprint([path.name for path in read if path.parent.name == 'specs'])"
    )
    assert fresh(code) == "['linear_model.json']"


def test_from_import_completion_and_pickled_classes_work(fresh):
    code = (
        "import pickle\nfrom mlmeta.linear_model import Ridge\nfrom mlmeta import linear_model\n"
        "print(Ridge is linear_model.Ridge is pickle.loads(pickle.dumps(Ridge)), 'Lasso' in dir(linear_model))"
    )
    assert fresh(code) == "True True"


@pytest.mark.parametrize("namespace", curated.NAMESPACES)
def test_a_namespace_lists_its_names(namespace):
    module = importlib.import_module(f"mlmeta.{namespace}")
    assert getattr(mlmeta, namespace) is module
    assert curated.RESERVED[namespace] <= set(dir(module))
    assert namespace in dir(mlmeta)


@pytest.mark.parametrize("module", sorted(curated.ELSEWHERE))
def test_what_stays_scikit_learns_says_so(module):
    with pytest.raises(ImportError, match=rf"{module} stays scikit-learn's, .*: from sklearn\.{module} import"):
        getattr(mlmeta, module)
    with pytest.raises(errors.UnknownAlgorithmError, match=rf"from sklearn\.{module} import Name"):
        mlmeta.get(f"{module}.Name")


def test_a_from_import_of_what_stays_scikit_learns_keeps_the_advice():
    with pytest.raises(ImportError, match=r"from sklearn\.pipeline import"):
        from mlmeta import pipeline  # noqa: F401


def test_a_name_of_another_namespace_is_named_with_it():
    with pytest.raises(
        errors.UnknownAlgorithmError, match=r"No algorithm 'SVC' in mlmeta\.linear_model\. Did you mean 'svm\.SVC'"
    ):
        mlmeta.linear_model.SVC  # noqa: B018


def test_without_the_distribution_a_name_says_what_installs_it(install):
    install("mlmeta-sklearn", module="nothing_of_sklearn")
    with pytest.raises(errors.UnknownAlgorithmError, match=r'svm\.SVC is known .* Try: pip install "mlmeta\[sklearn\]"'):
        mlmeta.svm.SVC  # noqa: B018
    with pytest.raises(errors.UnknownAlgorithmError, match=r"No algorithm 'NuSVCC' in mlmeta\.svm\. Did you mean 'NuSVC'"):
        mlmeta.svm.NuSVCC  # noqa: B018


def test_a_strangers_spec_replaces_no_curated_one(install, row):
    code = (
        "from mlmeta.estimators.base import Estimator\n"
        "class Spec(Estimator, kind='svm.SVC', version=7):\n    def __init__(self): ...\n"
    )
    install("acme-svm", [row("acme", "acme_svm:Spec", "svm.SVC", spec="acme_svm:Spec", spec_version=7)], code=code)
    assert mlmeta.svm.SVC.__mlmeta_version__ == 1
    assert [candidate.provider for candidate in mlmeta.svm.SVC.providers()] == ["sklearn", "acme"]


def test_a_spec_file_without_the_name_is_quarantined(install, row, tmp_path):
    install("acme-bad", [row("acme", "acme_bad:C", "cluster.Odd", spec="specs.json#Odd")])
    (tmp_path / "site" / "acme_bad" / "specs.json").write_text('{"Other": {}}')
    with pytest.raises(errors.BrokenPluginError, match="KeyError: 'Odd'"):
        mlmeta.cluster.Odd  # noqa: B018
