"""Lies in the document and the provenance: texts, keys, references, chains, and states that contradict their kind."""

from collections.abc import Callable
from typing import Any

from forge import ZEROS, Draft, floats, integers, nodes
from honest import bare, chain, classifier, clusters, sampled, small, steps, tree
from lie import Lie, replaced

__all__ = ["LIES"]

Change = Callable[[Draft], None]


def text(old: str, new: str) -> Change:
    """Replace text of the document."""
    return lambda draft: setattr(draft, "on_document", replaced(old, new))


def origin(old: str, new: str) -> Change:
    """Replace text of the provenance."""
    return lambda draft: setattr(draft, "on_provenance", replaced(old, new))


def told(**changes: Any) -> Change:
    """Say something else in the document."""
    return lambda draft: draft.document.update(changes)


def untold(key: str) -> Change:
    """Leave out a key of the document."""
    return lambda draft: draft.document.pop(key)


def param(name: str, value: Any) -> Change:
    """Say something else of a parameter."""
    return lambda draft: draft.document["params"].update({name: value})


def trained(**changes: Any) -> Change:
    """Say something else in the provenance."""
    return lambda draft: draft.provenance.update(changes)


def described(side: str, index: int, **changes: Any) -> Change:
    """Say something else of an input or output."""
    return lambda draft: draft.document["schema"][side][index].update(changes)


def samples(side: str, **changes: Any) -> Change:
    """Name other tensors of the sample."""
    return lambda draft: draft.document["sample"][side].update(changes)


def tensor(name: str, dtype: str, shape: list[int], data: bytes) -> Change:
    """Hold another tensor, or one more."""
    return lambda draft: draft.tensors.update({name: (dtype, shape, data)})


def without(name: str) -> Change:
    """Hold one tensor less."""
    return lambda draft: draft.tensors.pop(name)


def renamed(old: str, new: str) -> Change:
    """Call a tensor otherwise."""
    return lambda draft: draft.tensors.update({new: draft.tensors.pop(old)})


def other_checksum(draft: Draft) -> None:
    """Seal the file as another format may."""
    draft.on_header = replaced(f'"mlmeta.sha256":"{ZEROS}"', '"mlmeta.sha256":"' + "0123456789abcdef" * 4 + '"')


def step(index: int, **changes: Any) -> Change:
    """Say something else of a step."""
    return lambda draft: draft.document["steps"][index].update(changes)


def both(*changes: Change) -> Change:
    """Change several things."""

    def change(draft: Draft) -> None:
        for each in changes:
            each(draft)

    return change


def wrong_width(draft: Draft) -> None:
    """Let the second step take three columns where the first gives two."""
    step(1, n_features=3)(draft)
    tensor("steps.1.coef_", "F64", [1, 3], floats(1.0, -1.0, 2.0))(draft)


HALF = {"real": "0x1.0000000000000p-1"}

TEXTS = {
    "duplicate-key": Lie(bare, text('"classes":null', '"classes":null,"classes":null'), "duplicate"),
    "duplicate-parameter": Lie(bare, text('"params":{}', '"params":{"a":1,"a":2}'), "duplicate"),
    "duplicate-key-of-a-step": Lie(steps, text('"name":"first"', '"name":"first","name":"first"'), "duplicate"),
    "duplicate-key-of-the-provenance": Lie(bare, origin('"training":', '"training":{},"training":'), "duplicate"),
    "duplicate-key-of-the-provider": Lie(bare, origin('"name":"np"', '"name":"np","name":"np"'), "duplicate"),
    "duplicate-far-apart": Lie(bare, text('"steps":[]', '"steps":[],"classes":null'), "duplicate"),
    "white-space": Lie(bare, text('"format":1', '"format": 1'), "canonical"),
    "escaped-letter": Lie(bare, text('"a/b', '"\\u0061/b'), "canonical"),
    "lone-surrogate": Lie(bare, text('"a/b', '"\\ud800a/b'), "mlmeta"),
    "number-real": Lie(bare, text('"n_features":2', '"n_features":2.0'), "mlmeta"),
    "number-minus-zero": Lie(bare, text('"n_features":2', '"n_features":-0'), "mlmeta"),
    "deep-document": Lie(bare, text('"params":{}', '"params":{"a":' + "[" * 32 + "]" * 32 + "}"), "nested"),
    "document-that-is-a-list": Lie(bare, lambda draft: setattr(draft, "on_document", lambda text: "[]"), "mlmeta"),
    "state-checksum-of-another": Lie(bare, text(f'"{ZEROS}"', '"' + "0123456789abcdef" * 4 + '"'), "state_sha256"),
    "state-checksum-in-capitals": Lie(bare, text(f'"{ZEROS}"', '"' + "F" * 64 + '"'), "state_sha256"),
}

KEYS = {
    "format-newer": Lie(bare, both(told(format=2, more={}), other_checksum), "format"),
    "format-older": Lie(bare, both(told(format=0), untold("steps"), other_checksum), "format"),
    "format-that-is-text": Lie(bare, told(format="1"), "format"),
    "key-unknown": Lie(bare, told(hook="os.system"), "hook"),
    "key-missing": Lie(bare, untold("n_features"), "n_features"),
    "kind-without-namespace": Lie(bare, told(kind="KMeans"), "kind"),
    "kind-leaves-the-folder": Lie(bare, told(kind="../../cluster.KMeans"), "kind"),
    "kind-with-two-owners": Lie(bare, told(kind="a/b/cluster.KMeans"), "kind"),
    "spec-version-zero": Lie(bare, told(spec_version=0), "spec_version"),
    "state-version-negative": Lie(bare, told(state_version=-1), "state_version"),
    "no-features": Lie(bare, told(n_features=0), "n_features"),
    "feature-names-too-few": Lie(bare, told(feature_names=["a"]), "feature_names"),
    "one-class": Lie(bare, told(classes=["a"]), "classes"),
    "class-twice": Lie(bare, told(classes=["a", "a"]), "classes"),
    "classes-mixed": Lie(bare, told(classes=[1, True]), "classes"),
    "params-that-are-a-list": Lie(bare, told(params=[]), "params"),
    "param-unknown-tag": Lie(bare, param("a", {"pickle": "x"}), "params.a"),
    "real-too-short": Lie(bare, param("a", {"real": "0x1p-1"}), "params.a"),
    "real-decimal": Lie(bare, param("a", {"real": "0.5"}), "params.a"),
    "real-too-large": Lie(bare, param("a", {"real": "0x1.0000000000000p+1024"}), "params.a"),
    "map-with-a-list-as-key": Lie(bare, param("a", {"map": [[[1], 2]]}), "params.a"),
    "map-with-nan-as-key": Lie(bare, param("a", {"map": [[{"real": "nan"}, 2]]}), "params.a"),
    "map-with-equal-keys": Lie(bare, param("a", {"map": [["k", 1], ["k", 2]]}), "params.a"),
    "map-with-true-and-one": Lie(bare, param("a", {"map": [[1, 1], [True, 2]]}), "params.a"),
    "param-tensor-missing": Lie(bare, param("a", {"tensor": "params.a"}), "params.a"),
    "param-tensor-of-the-state": Lie(small, param("a", {"tensor": "centers_"}), "mlmeta.params"),
    "param-tensor-that-nobody-names": Lie(bare, tensor("params.a", "F64", [1], floats(1.0)), "params.a"),
    "schema-without-inputs": Lie(bare, told(schema={"outputs": []}), "schema"),
    "schema-entry-twice": Lie(
        sampled, lambda draft: draft.document["schema"]["outputs"].append(draft.document["schema"]["outputs"][0]), "labels"
    ),
    "schema-unknown-dtype": Lie(sampled, described("outputs", 0, dtype="int8"), "schema.outputs"),
    "schema-negative-shape": Lie(sampled, described("outputs", 0, shape=[-1, -2]), "schema.outputs"),
    "sample-elsewhere": Lie(sampled, samples("inputs", X="cluster_centers_"), "sample"),
    "sample-missing": Lie(sampled, samples("inputs", X="sample.Y"), "sample.Y"),
    "sample-of-no-output": Lie(sampled, samples("outputs", other="sample.labels"), "sample"),
    "sample-that-nobody-names": Lie(sampled, lambda draft: draft.document["sample"]["outputs"].clear(), "sample.labels"),
    "sample-of-another-dtype": Lie(sampled, tensor("sample.labels", "I32", [1], bytes(4)), "labels"),
    "sample-of-another-shape": Lie(sampled, tensor("sample.X", "F64", [2, 1], floats(1.0, 2.0)), "X"),
    "sample-label-out-of-range": Lie(sampled, tensor("sample.labels", "I64", [1], (2).to_bytes(8, "little")), "labels"),
    "range-missing": Lie(sampled, without("ranges.X.min"), "ranges.X.min"),
    "range-too-long": Lie(sampled, tensor("ranges.X.min", "F64", [3], floats(0.0, 0.0, 0.0)), "min"),
    "range-of-another-dtype": Lie(sampled, tensor("ranges.X.min", "I64", [2], bytes(16)), "min"),
    "range-above-itself": Lie(sampled, tensor("ranges.X.min", "F64", [2], floats(0.0, 14.0)), "min"),
    "range-of-one-side": Lie(sampled, described("inputs", 0, max=None), "max"),
    "range-elsewhere": Lie(sampled, described("inputs", 0, min="sample.X"), "min"),
    "range-of-labels": Lie(sampled, described("outputs", 0, min="ranges.X.min", max="ranges.X.max"), "min"),
    "range-that-nobody-names": Lie(sampled, described("inputs", 0, min=None, max=None), "ranges.X"),
    "provenance-unknown-key": Lie(bare, trained(path="home"), "provenance"),
    "provenance-without-provider": Lie(bare, lambda draft: draft.provenance.pop("provider"), "provenance"),
    "provider-that-is-text": Lie(bare, trained(provider="np"), "provider"),
    "date-that-is-none": Lie(bare, trained(created="yesterday"), "created"),
    "date-of-other-digits": Lie(bare, trained(created="\u0662026-11-23T17:00:00Z"), "created"),
    "training-of-text": Lie(bare, trained(training={"n_iter_": "two"}), "training"),
}

CHAINS = {
    "chain-without-steps": Lie(steps, both(told(steps=[]), lambda draft: draft.tensors.clear()), "steps"),
    "chain-in-a-chain": Lie(steps, step(0, kind="chain"), "kind"),
    "chain-step-with-steps": Lie(steps, step(0, steps=[]), "steps"),
    "chain-that-is-none": Lie(steps, told(kind="cluster.KMeans"), "steps"),
    "chain-step-twice": Lie(steps, step(1, name="first"), "name"),
    "chain-step-with-two-underlines": Lie(steps, step(0, name="a__b"), "name"),
    "chain-with-parameters": Lie(steps, param("memory", None), "params"),
    "chain-newer": Lie(steps, told(spec_version=2), "spec_version"),
    "chain-of-another-width": Lie(steps, told(n_features=3), "n_features"),
    "chain-of-other-classes": Lie(steps, told(classes=[2, 1]), "classes"),
    "chain-tensor-of-no-step": Lie(steps, renamed("steps.0.low_", "steps.2.low_"), "steps.2.low_"),
    "chain-tensor-leading-zero": Lie(steps, renamed("steps.0.low_", "steps.00.low_"), "steps.00.low_"),
    "chain-tensor-of-nobody": Lie(steps, renamed("steps.0.low_", "low_"), "low_"),
    "chain-param-of-another-step": Lie(
        steps,
        both(step(0, params={"a": {"tensor": "steps.1.params.a"}}), tensor("steps.1.params.a", "U8", [1], b"\0")),
        "steps.1.params.a",
    ),
    "chain-param-that-nobody-names": Lie(steps, tensor("steps.1.params.a", "U8", [1], b"\0"), "steps.1.params.a"),
}

KINDS = {
    "kind-unknown": Lie(bare, told(kind="cluster.KMedians"), "KMedians", "kind"),
    "spec-newer": Lie(clusters, told(spec_version=2), "version 2", "kind"),
    "state-newer": Lie(clusters, told(state_version=2), "version 2", "kind"),
    "parameter-unknown": Lie(clusters, param("n_cluster", 2), "n_cluster", "spec"),
    "clusters-that-contradict": Lie(clusters, param("n_clusters", 3), "n_clusters", "kind"),
    "no-clusters": Lie(
        clusters,
        both(tensor("cluster_centers_", "F64", [0, 2], b""), param("n_clusters", 0), described("outputs", 1, shape=[-1, 0])),
        "cluster",
        "kind",
    ),
    "centers-of-another-width": Lie(
        clusters, tensor("cluster_centers_", "F64", [2, 3], floats(*range(6))), "cluster_centers_", "kind"
    ),
    "centers-of-integers": Lie(
        clusters, tensor("cluster_centers_", "I32", [2, 2], integers(0, 1, 2, 3)), "cluster_centers_", "kind"
    ),
    "centers-missing": Lie(clusters, renamed("cluster_centers_", "centers_"), "cluster_centers_", "kind"),
    "tensor-too-many": Lie(clusters, tensor("spare_", "U8", [1], b"\1"), "spare_", "kind"),
    "classes-of-a-clusterer": Lie(clusters, told(classes=["a", "b"]), "classes", "kind"),
    "schema-of-another-width": Lie(
        clusters,
        both(
            described("inputs", 0, shape=[-1, 3]),
            tensor("sample.X", "F64", [2, 3], floats(*range(6))),
        ),
        "schema.inputs",
        "kind",
    ),
    "schema-of-another-dtype": Lie(
        clusters,
        both(described("outputs", 0, dtype="int64"), tensor("sample.labels", "I64", [2], bytes(16))),
        "schema.outputs",
        "kind",
    ),
    "schema-without-outputs": Lie(
        clusters,
        both(
            lambda draft: draft.document["schema"]["outputs"].clear(),
            lambda draft: draft.document["sample"]["outputs"].clear(),
            without("sample.labels"),
        ),
        "schema.outputs",
        "kind",
    ),
    "classes-too-many": Lie(classifier, told(classes=["a", "b", "c"]), "coef_", "kind"),
    "classes-missing": Lie(
        classifier,
        both(
            told(classes=None),
            lambda draft: draft.document["sample"]["outputs"].clear(),
            without("sample.labels"),
        ),
        "classes",
        "kind",
    ),
    "chain-step-of-another-width": Lie(chain, wrong_width, "features", "kind"),
    "chain-step-without-tensor": Lie(chain, without("steps.0.mean_"), "mean_", "kind"),
    "chain-tensors-swapped": Lie(
        chain,
        both(
            renamed("steps.0.mean_", "steps.1.mean_"),
            renamed("steps.1.coef_", "steps.0.coef_"),
        ),
        "coef_",
        "kind",
    ),
    "chain-step-newer": Lie(chain, step(0, state_version=2), "version 2", "kind"),
    "chain-step-unknown": Lie(chain, step(0, kind="preprocessing.StandardScalar"), "StandardScalar", "kind"),
}


def children(*values: int) -> Change:
    """Let the tree hang together otherwise."""
    return tensor("children_", "I64", [len(values) // 2, 2], nodes(*values))


TREES = {
    "tree-in-a-circle": Lie(tree, children(4, 2, 0, 4), "node 4 as right child of row 1", "kind"),
    "tree-below-itself": Lie(tree, children(3, 2, 0, 1), "node 3 as left child of row 0", "kind"),
    "tree-beyond-its-nodes": Lie(tree, children(5, 2, 0, 1), "node 5 as left child of row 0", "kind"),
    "tree-beyond-all-numbers": Lie(tree, children(4, 2**63 - 1, 0, 1), "children_", "kind"),
    "tree-below-zero": Lie(tree, children(4, 2, 0, -1), "children_", "kind"),
    "tree-with-a-cluster-twice": Lie(tree, children(4, 2, 0, 0), "node 0 as right child of row 1", "kind"),
    "tree-in-another-order": Lie(tree, children(2, 4, 0, 1), "node 2 as left child of row 0", "kind"),
    "tree-too-small": Lie(tree, children(0, 1, 2, 3), "a tree of 2 clusters", "kind"),
    "tree-of-too-few-splits": Lie(
        tree, both(children(0, 1), tensor("inner_centers_", "F64", [1, 2], floats(4.0, 5.0))), "children_", "kind"
    ),
    "tree-of-too-many-centers": Lie(tree, tensor("inner_centers_", "F64", [3, 2], floats(*range(6))), "inner_centers_", "kind"),
    "tree-of-three-children": Lie(tree, tensor("children_", "I64", [2, 3], nodes(4, 2, 0, 0, 1, 0)), "children_", "kind"),
    "tree-of-reals": Lie(tree, tensor("children_", "F64", [2, 2], floats(4.0, 2.0, 0.0, 1.0)), "children_", "kind"),
    "tree-missing": Lie(tree, both(without("children_"), without("inner_centers_")), "children_", "kind"),
    "tree-without-centers": Lie(tree, without("inner_centers_"), "inner_centers_", "kind"),
    "tree-of-one-cluster": Lie(
        tree,
        both(
            tensor("cluster_centers_", "F64", [1, 2], floats(0.0, 1.0)),
            param("n_clusters", 1),
            described("outputs", 1, shape=[-1, 1]),
        ),
        "children_",
        "kind",
    ),
}

LIES = TEXTS | KEYS | CHAINS | KINDS | TREES
