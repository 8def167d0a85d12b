"""How verbs print: text for people, or with `--json` the same as data."""

import argparse
import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mlmeta.cli.parser import positive

__all__ = ["add_json_option", "add_limit_option", "add_provider_options", "listening", "show", "warn"]

MOST_BYTES = 1 << 30


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print the same as JSON")


def add_provider_options(parser: argparse.ArgumentParser, when: str = "") -> None:
    """Add `--provider` and `--allow-provider` of a verb that loads a model file; `when` stands before their help."""
    parser.add_argument("--provider", metavar="NAME", help=f"{when}the implementation to load the model with")
    parser.add_argument(
        "--allow-provider",
        action="append",
        default=[],
        metavar="NAME",
        help=f"{when}a provider that a model file may name, so that it is imported; may be repeated",
    )


def add_limit_option(parser: argparse.ArgumentParser) -> None:
    """Add `--max-model-bytes` of a verb that reads a model file."""
    parser.add_argument(
        "--max-model-bytes",
        metavar="BYTES",
        type=positive,
        default=MOST_BYTES,
        help=f"the largest model file to read (default: {MOST_BYTES})",
    )


def show(options: argparse.Namespace, text: object, data: Any) -> None:
    """Print `data` as JSON when `--json` was given, else `text`."""
    print(json.dumps(data, indent=2, default=str) if options.json else text)


def warn(text: str) -> None:
    """Print a warning where it does not mix with what a verb prints."""
    print(f"mlmeta: warning: {text}", file=sys.stderr)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what is warned of inside the block, each text once; the list is filled at its end."""
    texts: list[str] = []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for category in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):  # for authors, not for users
            warnings.simplefilter("ignore", category)
        yield texts
    texts += dict.fromkeys(str(warning.message) for warning in told)
