"""A server as a child of this process, for tests, examples and notebooks."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Collection
from typing import IO, Any, Self

from mlmeta.errors import MlmetaError

from mlmeta_serving import binary

__all__ = ["Server", "ServerError", "serve"]

STOP_TIMEOUT = 15.0
"""Seconds from the request to stop to the kill: the server's own deadline for open requests is 10."""


class ServerError(MlmetaError):
    """The server does not start; the message says why."""


def serve(
    model_path: str | os.PathLike[str],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    allow: Collection[str] = (),
    timeout: float = 90.0,
) -> "Server":
    """Serve a model file and return a handle as soon as requests are answered.

    Parameters
    ----------
    model_path : path-like
        The file; its stem is the model's name.
    host : str
        Address to listen on.
    port : int
        Port to listen on; 0 takes any free one.
    allow : collection of str
        Providers that may be imported to answer for a model without a native predictor.
    timeout : float
        Seconds that the server gets to start.

    Returns
    -------
    Server
        With `url` and `stop()`; a context manager that stops at its end. The server also ends when this interpreter does.

    Raises
    ------
    MissingServerError
        The program is not installed.
    ServerError
        The model cannot be served, the address is taken, or the time is over.

    Examples
    --------
    >>> import tempfile, urllib.request
    >>> import mlmeta
    >>> from mlmeta import cluster
    >>> from mlmeta_serving.server import serve
    >>> km = cluster.KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [9.0]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = mlmeta.save(km, f"{folder}/segments.mlm")
    ...     with serve(path) as server:
    ...         urllib.request.urlopen(f"{server.url}/v2/models/segments/ready").status
    200
    """
    program = [str(binary.find()), "--json", f"--host={host}", f"--port={port}", "--shutdown-delay=0", "--python", sys.executable]
    program += [f"--allow-provider={name}" for name in allow]
    log = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as the server runs
    process = subprocess.Popen(
        [*program, "--", os.fspath(model_path)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
    )
    try:
        line = _first_line(process, timeout)
        if line is None:
            message = f"The server was not ready after {timeout} s."
            raise ServerError(message)
        if not line:
            process.wait()
            message = f"The server did not start. {_reason(_read(log))}"
            raise ServerError(message)
        return Server(json.loads(line), process, log)
    except BaseException:
        _end(process, log)
        raise


class Server:
    """A running server.

    Attributes
    ----------
    url : str
        `http://host:port`, without a slash at its end.
    model : str
        The model's name in the routes: `{url}/v2/models/{model}/infer`.
    """

    def __init__(self, ready: dict[str, Any], process: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
        self.url: str = ready["url"]
        self.model: str = ready["model"]
        self._process = process
        self._log = log
        self._finalizer = weakref.finalize(self, _end, process, log)

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def log(self) -> str:
        """Return what the server and its worker wrote to standard error, while it runs."""
        return _read(self._log)

    def stop(self) -> None:
        """Stop the server and wait for its end; open requests are finished first. Once is as good as twice."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        state = "running" if self._finalizer.alive and self._process.poll() is None else "stopped"
        return f"<Server of {self.model!r} at {self.url}, {state}>"


def _first_line(process: "subprocess.Popen[bytes]", timeout: float) -> bytes | None:
    """Return the first line that a process prints, empty if it prints none, None if the time is over."""
    lines: list[bytes] = []

    def read() -> None:
        if process.stdout is not None:
            lines.append(process.stdout.readline())

    # A thread, since only some systems can wait for a pipe with a time limit.
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(timeout)
    return lines[0] if lines else None


def _read(log: IO[bytes]) -> str:
    # The position belongs to the server too, which shares the open file and goes on writing at its end.
    return os.pread(log.fileno(), os.fstat(log.fileno()).st_size, 0).decode("utf-8", "replace").strip()


def _reason(log: str) -> str:
    """Return the log with its last line, the error as JSON, as text."""
    before, _, line = log.rpartition("\n")
    try:
        error = f"mlmeta-serve: {json.loads(line)['error']}"
    except (ValueError, TypeError, LookupError):  # it was killed before it could say why
        return log
    return f"{before}\n{error}" if before else error


def _end(process: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
    log.close()
