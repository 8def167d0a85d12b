"""`mlmeta doctor`."""

import argparse
from collections.abc import Callable

from mlmeta.cli.output import add_json_option, show
from mlmeta.discovery.diagnosis import doctor

__all__ = ["command"]


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the options of `mlmeta doctor` and return what runs it."""
    parser.add_argument(
        "--deep", action="store_true", help="import and try every provider, those of a distribution in a process of their own"
    )
    add_json_option(parser)

    def run(options: argparse.Namespace) -> int:
        found = doctor(deep=options.deep)
        show(options, repr(found), found.as_json())
        return 0 if found.healthy else 1

    return run
