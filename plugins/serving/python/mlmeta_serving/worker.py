"""Answers for one model in a process of its own: `python -m mlmeta_serving --allow-provider NAME`.

The server writes the bytes of the model file that it checked, then questions, to standard input, and reads answers from
standard output, as `frames` says. The worker ends when its standard input does. Nothing that a question does ends it: an
exception is an answer too.
"""

import argparse
import os
import traceback
from collections.abc import Sequence
from typing import Any, BinaryIO

from mlmeta import modelfile
from mlmeta.algorithms import kinds
from mlmeta.errors import MlmetaError
from mlmeta.modelfile.permission import trained as authors_of
from mlmeta.models import schema
from mlmeta.specs.state import State

from mlmeta_serving import allowed_providers, frames

__all__ = ["main"]

PROTOCOL = 2
CLIENT_ERROR, DEFECT = 400, 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Load the model, say that it is ready, and answer until the input ends."""
    parser = argparse.ArgumentParser(prog="mlmeta_serving", description="Answer for a model file over pipes.")
    parser.add_argument("--allow-provider", action="append", default=[], metavar="NAME")
    options = parser.parse_args(arguments)
    questions, replies = _private_pipes()
    try:
        model = _load(frames.read_model(questions), options.allow_provider)
        outputs = [output.name for output in kinds.spec_of(model).__mlmeta_outputs__]
    except Exception as error:  # whatever a provider's import raises
        if not isinstance(error, (MlmetaError, OSError)):
            traceback.print_exc()
        _send(replies, frames.encode(_error(None, error)))
        return 1
    _send(replies, frames.encode({"type": "ready", "protocol": PROTOCOL, "outputs": outputs}))
    while (question := frames.read(questions)) is not None:
        _send(replies, _reply(model, *question))
    return 0


def _load(content: bytes, allowed: Sequence[str]) -> Any:
    """Return the model in the bytes of a file, from an allowed provider.

    Raises
    ------
    MissingProviderError
        No allowed provider can read it; nothing was imported.
    """
    file = modelfile.parse(content, limit=len(content))  # the server's limit held already
    return file.restore(_providers(file.state, file.provenance["provider"]["name"], allowed))


def _providers(state: State, trained: str, allowed: Sequence[str]) -> str | dict[str, str]:
    """Return the allowed provider that reads a model, or those of the steps of a chain by their names; nothing is imported."""
    if not state.steps:
        return allowed_providers.choose(state.kind, trained, allowed)
    authors = authors_of(trained, len(state.steps))
    steps = zip(state.steps, authors, strict=True)
    return {name: allowed_providers.choose(step.kind, author, allowed) for (name, step), author in steps}


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the server; from now on a library that prints, or reads, cannot disturb the frames."""
    questions, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, replies


def _send(replies: BinaryIO, frame: bytes) -> None:
    replies.write(frame)
    replies.flush()


def _reply(model: Any, question: dict[str, Any], inputs: dict[str, Any]) -> bytes:
    try:
        outputs = schema.answer(model, inputs[schema.INPUT], question["outputs"])
        return frames.encode({"type": "answer", "id": question["id"]}, outputs)
    except BaseException as error:  # a panic in a native provider is no Exception
        if not isinstance(error, ValueError):
            traceback.print_exc()
        return frames.encode(_error(question["id"], error))


def _error(question: int | None, error: BaseException) -> dict[str, Any]:
    """Return the reply for an exception; a ValueError about a question is about what the client sent."""
    status = CLIENT_ERROR if isinstance(error, ValueError) else DEFECT
    own = isinstance(error, (ValueError, MlmetaError))
    text = str(error) if own else f"{type(error).__name__}: {error}"
    return {"type": "error", "id": question, "status": status, "message": text}
