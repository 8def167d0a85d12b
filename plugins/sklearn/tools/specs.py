"""A class of scikit-learn as a spec and as a row of the manifest: all of it facts, read from the class."""

import inspect
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from domains import constraints_of, default, domain
from mlmeta.plugins.curated import NAMESPACES, SPECS
from mlmeta.specs.methods import METHODS
from sklearn.base import is_classifier, is_clusterer, is_outlier_detector, is_regressor
from sklearn.utils import all_estimators, get_tags
from sklearn.utils._test_common.instance_generator import _construct_instances
from sklearn.utils.validation import has_fit_parameter
from states import ADAPTERS, STATES

__all__ = ["classes", "factory", "row", "spec"]

TEXT_AND_IMAGES = {
    "CountVectorizer": "text",
    "HashingVectorizer": "text",
    "TfidfTransformer": "text",
    "TfidfVectorizer": "text",
    "PatchExtractor": "image",
}
"""What scikit-learn keeps in a module below `sklearn.feature_extraction`."""

KNOWN_DETERMINISTIC = {"cluster.DBSCAN"}

_ATTRIBUTES = re.compile(r"^Attributes\n-+\n(.*?)(?=^\S[^\n]*\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"^([A-Za-z]\w*_)(?: :|$)", re.MULTILINE)

BOOTSTRAP = {"parameter": "bootstrap", "values": [True], "negated": False}
FOREST = [
    {
        "when": {"parameter": "oob_score", "values": [False], "negated": True},
        "then": BOOTSTRAP,
        "otherwise": "refused",
        "why": "Without bootstrap samples every tree sees all rows, and none is left to estimate the accuracy.",
    },
    {
        "when": {"parameter": "max_samples", "values": [None], "negated": True},
        "then": BOOTSTRAP,
        "otherwise": "refused",
        "why": "It is the size of the bootstrap samples.",
    },
]
RULES = {
    f"ensemble.{name}": FOREST
    for name in ("ExtraTreesClassifier", "ExtraTreesRegressor", "RandomForestClassifier", "RandomForestRegressor")
}


def classes() -> Iterator[tuple[str, Any]]:
    """Yield (kind, class) of scikit-learn's public estimators in the curated namespaces, by namespace and name."""
    found = {f"{made.__module__.split('.')[1]}.{name}": made for name, made in all_estimators()}
    for kind in sorted(found):
        if kind.partition(".")[0] in NAMESPACES:
            yield kind, found[kind]


def factory(kind: str) -> str:
    """Return the public path of a class, `sklearn.linear_model:Ridge`."""
    namespace, _, name = kind.partition(".")
    below = f".{TEXT_AND_IMAGES[name]}" if name in TEXT_AND_IMAGES else ""
    return f"sklearn.{namespace}{below}:{name}"


def row(kind: str, made: Any, summary: str) -> dict[str, Any]:
    """Return the row of the manifest."""
    namespace, _, name = kind.partition(".")
    found: dict[str, Any] = {"algorithm": kind, "provider": "sklearn", "factory": factory(kind)}
    if kind not in SPECS:
        found["spec"] = f"specs/{namespace}.json#{name}"
    if kind in ADAPTERS:
        found["adapter"] = f"mlmeta_sklearn.adapters:{ADAPTERS[kind]}"
    return found | {"summary": summary, "licence": "BSD-3-Clause", "capabilities": _capabilities(kind, made)}


def _capabilities(kind: str, made: Any) -> dict[str, bool]:
    """Return what the class says of itself; what depends on the estimators it is made of is left out, as unknown."""
    tags = get_tags(_instance(made))
    delegates = any(parameter.default is parameter.empty for parameter in _parameters(made))
    has_state = kind in STATES or (kind in SPECS and kind != "cluster.DBSCAN")
    found: dict[str, bool | None] = {
        "deterministic": False if tags.non_deterministic else True if kind in KNOWN_DETERMINISTIC else None,
        "partial_fit": None if delegates else hasattr(made, "partial_fit"),
        "sample_weight": _weights(made),
        "servable": has_state,
        "sparse": None if delegates else bool(tags.input_tags.sparse),
    }
    return {name: value for name, value in found.items() if value is not None}


def _weights(made: Any) -> bool | None:
    passes_on = any(p.kind is p.VAR_KEYWORD for p in inspect.signature(made.fit).parameters.values())
    return None if passes_on else bool(has_fit_parameter(made, "sample_weight"))


def _instance(made: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of classes that scikit-learn deprecates
        return next(iter(_construct_instances(made)))


def _parameters(made: Any) -> list[inspect.Parameter]:
    listed = list(inspect.signature(made.__init__).parameters.values())[1:]
    return [p for p in listed if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]


def spec(kind: str, made: Any, summary: str) -> dict[str, Any]:
    """Return the spec as data. The meanings of the parameters are not in it: they are read from the installed class."""
    methods = [name for name in METHODS if hasattr(made, name)]
    roles, state = _roles(made, methods), STATES.get(kind)
    found: dict[str, Any] = {"kind": kind, "version": 1, "roles": roles, "summary": summary}
    known = constraints_of(made)
    found["parameters"] = [_parameter(p, known.get(p.name, "no_validation")) for p in _parameters(made)]
    if kind in RULES:
        found["requires"] = RULES[kind]
    found["attributes"] = _attributes(made)
    found["methods"] = methods
    found["outputs"] = _outputs(kind, made, roles, methods)
    found["state"] = state and state.as_json()
    return found


def _parameter(declared: inspect.Parameter, constraints: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"name": declared.name, "domain": domain(constraints)}
    if declared.default is not declared.empty:
        found["default"] = default(declared.default)
    if declared.name == "n_jobs":
        found["hint"] = True
    if declared.kind is not declared.KEYWORD_ONLY:
        found["keyword_only"] = False
    return found


def _roles(made: Any, methods: list[str]) -> list[str]:
    instance = _instance(made)
    asked: dict[str, Callable[[Any], bool]] = {
        "classifier": is_classifier,
        "regressor": is_regressor,
        "clusterer": is_clusterer,
        "outlier_detector": is_outlier_detector,
        "density_estimator": lambda made: get_tags(made).estimator_type == "density_estimator",
    }
    return [name for name, holds in asked.items() if holds(instance)] + (["transformer"] if "transform" in methods else [])


def _attributes(made: Any) -> list[str]:
    """Return the names of the fitted attributes that the class documents."""
    section = _ATTRIBUTES.search(inspect.getdoc(made) or "")
    return sorted(set(_NAME.findall(section.group(1)))) if section else []


def _outputs(kind: str, made: Any, roles: list[str], methods: list[str]) -> list[dict[str, Any]]:
    """Return the named outputs of a model; of a transformer only those whose columns the state knows."""
    found = []
    if "classifier" in roles:
        found.append(_output("labels", "predict", "classes", None, "the predicted class"))
        if hasattr(_instance(made), "predict_proba"):
            found.append(_output("probabilities", "predict_proba", "float64", "n_classes", "one probability a class"))
    elif "clusterer" in roles and "predict" in methods:
        found.append(_output("labels", "predict", "int32", None, "index of the cluster"))
    elif "outlier_detector" in roles and "predict" in methods:
        found.append(_output("labels", "predict", "int32", None, "-1 for an outlier, else 1"))
    elif "regressor" in roles:
        found.append(_output("values", "predict", "float64", "n_targets", "the predicted target, one column each if several"))
    columns = _columns(kind)
    if "transform" in methods and not found and columns:
        found.append(_output("transformed", "transform", "float64", columns, "the transformed row"))
    return found


def _columns(kind: str) -> str | None:
    if kind not in STATES:
        return None
    return "n_features" if kind.startswith("preprocessing.") else "n_components_"


def _output(name: str, method: str, dtype: str, columns: str | None, description: str) -> dict[str, Any]:
    return {"name": name, "method": method, "dtype": dtype, "columns": columns, "description": description}
