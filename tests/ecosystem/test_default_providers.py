"""Which provider a script gets, over all algorithms: no distribution that comes or goes changes it, but those it was from."""

import dataclasses
import itertools

import pytest
from mlmeta.algorithms import kinds
from mlmeta.plugins import curated, registry
from mlmeta.plugins.manifest import Row
from mlmeta.providers import selection
from mlmeta.providers.candidates import ranked

STRANGERS = ("acme", "zeta")
DISTS = sorted({dist for dists in curated.DISTS.values() for dist in dists.values()})


def rows_of(kind, dists):
    """Return the rows of an algorithm when these distributions are installed; a stranger offers every provider's name."""
    found = {}
    for provider, dist in curated.rank(kind):
        if dist in dists and provider in curated.KNOWN[kind]:
            found[provider] = Row(kind, provider, "m:C", dist, "1.0")
    for stranger in STRANGERS:
        if stranger in dists:
            found[stranger] = Row(kind, stranger, "m:C", stranger, "1.0")
            for provider in curated.DISTS:
                found.setdefault(provider, Row(kind, provider, "m:C", stranger, "9.0"))
    return found


def chosen(kind, dists):
    """Return the provider and the distribution that a call without any wish gets, or None."""
    rows = rows_of(kind, dists)
    order = ranked(kind, rows, registry.Index({kind: rows}, {}, {}))
    return (order[0], rows[order[0]].dist) if order else None


@pytest.mark.parametrize("kind", sorted(curated.KNOWN))
def test_a_strangers_distribution_changes_no_default(kind):
    for size in range(len(DISTS) + 1):
        for dists in itertools.combinations(DISTS, size):
            before = chosen(kind, dists)
            assert all(chosen(kind, (*dists, stranger)) == before for stranger in STRANGERS)


@pytest.mark.parametrize("kind", sorted(curated.KNOWN))
def test_scikit_learn_comes_last_and_takes_nothing_from_anybody(kind):
    assert curated.rank(kind)[-1][0] == curated.KNOWN[kind][-1] == "sklearn"
    assert [provider for provider, _ in curated.rank(kind) if provider in curated.KNOWN[kind]] == list(curated.KNOWN[kind])
    others = [dist for dist in DISTS if dist != "mlmeta-sklearn"]
    for size in range(len(others) + 1):
        for dists in itertools.combinations(others, size):
            without, within = chosen(kind, dists), chosen(kind, (*dists, "mlmeta-sklearn"))
            assert within == (without or ("sklearn", "mlmeta-sklearn"))


def test_what_is_installed_here_is_what_the_curated_table_says():
    found = {kind: set() for kind in curated.KNOWN}
    for row in registry.index().all_rows():
        if row.kind in found:
            found[row.kind].add(row.provider)
    unlike = {kind: (sorted(providers), curated.KNOWN[kind]) for kind, providers in found.items()}
    unlike = {kind: told for kind, told in unlike.items() if "sklearn" not in told[0] or not {*told[0]} <= {*told[1]}}
    assert unlike == {}, "by kind: the providers in the manifests here, and those that curated.CURATED knows"


@pytest.mark.parametrize("kind", ["linear_model.Ridge", "cluster.KMeans"])
def test_the_real_choice_follows_the_rank(kind, monkeypatch):
    monkeypatch.delenv("MLMETA_PROVIDER", raising=False)
    index = registry.index()
    spec = kinds.get(kind)
    stranger = dataclasses.replace(index.rows[kind]["sklearn"], provider="acme", dist="acme", factory="no.such:Class")
    widened = dataclasses.replace(index, rows={**index.rows, kind: {"acme": stranger, **index.rows[kind]}})
    before = selection.choose(spec, None, {})
    selection.refresh()
    monkeypatch.setattr(registry, "_index", widened)
    try:
        assert selection.choose(spec, None, {}) is before
    finally:
        monkeypatch.undo()
        selection.refresh()
