"""The processes of the contenders: asked in turns, line by line, with patience, and ended when nothing is asked any more."""

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Self

from mlmeta.comparison.task import Task

__all__ = ["Race"]

GRACE = 10.0
"""Seconds that a process has to end by itself."""


class ProcessFailure(Exception):
    """What a contender's process, or the provider in it, failed with."""


class Process:
    """One running contender."""

    def __init__(self, task: Task, provider: str, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "mlmeta.comparison.contender", str(task.folder / "task.pickle"), provider]
        self._running = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._errors: list[str] = []
        self._readers = [
            threading.Thread(target=self._read_answers, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def ask(self, what: str, timeout: float | None = None) -> dict[str, Any]:
        """Return the answer to one request, which may take `timeout` seconds.

        Raises
        ------
        ProcessFailure
            The provider raised, the process ended, or the time is over.
        """
        assert self._running.stdin is not None  # by PIPE
        with contextlib.suppress(BrokenPipeError):  # it has ended: the answer below says how
            self._running.stdin.write(what + "\n")
            self._running.stdin.flush()
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            self._running.kill()
            message = f"no answer within {timeout:g} s"
            raise ProcessFailure(message) from None
        if not line:
            raise ProcessFailure(self._ended())
        told: dict[str, Any] = json.loads(line)
        if "failure" in told:
            raise ProcessFailure(told["failure"])
        return told

    def close(self) -> None:
        """End the process and wait for it."""
        assert self._running.stdin is not None  # by PIPE
        with contextlib.suppress(BrokenPipeError):
            self._running.stdin.close()
        try:
            self._running.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._running.stdout, self._running.stderr):
            assert stream is not None  # by PIPE
            stream.close()

    def _read_answers(self) -> None:
        assert self._running.stdout is not None  # by PIPE
        for line in self._running.stdout:
            self._lines.put(line)
        self._lines.put("")  # the end

    def _read_errors(self) -> None:
        assert self._running.stderr is not None  # by PIPE
        for line in self._running.stderr:
            self._errors = [*self._errors[-20:], line]

    def _ended(self) -> str:
        code = self._running.wait()
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        last = next((line.strip() for line in reversed(self._errors) if line.strip()), "")
        return f"its process ended with {how}" + (f": {last}" if last else "")


class Race:
    """The contenders of one comparison. Those that fail once are asked nothing more.

    Attributes
    ----------
    failures : dict of str to str
        Provider to the reason of its failure.
    """

    def __init__(self, task: Task, providers: Sequence[str], environment: Mapping[str, str]) -> None:
        self.failures: dict[str, str] = {}
        self._running: dict[str, Process] = {}
        self._start = (task, providers, environment)

    def __enter__(self) -> Self:
        task, providers, environment = self._start
        for name in providers:
            self._running[name] = Process(task, name, environment)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.values():
            process.close()

    def ask(self, what: str, timeout: float | None) -> dict[str, dict[str, Any]]:
        """Ask one contender after the other, and return the answers of those that did not fail."""
        told = {}
        for name, process in self._running.items():
            if name not in self.failures:
                try:
                    told[name] = process.ask(what, timeout)
                except ProcessFailure as failure:
                    self.failures[name] = str(failure)
        return told
