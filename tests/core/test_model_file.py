"""The model file: round trips, equal bytes for equal models, what `load` imports, and saves that are interrupted."""

import dataclasses
import json
import os
import stat
import sys
from datetime import UTC, datetime

import mlmeta
import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, errors, linear_model
from mlmeta.modelfile import document, values
from mlmeta.specs.state import capture, restore
from safetensors import safe_open
from sklearn import linear_model as theirs
from sklearn.cluster import KMeans as SklearnKMeans
from sklearn.model_selection import GridSearchCV

NEW = np.array([[0.1, 0.2], [17.0, 19.0], [9.0, 8.0]])


@pytest.fixture
def fitted(X):
    return cluster.KMeans(3, random_state=0, provider="np").fit(X)


@pytest.fixture
def clock(monkeypatch):
    """A time that stands still: provenance is part of the bytes."""

    class Still(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

    monkeypatch.setattr(document, "datetime", Still)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_k_means_comes_back_bit_for_bit(X, tmp_path, dtype):
    made = cluster.KMeans(3, random_state=0, provider="np").fit(X.astype(dtype))
    again = mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm"), provider="np")
    assert (type(again), repr(again), again.get_params()) == (type(made), repr(made), made.get_params())
    assert again.cluster_centers_.dtype == dtype
    assert np.array_equal(again.cluster_centers_, made.cluster_centers_)
    assert np.array_equal(again.predict(NEW), made.predict(NEW))
    assert np.array_equal(again.transform(NEW), made.transform(NEW))
    assert (again.inertia_, again.n_iter_, again.n_features_in_) == (made.inertia_, made.n_iter_, 2)
    again.cluster_centers_[0] = 0  # its own memory
    assert again.fit(X).labels_.shape == (60,)


def test_string_labels_come_back(X, tmp_path):
    y = np.repeat(["ä", "b\n", 'c"\\'], 20)
    made = linear_model.LogisticRegression(class_weight={"ä": 2.0, "b\n": 1, 'c"\\': 0.5}, C=0.1).fit(X, y)
    again = mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm"))
    assert again.classes_.tolist() == made.classes_.tolist()
    assert np.array_equal(again.predict_proba(NEW), made.predict_proba(NEW))
    assert again.get_params() == made.get_params()


@pytest.mark.parametrize("y", [np.repeat([5, -3], 30), np.repeat([True, False], 30)], ids=["integers", "booleans"])
def test_other_labels_come_back_with_their_dtype(X, tmp_path, y):
    made = linear_model.LogisticRegression().fit(X, y)
    again = mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm"))
    assert again.classes_.dtype == made.classes_.dtype
    assert again.predict(NEW).tolist() == made.predict(NEW).tolist()


def test_feature_names_come_back(X, tmp_path):
    made = cluster.KMeans(2, random_state=0, provider="np").fit(pd.DataFrame(X, columns=["höhe", "b"]))
    again = mlmeta.load(mlmeta.save(made, tmp_path / "m.mlm"))
    assert again.feature_names_in_.tolist() == ["höhe", "b"]
    with pytest.raises(errors.InvalidDataError, match=r"unseen at fit time:\n- x\n"):
        again.predict(pd.DataFrame(NEW, columns=["höhe", "x"]))


def test_a_generator_is_no_data(X, tmp_path):
    made = cluster.KMeans(3, random_state=np.random.RandomState(3), provider="np").fit(X)
    path = mlmeta.save(made, tmp_path / "m.mlm")
    assert mlmeta.load(path, provider="np").random_state is None  # the default instead
    assert mlmeta.inspect(path).document["params"]["random_state"] == {"opaque": "RandomState"}


@pytest.mark.parametrize("value", [0.0, -0.0, 1e-4, 5e-324, 1.7976931348623157e308, -1 / 3, float("inf"), float("nan")])
def test_reals_survive_exactly(value):
    text = values.real(value)
    assert np.float64(values.unreal(text, "x")).tobytes() == np.float64(value).tobytes()


@pytest.mark.usefixtures("clock")
def test_equal_models_of_equal_provenance_are_equal_bytes(X, tmp_path):
    made = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    first = mlmeta.save(made, tmp_path / "a.mlm").read_bytes()
    assert mlmeta.save(made, tmp_path / "b.mlm").read_bytes() == first
    other = cluster.KMeans(3, random_state=0, provider="np").fit(X)
    other._training = made._training  # the seconds a fit took are provenance
    assert mlmeta.save(other, tmp_path / "c.mlm").read_bytes() == first
    assert mlmeta.save(mlmeta.load(tmp_path / "a.mlm", provider="np"), tmp_path / "d.mlm").stat().st_size <= len(first)


def test_the_state_checksum_is_that_of_the_model_and_not_of_its_history(fitted, tmp_path):
    digests = set()
    for name in ("a.mlm", "b.mlm"):
        mlmeta.save(fitted, tmp_path / name)
        digests.add(mlmeta.inspect(tmp_path / name).document["state_sha256"])
        fitted._training = {"n_samples": 60, "seconds": 3.0}
    assert len(digests) == 1
    fitted.cluster_centers_[0, 0] = np.nextafter(fitted.cluster_centers_[0, 0], 1e9)
    mlmeta.save(fitted, tmp_path / "c.mlm")
    assert mlmeta.inspect(tmp_path / "c.mlm").document["state_sha256"] not in digests


def test_stock_safetensors_opens_it(fitted, tmp_path):
    path = mlmeta.save(fitted, tmp_path / "m.mlm")
    with safe_open(path, framework="np") as opened:
        assert np.array_equal(opened.get_tensor("cluster_centers_"), fitted.cluster_centers_)
        assert json.loads(opened.metadata()["mlmeta"])["kind"] == "cluster.KMeans"
        sample = {"sample.X", "sample.labels", "sample.distances"}
        assert set(opened.keys()) == {"cluster_centers_", "ranges.X.min", "ranges.X.max"} | sample


def test_no_row_of_the_training_data_leaves_with_the_model(fitted, X, tmp_path):
    content = mlmeta.save(fitted, tmp_path / "m.mlm").read_bytes()
    assert not any(row.tobytes() in content for row in X)


def test_inspect_imports_no_provider(fresh, fitted, tmp_path):
    path = mlmeta.save(fitted, tmp_path / "m.mlm")
    code = f"import sys, mlmeta; told = mlmeta.inspect({str(path)!r}); print(told.provenance['provider']['name'], "
    assert fresh(code + "'mlmeta_clustering_np' in sys.modules, 'sklearn' in sys.modules)") == "np False False"
    assert "trained by  np of mlmeta-clustering-np" in repr(mlmeta.inspect(path))


def test_a_curated_kind_is_read_by_your_choice_of_provider(fitted, tmp_path, install, row):
    code = "from mlmeta_clustering_np.kmeans import KMeans\nclass K(KMeans, provider='two'): pass\n"
    install("acme-two", [row("two", "acme_two:K")], code=code)
    path = mlmeta.save(cluster.KMeans(2, random_state=0, provider="two").fit(NEW), tmp_path / "m.mlm")
    default = mlmeta.explain("cluster.KMeans").chosen
    assert mlmeta.load(path).__mlmeta_provider__ == default  # the file names no import
    assert mlmeta.load(path, allow={"two"}).__mlmeta_provider__ == "two"
    assert mlmeta.load(path, allow={"sklearn"}).__mlmeta_provider__ == default
    assert mlmeta.load(path, provider="np").__mlmeta_provider__ == "np"
    with mlmeta.use({"cluster.KMeans": "np"}):
        assert mlmeta.load(path).__mlmeta_provider__ == "np"


FOREIGN = """
from mlmeta.estimators.roles import Transformer
from mlmeta.specs.state import StateSchema, Tensor
class Shift(Transformer, kind='acme-shift/preprocessing.Shift', version={version},
            state=StateSchema(version=1, tensors={{'low_': Tensor(('n_features',))}})):
    '''Shift.'''
    def __init__(self, *, provider: str | None = None) -> None:
        pass
class Mine(Shift, provider='shift'):
    def _fit(self, X, sample_weight): self.low_ = X.min(axis=0)
    def _transform(self, X): return X - self.low_
"""


PROVIDERS = (("shift", "Mine"), ("other", "Other"))


def test_a_foreign_kind_is_imported_only_when_its_provider_is_allowed(install, row, tmp_path, fresh, monkeypatch):
    true = document.provenance_of
    rows = [row("shift", "acme_shift:Mine", "preprocessing.Shift", spec="acme_shift:Shift")]
    install("acme-shift", [{**rows[0], "spec_version": 2}], code=FOREIGN.format(version=2))
    made = mlmeta.get("preprocessing.Shift")().fit(NEW)
    path = mlmeta.save(made, tmp_path / "m.mlm")
    for allow in ((), {"np"}, {"sklearn", "shifty"}):
        with pytest.raises(errors.MissingProviderError, match=r"the distribution 'acme-shift' owns.*allow=\{'shift'\}"):
            mlmeta.load(path, allow=allow)
    content = path.read_bytes()
    with monkeypatch.context() as patched:  # whoever writes the file may name any provider that you allow for other files
        patched.setattr(
            document,
            "provenance_of",
            lambda *given: {**true(*given), "provider": dict.fromkeys(["dist", "name", "version"], "np")},
        )
        mlmeta.save(made, path)
    with pytest.raises(errors.MissingProviderError, match=r"the distribution 'acme-shift' owns"):
        mlmeta.load(path, allow={"np"})
    path.write_bytes(content)
    assert np.array_equal(mlmeta.load(path, allow={"shift"}).transform(NEW), made.transform(NEW))
    assert np.array_equal(mlmeta.load(path, provider="shift").transform(NEW), made.transform(NEW))
    refused = f"import sys, mlmeta\ntry: mlmeta.load({str(path)!r})\nexcept ImportError: print('acme_shift' in sys.modules)"
    assert fresh(refused, PYTHONPATH=str(tmp_path / "site")) == "False"
    gone = f"import mlmeta\ntry: mlmeta.load({str(path)!r}, allow={{'shift'}})\nexcept LookupError as error: print(error)"
    assert "of the distribution 'acme-shift' is not installed here" in fresh(gone)


def test_an_allowed_provider_reads_a_foreign_kind_that_another_one_trained(install, row, tmp_path, run):
    code = FOREIGN.format(version=1) + "class Other(Mine, provider='other'): pass\n"
    rows = [row(name, f"acme_shift:{made}", "preprocessing.Shift", spec="acme_shift:Shift") for name, made in PROVIDERS]
    install("acme-shift", rows, code=code)
    path = mlmeta.save(mlmeta.get("preprocessing.Shift")(provider="shift").fit(NEW), tmp_path / "m.mlm")
    assert mlmeta.load(path, allow={"other"}).__mlmeta_provider__ == "other"
    assert mlmeta.load(path, allow={"other", "shift"}).__mlmeta_provider__ == "shift", "who trained it comes first"
    assert run("inspect", path, "--verify", "--allow-provider", "other")[0] == 0
    code, _, told = run("inspect", path, "--verify")
    assert code == 1
    assert "--allow-provider shift" in told


def test_a_file_of_a_newer_spec_says_so(install, row, tmp_path):
    rows = [row("shift", "acme_shift:Mine", "preprocessing.Shift", spec="acme_shift:Shift")]
    install("acme-shift", [{**rows[0], "spec_version": 2}], code=FOREIGN.format(version=2))
    path = mlmeta.save(mlmeta.get("preprocessing.Shift")().fit(NEW), tmp_path / "m.mlm")
    del sys.modules["acme_shift"]
    install("acme-shift", rows, code="#\n" + FOREIGN.format(version=1))
    with pytest.raises(errors.ModelFileError, match=r"spec version 2 of .* is newer than the installed 1"):
        mlmeta.load(path, allow={"shift"})


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda X: cluster.KMeans(provider="np"), errors.NotFittedError, "is not fitted"),
        (lambda X: cluster.DBSCAN().fit(X), errors.NoPortableStateError, "neither predict nor transform"),
        (
            lambda X: mlmeta.get("ensemble.RandomForestClassifier")(n_estimators=2).fit(X, np.repeat([0, 1], 30)),
            errors.NoPortableStateError,
            "pickle or joblib",
        ),
        (lambda X: object(), errors.MissingProviderError, "an object of builtins.object"),
        (lambda X: cluster.KMeans, errors.MissingProviderError, "got the class KMeans: construct it"),
        (lambda X: "other.mlm", errors.MissingProviderError, r"got 'other.mlm': mlmeta.load\(...\) reads"),
        (
            lambda X: GridSearchCV(cluster.KMeans(), {"n_clusters": [2, 3]}, cv=2).fit(X),
            errors.MissingProviderError,
            "GridSearchCV is a search, .* its best_estimator_",
        ),
        (
            lambda X: cluster.KMeans(3).fit(X).set_params(n_clusters=5),
            errors.InvalidParameterError,
            r"n_clusters was changed to 5 after 'fit'.* set_params\(n_clusters=3\)",
        ),
        (
            lambda X: SklearnKMeans(3).fit(X).set_params(n_clusters=5),
            errors.InvalidParameterError,
            r"n_clusters was changed to 5 after 'fit'",
        ),
        (
            lambda X: cluster.KMeans(3).fit(X).set_params(n_clusters="x"),
            errors.InvalidParameterError,
            r"'n_clusters' parameter of KMeans must be an int .* Got 'x' instead\.$",
        ),
    ],
    ids=[
        "unfitted",
        "no predict",
        "no portable state",
        "no estimator",
        "class",
        "path",
        "search",
        "changed",
        "scikit-learn's changed",
        "changed type",
    ],
)
def test_what_cannot_be_saved_says_why_and_leaves_nothing(X, tmp_path, make, error, words):
    with pytest.raises(error, match=words):
        mlmeta.save(make(X), tmp_path / "m.mlm")
    assert list(tmp_path.iterdir()) == []


def test_a_name_without_the_suffix_is_refused(fitted, tmp_path):
    with pytest.raises(errors.ModelFileError, match=r"/m\.pkl: the name of a model file must end in '\.mlm'"):
        mlmeta.save(fitted, tmp_path / "m.pkl")


def test_a_state_that_is_not_finite_is_refused(fitted, tmp_path):
    fitted.cluster_centers_[0, 0] = np.nan
    with pytest.raises(errors.ModelFileError, match=r"'cluster_centers_' is not finite"):
        mlmeta.save(fitted, tmp_path / "m.mlm")


@pytest.mark.parametrize("failing", ["fsync", "replace", "chmod"])
def test_an_interrupted_save_leaves_the_old_file(fitted, tmp_path, monkeypatch, failing):
    path = mlmeta.save(fitted, tmp_path / "m.mlm")
    before = path.read_bytes()

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, failing, interrupt)
        with pytest.raises(KeyboardInterrupt):
            mlmeta.save(cluster.KMeans(2, random_state=1, provider="np").fit(NEW), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_mode_of_the_old_file_is_kept_and_a_new_one_obeys_the_umask(fitted, tmp_path):
    path = mlmeta.save(fitted, tmp_path / "m.mlm")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    path.chmod(0o640)
    assert stat.S_IMODE(mlmeta.save(fitted, path).stat().st_mode) == 0o640


def test_start_centres_do_not_leave_with_the_model(X, tmp_path):
    secret = X[:3].copy()
    for init in (secret, secret.tolist()):
        path = mlmeta.save(cluster.KMeans(3, init=init, n_init=1, provider="np").fit(X), tmp_path / "m.mlm")
        assert mlmeta.inspect(path).document["params"]["init"] == {"opaque": "array"}
        assert secret.tobytes() not in path.read_bytes()
        assert float(secret[0, 0]).hex().encode() not in path.read_bytes()
        assert mlmeta.load(path).init == "k-means++"


@pytest.mark.parametrize(("saved", "constructed"), [(0.0, None), (0.5, 0.5)])
def test_a_class_that_says_a_default_otherwise_keeps_its_way(saved, constructed):
    """scikit-learn before 1.8 has no share of L1 by default, None, and warns about the 0.0 that a newer one wrote."""

    class Older(theirs.LogisticRegression):
        def __init__(self, *, C=1.0, l1_ratio=None):
            super().__init__(C=C)
            self.l1_ratio = l1_ratio

    fitted = linear_model.LogisticRegression(C=2.0).fit([[0.0], [1.0]], ["no", "yes"])
    state = capture(fitted, linear_model.LogisticRegression)
    written = dataclasses.replace(state, params={**state.params, "l1_ratio": saved})
    assert restore(Older, written, linear_model.LogisticRegression).get_params() == {"C": 2.0, "l1_ratio": constructed}


def test_a_model_of_the_newest_library_is_fitted_again_by_an_older_one_without_a_warning():
    fitted = linear_model.LogisticRegression(C=2.0).fit([[0.0], [1.0]], ["no", "yes"])
    state = capture(fitted, linear_model.LogisticRegression)
    written = dataclasses.replace(state, params={**state.params, "l1_ratio": 0.0})
    again = restore(type(fitted), written, linear_model.LogisticRegression)
    assert again.fit([[0.0], [1.0]], ["no", "yes"]).coef_ == pytest.approx(fitted.coef_)
