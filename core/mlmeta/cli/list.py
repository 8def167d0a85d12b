"""`mlmeta list`."""

import argparse
import shutil
import sys
from collections.abc import Callable

from mlmeta.cli.output import add_json_option, show
from mlmeta.discovery.catalogue import nearest_algorithm, search
from mlmeta.plugins import registry

__all__ = ["command"]


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the options of `mlmeta list` and return what runs it."""
    parser.add_argument("words", nargs="*", help="words of the name or the summary")
    parser.add_argument("--namespace", help="only this namespace, such as cluster")
    parser.add_argument("--provider", help="only this provider, such as rs")
    parser.add_argument(
        "--capability",
        "--capabilities",
        dest="capability",
        action="append",
        default=[],
        help="only rows that have it, such as sparse; repeatable",
    )
    add_json_option(parser)

    def run(options: argparse.Namespace) -> int:
        found = search(
            " ".join(options.words), namespace=options.namespace, provider=options.provider, capabilities=options.capability
        )
        text = found.folded(shutil.get_terminal_size().columns) if sys.stdout.isatty() else repr(found)
        show(options, text, [entry.as_json() for entry in found])
        meant = None if found or not options.words else nearest_algorithm(" ".join(options.words))
        if meant:
            print(f"Did you mean {meant!r}?", file=sys.stderr)
        failed = len(registry.quarantined())
        if failed:
            print(f"{failed} quarantined, so something may be missing here: ask `mlmeta doctor`.", file=sys.stderr)
        return 0 if found else 1

    return run
