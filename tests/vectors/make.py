"""Add the model files of this folder that are not there yet; one that is there is never written again.

python tests/vectors/make.py --core 0.1.0 --sklearn 0.1.0 --created 2026-11-23T17:00:00Z

Every kind with a portable state has a file, `KIND-specN-stateN-formatN.mlm` (a `/` of a kind is a `+`), and some have more:
`KIND-specN-stateN-formatN-VARIANT.mlm`. Data, seeds and provenance are fixed. The committed bytes are the truth: a real-valued
state depends on the last bits of the BLAS that fitted it, so another machine need not get the same bytes.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from mlmeta import adapters, kinds, registry
from mlmeta.modelfile import container, document
from mlmeta.modelfile.container import FORMAT
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


def fitted(kind: str, X: Any = ROWS, y: Any = None, **parameters: Any) -> Any:
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
        yield f"{kind}-float32", fitted(kind, narrow)
    yield "decomposition.PCA-float32", fitted("decomposition.PCA", narrow)
    yield "decomposition.PCA-whiten", fitted("decomposition.PCA", whiten=True)
    logistic = "linear_model.LogisticRegression"
    yield f"{logistic}-integers", fitted(logistic, y=np.array([5, -3, 2**40])[np.arange(36) % 3])
    yield f"{logistic}-booleans", fitted(logistic, y=np.arange(36) % 3 > 0)
    yield f"{logistic}-weights", fitted(logistic, class_weight={"Apfel": 2.5, "Größe": 1, WORDS[2]: 0.1}, C=np.inf)
    yield "naive_bayes.GaussianNB-booleans", fitted("naive_bayes.GaussianNB", y=np.arange(36) % 2 == 0)
    table = pd.DataFrame(ROWS, columns=NAMES)
    yield "preprocessing.MinMaxScaler-names", fitted("preprocessing.MinMaxScaler", table)
    yield f"{logistic}-names", fitted(logistic, table)
    yield "preprocessing.StandardScaler-without", fitted("preprocessing.StandardScaler", with_mean=False, with_std=False)
    yield "linear_model.Ridge-targets", fitted("linear_model.Ridge", y=np.column_stack([NUMBERS, NUMBERS[::-1]]))


def models() -> Iterator[Named]:
    """Yield everything, as (kind or kind-variant, fitted model)."""
    yield from ((kind, fitted(kind)) for kind in with_state())
    yield from variants()


def packed(name: str, model: Any, provenance: Mapping[str, Any]) -> tuple[str, bytes, dict[str, Any]]:
    """Return file name, content and entry in the index of one model."""
    kind, _, variant = name.partition("-")
    row = kinds.row_of(model)
    spec = kinds.spec_of(model)
    state = adapters.of(row).capture(model, spec)
    ranged = type(state)(**{**vars(state), "ranges": (ROWS.min(axis=0), ROWS.max(axis=0)) if not variant else None})
    described, tensors = document.write(ranged, model, spec)
    content = container.pack(described, {**provenance, "training": {"n_samples": len(ROWS)}}, tensors)
    told, _, _ = container.unpack(content)
    narrow = any(array.dtype == np.float32 for array in state.tensors.values())
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
