"""How verbs print: text for people, or with `--json` the same as data."""

import argparse
import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["add_json_option", "listening", "show", "warn"]


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print the same as JSON")


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
