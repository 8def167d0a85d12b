"""`mlmeta inspect`."""

import argparse
from collections.abc import Callable

from mlmeta.cli.output import add_json_option, add_limit_option, add_provider_options, listening, show, warn
from mlmeta.modelfile import inspect, read, replay

__all__ = ["command"]

IMPORTING = ("provider", "allow_provider")


def command(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], int]:
    """Add the options of `mlmeta inspect` and return what runs it."""
    parser.add_argument("model", help="a .mlm file")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="load the model, which imports its provider, and replay the sample in the file; exit code 1 if an answer differs",
    )
    add_provider_options(parser, "with --verify: ")
    add_limit_option(parser)
    add_json_option(parser)

    def run(options: argparse.Namespace) -> int:
        if not options.verify:
            for name in IMPORTING:
                if getattr(options, name):
                    parser.error(f"--{name.replace('_', '-')} is for --verify: without it nothing is loaded")
            found = inspect(options.model, limit=options.max_model_bytes)
            show(options, repr(found), found.as_json())
            return 0
        with listening() as told:
            file = read(options.model, limit=options.max_model_bytes)
            verified = replay(file, options.provider, allow=options.allow_provider)
        found = file.summary
        for text in told:
            warn(text)
        show(options, f"{found!r}\n{verified!r}", {**found.as_json(), "verified": verified.as_json(), "warnings": told})
        return 0 if verified.agrees else 1

    return run
