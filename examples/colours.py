"""Quantise the colours of a photograph with every installed provider of K-Means and with scikit-learn, then serve the model.

    python examples/colours.py --out build/demo

Each contender fits in fresh processes of its own, in rounds (scikit-learn, provider, provider, scikit-learn ...), on the same
273,280 pixels; the fastest round counts. Then the chosen provider's model is saved, served on a loopback port, and asked for
ten pixels. Exit code 1 when an answer is wrong.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mlmeta
import numpy as np
from mlmeta import cluster
from numpy.typing import NDArray

PEER = "scikit-learn"
Pixels = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Result:
    """What one contender took and found."""

    provider: str
    version: str
    seconds: float
    speed: float
    inertia: float
    n_iter: int
    label_disagreement: float
    peak_memory_mib: float


def photograph() -> NDArray[np.uint8]:
    """Return scikit-learn's sample photograph, of shape (427, 640, 3)."""
    from sklearn.datasets import load_sample_image  # noqa: PLC0415  # a contender's process must not import scikit-learn

    picture: NDArray[np.uint8] = load_sample_image("china.jpg")
    return picture


def fit_once(provider: str, data: Path, n_clusters: int, answer: Path) -> None:
    """Fit one contender in this process and write what it took and found."""
    pixels: Pixels = np.load(data)
    model: Any
    if provider == PEER:
        from sklearn.cluster import KMeans  # noqa: PLC0415  # only in its own process

        model = KMeans(n_clusters, random_state=0)
    else:
        model = cluster.KMeans(n_clusters, random_state=0, provider=provider)
    model.fit(pixels[:: len(pixels) // 1000])  # warm up: libraries and threads are loaded before the clock starts
    start = time.perf_counter()
    model.fit(pixels)
    seconds = time.perf_counter() - start
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.savez(answer, labels=model.labels_, centers=model.cluster_centers_, seconds=seconds,
             inertia=model.inertia_, n_iter=model.n_iter_, mebibytes=kibibytes / 1024)  # fmt: skip


def run_rounds(contenders: Sequence[str], data: Path, n_clusters: int, rounds: int) -> dict[str, dict[str, NDArray[Any]]]:
    """Return the fastest of `rounds` interleaved runs of each contender, each in a fresh process."""
    # A BLAS held to an older kernel would flatter us: scikit-learn gets its native one.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    best: dict[str, dict[str, NDArray[Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for contender in contenders:
                answer = Path(folder) / "answer.npz"
                command = [sys.executable, __file__, "--contender", contender, "--data", str(data), "--answer", str(answer)]
                subprocess.run([*command, "--clusters", str(n_clusters)], check=True, env=environment, timeout=300)
                with np.load(answer) as stored:
                    found = dict(stored)
                if contender not in best or found["seconds"] < best[contender]["seconds"]:
                    best[contender] = found
    return best


def compare(pixels: Pixels, n_clusters: int, rounds: int) -> tuple[list[Result], dict[str, dict[str, NDArray[Any]]]]:
    """Return one row a contender, scikit-learn first, and what each found."""
    versions = {row.provider: row.version or "" for row in cluster.KMeans.providers() if row.version}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "pixels.npy"
        np.save(data, pixels)
        found = run_rounds([PEER, *versions], data, n_clusters, rounds)
    peer = found[PEER]
    rows = [
        Result(
            provider=name,
            version=versions.get(name) or version(PEER),
            seconds=float(one["seconds"]),
            speed=float(peer["seconds"] / one["seconds"]),
            inertia=float(one["inertia"]),
            n_iter=int(one["n_iter"]),
            label_disagreement=float(np.mean(one["labels"] != peer["labels"])),
            peak_memory_mib=float(one["mebibytes"]),
        )
        for name, one in found.items()
    ]
    return rows, found


def write_picture(picture: NDArray[np.uint8], model: Any, path: Path) -> None:
    """Write the photograph and, beside it, the same in the model's colours."""
    from PIL import Image  # noqa: PLC0415  # only here

    colours = np.clip(np.rint(model.cluster_centers_), 0, 255).astype(np.uint8)
    quantised = colours[model.labels_].reshape(picture.shape)
    gap = np.full((picture.shape[0], 8, 3), 255, dtype=np.uint8)
    Image.fromarray(np.hstack([picture, gap, quantised])).save(path)


def ask(url: str, name: str, rows: Pixels) -> list[int]:
    """Return the clusters of `rows` as the server tells them (Open Inference Protocol over REST)."""
    tensor = {"name": "X", "shape": list(rows.shape), "datatype": "FP64", "data": rows.ravel().tolist()}
    request = urllib.request.Request(
        f"{url}/v2/models/{name}/infer",
        data=json.dumps({"inputs": [tensor]}).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        outputs = json.load(response)["outputs"]
    labels: list[int] = next(output["data"] for output in outputs if output["name"] == "labels")
    return labels


def table(rows: Sequence[Result]) -> str:
    """Return the rows as text."""
    head = ("provider", "version", "seconds", "speed", "inertia", "iterations", "labels that differ", "peak memory")
    cells = [
        (
            row.provider, row.version, f"{row.seconds:.3f}", f"{row.speed:.1f}x", f"{row.inertia:.4f}", str(row.n_iter),
            f"{row.label_disagreement:.4%}", f"{row.peak_memory_mib:.0f} MiB",
        )
        for row in rows
    ]  # fmt: skip
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in (head, *cells)]
    return "\n".join(lines)


def demonstrate(options: argparse.Namespace) -> dict[str, Any]:
    """Run the whole demonstration and return it as data."""
    say = (lambda *_: None) if options.json else print
    options.out.mkdir(parents=True, exist_ok=True)
    picture = photograph()
    pixels = picture.reshape(-1, 3).astype(options.dtype)

    say("Installed algorithms\n")
    say(mlmeta.search())
    say(f"\n{len(pixels):,} pixels, {options.clusters} colours, {options.dtype}, best of {options.rounds} interleaved rounds\n")
    rows, found = compare(pixels, options.clusters, options.rounds)
    say(table(rows))

    explanation = mlmeta.explain("cluster.KMeans")
    say(f"\ncluster.KMeans() picks {explanation.chosen}: {explanation.because}.\n{explanation.candidates}")
    model = cluster.KMeans(options.clusters, random_state=0).fit(pixels)
    image = options.out / "colours.png"
    write_picture(picture, model, image)
    path = mlmeta.save(model, options.out / "colours.mlm")
    say(f"\nThe picture: {image}\nThe model:   {path}, {path.stat().st_size:,} bytes")

    ten = np.ascontiguousarray(pixels[:: len(pixels) // 10][:10], dtype=np.float64)
    with mlmeta.serve(path) as server:
        answers = ask(server.url, path.stem, ten)
    expected = model.predict(ten).tolist()
    say(f"\nServed on {server.url}, ten pixels asked over REST: {answers}, {'right' if answers == expected else 'WRONG'}")
    return {
        "rows": [asdict(row) for row in rows],
        "pixels": len(pixels),
        "dtype": options.dtype,
        "choice": explanation.as_json(),
        "providers_agree": all(np.array_equal(found[row.provider]["labels"], model.labels_) for row in rows[1:]),
        "picture": str(image),
        "model": str(path),
        "served": {"url": server.url, "answers": answers, "expected": expected, "right": answers == expected},
    }


def main() -> int:
    """Run the demonstration, or one contender of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="folder for the picture and the model")
    parser.add_argument("--clusters", type=int, default=16)
    parser.add_argument("--dtype", choices=("float64", "float32"), default="float64")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the same as JSON")
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        fit_once(options.contender, options.data, options.clusters, options.answer)
        return 0
    told = demonstrate(options)
    if options.json:
        print(json.dumps(told, indent=2))
    return 0 if told["served"]["right"] else 1


if __name__ == "__main__":
    sys.exit(main())
