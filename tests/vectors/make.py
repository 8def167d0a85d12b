"""Add the model files of this folder that are not there yet; one that is there is never written again.

python tests/vectors/make.py --core 0.1.0 --sklearn 0.1.0 --created 2026-11-23T17:00:00Z

Every kind with a portable state has a file, `KIND-specN-stateN-formatN.mlm` (a `/` of a kind is a `+`), and some have more:
`KIND-specN-stateN-formatN-VARIANT.mlm`. Data, seeds and provenance are fixed. The committed bytes are the truth: a real-valued
state depends on the last bits of the BLAS that fitted it, so another machine need not get the same bytes.
"""

import argparse
import dataclasses
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from mlmeta.algorithms import kinds
from mlmeta.modelfile import container, document
from mlmeta.modelfile.container import FORMAT
from mlmeta.models import fitted
from mlmeta.models.chain import Chain
from mlmeta.plugins import registry
from sklearn.utils import get_tags

FOLDER = Path(__file__).parent
TOLERANCE = {"float64": 1e-6, "float32": 1e-5}
"""How far a real answer may be from the sample's, relative to the largest magnitude in it, by the dtype of the state."""

ROWS = np.abs(np.random.RandomState(0).normal(size=(36, 3))) + (np.arange(36) % 3)[:, None]
NUMBERS = ROWS @ np.array([1.0, 2.0, -1.0]) + 4.0
WORDS = np.array(["Apfel", "Größe", "\U0001f600 日本"])
NAMES = ["länge", "幅", "e\u0301 \U0001f600"]
SETTINGS = {"random_state": 0, "n_clusters": 3, "n_components": 2, "cv": 3, "max_iter": 2000}
TARGETS = {"classifier": WORDS[np.arange(36) % 3], "regressor": NUMBERS}

Named = tuple[str, Any]


def with_state() -> list[str]:
    """Return the kinds that have a portable state here."""
    rows = registry.index().all_rows()
    return sorted({row.kind for row in rows if row.provider == "sklearn" and row.capabilities["servable"]})


def made_of(kind: str, X: Any = ROWS, y: Any = None, **parameters: Any) -> Any:
    """Return a fitted model of a kind, by scikit-learn, so that no provider of ours decides what the format is."""
    made = kinds.get(kind, provider="sklearn")()
    settings = {**SETTINGS, **({"max_iter": 3} if kind.endswith("PursuitCV") else {}), **parameters}
    made.set_params(**{name: value for name, value in settings.items() if name in made.get_params()})
    target = TARGETS.get(get_tags(made).estimator_type) if y is None else y
    return made.fit(X, target[:, None] if target is not None and "MultiTask" in kind else target)


def variants() -> Iterator[Named]:
    """Yield what a kind has more than one file of: dtypes, labels, names, parameters."""
    narrow = ROWS.astype(np.float32)
    for kind in ("cluster.KMeans", "linear_model.LogisticRegression", "preprocessing.StandardScaler", "linear_model.Ridge"):
        yield f"{kind}-float32", made_of(kind, narrow)
    yield "decomposition.PCA-float32", made_of("decomposition.PCA", narrow)
    yield "decomposition.PCA-whiten", made_of("decomposition.PCA", whiten=True)
    logistic = "linear_model.LogisticRegression"
    yield f"{logistic}-integers", made_of(logistic, y=np.array([5, -3, 2**40])[np.arange(36) % 3])
    yield f"{logistic}-booleans", made_of(logistic, y=np.arange(36) % 3 > 0)
    yield f"{logistic}-weights", made_of(logistic, class_weight={"Apfel": 2.5, "Größe": 1, WORDS[2]: 0.1}, C=np.inf)
    yield "naive_bayes.GaussianNB-booleans", made_of("naive_bayes.GaussianNB", y=np.arange(36) % 2 == 0)
    table = pd.DataFrame(ROWS, columns=NAMES)
    yield "preprocessing.MinMaxScaler-names", made_of("preprocessing.MinMaxScaler", table)
    yield f"{logistic}-names", made_of(logistic, table)
    yield "preprocessing.StandardScaler-without", made_of("preprocessing.StandardScaler", with_mean=False, with_std=False)
    yield "linear_model.Ridge-targets", made_of("linear_model.Ridge", y=np.column_stack([NUMBERS, NUMBERS[::-1]]))


def chains() -> Iterator[Named]:
    """Yield Pipelines of scikit-learn as chains."""
    steps = {
        "scale-project-cluster": ("preprocessing.StandardScaler", "decomposition.PCA", "cluster.KMeans"),
        "scale-classify": ("preprocessing.MinMaxScaler", "linear_model.LogisticRegression"),
        "one-step": ("preprocessing.RobustScaler",),
        "cluster-regress": ("cluster.KMeans", "linear_model.Ridge"),
    }
    for name, kinds_of_steps in steps.items():
        X, rows = (pd.DataFrame(ROWS, columns=NAMES) if name == "scale-classify" else ROWS), ROWS
        made = []
        for kind in kinds_of_steps:
            step = made_of(kind, rows if made else X)
            made.append(
                (f"{kind.rpartition('.')[2].lower()}-\U0001f600" if name == "one-step" else kind.rpartition(".")[2], step)
            )
            rows = step.transform(rows) if hasattr(step, "transform") else rows
        yield f"chain-{name}", Chain(made)


def models() -> Iterator[Named]:
    """Yield everything, as (kind or kind-variant, fitted model)."""
    yield from ((kind, made_of(kind)) for kind in with_state())
    yield from variants()
    yield from chains()


def packed(name: str, model: Any, provenance: Mapping[str, Any]) -> tuple[str, bytes, dict[str, Any]]:
    """Return file name, content and entry in the index of one model."""
    kind, _, variant = name.partition("-")
    state = fitted.state_of(model)
    ranged = dataclasses.replace(state, ranges=(ROWS.min(axis=0), ROWS.max(axis=0)) if kind == "chain" or not variant else None)
    described, tensors = document.write(ranged, model, kinds.spec_of(model))
    content = container.pack(described, {**provenance, "training": {"n_samples": len(ROWS)}}, tensors)
    told, _, _ = container.unpack(content)
    narrow = any(array.dtype == np.float32 for array in tensors.values())
    entry = {
        "kind": kind,
        "state_sha256": told["state_sha256"],
        "sha256": hashlib.sha256(content).hexdigest(),
        "tolerance": TOLERANCE["float32" if narrow else "float64"],
    }
    title = f"{kind.replace('/', '+')}-spec{state.spec_version}-state{state.state_version}-format{FORMAT}"
    return f"{title}{variant and '-'}{variant}.mlm", content, entry


def main() -> int:
    """Add what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--core", required=True, help="version of the core that the files name")
    parser.add_argument("--sklearn", required=True, help="version of mlmeta-sklearn that the files name")
    parser.add_argument("--created", required=True, help="the time that the files name")
    options = parser.parse_args()
    provider = {"dist": "mlmeta-sklearn", "name": "sklearn", "version": options.sklearn}
    provenance = {"provider": provider, "core_version": options.core, "created": options.created}
    index_file = FOLDER / "index.json"
    index = json.loads(index_file.read_text(encoding="utf-8")) if index_file.exists() else {}
    for name, model in models():
        title, content, entry = packed(name, model, provenance)
        if title in index:
            continue
        (FOLDER / title).write_bytes(content)
        index[title] = entry
        print(f"{title}: {len(content)} bytes")
    index_file.write_text(json.dumps(dict(sorted(index.items())), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
