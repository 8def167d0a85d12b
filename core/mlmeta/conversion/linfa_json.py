"""K-Means as JSON in the layout of linfa 0.1 (2019), which its Rust servers loaded: read and written.

One object: `hyperparameters` (`tolerance`, `max_n_iterations`, `n_clusters`) and `centroids` (`v` 1, `dim` [rows, columns] and
`data`, row after row, as serde writes an array of ndarray). What linfa-python 0.1.0 saved is read as well: that object as
`model`, beside `hyperparams` and `rng`. The layout knows no feature names, versions or checksums.
"""

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from reprlib import repr as short
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlmeta.errors import ModelFileError
from mlmeta.modelfile import reading, writing
from mlmeta.models.fitted import estimator_of, state_of
from mlmeta.models.portable import as_model
from mlmeta.specs.state import State

__all__ = ["from_linfa_json", "to_linfa_json"]

KIND = "cluster.KMeans"
LARGEST_FILE = 1 << 28
WRAPPER = ("hyperparams", "rng", "model")
PARAMETERS = {"tolerance": "tol", "max_n_iterations": "max_iter", "n_clusters": "n_clusters"}
"""linfa's names of the parameters, and the spec's."""


def from_linfa_json(path: str | os.PathLike[str], provider: str | None = None, *, limit: int = LARGEST_FILE) -> Any:
    """Return the fitted `cluster.KMeans` that a JSON file of linfa or linfa-python (2019) holds.

    Parameters
    ----------
    path : path-like
        The file.
    provider : str or None
        The provider to construct; None is the best-ranked installed one.
    limit : int
        The most bytes to read.

    Raises
    ------
    ModelFileError
        The file is not what it claims to be; the message names the field.
    MissingProviderError, UnknownProviderError
        No provider of K-Means is installed, or not this one.

    Notes
    -----
    `tolerance` becomes `tol`, `max_n_iterations` becomes `max_iter`. They matter only when the model is fitted again: linfa
    compares its tolerance with the shift of the centres as it is, a fit here scales it by the variance of the data.
    """
    found = _parse(bytes(reading.content(Path(path), limit)))
    return estimator_of(_state(found), provider)


def to_linfa_json(model: Any, path: str | os.PathLike[str]) -> Path:
    """Write a fitted K-Means of any provider in the layout of linfa 0.1 (2019) and return the path.

    Every number is written so that reading gives the same float64. Feature names, ranges and all other parameters have no place
    in the layout. The file appears under its name only when whole.

    Parameters
    ----------
    model : cluster.KMeans
        Fitted; of any provider.
    path : path-like
        Where to.

    Raises
    ------
    ModelFileError
        The model is no K-Means.
    NotFittedError
        It was not fitted.

    Examples
    --------
    >>> import mlmeta, tempfile, pathlib
    >>> from mlmeta import cluster
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = mlmeta.to_linfa_json(km, pathlib.Path(folder) / "model.json")
    ...     mlmeta.from_linfa_json(path).predict([[8.0]]) == km.predict([[8.0]])
    array([ True])
    """
    state = state_of(as_model(model))
    if state.kind != KIND:
        message = f"The layout of linfa's JSON holds a {KIND} and nothing else, got {state.kind}. Use mlmeta.save."
        raise ModelFileError(message)
    centres = state.tensors["cluster_centers_"]
    document = {
        "hyperparameters": {
            "tolerance": float(state.params["tol"]),
            "max_n_iterations": int(state.params["max_iter"]),
            "n_clusters": int(state.params["n_clusters"]),
        },
        "centroids": {"v": 1, "dim": list(centres.shape), "data": centres.astype(np.float64).ravel().tolist()},
    }
    target = Path(path)
    writing.replace(target, json.dumps(document, separators=(",", ":"), allow_nan=False).encode())
    return target


def _parse(content: bytes) -> Mapping[str, Any]:
    """Return the object of a K-Means in the text of a file."""
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        message = f"The file is no JSON of linfa: {str(error) or 'it is nested too deeply'}"
        raise ModelFileError(message) from error
    if not isinstance(found, dict) or "model" not in found:
        return _object(found, "the file", ("hyperparameters", "centroids"))
    _object(found, "the file", WRAPPER)
    if found["model"] is None:
        _refuse("model is null: linfa-python saved it before it was fitted")
    model = _object(found["model"], "model", ("hyperparameters", "centroids"))
    if _parameters(found["hyperparams"], "hyperparams") != _parameters(model["hyperparameters"], "hyperparameters"):
        _refuse("hyperparams are not those of the model in the same file")
    return model


def _state(found: Mapping[str, Any]) -> State:
    from mlmeta.cluster import KMeans  # noqa: PLC0415  # `mlmeta.from_linfa_json` is a name before it is a use of one

    params = _parameters(found["hyperparameters"], "hyperparameters")
    centres = _centres(found["centroids"])
    if len(centres) != params["n_clusters"]:
        _refuse(f"centroids.dim has {len(centres)} rows, but hyperparameters.n_clusters is {params['n_clusters']}")
    return State(
        kind=KIND,
        spec_version=KMeans.__mlmeta_version__,
        state_version=1,
        params=params,
        n_features=centres.shape[1],
        feature_names=None,
        classes=None,
        tensors={"cluster_centers_": centres},
    )


def _parameters(found: Any, where: str) -> dict[str, Any]:
    given = _object(found, where, tuple(PARAMETERS))
    tolerance = _real(given["tolerance"], f"{where}.tolerance")
    if tolerance < 0:
        _refuse(f"{where}.tolerance is {tolerance}, expected a number from 0 on")
    whole = {PARAMETERS[name]: _whole(given[name], f"{where}.{name}") for name in ("max_n_iterations", "n_clusters")}
    return {"tol": tolerance, **whole}


def _centres(found: Any) -> NDArray[np.float64]:
    given = _object(found, "centroids", ("v", "dim", "data"))
    if type(given["v"]) is not int or given["v"] != 1:
        _refuse(f"centroids.v is {short(given['v'])}, expected 1, the version of an array's layout")
    if not isinstance(given["dim"], list) or len(given["dim"]) != 2:
        _refuse("centroids.dim must be two whole numbers, rows and columns")
    rows, columns = (_whole(size, f"centroids.dim[{i}]") for i, size in enumerate(given["dim"]))
    data = given["data"]
    if not isinstance(data, list) or len(data) != rows * columns:
        length = f"{len(data)} numbers" if isinstance(data, list) else type(data).__name__
        _refuse(f"centroids.data is {length}, but centroids.dim says {rows} x {columns}")
    values = [_real(value, f"centroids.data[{i}]") for i, value in enumerate(data)]
    return np.array(values, dtype=np.float64).reshape(rows, columns)


def _object(found: Any, where: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(found, dict) or set(found) != set(keys):
        given = f"the keys {short(list(found))}" if isinstance(found, dict) else type(found).__name__
        _refuse(f"{where} must be an object of exactly {', '.join(keys)}, got {given}")
    fine: Mapping[str, Any] = found
    return fine


def _whole(value: Any, where: str) -> int:
    if type(value) is not int or not 1 <= value <= 2**53:
        _refuse(f"{where} is {short(value)}, expected a whole number from 1 on")
    return int(value)


def _real(value: Any, where: str) -> float:
    if type(value) not in (int, float):
        _refuse(f"{where} is {short(value)}, expected a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        _refuse(f"{where} is no finite float64")
    return number


def _refuse(reason: str) -> None:
    message = f"The file is no K-Means of linfa: {reason}."
    raise ModelFileError(message)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        message = f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands there twice"
        raise ValueError(message)
    return found


def _no_number(text: str) -> Any:
    message = f"{text} is no number of JSON"
    raise ValueError(message)
