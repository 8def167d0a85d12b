"""`mlmeta`: one verb, one file; a verb that another distribution owns is found in its manifest and imported when it runs."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version

from mlmeta.cli.parser import VerbParser, complain
from mlmeta.errors import (
    MlmetaError,
    UnknownAlgorithmError,
    UnknownColumnError,
    UnknownParameterError,
    UnknownProviderError,
    nearest,
)

__all__ = ["main"]

Run = Callable[[argparse.Namespace], int]
Make = Callable[[argparse.ArgumentParser], Run]

OK, FINDING, USAGE = 0, 1, 2

VERBS = {
    "list": "list the installed algorithms and their providers",
    "info": "describe an algorithm: parameters, providers, and which one is chosen, why",
    "doctor": "show versions, threads and plugins, and what is wrong with them",
    "fit": "fit an algorithm to a table in a file and save the model",
    "inspect": "show what a model file holds, importing nothing; with --verify, replay its sample",
    "convert": "convert a fitted model: model files, scikit-learn's pickles, JSON of linfa",
}
OTHER_NAMES = {
    "explain": "mlmeta info ALGORITHM",
    "from_sklearn": "mlmeta convert MODEL -o TARGET",
    "load": "mlmeta inspect MODEL",
    "save": "mlmeta fit ALGORITHM DATA -o MODEL",
    "search": "mlmeta list WORDS",
    "to_sklearn": "mlmeta convert MODEL -o TARGET",
    "train": "mlmeta fit ALGORITHM DATA -o MODEL",
    "verify": "mlmeta inspect MODEL --verify",
}
"""Functions of Python, and words of others, that are verbs under another name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit code: 0 ok, 1 finding or failure, 2 usage."""
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what may follow
        from mlmeta.cli.completion import complete  # noqa: PLC0415  # the only run that needs it

        complete(_verbs(), _make)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        _overview().print_help()
        return OK if given else USAGE
    if given[0] in ("-V", "--version"):
        print(f"mlmeta {version('mlmeta')}")
        return OK
    if given[0] == "help":
        given = [*given[1:2], "--help"]
        return main(given)
    verb = given[0]
    as_json = "--json" in given
    parser, complaint = VerbParser(f"mlmeta {verb}", as_json=as_json), partial(complain, as_json=as_json)
    try:
        code = _make(verb)(parser)(parser.parse_args(given[1:]))
        sys.stdout.flush()  # here, where a reader that went away (`| head`) is no failure
    except (UnknownAlgorithmError, UnknownColumnError, UnknownParameterError, UnknownProviderError) as error:
        complaint(error)
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what Python flushes at its end has somewhere to go
        return OK
    except (MlmetaError, OSError) as error:
        complaint(error)
        return FINDING
    except KeyboardInterrupt:
        return 130
    return code


def _make(verb: str) -> Make:
    if verb in VERBS:
        found: Make = importlib.import_module(f"mlmeta.cli.{verb}").command
        return found
    from mlmeta.plugins import curated, registry  # noqa: PLC0415  # `mlmeta --version` needs none

    commands = registry.index().commands
    if verb in commands:
        loaded: Make = registry.load(commands[verb].factory, commands[verb])
        return loaded
    if verb in curated.FROM_PLUGINS:
        message = f"the verb {verb!r} is not installed here. Try: {curated.line_that_adds(verb)}"
    elif verb in OTHER_NAMES:
        message = f"no verb {verb!r}: that is `{OTHER_NAMES[verb]}`."
    else:
        message = f"no verb {verb!r}; see `mlmeta --help`.{nearest(verb, [*VERBS, *commands, *curated.FROM_PLUGINS])}"
    raise UnknownAlgorithmError(message)


def _verbs() -> dict[str, str]:
    """Return all verbs, the core's and those of plugins, with their summaries."""
    from mlmeta.plugins import registry  # noqa: PLC0415

    return {**VERBS, **{name: command.summary for name, command in registry.index().commands.items()}}


def _overview() -> argparse.ArgumentParser:
    known = _verbs()
    width = max(map(len, known))
    verbs = "\n".join(f"  {name.ljust(width)}  {text}" for name, text in known.items())
    overview = argparse.ArgumentParser(
        prog="mlmeta",
        usage="mlmeta VERB [options]",
        description="Every algorithm under one import, from the fastest installed provider.",
        epilog=f"verbs:\n{verbs}\n\n`mlmeta VERB --help` explains a verb. Every verb takes --json.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    overview.add_argument("-V", "--version", action="store_true", help="print the version of the core")
    return overview


if __name__ == "__main__":
    sys.exit(main())
