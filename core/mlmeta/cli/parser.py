"""The parser of a verb: errors in one line, with the nearest option, as JSON where `--json` was given."""

import argparse
import sys
from typing import Any, NoReturn

from mlmeta.errors import nearest

__all__ = ["VerbParser", "complain", "positive"]

USAGE = 2

UNRECOGNIZED = "unrecognized arguments: "
"""How argparse begins to tell of what it does not know."""


class VerbParser(argparse.ArgumentParser):
    """A parser whose errors are one line of advice and exit code 2; the page of the options is one command away."""

    def __init__(self, prog: str, *, as_json: bool = False, **more: Any) -> None:
        super().__init__(prog, **more)
        self.as_json = as_json

    def options(self) -> list[str]:
        """Return the names of all options that begin with two dashes."""
        return [option for option in self._option_string_actions if option.startswith("--")]

    def error(self, message: str) -> NoReturn:
        """End the program with exit code 2 and the message."""
        if message.startswith(UNRECOGNIZED):
            message = self.unknown(message.removeprefix(UNRECOGNIZED).split()[0])
        complain(message, self.prog, as_json=self.as_json)
        if not self.as_json:
            print(f"See `{self.prog} --help`.", file=sys.stderr)
        raise SystemExit(USAGE)

    def unknown(self, argument: str) -> str:
        """Return the advice for an argument that is none."""
        if not argument.startswith("-"):
            return f"{argument!r} is one argument too many."
        name = argument.partition("=")[0]
        return f"unknown option {name!r}.{nearest(name, self.options())}"


def complain(error: object, program: str = "mlmeta", *, as_json: bool) -> None:
    """Print an error to standard error: a line of text, or `{"error": message}`."""
    if as_json:
        import json  # noqa: PLC0415  # most runs fail rarely, and this one is slow enough to notice

        print(json.dumps({"error": str(error)}), file=sys.stderr)
    else:
        print(f"{program}: error: {error}", file=sys.stderr)


def positive(text: str) -> int:
    """Return a whole number from 1 on, for options that count."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        message = f"expected a whole number from 1 on, got {text!r}"
        raise argparse.ArgumentTypeError(message)
    return number
