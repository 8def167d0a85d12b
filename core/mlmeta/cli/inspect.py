"""`mlmeta inspect`."""

import argparse
from collections.abc import Callable

from mlmeta.cli.output import add_json_option, show
from mlmeta.modelfile import inspect

__all__ = ["command"]


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the options of `mlmeta inspect` and return what runs it."""
    parser.add_argument("model", help="a .mlm file")
    add_json_option(parser)

    def run(options: argparse.Namespace) -> int:
        found = inspect(options.model)
        show(options, repr(found), found.as_json())
        return 0

    return run
