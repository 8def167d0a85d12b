"""Compare how every provider fits K-Means, or its kin, with how scikit-learn does, label by label, and write the record.

python -m benches.parity --providers np,rs --out benches/records/2026-11-23-parity.json
python -m benches.parity --algorithm MiniBatchKMeans --providers rs --out build/mini-batch.json

A case is equal when all labels (as numbers, not up to renaming) and `n_iter_` are. scikit-learn runs on one thread. Data in
float32 are compared with scikit-learn's fit of the same values in float64; how often its own float32 fit agrees is counted apart.
"""

import argparse
import concurrent.futures
import datetime as dt
import functools
import importlib.metadata
import itertools
import json
import multiprocessing
import os
import platform
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import mlmeta
import numpy as np
from mlmeta import cluster
from scipy import sparse  # type: ignore[import-untyped]
from sklearn import cluster as peer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benches import parity_causes, parity_data
from benches.record import processor

CLUSTERS = (3, 8)
SEEDS = 10
STARTS = (("k-means++", 1), ("k-means++", 3), ("random", 1), ("random", 3), ("array", 1))
PACKAGES = ("mlmeta", "mlmeta-clustering-np", "mlmeta-clustering-rs", "numpy", "scikit-learn", "scipy", "threadpoolctl")
GROUP = ("provider", "kind", "dtype", "storage")
ALGORITHMS = ("KMeans", "MiniBatchKMeans")
KINDS = {False: "continuous", True: "with exact ties"}


class Told(NamedTuple):
    """What the cases of one data set told."""

    data: str
    counts: Counter[tuple[str, ...]]
    misses: list[dict[str, Any]]

    @property
    def cases(self) -> int:
        """The number of cases."""
        return sum(count for key, count in self.counts.items() if key[-1] == "cases")


class Form(NamedTuple):
    """One data set in one dtype and one storage."""

    data: str
    dtype: str
    storage: str
    ties: bool
    values: np.ndarray  # dense, in the dtype given
    weight: np.ndarray


class Case(NamedTuple):
    """One fit that every provider and scikit-learn make."""

    k: int
    init: str
    n_init: int
    weighted: bool
    seed: int


def forms(data: str) -> Iterator[Form]:
    """Yield the forms of one data set; a photograph at full size has one."""
    full = data in parity_data.FULL_SIZE
    held = parity_data.load(data)
    random = np.random.default_rng(len(held))
    whole, continuous = random.integers(0, 4, len(held)).astype(np.float64), random.uniform(0.1, 3.0, len(held))
    for dtype in ("float64",) if full else ("float64", "float32"):
        values = held.astype(dtype)
        ties = parity_data.has_exact_ties(values)
        for storage in ("dense",) if full else ("dense", "CSR"):
            yield Form(data, dtype, storage, ties, values, whole if ties else continuous)


def cases(form: Form) -> Iterator[Case]:
    """Yield the cases of one form."""
    if form.data in parity_data.FULL_SIZE:
        yield from (Case(k, "k-means++", 1, weighted=False, seed=0) for k in CLUSTERS)
        return
    for k, (init, n_init), weighted, seed in itertools.product(CLUSTERS, STARTS, (False, True), range(SEEDS)):
        yield Case(k, init, n_init, weighted, seed)


def start(form: Form, case: Case) -> str | np.ndarray:
    """Return the `init` of a case: its name, or seeded rows of the data, shape (k, n_features)."""
    if case.init != "array":
        return case.init
    return form.values[np.random.default_rng(case.seed).choice(len(form.values), case.k, replace=False)]


def fit(estimator: Callable[..., Any], form: Form, case: Case, dtype: str, **changed: Any) -> Any:
    """Return a fitted K-Means of a case, on the form's values as `dtype`."""
    init = start(form, case)
    settings: dict[str, Any] = {
        "init": init if isinstance(init, str) else init.astype(dtype),
        "n_init": case.n_init,
        "random_state": case.seed,
    }
    X = form.values.astype(dtype, copy=False)
    weight = form.weight if case.weighted else None
    rows = sparse.csr_array(X) if form.storage == "CSR" else X
    with mlmeta.use(threads=1):
        return estimator(case.k, **(settings | changed)).fit(rows, sample_weight=weight)


def same(a: Any, b: Any) -> bool:
    """Return whether two fitted estimators have the same labels and number of iterations."""
    return bool(np.array_equal(a.labels_, b.labels_) and a.n_iter_ == b.n_iter_)


def why(form: Form, case: Case, ours: Callable[..., Any], theirs: Callable[..., Any]) -> str:
    """Return the cause of a miss; scikit-learn centres what is dense."""
    wide = form.values.astype(np.float64)
    return parity_causes.cause(
        wide,
        start(form, case),
        middle=np.zeros(wide.shape[1]) if form.storage == "CSR" else wide.mean(axis=0),
        ours=ours,
        theirs=theirs,
        seed=case.seed,
        n_init=case.n_init,
        weight=form.weight if case.weighted else np.ones(len(wide)),
    )


def miss(group: tuple[str, ...], form: Form, case: Case, ours: Any, theirs: Any) -> dict[str, Any]:
    """Return the row of a miss; pairs are ours, then scikit-learn's."""
    facts = dict(zip(GROUP, group, strict=True)) | {"data": form.data} | case._asdict()
    return facts | {
        "labels_equal": round(float(np.mean(ours.labels_ == theirs.labels_)), 6),
        "n_iter": [ours.n_iter_, theirs.n_iter_],
        "inertia": [ours.inertia_, theirs.inertia_],
    }


def compare(data: str, providers: dict[str, bool], algorithm: str) -> Told:
    """Return counts and misses of one data set, for `providers`: name to whether it takes sparse rows.

    The cause of a miss is looked for in fits of K-Means alone, whose iterations `benches.parity_causes` knows.
    """
    reference, spec = getattr(peer, algorithm), getattr(cluster, algorithm)
    counts: Counter[tuple[str, ...]] = Counter()
    misses: list[dict[str, Any]] = []
    for form in forms(data):
        names = [name for name, takes_sparse in providers.items() if takes_sparse or form.storage == "dense"]
        for case in cases(form) if names else ():
            theirs = functools.partial(fit, reference, form, case, "float64")
            expected = theirs()
            own = fit(reference, form, case, "float32") if form.dtype == "float32" else None
            causes: dict[tuple[bytes, int], str] = {}
            for name in names:
                ours = functools.partial(fit, spec.using(name), form, case, form.dtype)
                fitted = ours()
                group = (name, KINDS[form.ties], form.dtype, form.storage)
                counts[*group, "cases"] += 1
                counts[*group, "equal"] += same(fitted, expected)
                counts[*group, "equal to its float32 fit"] += own is not None and same(fitted, own)
                if not same(fitted, expected):
                    result = (fitted.labels_.tobytes(), fitted.n_iter_)
                    if result not in causes:
                        traced = algorithm == "KMeans"
                        causes[result] = why(form, case, ours, theirs) if traced else parity_causes.NOT_TRACED
                    misses.append(miss(group, form, case, fitted, expected) | {"cause": causes[result]})
    return Told(data, counts, misses)


def prepare() -> None:
    """Prepare a worker: low priority, one thread, no warnings of fits that stop early or find few distinct rows."""
    os.nice(10)
    threadpool_limits(1)
    warnings.simplefilter("ignore")


def measure(providers: dict[str, bool], names: Sequence[str], processes: int, algorithm: str) -> list[Told]:
    """Return what every data set told; progress goes to standard error."""
    context = multiprocessing.get_context("spawn")
    told: list[Told] = []
    begin = time.perf_counter()
    with concurrent.futures.ProcessPoolExecutor(processes, mp_context=context, initializer=prepare) as pool:
        waiting = [pool.submit(compare, name, providers, algorithm) for name in names]
        for done in concurrent.futures.as_completed(waiting):
            told.append(one := done.result())
            passed = time.perf_counter() - begin
            print(f"{passed:5.0f} s  {len(told)}/{len(names)}  {one.data}: {len(one.misses)} misses", file=sys.stderr)
    return sorted(told, key=lambda one: list(names).index(one.data))


def summary(told: list[Told]) -> list[dict[str, Any]]:
    """Return one row a provider, kind of data, dtype and storage."""
    total: Counter[tuple[str, ...]] = sum((one.counts for one in told), Counter())
    rows = []
    for group in sorted({key[:4] for key in total}):
        row: dict[str, Any] = dict(zip(GROUP, group, strict=True))
        row["cases"], row["equal"] = total[*group, "cases"], total[*group, "equal"]
        row["share"] = round(row["equal"] / row["cases"], 6)
        if group[2] == "float32":
            row["equal_to_float32_fit"] = total[*group, "equal to its float32 fit"]
        found = [one["cause"] for data in told for one in data.misses if tuple(one[key] for key in GROUP) == group]
        row["causes"] = dict(Counter(cause.partition(", iteration")[0] for cause in found))
        rows.append(row)
    return rows


def main() -> int:
    """Write one record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--algorithm", default="KMeans", choices=ALGORITHMS)
    parser.add_argument("--providers", default="np,rs", help="names, separated by commas")
    parser.add_argument("--data", nargs="*", default=parity_data.NAMES, choices=parity_data.NAMES, help="default: all")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("OPENBLAS_")]:
        del os.environ[name]
    kind = f"cluster.{options.algorithm}"
    listed = mlmeta.search(options.algorithm, namespace="cluster", capabilities={"sparse"})
    takes_sparse = {entry.provider for entry in listed if entry.algorithm == kind}
    providers = {name: name in takes_sparse for name in options.providers.split(",")}
    begin = time.perf_counter()
    told = measure(providers, options.data, options.processes, options.algorithm)
    record = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "command": f"python -m benches.parity --algorithm {options.algorithm} --providers {options.providers}",
        "machine": processor(),
        "seconds": round(time.perf_counter() - begin),
        "versions": {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in PACKAGES},
        "data": {one.data: {"cases": one.cases, "misses": len(one.misses)} for one in told},
        "summary": summary(told),
        "misses": [miss for one in told for miss in one.misses],
    }
    options.out.write_text(dump(record) + "\n")
    print(f"written {options.out}")
    return 0


def dump(record: dict[str, Any]) -> str:
    """Return the record as JSON with one line a row."""
    lines = {key: [json.dumps(row) for row in record[key]] for key in ("summary", "misses")}
    text = json.dumps(record | {key: [] for key in lines}, indent=2)
    for key, rows in lines.items():
        text = text.replace(f'"{key}": []', f'"{key}": [\n    ' + ",\n    ".join(rows) + "\n  ]" if rows else f'"{key}": []')
    return text


if __name__ == "__main__":
    sys.exit(main())
