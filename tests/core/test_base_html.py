"""What a notebook shows of an estimator."""

import importlib.metadata
from html.parser import HTMLParser

import pytest
import sklearn
from mlmeta import cluster
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Reader(HTMLParser):
    """Collects tags, attributes and text; fails on tags that do not pair."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] != "style":
            self.text.append(data)


@pytest.fixture
def made(X):
    return cluster.KMeans(3, random_state=0, provider="np").fit(X)


def test_it_shows_parameters_docs_provider_and_what_was_learnt(made):
    html = made._repr_html_()
    text = " ".join(Reader(html).text)
    version = importlib.metadata.version("mlmeta-clustering-np")
    assert f"provider np (mlmeta-clustering-np {version}) \u00b7 fitted" in text
    assert "Parameters (2 changed)" in text
    assert "The most iterations of one run." in text
    assert "3x2 float64" in text
    assert "60 int32" in text
    assert html.count('<tr class="changed">') == 2
    assert "not fitted" in cluster.KMeans(provider="np")._repr_html_()


def test_it_is_small_and_asks_for_nothing(made):
    html = made._repr_html_()
    assert len(html.encode()) < 12_000
    for word in ("<script", "http", "url(", "@import"):
        assert word not in html


def test_it_can_be_read_without_sight_or_mouse(made):
    read = Reader(made._repr_html_())
    assert ("scope", "row") in read.attributes
    assert ("aria-label", "KMeans") in read.attributes
    assert read.attributes.count(("tabindex", "0")) == len(made.get_params())
    assert " (changed)" in read.text  # not by weight alone


def test_everything_is_escaped(made):
    attack = "<img src=x onerror=alert(1)>\"'&"

    class Evil:
        def __repr__(self):
            return attack

    evil = type("<b>K</b>", (cluster.KMeans.using("np"),), {})(init=attack, n_init=Evil())
    setattr(evil, f"{attack}_", attack)
    html = evil._repr_html_()
    assert set(Reader(html).tags) == set(Reader(made._repr_html_()).tags)
    assert "onerror=alert(1)&gt;" in html


def test_a_value_whose_repr_fails_or_is_long_is_shown_short():
    class Broken:
        def __repr__(self):
            raise RuntimeError

    made = cluster.KMeans(init="x" * 10_000, provider="np")
    made.broken_ = Broken()
    html = made._repr_html_()
    assert "Broken instance at" in html
    assert len(html) < 12_000


def test_scikit_learns_display_setting_holds(made):
    assert set(made._repr_mimebundle_()) == {"text/plain", "text/html"}
    with sklearn.config_context(display="text"):
        assert made._repr_mimebundle_() == {"text/plain": repr(made)}
        assert not hasattr(made, "_repr_html_")


def test_scikit_learn_draws_a_pipeline_with_ours(made, X):
    pipeline = make_pipeline(StandardScaler(), made).fit(X)
    assert "KMeans" in pipeline._repr_html_()


def test_it_needs_no_scikit_learn(fresh):
    code = """
import sys
from mlmeta import cluster
html = cluster.KMeans(3, provider="np")._repr_html_()
print(len(html) > 1000, [m for m in sys.modules if m.startswith("sklearn")])
"""
    assert fresh(code) == "True []"
