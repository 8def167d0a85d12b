"""Every warning points at the line of the user's code that led to it, whichever provider was asked and through what."""

import pickle
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from mlmeta import cluster, preprocessing
from mlmeta.plugins import registry
from mlmeta.providers import selection
from sklearn.pipeline import make_pipeline

ROOT = Path(__file__).parents[2]
ROWS = np.array([[0.0, 1.0], [0.0, 1.0], [5.0, 5.0], [5.0, 5.0]])
TABLE = pd.DataFrame(ROWS, columns=["a", "b"])


def fit(made, X=ROWS):
    return made.fit(X)


CASES = {
    "distinct points": lambda provider: fit(cluster.KMeans(3, random_state=0, provider=provider)),
    "start centres and runs": lambda provider: fit(cluster.KMeans(2, init=ROWS[1:3], n_init=3, provider=provider)),
    "elkan of one cluster": lambda provider: fit(cluster.KMeans(1, algorithm="elkan", provider=provider)),
    "no names in predict": lambda provider: fit(cluster.KMeans(2, provider=provider), TABLE).predict(ROWS),
    "names in transform": lambda provider: fit(preprocessing.StandardScaler(provider=provider)).transform(TABLE),
    "inside a pipeline": lambda provider: fit(make_pipeline(cluster.KMeans(3, random_state=0, provider=provider))),
}


def assert_points_here(act):
    """Assert that what warns in `act` warns at a line of this file, each time anew in another place."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        act()
    assert caught
    assert {found.filename for found in caught} == {__file__}, [(str(found.message), found.filename) for found in caught]
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert all(re.search(r"fit\(|provider|loads", lines[found.lineno - 1]) for found in caught)


@pytest.mark.parametrize("provider", ["np", "rs"])
@pytest.mark.parametrize("case", CASES)
def test_a_warning_points_at_the_callers_line(case, provider):
    assert_points_here(lambda: CASES[case](provider))


def test_a_provider_that_is_passed_over_is_told_at_the_line_of_the_construction(monkeypatch):
    monkeypatch.delenv("MLMETA_PROVIDER", raising=False)
    selection.refresh()
    monkeypatch.setitem(registry.index().rows["cluster.KMeans"]["rs"].unsupported, "init", ("random",))
    assert_points_here(lambda: cluster.KMeans(2, init="random", provider=None))
    selection.refresh()


def test_a_pickle_of_another_version_is_told_at_the_line_that_reads_it(monkeypatch):
    content = pickle.dumps(cluster.KMeans(2, provider="np"))
    row = registry.index().rows["cluster.KMeans"]["np"]
    other = content.replace(row.version.encode(), b"0.0.9")
    assert other != content
    assert_points_here(lambda: pickle.loads(other))


def test_no_source_counts_frames():
    folders = [ROOT / "core", *ROOT.glob("plugins/*/src"), *ROOT.glob("plugins/*/python")]
    sources = [file for folder in folders for file in folder.rglob("*.py")]
    counted = [str(file) for file in sources if "stacklevel" in file.read_text(encoding="utf-8")]
    assert counted == [], "use mlmeta.errors.warn, which finds the user's line"
