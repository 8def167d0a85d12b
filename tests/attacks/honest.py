"""The files that the lies are made from; both readers take them as they are."""

from typing import Any

from forge import Draft, floats, integers, nodes

__all__ = ["FORMAT", "HONEST", "KIND", "bare", "chain", "classifier", "clusters", "sampled", "small", "steps", "tree"]

Json = dict[str, Any]


def provenance() -> Json:
    """Return where the files pretend to come from."""
    provider = {"dist": "", "name": "np", "version": ""}
    return {"core_version": "", "created": "2026-11-23T17:00:00Z", "provider": provider, "training": {"n": 2}}


def entry(name: str, dtype: str, shape: list[int], *, on_request: bool = False, ranges: bool = False) -> Json:
    """Return an input or output of a schema."""
    low, high = (f"ranges.{name}.min", f"ranges.{name}.max") if ranges else (None, None)
    return {
        "name": name,
        "dtype": dtype,
        "shape": shape,
        "description": "",
        "min": low,
        "max": high,
        "on_request": on_request,
    }


def state(kind: str, **known: Any) -> Json:
    """Return the document of a state of two columns without inputs, outputs and sample."""
    return {
        "format": 1,
        "kind": kind,
        "spec_version": 1,
        "state_version": 1,
        "params": {},
        "n_features": 2,
        "feature_names": None,
        "classes": None,
        "steps": [],
        "schema": {"inputs": [], "outputs": []},
        "sample": {"inputs": {}, "outputs": {}},
        **known,
    }


def bare() -> Draft:
    """Return the smallest file, without tensors: what reads the header's frame and the documents needs no more."""
    return Draft(state("a/b.C"), provenance(), {})


def small() -> Draft:
    """Return a file of two tensors of one shape."""
    tensors = {
        "centers_": ("F64", [2, 2], floats(0.0, 1.0, 10.0, 11.0)),
        "spreads_": ("F64", [2, 2], floats(2.0, 3.0, 4.0, 5.0)),
    }
    return Draft(state("a/b.C"), provenance(), tensors)


def sampled() -> Draft:
    """Return a file with a sample and the ranges of its columns."""
    schema = {"inputs": [entry("X", "float64", [-1, 2], ranges=True)], "outputs": [entry("labels", "string", [-1])]}
    sample = {"inputs": {"X": "sample.X"}, "outputs": {"labels": "sample.labels"}}
    tensors = {
        "ranges.X.max": ("F64", [2], floats(12.0, 13.0)),
        "ranges.X.min": ("F64", [2], floats(-1.0, 0.5)),
        "sample.X": ("F64", [1, 2], floats(10.0, 11.0)),
        "sample.labels": ("I64", [1], (1).to_bytes(8, "little")),
    }
    return Draft(state("a/b.C", classes=["no", "yes"], schema=schema, sample=sample), provenance(), tensors)


def steps() -> Draft:
    """Return a chain of two steps with a tensor each, of kinds that nobody knows."""
    step = {"spec_version": 1, "state_version": 1, "params": {}, "n_features": 2, "classes": None, "kind": "a/b.C"}
    listed = [{**step, "name": "first"}, {**step, "name": "last", "classes": [1, 2]}]
    tensors = {"steps.0.low_": ("U8", [1], b"\1"), "steps.1.high_": ("U8", [1], b"\2")}
    return Draft(state("chain", classes=[1, 2], steps=listed), provenance(), tensors)


def clusters() -> Draft:
    """Return a K-Means of two clusters with a sample."""
    schema = {
        "inputs": [entry("X", "float64", [-1, 2])],
        "outputs": [entry("labels", "int32", [-1]), entry("distances", "float64", [-1, 2], on_request=True)],
    }
    sample = {"inputs": {"X": "sample.X"}, "outputs": {"labels": "sample.labels"}}
    tensors = {
        "cluster_centers_": ("F64", [2, 2], floats(0.0, 1.0, 10.0, 11.0)),
        "sample.X": ("F64", [2, 2], floats(0.0, 1.0, 10.0, 11.0)),
        "sample.labels": ("I32", [2], integers(0, 1)),
    }
    document = state("cluster.KMeans", params={"n_clusters": 2}, schema=schema, sample=sample)
    return Draft(document, provenance(), tensors)


OUTPUTS = [entry("labels", "string", [-1]), entry("probabilities", "float64", [-1, 2])]


def classifier() -> Draft:
    """Return a logistic regression of two labels; its sample stores an index of a label."""
    schema = {"inputs": [entry("X", "float64", [-1, 2])], "outputs": OUTPUTS}
    sample = {"inputs": {"X": "sample.X"}, "outputs": {"labels": "sample.labels"}}
    tensors = {
        "coef_": ("F64", [1, 2], floats(1.0, -1.0)),
        "intercept_": ("F64", [1], floats(0.5)),
        "sample.X": ("F64", [1, 2], floats(3.0, 1.0)),
        "sample.labels": ("I64", [1], (1).to_bytes(8, "little")),
    }
    document = state("linear_model.LogisticRegression", classes=["no", "yes"], schema=schema, sample=sample)
    return Draft(document, provenance(), tensors)


def tree() -> Draft:
    """Return a bisecting K-Means of three clusters."""
    schema = {
        "inputs": [entry("X", "float64", [-1, 2])],
        "outputs": [entry("labels", "int32", [-1]), entry("distances", "float64", [-1, 3], on_request=True)],
    }
    tensors = {
        "children_": ("I64", [2, 2], nodes(4, 2, 0, 1)),
        "cluster_centers_": ("F64", [3, 2], floats(0.0, 1.0, 2.0, 3.0, 10.0, 11.0)),
        "inner_centers_": ("F64", [2, 2], floats(4.0, 5.0, 1.0, 2.0)),
    }
    return Draft(state("cluster.BisectingKMeans", params={"n_clusters": 3}, schema=schema), provenance(), tensors)


def chain() -> Draft:
    """Return a scaler and a logistic regression."""
    step = {"spec_version": 1, "state_version": 1, "params": {}, "n_features": 2, "classes": None}
    labels = ["no", "yes"]
    steps = [
        {**step, "name": "scale", "kind": "preprocessing.StandardScaler"},
        {**step, "name": "answer", "kind": "linear_model.LogisticRegression", "classes": labels},
    ]
    schema = {"inputs": [entry("X", "float64", [-1, 2])], "outputs": OUTPUTS}
    tensors = {
        "steps.0.mean_": ("F64", [2], floats(1.0, 2.0)),
        "steps.0.n_samples_seen_": ("I64", [], (9).to_bytes(8, "little")),
        "steps.0.scale_": ("F64", [2], floats(1.0, 2.0)),
        "steps.0.var_": ("F64", [2], floats(1.0, 4.0)),
        "steps.1.coef_": ("F64", [1, 2], floats(1.0, -1.0)),
        "steps.1.intercept_": ("F64", [1], floats(0.5)),
    }
    return Draft(state("chain", classes=labels, steps=steps, schema=schema), provenance(), tensors)


FORMAT = {"bare": bare, "small": small, "sampled": sampled, "steps": steps}
KIND = {"clusters": clusters, "classifier": classifier, "chain": chain, "tree": tree}
HONEST = FORMAT | KIND
"""The files of `FORMAT` keep the format; those of `KIND` the rules of their algorithms too."""
